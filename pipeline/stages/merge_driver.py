"""merge-driver: git's three-way merge for catalogs, templates and ledgers."""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.catalogs.merge import merge_catalogs, render_merge
from pipeline.catalogs.po import parse_catalog
from pipeline.errors import CaveatError, ConfigError, Location
from pipeline.ledger.ledger_file import parse_ledger, render_ledger
from pipeline.workspace.files import decode_utf8, read_bytes, write_if_changed

if TYPE_CHECKING:
    from pipeline.ledger.ledger_file import Ledger

_ATTRIBUTE = "merge=caveat"
ATTRIBUTES = tuple(
    f"{files} {_ATTRIBUTE}" for files in ("locales/**/*.po", "locales/*.pot", "locales/**/*.jsonl")
)
"""What `.gitattributes` must say; of several lines for a file the last one counts."""
_NAME = "merge.caveat.name"
_DRIVER = "merge.caveat.driver"
_TITLE = "Caveat: catalogs, templates and ledgers, entry by entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One thing that `install` looked after."""

    where: str
    """`.gitattributes`, or the key of git's configuration."""
    value: str
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What the merge of one file came to."""

    path: str
    conflicts: int
    stale: int = 0
    """Targets whose source changed on the other side."""
    problem: str = ""
    """Why the file could not be merged by its content; it holds both versions whole then."""


def install(root: Path) -> tuple[Installed, ...]:
    """Make git use the driver in this clone; whatever is so already stays as it is."""
    command = shlex.join([sys.executable, "-P", "-m", "pipeline", "merge-driver", "merge"])
    settings = {_NAME: _TITLE, _DRIVER: f"{command} %O %A %B %P"}
    rows = [_set(root, key, value) for key, value in settings.items()]
    path = root / ".gitattributes"
    lines = _lines(path)
    missing = [line for line in ATTRIBUTES if line not in lines]
    if missing:
        text = "".join(f"{line}\n" for line in (*lines, *missing))
        write_if_changed(path, text.encode("utf-8", "surrogateescape"))
    rows += [Installed(where=path.name, value=line, is_changed=line in missing) for line in ATTRIBUTES]
    return tuple(rows)


def is_wanted(root: Path) -> bool:
    """Return whether this is a clone whose `.gitattributes` names the driver for any file."""
    lines = (line for line in _lines(root / ".gitattributes") if not line.startswith("#"))
    is_named = any(_ATTRIBUTE in line.split() for line in lines)
    return is_named and _git(root, "rev-parse", "--git-dir") is not None


def is_installed(root: Path) -> bool:
    """Return whether git knows the driver here; where it does not, it merges by lines without a word."""
    return bool(_git(root, "config", "--get", _DRIVER))


def _lines(path: Path) -> list[str]:
    """Return the lines of a file, none where there is no file."""
    if not path.exists():
        return []
    return read_bytes(path, path.name).decode("utf-8", "surrogateescape").splitlines()


def _set(root: Path, key: str, value: str) -> Installed:
    before = _git(root, "config", "--local", "--get", key)
    if before == value:
        return Installed(where=key, value=value, is_changed=False)
    if _git(root, "config", "--local", key, value) is None:
        raise ConfigError(
            "git's configuration can't be changed here",
            at=Location(str(root)),
            hint="run this inside a clone, where git is installed and may write `.git/config`",
        )
    return Installed(where=key, value=value, is_changed=True)


def _git(root: Path, *words: str) -> str | None:
    """Return what git prints, or None where it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - the words are this module's own
            ["git", *words],  # noqa: S607 - git is found on the PATH, as by the person who calls it
            cwd=root, capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace").removesuffix("\n") if done.returncode == 0 else None


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> Merged:
    """Merge into the file `ours`, as git calls a driver; `name` is the path in the repository."""
    suffix = Path(name).suffix
    if suffix not in {".po", ".pot", ".jsonl"}:
        return _merge_text(base, ours, theirs, name)
    before, here, there = (read_bytes(path, name) for path in (base, ours, theirs))
    merge = _merge_ledgers if suffix == ".jsonl" else _merge_catalogs
    try:
        data, done = merge(before, here, there, name)
    except CaveatError as error:
        data = _both_whole(here, there)
        done = Merged(path=name, conflicts=1, problem=str(error))
    write_if_changed(ours, data)
    return done


def _merge_catalogs(base: bytes, ours: bytes, theirs: bytes, name: str) -> tuple[bytes, Merged]:
    labels = (f"{name} (base)", f"{name} (ours)", f"{name} (theirs)")
    catalogs = [parse_catalog(data, label) for data, label in zip((base, ours, theirs), labels, strict=True)]
    if base in (ours, theirs):
        return (theirs if ours == base else ours), Merged(path=name, conflicts=0)
    merge = merge_catalogs(*catalogs)
    return render_merge(merge), Merged(path=name, conflicts=len(merge.conflicts), stale=merge.stale)


def _merge_ledgers(base: bytes, ours: bytes, theirs: bytes, name: str) -> tuple[bytes, Merged]:
    """Return the union: a ledger is a set of lines, and nothing is ever taken out."""
    before, here, there = (
        _ledger(data, f"{name} ({side})")
        for data, side in ((base, "base"), (ours, "ours"), (theirs, "theirs"))
    )
    if base in (ours, theirs):
        return (theirs if ours == base else ours), Merged(path=name, conflicts=0)
    union = before
    for one in (here, there):
        union = union.with_records(events=one.events, kept=one.kept, texts=one.texts.values())
    return render_ledger(union).encode(), Merged(path=name, conflicts=0)


def _ledger(data: bytes, name: str) -> Ledger:
    return parse_ledger(decode_utf8(data, name), name)


def _both_whole(ours: bytes, theirs: bytes) -> bytes:
    """Return both versions between git's markers: nothing is lost, and no reader takes it for a file."""
    ended = [data if data.endswith(b"\n") or not data else data + b"\n" for data in (ours, theirs)]
    return b"<<<<<<< ours\n" + ended[0] + b"=======\n" + ended[1] + b">>>>>>> theirs\n"


def _merge_text(base: Path, ours: Path, theirs: Path, name: str) -> Merged:
    """Do what git does without a driver: files of other kinds are none of ours."""
    labels = [word for label in ("ours", "base", "theirs") for word in ("-L", label)]
    done = subprocess.run(  # noqa: S603 - the paths come from git
        ["git", "merge-file", *labels, str(ours), str(base), str(theirs)],  # noqa: S607 - as above
        capture_output=True, check=False,
    )  # fmt: skip
    is_broken = done.returncode < 0 or done.returncode > 127  # noqa: PLR2004 - git's largest number of conflicts
    problem = done.stderr.decode("utf-8", "replace").strip() if is_broken else ""
    return Merged(path=name, conflicts=done.returncode, problem=problem)
