"""fmt: catalogs and ledgers to canonical form, in which git merges them safely."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import canonical, read_catalog, render_catalog
from pipeline.errors import CaveatError, raise_all
from pipeline.ledger.ledger_file import read_ledger, render_ledger
from pipeline.workspace.files import read_bytes, write_if_changed
from pipeline.workspace.lock import project_lock

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtResult:
    """Which files were not in canonical form."""

    checked: int
    changed: tuple[str, ...]


def fmt(workspace: Workspace, *, check_only: bool) -> FmtResult:
    """Bring the files to canonical form, or only tell which are not; content and states stay the same.

    A file that can't be read is left alone and raised after the others are done.
    """
    folder = workspace.root / "locales"
    paths = [*sorted(folder.rglob("*.po")), *sorted(folder.rglob("*.jsonl"))]
    changed: list[str] = []
    problems: list[CaveatError] = []
    with nullcontext() if check_only else project_lock(workspace.root):
        for path in paths:
            name = workspace.name_of(path)
            try:
                if _format_one(path, name, check_only=check_only):
                    changed.append(name)
            except CaveatError as error:
                problems.append(error)
    raise_all(problems)
    return FmtResult(checked=len(paths), changed=tuple(changed))


def _format_one(path: Path, name: str, *, check_only: bool) -> bool:
    data = _canonical_bytes(path, name)
    if data == read_bytes(path, name):
        return False
    if not check_only:
        write_if_changed(path, data)
    return True


def _canonical_bytes(path: Path, name: str) -> bytes:
    if path.suffix == ".po":
        return render_catalog(canonical(read_catalog(path, name)))
    return render_ledger(read_ledger(path, name)).encode()
