"""One unit as a person reads it before they decide: in its place, with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.ledger.states import standing_approvals
from pipeline.model.draft import find_origin
from pipeline.review.annotations import annotate
from pipeline.review.queue import Wait, find_around
from pipeline.review.selection import Scope
from pipeline.review.turns import refusals_of, whose_turn
from pipeline.stages.reading import past_texts
from pipeline.stages.review import subject_of
from pipeline.stages.scopes import mark_of
from pipeline.stages.sources import DISCLAIMERS
from pipeline.stages.suggest import engines_to_ask, why_not_asked
from pipeline.web.links import parse_query, parse_wanted
from pipeline.web.overview import title_of
from pipeline.web.queues import find_queue
from pipeline.web.suggestions import find_suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.responses import Response

    from pipeline.model.draft import Origin
    from pipeline.model.event import EventKind
    from pipeline.model.finding import Finding
    from pipeline.model.term import Term
    from pipeline.review.annotations import Annotated, Piece
    from pipeline.stages.reading import PastText
    from pipeline.stages.standings import UnitStanding
    from pipeline.stages.suggest import EngineOffer
    from pipeline.web.desk import Asked
    from pipeline.web.suggestions import Suggestion


LONGEST_TITLE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadUnit:
    """One unit with everything that a page shows of it."""

    one: UnitStanding
    texts: Annotated
    findings: tuple[Finding, ...]
    refusals: Mapping[EventKind, str | None]
    turn: Wait
    origin: Origin | None
    """Where the text comes from, where it is a machine's, untouched."""
    history: tuple[PastText, ...]

    @property
    def last_approved(self) -> PastText | None:
        """The newest earlier text with an approval that stands."""
        return next((past for past in self.history if standing_approvals(past.events)), None)

    @property
    def source(self) -> tuple[Piece, ...]:
        """The source in pieces."""
        return self.texts.source

    @property
    def terms(self) -> tuple[Term, ...]:
        """What the glossary says of the source."""
        return self.texts.terms

    @property
    def older_source(self) -> str | None:
        """The source that the text was written for, where it has changed."""
        return self.one.entry.previous.source if self.one.entry.previous else None


def read_unit(asked: Asked, one: UnitStanding) -> ReadUnit:
    """Return a unit as its reader sees it."""
    view, subject = asked.view, subject_of(one)
    findings = view.findings(one)
    origin = find_origin(one.entry.comments)
    return ReadUnit(
        one=one,
        texts=annotate(one.entry, findings, view.termbase(one.locale)),
        findings=findings,
        refusals=refusals_of(subject, asked.person, view.signing),
        turn=whose_turn(subject, asked.person, view.signing),
        origin=origin if origin and origin.is_of(one.entry.target) else None,
        history=past_texts(one),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block of the document around a unit."""

    units: tuple[UnitStanding, ...]
    kind: str
    is_here: bool


def find_passages(asked: Asked, one: UnitStanding) -> tuple[Passage, ...]:
    """Return the block that a unit stands in, with the ones before and after it."""
    document = asked.view.find_document(one.document)
    blocks = [block for block in document.blocks if not block.disclaimer] if document else []
    here = next(
        (n for n, block in enumerate(blocks) if any(x.key == one.unit.key for x in block.occurrences)), None
    )
    if here is None:
        return (Passage(units=(one,), kind="paragraph", is_here=True),)
    by_key = {other.unit.key: other for other in asked.view.shelved(one.locale, one.document).units}
    return tuple(
        Passage(
            units=tuple(by_key[unit.key] for unit in blocks[at].occurrences if unit.key in by_key),
            kind=blocks[at].kind.value,
            is_here=at == here,
        )
        for at in range(max(0, here - 1), min(len(blocks), here + 2))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WiderScope:
    """More than the unit, to be approved in one action."""

    scope: Scope
    mark: str
    units: tuple[UnitStanding, ...]
    open: int
    """How many of them the reader may approve."""


def find_scopes(asked: Asked, one: UnitStanding) -> dict[str, WiderScope]:
    """Return the paragraph, the section and the twins of a unit, where they are more than the unit."""
    shelves, found = asked.view.shelves(one.locale), {}
    for scope in (Scope.PARAGRAPH, widest_scope(asked, one), Scope.EVERYWHERE):
        units = shelves.gather(one, scope)
        if len(units) > 1:
            found[scope.value] = WiderScope(
                scope=scope, mark=mark_of(units), units=units, open=count_open(asked, units)
            )
    return found


def widest_scope(asked: Asked, one: UnitStanding) -> Scope:
    """Return what is read on a page of its own: a section, or a whole catalog that has no sections."""
    return Scope.SECTION if asked.view.find_document(one.document) else Scope.CATALOG


def count_open(asked: Asked, units: Iterable[UnitStanding]) -> int:
    """Return how many of some units of one language wait for the reader's signature."""
    known = tuple(units)
    waiting = {
        (item.document, item.unit)
        for document in {one.document for one in known}
        for item in asked.view.items(known[0].locale, document, asked.person)
        if item.wait is Wait.YOU
    }
    return sum((one.document, one.unit.key.id) in waiting for one in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """Words that were sent and could not be recorded; they stand in the form again."""

    targets: tuple[str, ...] = ()
    text: str = ""
    kind: str = ""
    reason: str = ""


def show_unit_page(asked: Asked) -> Response:
    """Return the page of the unit in the address."""
    return unit_page(asked, asked.unit(), asked.queue)


def unit_page(
    asked: Asked, one: UnitStanding, query: str, *, unsaved: Unsaved | None = None, status: int = 200
) -> Response:
    """Return the page of a unit, with what could not be recorded, if anything."""
    read = read_unit(asked, one)
    suggestions = find_suggestions(asked.desk.memory, asked.view, one)
    offers = asked.session.offers_for(one.mark)
    taken = _taken(asked, suggestions, offers or ())
    queue = find_queue(asked, parse_wanted(parse_query(query), asked.today))
    return asked.show(
        "unit.html",
        status=status,
        title=_title(one),
        document_title=title_of(asked, one.document),
        read=read,
        one=one,
        passages=find_passages(asked, one),
        section=asked.view.sections(one.document).get(one.unit.key),
        scopes={} if one.document == DISCLAIMERS else find_scopes(asked, one),
        suggestions=suggestions,
        offers=offers,
        engines=engines_to_ask(asked.workspace, one.locale),
        why_not_asked=why_not_asked(asked.workspace, one),
        unsaved=unsaved or (replace(Unsaved(), targets=(taken,), kind="edit") if taken else Unsaved()),
        around=find_around(queue.items, place_of(one)),
        query=query,
        disclaimer=disclaimer_of(one),
    )


def place_of(one: UnitStanding) -> tuple[str, str, str]:
    """Return what names a unit in a queue."""
    return one.locale.code, one.document, one.unit.key.id


def disclaimer_of(one: UnitStanding) -> str | None:
    """Return the disclaimer that a unit is part of, or None; it is signed as a whole."""
    context = one.unit.key.context or ""
    is_part = one.document == DISCLAIMERS and context.startswith("disclaimer:")
    return context.removeprefix("disclaimer:").split(":")[0] if is_part else None


def _taken(asked: Asked, suggestions: Sequence[Suggestion], offers: Sequence[EngineOffer]) -> str:
    """Return the suggestion that the reader wants in the form: 0 is the memory's first, e0 an engine's."""
    known = {str(number): one.target for number, one in enumerate(suggestions)}
    known |= {f"e{number}": one.text or "" for number, one in enumerate(offers)}
    return known.get(asked.query.get("take", ""), "")


def _title(one: UnitStanding) -> str:
    source = one.unit.key.source
    return source if len(source) <= LONGEST_TITLE else source[: LONGEST_TITLE - 1] + "…"
