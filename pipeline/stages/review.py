"""review: what waits for people, and their decisions. The ledger is written before the catalog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.catalogs.po import write_catalog
from pipeline.errors import CaveatError, ReviewError, did_you_mean, raise_all
from pipeline.ledger.ledger_file import read_ledger, write_ledger
from pipeline.ledger.states import LedgerIndex
from pipeline.model.finding import Finding, Severity
from pipeline.review.decisions import Decision, Subject, decided_entry, make_event, why_not
from pipeline.review.ledger_checks import check_ledger
from pipeline.stages.pins import find_unsupported, withdraw_unsupported
from pipeline.stages.sources import DISCLAIMERS, CatalogSource, read_sources
from pipeline.stages.standings import Shelved, UnitStanding, read_shelved, read_signing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.model.state import State
    from pipeline.model.unit import Risk, UnitKey
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which units to show; an empty field lets everything through."""

    documents: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    risks: frozenset[Risk] = frozenset()

    def lets(self, one: UnitStanding) -> bool:
        """Return whether a unit passes."""
        return (
            (not self.documents or one.document in self.documents)
            and (not self.states or one.standing.state in self.states)
            and (not self.risks or one.risk in self.risks)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A decision that was not recorded, and why."""

    unit: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult:
    """What was recorded and what was refused."""

    events: tuple[Event, ...]
    refused: tuple[Refusal, ...]
    withdrawn: tuple[str, ...] = ()
    """Disclaimers that are pinned no more, because an approval of them was taken back."""


def list_units(workspace: Workspace, locales: Sequence[Locale], wanted: Filter) -> tuple[UnitStanding, ...]:
    """Return the units that pass, by locale and catalog, the riskiest first and then in reading order."""
    signing, sources = read_signing(workspace), read_sources(workspace)
    found = [
        one
        for locale in locales
        for source in sources.catalogs
        for one in read_shelved(workspace, source, locale, signing).units
        if wanted.lets(one)
    ]
    return tuple(sorted(found, key=lambda one: (one.locale, one.document, -one.risk)))


def get_source(workspace: Workspace, document: str) -> CatalogSource:
    """Return what a catalog is made from; raises ReviewError with the closest name.

    Where sources can't be read their problems are raised instead: the document may be one of them.
    """
    sources = read_sources(workspace)
    known = {source.id: source for source in sources.catalogs}
    if document not in known:
        raise_all(sources.problems)
        raise ReviewError(f'no catalog is named "{document}"', hint=did_you_mean(document, known))
    return known[document]


def decide(
    workspace: Workspace, *, locale: Locale, document: str, units: Sequence[str], decision: Decision
) -> ReviewResult:
    """Record one decision on units of a document, given by id; `all` stands for every unit.

    Raises ReviewError for an unknown unit. A refused unit does not keep the others from being recorded.
    """
    source, signing = get_source(workspace, document), read_signing(workspace)
    shelved = read_shelved(workspace, source, locale, signing)
    index = LedgerIndex(shelved.ledger)
    events: list[Event] = []
    refused: list[Refusal] = []
    entries: dict[UnitKey, Entry] = {}
    texts: list[str] = []
    for one, read in _chosen(shelved, units):
        subject = _subject(one, index)
        reason = _why_not_the_text_read(one, read) or why_not(subject, decision, signing)
        if reason:
            refused.append(Refusal(unit=one.unit.key.id, source=one.unit.key.source, reason=reason))
        else:
            events.append(make_event(subject, decision))
            texts += [one.entry.key.source, one.entry.whole_target]
            entries[one.unit.key] = decided_entry(subject, decision)
    if events:
        # The ledger first: after a crash between the two the decision is on record, and the text still fuzzy.
        write_ledger(
            workspace.ledger(locale, document), shelved.ledger.with_records(events=events, texts=texts)
        )
        write_catalog(workspace.catalog(locale, document), _with_entries(shelved.catalog, entries))
    withdrawn = withdraw_unsupported(workspace, locale) if document == DISCLAIMERS else ()
    return ReviewResult(events=tuple(events), refused=tuple(refused), withdrawn=withdrawn)


def _with_entries(catalog: Catalog, decided: Mapping[UnitKey, Entry]) -> Catalog:
    """Return the catalog with the decided entries in place; its reader made sure that no key stands twice."""
    return replace(catalog, entries=tuple(decided.get(entry.key, entry) for entry in catalog.entries))


def _subject(one: UnitStanding, index: LedgerIndex) -> Subject:
    return Subject(
        locale=one.locale.code,
        document=one.document,
        entry=one.entry,
        risk=one.risk,
        standing=one.standing,
        index=index,
    )


def _why_not_the_text_read(one: UnitStanding, read: str) -> str | None:
    """Return why a decision on the text whose mark is `read` can't be one on this text, or None."""
    if read and read != one.text_mark:
        return f"the text has changed since you read it: it is {one.text_mark} now, read it again"
    return None


def _chosen(shelved: Shelved, units: Sequence[str]) -> list[tuple[UnitStanding, str]]:
    """Return the units named as `ID` or `ID@MARK`, each with the mark of the text that was read, if given."""
    if list(units) == ["all"]:
        return [(one, "") for one in shelved.units]
    by_id = {one.unit.key.id: one for one in shelved.units}
    wanted = {name: mark for name, _, mark in (unit.partition("@") for unit in units)}
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        hint = f"`caveat review list -l {shelved.locale} --document {shelved.document}` shows the ids"
        raise ReviewError(f'no unit "{unknown[0]}" in {shelved.document}', hint=hint)
    return [(by_id[name], mark) for name, mark in wanted.items()]


def check_ledgers(workspace: Workspace, locales: Sequence[Locale]) -> tuple[int, tuple[Finding, ...]]:
    """Return how many ledgers there are and what is wrong with them; raises when some can't be read."""
    signing = read_signing(workspace)
    findings: list[Finding] = []
    problems: list[CaveatError] = []
    found = [(locale, path) for locale in locales for path in _ledgers(workspace, locale)]
    for locale, path in found:
        name = workspace.name_of(path)
        try:
            ledger = read_ledger(path, name)
        except CaveatError as error:
            problems.append(error)
        else:
            findings += check_ledger(
                ledger, file=name, locale=locale.code, document=path.stem, signing=signing
            )
    raise_all(problems)
    findings += [finding for locale in locales for finding in _check_pins(workspace, locale)]
    return len(found), tuple(findings)


def _check_pins(workspace: Workspace, locale: Locale) -> Iterator[Finding]:
    for name, missing in find_unsupported(workspace, locale):
        yield Finding(
            file=workspace.name_of(workspace.pinned(locale)),
            check="ledger.pin-unsupported",
            severity=Severity.ERROR,
            blocking=True,
            locale=locale.code,
            message=f'disclaimer "{name}" is pinned, but by the ledger it still needs {missing}',
            hint="approve it with `caveat disclaimers approve`, or restore the ledger",
        )


def _ledgers(workspace: Workspace, locale: Locale) -> list[Path]:
    return sorted((workspace.root / "locales" / locale.code / "reviews").glob("*.jsonl"))
