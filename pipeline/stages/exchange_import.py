"""exchange import: what another tool gives back, by the policy of every file that comes back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.exchange_rows import parse_sent_id
from pipeline.catalogs.handed import HandedInFile
from pipeline.catalogs.received import Outcome
from pipeline.errors import did_you_mean
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.unit import UnitKey
from pipeline.stages.crossed_rows import refuse_crossed
from pipeline.stages.desk import ReturnedCatalog, merge, open_desk, put_away, read_shelf
from pipeline.stages.exchange_files import joined, parse_files
from pipeline.stages.memory_files import find_locale
from pipeline.stages.people import get_address
from pipeline.stages.returned_rows import entry_of, read_rows, unit_of
from pipeline.stages.sources import read_sources
from pipeline.stages.taken import check_taken
from pipeline.workspace.files import read_bytes
from pipeline.workspace.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.catalogs.exchange_rows import ReturnedUnit
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.stages.desk import Desk, Merged
    from pipeline.stages.sources import CatalogSource
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFate:
    """What became of one unit of the file."""

    document: str
    locale: str
    """As the file spells it, where it is none of the project's."""
    unit: str
    line: int | None
    outcome: Outcome
    reason: str
    source: str
    target: str
    """The file's text."""
    catalog: str
    """The catalog's text before the import; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeImport:
    """What became of every unit of a file, in its order."""

    by: str
    fates: tuple[UnitFate, ...]
    findings: tuple[Finding, ...]
    """What the checks find in the texts that came into the catalogs."""

    def count(self, outcome: Outcome) -> int:
        """Return how many units had an outcome."""
        return sum(fate.outcome is outcome for fate in self.fates)


@dataclass(frozen=True, slots=True)
class _Tray:
    """The rows of one document in one language: the entries that they can be, and what became of them."""

    known: Mapping[str, Entry]
    merged: Merged

    def fates(self, rows: Iterable[ReturnedUnit]) -> Iterator[UnitFate]:
        """Yield what became of each row."""
        shelved = self.merged.shelved
        here = shelved.catalog.by_key()
        found = {(one.theirs.key, one.theirs.target): one for one in self.merged.received}
        for row in rows:
            entry = entry_of(row, self.known)
            ours, one = here.get(entry.key), found[entry.key, entry.target]
            yield UnitFate(
                document=shelved.document,
                locale=shelved.locale.code,
                unit=unit_of(row) or row.id,
                line=row.line,
                outcome=one.outcome,
                reason=one.reason,
                source=joined(row.source),
                target=joined(row.target),
                catalog=ours.target if ours else "",
            )


@exclusive
def import_exchange(  # noqa: PLR0913 - one argument an option
    workspace: Workspace,
    path: Path,
    *,
    by: str,
    brought_by: str,
    on: str,
    claim_cleared: bool = False,
    trusts_rows: bool = False,
) -> ExchangeImport:
    """Take the texts of a file as `by`'s; raises CaveatError, writing nothing, unless all of it can be read.

    The ledger also names who brought them, where that is somebody else. What can't be taken is told unit by
    unit, and the others go on. A file whose texts stand in each other's rows is refused, unless its rows are
    to be trusted.
    """
    person = get_address(workspace, by)
    rows = parse_files(read_bytes(path, str(path)), str(path))
    desk = open_desk(workspace, person=person, brought_by=brought_by, today=on, claim_cleared=claim_cleared)
    piles, fates = _sorted_out(workspace, rows)
    trays = [(_merged(desk, *place, pile.values()), pile) for place, pile in piles.items()]
    for tray, _ in trays:
        if not trusts_rows:
            refuse_crossed(tray.merged.received, tray.merged.shelved.locale, str(path))
    findings = check_taken(desk, [tray.merged for tray, _ in trays])
    for tray, pile in trays:
        put_away(desk, tray.merged)
        fates |= dict(zip(pile, tray.fates(pile.values()), strict=True))
    told = tuple(fates[number] for number in range(len(rows)))
    return ExchangeImport(by=desk.person, fates=told, findings=findings)


_Piles = dict[tuple["CatalogSource", "Locale"], dict[int, "ReturnedUnit"]]


def _sorted_out(workspace: Workspace, rows: Sequence[ReturnedUnit]) -> tuple[_Piles, dict[int, UnitFate]]:
    """Return the rows, by number, of each document and language, and the fates of those that are of none.

    A file's word for a document is looked up, never used as a path.
    """
    sources = {source.id: source for source in read_sources(workspace).catalogs}
    locales = {row.language: find_locale(row.language, workspace.config.locales) for row in rows}
    piles: _Piles = defaultdict(dict)
    fates: dict[int, UnitFate] = {}
    for number, row in enumerate(rows):
        source, locale = sources.get(row.document), locales[row.language]
        if source and locale:
            piles[source, locale][number] = row
            continue
        reason = f'no catalog is named "{row.document}"; {did_you_mean(row.document, sources)}'
        fates[number] = UnitFate(
            document=row.document,
            locale=locale.code if locale else row.language,
            unit=unit_of(row) or row.id,
            line=row.line,
            outcome=Outcome.UNKNOWN,
            reason=reason if locale else f'"{row.language}" is no language of the project',
            source=joined(row.source),
            target=joined(row.target),
            catalog="",
        )
    return piles, fates


def _merged(desk: Desk, source: CatalogSource, locale: Locale, rows: Iterable[ReturnedUnit]) -> _Tray:
    rows = tuple(rows)
    shelved = read_shelf(desk, source, locale)
    present = {entry.key.id: entry for entry in shelved.catalog.units()}
    awaited = {one.entry.key.id: one.entry for one in shelved.units if one.entry.key.id not in present}
    known = {**awaited, **present}
    known |= _gone(rows, known)
    entries, unreadable = read_rows(rows, known)
    marks = {unit_of(row): found[1] for row in reversed(rows) if (found := parse_sent_id(row.id))}
    returned = ReturnedCatalog(
        source=source,
        catalog=Catalog(entries=entries),
        handed={unit: HandedInFile(known[unit].key.source, marks[unit]) for unit in marks if unit in known},
        is_whole=False,
        unreadable=dict.fromkeys(awaited, "it is not in the catalog yet: run `caveat update`") | unreadable,
    )
    return _Tray(known, merge(desk, shelved, returned))


def _gone(rows: Iterable[ReturnedUnit], known: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the units that rows name and that are no more: an id is the digest of role and source."""
    roles = dict.fromkeys(entry.key.context for entry in known.values())
    sources = {unit_of(row): joined(row.source) for row in rows if unit_of(row) not in known}
    keys = (UnitKey(role, source) for source in sources.values() for role in roles)
    return {key.id: Entry(key=key) for key in keys if key.id in sources}
