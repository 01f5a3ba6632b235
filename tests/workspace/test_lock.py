from __future__ import annotations

import os
import signal
import stat
import threading
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CaveatError, LockError
from pipeline.workspace.lock import LOCK, project_lock
from pipeline.workspace.project import CACHE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def in_a_process(work: Callable[[], None]) -> int:
    """Start another process that does some work; return its id."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def holding(root: Path, seconds: float) -> int:
    """Start a process that holds the lock for a while; return its id once it does."""
    child = in_a_process(lambda: hold(root, seconds))
    while not (root / LOCK).exists() or not (root / LOCK).read_bytes():
        time.sleep(0.005)
    return child


def hold(root: Path, seconds: float) -> None:
    with project_lock(root):
        time.sleep(seconds)


def test_who_waits_too_long_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    child = holding(tmp_path, 5)
    with pytest.raises(LockError) as error, project_lock(tmp_path, patience=0.05):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert f"the project is locked by process {child} on " in error.value.message
    assert "nothing was written in 0.05 s" in error.value.message
    assert error.value.exit_code == 3


def test_who_waits_long_enough_gets_the_lock(tmp_path: Path) -> None:
    child = holding(tmp_path, 0.2)
    start = time.monotonic()
    with project_lock(tmp_path):
        assert time.monotonic() - start > 0.05
    assert os.waitpid(child, 0)[1] == 0


def test_a_killed_holder_keeps_nobody_out_and_its_leftovers_are_swept(tmp_path: Path) -> None:
    left = tmp_path / "locales" / "es" / ".caveat-half.tmp"
    left.parent.mkdir(parents=True)
    with project_lock(tmp_path):
        left.write_bytes(b"half")
    with project_lock(tmp_path):
        assert left.exists()  # who held the lock before did not die: nothing is looked for
    child = holding(tmp_path, 60)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with project_lock(tmp_path, patience=1):
        assert not left.exists()


def test_the_thread_that_holds_the_lock_may_take_it_again(tmp_path: Path) -> None:
    with project_lock(tmp_path), project_lock(tmp_path / "." / "", patience=0.05):
        pass
    child = in_a_process(lambda: hold(tmp_path, 0))
    assert os.waitpid(child, 0)[1] == 0


def test_another_thread_waits(tmp_path: Path) -> None:
    order: list[str] = []
    started = threading.Event()

    def first() -> None:
        with project_lock(tmp_path):
            started.set()
            time.sleep(0.1)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    started.wait()
    with pytest.raises(LockError, match="this process, in another thread"), project_lock(tmp_path, 0.01):
        pass
    with project_lock(tmp_path):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), project_lock(tmp_path):
        raise KeyboardInterrupt
    assert (tmp_path / LOCK).read_bytes() == b""
    assert os.waitpid(in_a_process(lambda: hold(tmp_path, 0)), 0)[1] == 0


def test_nothing_of_it_is_ever_committed(tmp_path: Path) -> None:
    with project_lock(tmp_path):
        assert (tmp_path / CACHE / ".gitignore").read_text() == "*\n"
        assert stat.S_ISREG((tmp_path / LOCK).stat().st_mode)


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / CACHE).mkdir()
    (tmp_path / LOCK).symlink_to(victim)
    with pytest.raises(CaveatError, match=r"^\.caveat/lock: can't be locked: "), project_lock(tmp_path):
        pass
    assert victim.read_bytes() == b"mine"


def test_a_project_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / CACHE).write_bytes(b"")
    with pytest.raises(CaveatError, match="can't be written"), project_lock(tmp_path):
        pass
