"""Texts that are read and signed together: a section of a document, a disclaimer's heading and text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.errors import ReviewError
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.stages import disclaimers
from pipeline.stages.scopes import mark_of
from pipeline.stages.sources import DISCLAIMERS
from pipeline.web.access import Said
from pipeline.web.decide import next_address, read_queue
from pipeline.web.desk import NotHereError
from pipeline.web.forms import FormError
from pipeline.web.links import address, clean_query, parse_query
from pipeline.web.overview import title_of
from pipeline.web.unit_page import count_open, read_unit, widest_scope

if TYPE_CHECKING:
    from starlette.responses import Response

    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.locale import Locale
    from pipeline.stages.disclaimers import ApprovalResult
    from pipeline.stages.standings import UnitStanding
    from pipeline.web.desk import Asked


def show_section(asked: Asked) -> Response:
    """Return the section around the unit in the address, side by side, to be signed as a whole."""
    one = asked.unit()
    scope = widest_scope(asked, one)
    units = asked.view.shelves(one.locale).gather(one, scope)
    return asked.show(
        "section.html",
        title=asked.view.sections(one.document).get(one.unit.key) or title_of(asked, one.document),
        document_title=title_of(asked, one.document),
        one=one,
        scope=scope,
        reads=[read_unit(asked, unit) for unit in units],
        mark=mark_of(units),
        open=count_open(asked, units),
        query=asked.queue,
    )


def show_disclaimer(asked: Asked) -> Response:
    """Return a disclaimer's heading and text, to be signed as a whole."""
    return _disclaimer_page(asked, *_get_disclaimer(asked))


def _get_disclaimer(asked: Asked) -> tuple[Disclaimer, Locale]:
    locale = asked.locale()
    known = {one.id: one for one in asked.view.sources.disclaimers}
    if asked.params["disclaimer"] not in known:
        raise NotHereError("the project has no such disclaimer")
    return known[asked.params["disclaimer"]], locale


def _parts(asked: Asked, disclaimer: Disclaimer, locale: Locale) -> tuple[UnitStanding, ...]:
    units = {one.unit.key: one for one in asked.view.shelved(locale, DISCLAIMERS).units}
    return units[disclaimer.heading_key], units[disclaimer.text_key]


def _disclaimer_page(
    asked: Asked, disclaimer: Disclaimer, locale: Locale, *, reason: str = "", status: int = 200
) -> Response:
    units = _parts(asked, disclaimer, locale)
    reads = [read_unit(asked, one) for one in units]
    why = next((no for read in reads if (no := read.refusals[EventKind.APPROVE])), None)
    rows = disclaimers.status(asked.workspace, locales=[locale], as_of=asked.today)
    return asked.show(
        "disclaimer.html",
        status=status,
        title=f"Disclaimer: {disclaimer.heading}",
        disclaimer=disclaimer,
        locale=locale,
        row=next(row for row in rows if row.id == disclaimer.id),
        reads=reads,
        why=why,
        mark=mark_of(units),
        reason=reason,
        sent=asked.sent,
        query=_carried(asked),
    )


def _carried(asked: Asked) -> str:
    """Return the queue that the page was opened from: in the address, or in the form that was sent."""
    return asked.queue or clean_query(parse_query(asked.sent.find("queue")))


def _parse_day(text: str) -> str | None:
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else None
    except ValueError as error:
        raise FormError("the last day must be a date, as 2027-12-31") from error


def sign_disclaimer(asked: Asked) -> Response:
    """Record an approval of a disclaimer's heading and text; the last one that is needed pins it."""
    disclaimer, locale = _get_disclaimer(asked)
    terms = disclaimers.Terms(
        expires=_parse_day(asked.sent.find("expires")),
        jurisdiction=asked.sent.find("jurisdiction").strip() or None,
    )
    query = _carried(asked)
    before = read_queue(asked, query)
    try:
        result = disclaimers.approve(
            asked.workspace,
            disclaimer_id=disclaimer.id,
            mark=asked.sent.get("mark"),
            locale=locale,
            decision=Decision(kind=EventKind.APPROVE, by=asked.person.email, on=asked.today),
            terms=terms,
        )
    except ReviewError as error:
        return _disclaimer_page(
            asked, disclaimer, locale, reason=f"{error.message}. {error.hint or ''}", status=409
        )
    _say(asked, disclaimer, locale, result)
    if not (result.recorded or result.is_pinned):
        return asked.onward(address("disclaimer", locale.code, disclaimer.id, query=query))
    last = _parts(asked, disclaimer, locale)[-1]
    here = (locale.code, DISCLAIMERS, last.unit.key.id)
    return asked.onward(next_address(asked, here, before, query))


def _say(asked: Asked, disclaimer: Disclaimer, locale: Locale, result: ApprovalResult) -> None:
    here = address("disclaimer", locale.code, disclaimer.id)
    for reason in dict.fromkeys(refused.reason for refused in result.refused):
        asked.session.said.append(Said(text=f"Not recorded: {reason}.", is_problem=True, href=here))
    if result.is_pinned:
        told = "Approved and pinned: this wording is what readers get."
        asked.session.said.append(Said(text=told, href=here))
    elif result.recorded:
        asked.session.said.append(Said(text=f"Approved. It still needs {result.missing}.", href=here))
