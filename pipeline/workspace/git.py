"""What git knows of a project's files: an older version, and who committed what since."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a file."""

    id: str
    author: str
    """Its author's e-mail address."""
    parents: tuple[str, ...]


def find_email(folder: Path) -> str:
    """Return who works in a folder, as git knows them; empty when it does not. Raises ConfigError."""
    return _ask(folder, "config", "user.email").stdout.decode(errors="replace").strip()


def get_commit(folder: Path, revision: str) -> str:
    """Return the full name of a revision; raises ConfigError for one that the repository has not."""
    found = _ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        hint = "name a commit, branch or tag of this repository; a shallow clone has few: fetch the others"
        raise ConfigError(f'git knows no revision "{revision}" here', hint=hint)
    return found.stdout.decode().strip()


def read_at(folder: Path, commit: str, path: Path) -> bytes | None:
    """Return a file as a commit has it, or None where the commit has no such file."""
    name = f"{commit}:./{path.relative_to(folder).as_posix()}"
    found = _ask(folder, "cat-file", "blob", name)
    return None if found.returncode else found.stdout


def commits_of(folder: Path, base: str, path: Path) -> tuple[Commit, ...]:
    """Return the commits since `base` that changed a file; a merge that took one side changed nothing."""
    name = path.relative_to(folder).as_posix()
    shape = "--format=%H%x00%ae%x00%P"
    found = _ask(folder, "log", "--full-history", "--no-patch", shape, f"{base}..HEAD", "--", name)
    rows = (line.split("\0") for line in found.stdout.decode(errors="replace").splitlines())
    return tuple(
        Commit(id=name, author=author, parents=tuple(parents.split())) for name, author, parents in rows
    )


def history_of(folder: Path, path: Path) -> tuple[str, ...]:
    """Return the commits that changed a file, the newest first; none outside of a repository."""
    name = path.relative_to(folder).as_posix()
    found = _ask(folder, "log", "--no-patch", "--format=%H", "HEAD", "--", name)
    return tuple(found.stdout.decode().split())


def list_at(folder: Path, commit: str, below: Path) -> tuple[Path, ...]:
    """Return the files below a folder as a commit has them."""
    name = f"{below.relative_to(folder).as_posix()}/"
    found = _ask(folder, "ls-tree", "-r", "-z", "--name-only", commit, "--", name)
    return tuple(folder / one for one in found.stdout.decode(errors="surrogateescape").split("\0") if one)


def _ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - fixed words; a revision comes after --end-of-options
            ["git", *arguments],  # noqa: S607 - git is found on the PATH, as for the person
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError("git can't be asked", hint="install git, and work in a clone") from error
