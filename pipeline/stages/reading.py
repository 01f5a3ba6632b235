"""review show: one unit with all that a person should see before they decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import ReviewError
from pipeline.ledger.states import standing_approvals
from pipeline.model.digest import digest_text
from pipeline.model.event import EventKind
from pipeline.model.people import normal_address
from pipeline.review.decisions import Decision, why_not
from pipeline.review.passages import heading_of
from pipeline.review.selection import Scope
from pipeline.stages.review import subject_of
from pipeline.stages.scopes import Shelves, get_source, mark_of
from pipeline.stages.shelves import read_checked
from pipeline.stages.sources import Sources, read_sources
from pipeline.stages.standings import UnitStanding, read_signing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.ledger.states import Signing
    from pipeline.model.event import Event
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace

_ASKED = (EventKind.APPROVE, EventKind.REJECT, EventKind.REVOKE, EventKind.CLAIM, EventKind.COMMENT)
_WORDS = "words"
"""Stands for a reason that is yet to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastText:
    """A text that was on record once, and what people did with it."""

    source: str
    target: str
    events: tuple[Event, ...]

    @property
    def last_day(self) -> str:
        """The day of the last event."""
        return max(event.on for event in self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """One unit as a person reads it."""

    one: UnitStanding
    findings: tuple[Finding, ...]
    heading: str | None
    scopes: Mapping[Scope, tuple[UnitStanding, ...]]
    marks: Mapping[Scope, str]
    history: tuple[PastText, ...]
    """Earlier texts of the unit and of the source it was before, the newest first."""
    refusals: Mapping[EventKind, str | None]
    """Why the person who reads may not take a decision; None where they may."""

    @property
    def paragraph(self) -> tuple[UnitStanding, ...]:
        """The units of the paragraph, this one among them."""
        return self.scopes[Scope.PARAGRAPH]

    @property
    def section(self) -> tuple[UnitStanding, ...]:
        """The units of the section, this one among them."""
        return self.scopes[Scope.SECTION]

    @property
    def everywhere(self) -> tuple[UnitStanding, ...]:
        """The unit, and its twins in other documents."""
        return self.scopes[Scope.EVERYWHERE]

    @property
    def last_approved(self) -> PastText | None:
        """The newest earlier text with an approval that stands."""
        return last_approved(self.history)


def show_unit(
    workspace: Workspace,
    *,
    locale: Locale,
    document: str,
    unit: str,
    person: str | None = None,
    sources: Sources | None = None,
) -> UnitView:
    """Return a unit with its surroundings; raises ReviewError for one that the document has not."""
    english, signing = sources or read_sources(workspace), read_signing(workspace)
    shelves = Shelves(workspace=workspace, sources=english, locale=locale, signing=signing)
    one = shelves.find(document, unit)
    if one is None:
        hint = f"`caveat review list -l {locale} --document {document}` shows the ids"
        raise ReviewError(f'no unit "{unit}" in {document}', hint=hint)
    checked = read_checked(workspace, get_source(english, document), locale, signing)
    home = next((each for each in english.documents if each.id == document), None)
    scopes = {scope: shelves.gather(one, scope) for scope in Scope}
    marks = {scope: mark_of(units) for scope, units in scopes.items()} | {Scope.UNIT: one.mark}
    return UnitView(
        one=one,
        findings=checked.findings.get(unit, ()),
        heading=heading_of(home, one.unit.key) if home else None,
        scopes=scopes,
        marks=marks,
        history=past_texts(one),
        refusals={} if person is None else _refusals(one, person, signing),
    )


def past_texts(one: UnitStanding) -> tuple[PastText, ...]:
    """Return the other texts on record for a unit, and for the source it was made for, the newest first."""
    ledger, entry = one.index.ledger, one.entry
    keys = {one.unit.key, entry.written_for}
    wanted = {(key.context, digest_text(key.source)) for key in keys}
    groups: dict[tuple[str, str], list[Event]] = {}
    for event in ledger.events:
        is_known = event.source in ledger.texts and event.target in ledger.texts
        if is_known and (event.context, event.source) in wanted and event.key != one.pair.key:
            groups.setdefault((event.source, event.target), []).append(event)
    found = [
        PastText(
            source=ledger.texts[source],
            target=ledger.texts[target].replace("\0", "\n"),
            events=tuple(sorted(events, key=lambda event: (event.on, event.id))),
        )
        for (source, target), events in groups.items()
    ]
    return tuple(sorted(found, key=lambda past: (past.last_day, past.target), reverse=True))


def last_approved(history: Iterable[PastText]) -> PastText | None:
    """Return the newest text with an approval that stands, or None."""
    return next((past for past in history if standing_approvals(past.events)), None)


def _refusals(one: UnitStanding, person: str, signing: Signing) -> dict[EventKind, str | None]:
    subject, by = subject_of(one), normal_address(person)
    return {
        kind: why_not(subject, Decision(kind=kind, by=by, on="", text=_WORDS), signing) for kind in _ASKED
    }
