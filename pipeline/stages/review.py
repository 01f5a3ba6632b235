"""review: what waits for people, and their decisions. The ledger is written before the catalog."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.catalogs.po import write_catalog
from pipeline.ledger.ledger_file import write_ledger
from pipeline.review.decisions import Decision, Subject, decided_entry, make_event, why_not
from pipeline.review.selection import Conflict, Scope, Selection, is_mark_of, refuse_unread, short_mark
from pipeline.stages.pins import withdraw_unsupported
from pipeline.stages.scopes import Shelves, mark_of
from pipeline.stages.shelves import read_checked
from pipeline.stages.sources import DISCLAIMERS, Sources, read_sources
from pipeline.stages.standings import UnitStanding, read_shelved, read_signing
from pipeline.workspace.lock import project_lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.ledger.states import Signing
    from pipeline.model.event import Event
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.state import State
    from pipeline.model.unit import Risk
    from pipeline.stages.sources import CatalogSource
    from pipeline.stages.standings import Shelved
    from pipeline.workspace.project import Workspace

ANY_FINDING = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which units to show; an empty field lets everything through."""

    documents: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    risks: frozenset[Risk] = frozenset()
    findings: frozenset[str] = frozenset()
    """Rules (`numbers.changed`), concerns (`numbers`), or `any`."""
    older_than: int | None = None
    """Days since the last thing that happened to a text; a text without a day does not pass."""
    as_of: str = ""
    """Today, for the age."""

    @property
    def is_whole(self) -> bool:
        """Whether every unit of the documents passes."""
        return not (self.states or self.risks or self.findings or self.older_than is not None)

    def lets(self, one: UnitStanding) -> bool:
        """Return whether a unit passes, whatever the checks found in it."""
        return (
            (not self.documents or one.document in self.documents)
            and (not self.states or one.standing.state in self.states)
            and (not self.risks or one.risk in self.risks)
            and (self.older_than is None or self._is_old(one, self.older_than))
        )

    def lets_findings(self, findings: Iterable[Finding]) -> bool:
        """Return whether a unit with these findings passes."""
        names = {name for one in findings for name in (one.check, one.check.partition(".")[0], ANY_FINDING)}
        return not self.findings or bool(self.findings & names)

    def _is_old(self, one: UnitStanding, days: int) -> bool:
        since = one.waiting_since
        last = (date.fromisoformat(self.as_of) - timedelta(days)).isoformat()
        return since is not None and since < last


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A decision that was not recorded, and why."""

    unit: str
    source: str
    reason: str
    conflict: Conflict | None = None
    """The texts, where the one that was read is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult:
    """What was recorded and what was refused."""

    events: tuple[Event, ...]
    refused: tuple[Refusal, ...]
    withdrawn: tuple[str, ...] = ()
    """Disclaimers that are pinned no more, because an approval of them was taken back."""


def list_units(
    workspace: Workspace, locales: Sequence[Locale], wanted: Filter, *, sources: Sources | None = None
) -> tuple[UnitStanding, ...]:
    """Return the units that pass, by locale and catalog, the riskiest first.

    Within a risk class machine drafts that look wrong or cut come first, and all others in reading order.
    """
    signing, english = read_signing(workspace), sources or read_sources(workspace)
    found = [
        one
        for locale in locales
        for source in english.catalogs
        if not wanted.documents or source.id in wanted.documents
        for one in _passing(workspace, source, locale, signing, wanted)
    ]
    return tuple(sorted(found, key=lambda one: (one.locale, one.document, -one.risk, -one.alarm)))


def _passing(
    workspace: Workspace, source: CatalogSource, locale: Locale, signing: Signing, wanted: Filter
) -> Iterator[UnitStanding]:
    if not wanted.findings:
        yield from filter(wanted.lets, read_shelved(workspace, source, locale, signing).units)
        return
    checked = read_checked(workspace, source, locale, signing)
    for one in filter(wanted.lets, checked.shelved.units):
        if wanted.lets_findings(checked.findings.get(one.unit.key.id, ())):
            yield one


def decide(
    workspace: Workspace,
    *,
    locale: Locale,
    document: str,
    chosen: Sequence[Selection],
    decision: Decision,
    sources: Sources | None = None,
) -> ReviewResult:
    """Record one decision on what a person chose in a document: units, passages, or the whole of it.

    Raises ReviewError for an unknown document, and where the text that was read is not named. A unit that is
    refused, for instance because its text has changed since, does not keep the others from being recorded.
    """
    refuse_unread(chosen, decision.kind)
    with project_lock(workspace.root):
        english = sources or read_sources(workspace)
        shelves = Shelves(
            workspace=workspace, sources=english, locale=locale, signing=read_signing(workspace)
        )
        picked = _Picked()
        for selection in chosen:
            _pick(shelves, document, selection, picked)
        events, refused = _record(shelves, picked.units.values(), decision)
        has_disclaimers = any(one.document == DISCLAIMERS for one in picked.units.values())
        withdrawn = withdraw_unsupported(workspace, locale) if has_disclaimers else ()
    return ReviewResult(events=events, refused=(*picked.refused, *refused), withdrawn=withdrawn)


@dataclass(slots=True)
class _Picked:
    """The units whose texts are still the ones that were read, by document and id; and the others."""

    units: dict[tuple[str, str], UnitStanding] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def _pick(shelves: Shelves, document: str, selection: Selection, picked: _Picked) -> None:
    every = shelves.get(document).units
    is_whole = selection.scope is Scope.CATALOG
    one = next(iter(every), None) if is_whole else shelves.find(document, selection.unit)
    if one is None:
        gone = Conflict(read=selection.read, now=None, sent=None, source="")
        reason = f"{document} has no such unit: its source changed since you read it, or the id is wrong"
        name = selection.unit or selection.scope.value
        picked.refused.append(Refusal(unit=name, source="", reason=reason, conflict=gone))
        return
    units = shelves.gather(one, selection.scope)
    mark = one.mark if selection.scope is Scope.UNIT else mark_of(units)
    if selection.mark and not is_mark_of(selection.mark, mark):
        picked.refused.append(_changed(one, selection, mark))
        return
    picked.units |= {(unit.document, unit.unit.key.id): unit for unit in units}


def _changed(one: UnitStanding, selection: Selection, mark: str) -> Refusal:
    """Return the refusal of a decision on a text that is not the one that was read."""
    source = one.unit.key.source
    if selection.scope is not Scope.UNIT:
        name = f"{selection.scope.value}:{selection.unit}".removesuffix(":")
        reason = f"a text in it has changed since you read it: its mark is {short_mark(mark)} now"
        return Refusal(unit=name, source=source, reason=reason)
    now = Conflict(read=selection.read, now=one.entry.targets, sent=None, source=source)
    reason = f"the text, or what was said of it, has changed since you read it: {short_mark(mark)} now"
    return Refusal(unit=selection.unit, source=source, reason=reason, conflict=now)


def _record(
    shelves: Shelves, units: Iterable[UnitStanding], decision: Decision
) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
    """Put a decision on record; return the events, and what policy refuses."""
    allowed: dict[str, list[Subject]] = defaultdict(list)
    refused: list[Refusal] = []
    for one in units:
        subject = subject_of(one)
        reason = why_not(subject, decision, shelves.signing)
        if reason:
            refused.append(Refusal(unit=one.unit.key.id, source=one.unit.key.source, reason=reason))
        else:
            allowed[one.document].append(subject)
    events: list[Event] = []
    for document, subjects in allowed.items():
        events += _write(shelves.workspace, shelves.get(document), subjects, decision)
    return tuple(events), tuple(refused)


def _write(
    workspace: Workspace, shelved: Shelved, subjects: Sequence[Subject], decision: Decision
) -> list[Event]:
    events = [make_event(subject, decision) for subject in subjects]
    texts = [text for one in subjects for text in (one.entry.key.source, one.entry.whole_target)]
    entries = {one.entry.key: decided_entry(one, decision) for one in subjects}
    catalog = shelved.catalog  # its reader made sure that no key stands twice
    decided = replace(catalog, entries=tuple(entries.get(entry.key, entry) for entry in catalog.entries))
    # The ledger first: after a crash between the two the decision is on record, and the text still fuzzy.
    ledger = shelved.ledger.with_records(events=events, texts=texts)
    write_ledger(workspace.ledger(shelved.locale, shelved.document), ledger)
    write_catalog(workspace.catalog(shelved.locale, shelved.document), decided)
    return events


def subject_of(one: UnitStanding) -> Subject:
    """Return a unit as decisions see it."""
    return Subject(
        locale=one.locale.code,
        document=one.document,
        entry=one.entry,
        risk=one.risk,
        standing=one.standing,
        index=one.index,
    )
