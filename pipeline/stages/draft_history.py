"""From which machine draft an approved text was made: told by the catalog, or by its versions in git."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.catalogs.po import parse_catalog, read_catalog
from pipeline.errors import CaveatError, ConfigError
from pipeline.model.draft import find_origin
from pipeline.model.state import State
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.workspace.git import history_of, read_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace

Pairs = dict[str, list[tuple[str, str]]]
"""Engine -> pairs of its draft and what was approved."""


def read_changes(workspace: Workspace, locale: Locale, sources: Sources) -> Pairs:
    """Return for each engine its last draft of every approved unit, with the approved text.

    A unit that no version of its catalog has as an untouched draft was written by a person from the start.
    """
    signing = read_signing(workspace)
    found: Pairs = defaultdict(list)
    for source in sources.catalogs:
        shelved = read_shelved(workspace, source, locale, signing)
        approved = {
            one.unit.key: one.entry.target
            for one in shelved.units
            if one.standing.state is State.APPROVED and one.entry.plural is None
        }
        drafts = _last_drafts(workspace, workspace.catalog(locale, source.id), set(approved))
        for key, (engine, draft) in drafts.items():
            found[engine].append((draft, approved[key]))
    return dict(sorted(found.items()))


def _last_drafts(workspace: Workspace, path: Path, wanted: set[UnitKey]) -> Mapping[UnitKey, tuple[str, str]]:
    """Return engine and text of the last untouched draft of each unit that ever had one."""
    found: dict[UnitKey, tuple[str, str]] = {}
    for catalog in _versions(workspace, path):
        for entry in catalog.units():
            draft = _draft_of(entry) if entry.key in wanted and entry.key not in found else None
            if draft is not None:
                found[entry.key] = draft
        if len(found) == len(wanted):
            break
    return found


def _draft_of(entry: Entry) -> tuple[str, str] | None:
    """Return engine and text of an untouched machine draft, whether or not it was approved since."""
    origin = find_origin(entry.comments)
    return (origin.engine, entry.target) if origin is not None and origin.is_of(entry.target) else None


def _versions(workspace: Workspace, path: Path) -> Iterator[Catalog]:
    """Yield a catalog as it is, then as each commit has it, the newest first, where it can be read."""
    if not path.exists():
        return
    name = workspace.name_of(path)
    yield read_catalog(path, name)
    for commit in _commits(workspace, path):
        data = read_at(workspace.root, commit, path)
        try:
            yield parse_catalog(data or b"", name)
        except CaveatError:
            continue  # what was broken once and committed all the same


def _commits(workspace: Workspace, path: Path) -> Iterable[str]:
    try:
        return history_of(workspace.root, path)
    except ConfigError:
        return ()  # without git the catalog as it is has to do
