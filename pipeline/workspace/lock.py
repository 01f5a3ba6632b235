"""One lock a project: who reads a catalog or ledger to change it holds the lock until it is written.

The lock is for Caveat's own processes and threads. A PO editor does not know it: a decision names the text
that was read, and is refused when the file says something else by then.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

from pipeline.errors import CaveatError, Location, LockError
from pipeline.workspace.files import sweep_leftovers, write_if_changed
from pipeline.workspace.project import CACHE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.workspace.project import Workspace

LOCK: Final = f"{CACHE}/lock"
PATIENCE: Final = 30.0
"""Seconds to wait for somebody else's write."""
_PAUSE: Final = 0.01
_WRITTEN: Final = ("locales", "source")
"""Folders in which a process that was killed may have left a temporary file."""


P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Holder:
    """What this process knows of one project's lock: threads queue here, processes at the file."""

    thread: threading.RLock = field(default_factory=threading.RLock)
    depth: int = 0


_holders: dict[Path, _Holder] = {}
_registering = threading.Lock()


@contextlib.contextmanager
def project_lock(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a project's lock; the thread that holds it may take it again. Raises LockError after `patience`.

    The system takes the lock from a process that dies. What that process was writing is swept then.
    """
    place = root.resolve()
    with _registering:
        holder = _holders.setdefault(place, _Holder())
    end = time.monotonic() + patience
    if not holder.thread.acquire(timeout=patience):
        raise _too_long("this process, in another thread", patience)
    try:
        with contextlib.ExitStack() as stack:
            if not holder.depth:
                stack.enter_context(_file_lock(place, end, patience))
            holder.depth += 1
            stack.callback(_leave, holder)
            yield
    finally:
        holder.thread.release()


def exclusive(
    stage: Callable[Concatenate[Workspace, P], R],
) -> Callable[Concatenate[Workspace, P], R]:
    """Make a stage hold the project's lock from its first reading to its last writing."""

    @functools.wraps(stage)
    def locked(workspace: Workspace, /, *arguments: P.args, **options: P.kwargs) -> R:
        with project_lock(workspace.root):
            return stage(workspace, *arguments, **options)

    return locked


def _leave(holder: _Holder) -> None:
    holder.depth -= 1


@contextlib.contextmanager
def _file_lock(root: Path, end: float, patience: float) -> Iterator[None]:
    handle = _open(root)
    try:
        while not _try(handle):
            if time.monotonic() >= end:
                raise _too_long(os.pread(handle, 200, 0).decode(errors="replace").strip(), patience)
            time.sleep(_PAUSE)
        if os.pread(handle, 1, 0):  # whoever held it last did not live to say so
            for folder in _WRITTEN:
                sweep_leftovers(root / folder)
        _note(handle, f"process {os.getpid()} on {socket.gethostname()} ({_command()})")
        try:
            yield
        finally:
            _note(handle, "")
    finally:
        os.close(handle)  # and with it the lock


def _open(root: Path) -> int:
    write_if_changed(root / CACHE / ".gitignore", b"*\n")
    try:
        return os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        hint = "the project's folder must be one that you may write to"
        raise CaveatError(f"can't be locked: {error.strerror}", at=Location(LOCK), hint=hint) from error


def _try(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _note(handle: int, text: str) -> None:
    """Leave word of who holds the lock; that it can't be left is no reason to stop."""
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, text.encode(), 0)


def _command() -> str:
    return " ".join((Path(sys.argv[0]).name, *sys.argv[1:2]))


def _too_long(who: str, patience: float) -> LockError:
    hint = "wait until that is done, then do it again"
    message = f"the project is locked by {who or 'somebody else'}; nothing was written in {patience:g} s"
    return LockError(message, at=Location(LOCK), hint=hint)
