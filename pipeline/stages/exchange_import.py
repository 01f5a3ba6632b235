"""exchange import: what another tool gives back, unit by unit. The ledger is written before the catalog.

Law 6 holds here too: a text of a person that is replaced stays in the ledger; the stage proves it and fails
otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.exchange_rows import parse_sent_id
from pipeline.catalogs.po import parse_catalog, render_catalog, write_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.errors import ConfigError, did_you_mean
from pipeline.ledger.ledger_file import write_ledger
from pipeline.ledger.states import LedgerIndex
from pipeline.model.event import EventKind
from pipeline.model.people import normal_address
from pipeline.review.decisions import Decision, Subject
from pipeline.review.returns import Outcome, Returned, Verdict, judge_return
from pipeline.stages.accounts import prove_no_loss
from pipeline.stages.exchange_files import joined, parse_files
from pipeline.stages.memory_files import find_locale
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.stages.update import kept_pair
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.catalogs.exchange_rows import ReturnedUnit
    from pipeline.ledger.ledger_file import Ledger
    from pipeline.ledger.states import Signing
    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.workspace.project import Workspace

_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFate:
    """What became of one unit of the file."""

    document: str
    locale: str
    """As the file spells it, where it is none of the project's."""
    unit: str
    line: int | None
    outcome: Outcome
    reason: str | None
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

    def count(self, outcome: Outcome) -> int:
        """Return how many units had an outcome."""
        return sum(fate.outcome is outcome for fate in self.fates)


@dataclass(slots=True)
class _Shelf:
    """A catalog, with what the import changes in it."""

    shelved: Shelved
    index: LedgerIndex
    by_id: Mapping[str, UnitStanding]
    present: Mapping[UnitKey, Entry]
    older: Mapping[str, UnitKey]
    """Ids of sources that have changed since, with what they are now."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)


def import_exchange(workspace: Workspace, path: Path, *, by: str, on: str) -> ExchangeImport:
    """Take the texts of a file as `by`'s; raises CaveatError, writing nothing, unless all of it can be read.

    What can't be taken is told unit by unit, and the others go on.
    """
    person = normal_address(by)
    if not _ADDRESS.fullmatch(person):
        raise ConfigError(f'"{by}" is not an e-mail address', hint="name the person who translated")
    rows = parse_files(read_bytes(path, str(path)), str(path))
    work = _Import(workspace, Decision(kind=EventKind.TRANSLATE, by=person, on=on), rows)
    fates = tuple(work.judge(row) for row in rows)
    work.write()
    return ExchangeImport(by=person, fates=fates)


class _Import:
    """One file on its way into the project."""

    def __init__(self, workspace: Workspace, decision: Decision, rows: Sequence[ReturnedUnit]) -> None:
        self.workspace, self.decision = workspace, decision
        self.signing: Signing = read_signing(workspace)
        self.sources = {source.id: source for source in read_sources(workspace).catalogs}
        self.locales = {row.language: find_locale(row.language, workspace.config.locales) for row in rows}
        self.shelves: dict[tuple[Locale, str], _Shelf] = {}
        self.targets: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in rows:
            self.targets[row.language, row.document, row.id].add(joined(row.target))

    def judge(self, row: ReturnedUnit) -> UnitFate:
        """Return what becomes of a unit."""
        locale = self.locales[row.language]
        shelf = self._shelf(locale, row.document) if locale else None
        sent = parse_sent_id(row.id)
        unit, mark = sent or (row.id, "")
        one = shelf.by_id.get(unit) if shelf else None
        why = row.problem or self._why_unreadable(row, locale, shelf)
        why = why or (_why_absent(shelf, unit) if shelf else None)
        if why or shelf is None or one is None:
            verdict = Verdict(outcome=Outcome.REFUSED, reason=why)
        else:
            verdict = self._judge(shelf, one, mark, row)
        return UnitFate(
            document=row.document,
            locale=locale.code if locale else row.language,
            unit=unit,
            line=row.line,
            outcome=verdict.outcome,
            reason=verdict.reason,
            source=joined(row.source),
            target=joined(row.target),
            catalog=one.entry.target if one else "",
        )

    def _judge(self, shelf: _Shelf, one: UnitStanding, mark: str, row: ReturnedUnit) -> Verdict:
        subject = Subject(
            locale=one.locale.code,
            document=one.document,
            entry=one.entry,
            risk=one.risk,
            standing=one.standing,
            index=shelf.index,
        )
        returned = Returned(mark=mark, source=joined(row.source), target=joined(row.target), said=row.said)
        verdict = judge_return(subject, returned, self.decision, self.signing)
        if verdict.entry is not None:
            shelf.verdicts[one.unit.key.id] = verdict
        return verdict

    def _why_unreadable(self, row: ReturnedUnit, locale: Locale | None, shelf: _Shelf | None) -> str | None:
        """Return why nobody can tell which unit a row is, or None when its words name one."""
        if locale is None:
            return f'"{row.language}" is no language of the project'
        if shelf is None:
            return f'no catalog is named "{row.document}"; {did_you_mean(row.document, self.sources)}'
        if parse_sent_id(row.id) is None:
            return "its id is not one that `caveat exchange export` gave"
        if len(self.targets[row.language, row.document, row.id]) > 1:
            return "it stands in the file several times, with different targets"
        return None

    def _shelf(self, locale: Locale, document: str) -> _Shelf | None:
        """Return a catalog of the project: a file's word for it is looked up, never used as a path."""
        source = self.sources.get(document)
        if source is None:
            return None
        if (locale, document) not in self.shelves:
            shelved = read_shelved(self.workspace, source, locale, self.signing)
            present = shelved.catalog.by_key()
            by_id = {one.unit.key.id: one for one in shelved.units}
            changed = ((entry.previous, key) for key, entry in present.items() if entry.previous is not None)
            self.shelves[locale, document] = _Shelf(
                shelved=shelved,
                index=LedgerIndex(shelved.ledger),
                by_id=by_id,
                present=present,
                older={old.id: key for old, key in changed if old.id not in by_id},
            )
        return self.shelves[locale, document]

    def write(self) -> None:
        """Write what was taken, ledgers first; raises LossError before anything is written."""
        changed = [(key, shelf, _changed(shelf)) for key, shelf in self.shelves.items() if shelf.verdicts]
        for (locale, document), shelf, (catalog, ledger) in changed:
            name = self.workspace.name_of(self.workspace.catalog(locale, document))
            human = [entry for entry in shelf.shelved.catalog.entries if is_human_text(entry)]
            prove_no_loss(human, parse_catalog(render_catalog(catalog), name), ledger, name)
        for (locale, document), _, (catalog, ledger) in changed:
            write_ledger(self.workspace.ledger(locale, document), ledger)
            write_catalog(self.workspace.catalog(locale, document), catalog)


def _why_absent(shelf: _Shelf, unit: str) -> str | None:
    """Return why the catalog has no such unit that could be compared, or None when it has."""
    if unit in shelf.older:
        return f"its source has changed since it was sent: {shelf.older[unit].source}"
    if unit not in shelf.by_id:
        return "its source is not in the document any more, or never was"
    entry = shelf.present.get(shelf.by_id[unit].unit.key)
    if entry is None:
        return "it is not in the catalog yet: run `caveat update`"
    return "it has plural forms, which the file can't hold" if entry.plural is not None else None


def _changed(shelf: _Shelf) -> tuple[Catalog, Ledger]:
    """Return the catalog with the texts that were taken, and the ledger with what they replaced."""
    shelved = shelf.shelved
    new = {
        shelf.by_id[unit].unit.key: verdict.entry
        for unit, verdict in shelf.verdicts.items()
        if verdict.entry is not None
    }
    replaced = [shelf.present[key] for key in new if is_human_text(shelf.present[key])]
    texts = [text for entry in replaced for text in (entry.written_for.source, entry.whole_target)]
    texts += [text for entry in new.values() for text in (entry.key.source, entry.whole_target)]
    events = [verdict.event for verdict in shelf.verdicts.values() if verdict.event is not None]
    kept = [kept_pair(entry, shelved.document, shelved.locale) for entry in replaced]
    catalog = replace(
        shelved.catalog, entries=tuple(new.get(entry.key, entry) for entry in shelved.catalog.entries)
    )
    return catalog, shelved.ledger.with_records(events=events, kept=kept, texts=texts)
