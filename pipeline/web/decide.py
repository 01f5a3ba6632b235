"""What people do on the page: every form ends in a decision of the review stage, under its rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.queue import find_around
from pipeline.review.selection import Conflict, ConflictError, Scope, Selection
from pipeline.stages.editing import edit
from pipeline.stages.review import decide
from pipeline.stages.suggest import ask_engines, engines_to_ask
from pipeline.web.access import Said
from pipeline.web.forms import FormError
from pipeline.web.links import address, clean_query, parse_query, parse_wanted, unit_address
from pipeline.web.queues import find_queue, still_waits
from pipeline.web.rendering import count
from pipeline.web.unit_page import Unsaved, place_of, unit_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from pipeline.model.locale import Locale
    from pipeline.review.queue import QueueItem
    from pipeline.stages.review import Refusal, ReviewResult
    from pipeline.web.desk import Asked

KINDS: Final = {
    "approve": EventKind.APPROVE,
    "reject": EventKind.REJECT,
    "revoke": EventKind.REVOKE,
    "claim": EventKind.CLAIM,
    "comment": EventKind.COMMENT,
    "edit": EventKind.TRANSLATE,
}
"""What a form may ask to be recorded, in its field `do`."""
SUGGEST: Final = "suggest"
"""What a form asks of the engines; nothing is recorded."""
_DONE: Final = {
    EventKind.APPROVE: "Approved",
    EventKind.REJECT: "Rejected",
    EventKind.REVOKE: "Taken back",
    EventKind.CLAIM: "Claimed",
    EventKind.COMMENT: "Commented",
    EventKind.TRANSLATE: "Saved",
}
_STAYING: Final = frozenset({EventKind.COMMENT, EventKind.CLAIM, EventKind.TRANSLATE, EventKind.REVOKE})
"""After these a person wants to see the unit again; after the others, the next one."""
_SCOPES: Final = {scope.value: scope for scope in Scope}


def take_decision(asked: Asked) -> Response:
    """Record what a form on a unit's page asks for, and go on."""
    locale, document = asked.locale(), asked.document()
    query = clean_query(parse_query(asked.sent.find("queue")))
    if asked.sent.get("do") == SUGGEST:
        return _suggest(asked, query)
    kind = KINDS.get(asked.sent.get("do"))
    if kind is None:
        raise FormError("the form asks for something that nobody can do here")
    if kind is EventKind.TRANSLATE:
        return _edit(asked, locale, document, query)
    chosen = _selection(asked)
    words = asked.sent.find("text").strip() or None
    before = () if kind in _STAYING else read_queue(asked, query)
    decision = Decision(kind=kind, by=asked.person.email, on=asked.today, text=words)
    result = decide(
        asked.workspace,
        locale=locale,
        document=document,
        chosen=[chosen],
        decision=decision,
        sources=asked.view.sources,
    )
    conflict = next((refused.conflict for refused in result.refused if refused.conflict), None)
    if conflict is not None:
        return _conflict(asked, conflict, query, words=words or "")
    if not result.events and words:
        return _refused_words(asked, kind, result.refused, words, query)
    _say(asked, kind, result, locale, document)
    here = (locale.code, document, chosen.unit)
    if kind in _STAYING:
        return asked.onward(address("unit", *here, query=query))
    return asked.onward(next_address(asked, here, before, query))


def _suggest(asked: Asked, query: str) -> Response:
    """Ask the project's engines for a text, and show it on the unit's page; only the session keeps it.

    A text goes nowhere that the person's page did not name: the configuration may have changed since.
    """
    one, shown = asked.unit(), asked.sent.all("away")
    away = [each.name for each in engines_to_ask(asked.workspace, one.locale) if not each.is_offline]
    if unsaid := [name for name in away if name not in shown]:
        text = f"Nobody was asked: by now the text would leave this machine ({', '.join(unsaid)})."
        asked.session.said.append(Said(text=text, is_problem=True))
    else:
        asked.session.offers = (one.mark, ask_engines(asked.workspace, one, sources=asked.view.sources))
    return asked.onward(address("unit", *place_of(one), query=query) + "#suggestions")


def _selection(asked: Asked) -> Selection:
    scope = _SCOPES.get(asked.sent.find("scope") or Scope.UNIT.value)
    if scope is None:
        raise FormError("the form names no part of a document")
    return Selection(
        scope=scope,
        unit=asked.params["unit"],
        mark=asked.sent.find("mark"),
        read=asked.sent.all("read") or None,
    )


def _edit(asked: Asked, locale: Locale, document: str, query: str) -> Response:
    chosen, targets = _selection(asked), asked.sent.all("target")
    if not targets:
        raise FormError("the form holds no text")
    decision = Decision(kind=EventKind.TRANSLATE, by=asked.person.email, on=asked.today)
    try:
        result = edit(
            asked.workspace,
            locale=locale,
            document=document,
            chosen=chosen,
            targets=targets,
            decision=decision,
            sources=asked.view.sources,
        )
    except ConflictError as error:
        return _conflict(asked, error.conflict, query)
    if result.refused:
        unsaved = Unsaved(targets=targets, kind="edit", reason=result.refused[0].reason)
        return unit_page(asked, asked.unit(), query, unsaved=unsaved, status=422)
    _say(asked, EventKind.TRANSLATE, result, locale, document)
    return asked.onward(address("unit", locale.code, document, chosen.unit, query=query))


def _refused_words(
    asked: Asked, kind: EventKind, refused: Sequence[Refusal], words: str, query: str
) -> Response:
    reason = refused[0].reason if refused else "there is nothing to decide on"
    unsaved = Unsaved(text=words, kind=kind.value, reason=reason)
    return unit_page(asked, asked.unit(), query, unsaved=unsaved, status=422)


def _conflict(asked: Asked, conflict: Conflict, query: str, *, words: str = "") -> Response:
    """Return the page with all the texts that are known; nothing that was sent is lost."""
    now = asked.desk.library.open(asked.today)
    one = now.find_unit(asked.locale(), asked.document(), asked.params["unit"])
    return asked.show(
        "conflict.html",
        status=409,
        title="Somebody was faster",
        conflict=conflict,
        one=one,
        words=words,
        query=query,
        locale=asked.locale(),
        document=asked.document(),
    )


def _say(asked: Asked, kind: EventKind, result: ReviewResult, locale: Locale, document: str) -> None:
    here = address("unit", locale.code, document, asked.params["unit"])
    if result.events:
        asked.session.said.append(
            Said(text=f"{_DONE[kind]}: {count(len(result.events), 'text')}.", href=here)
        )
    for reason in dict.fromkeys(refused.reason for refused in result.refused):
        number = sum(refused.reason == reason for refused in result.refused)
        asked.session.said.append(
            Said(text=f"{count(number, 'text')} not recorded: {reason}.", is_problem=True, href=here)
        )
    for name in result.withdrawn:
        asked.session.said.append(Said(text=f"The disclaimer “{name}” is pinned no more.", is_problem=True))
    if not result.events and not result.refused:
        asked.session.said.append(Said(text="Nothing changed.", href=here))


def read_queue(asked: Asked, query: str) -> tuple[QueueItem, ...]:
    """Return the queue that a form carries along."""
    return find_queue(asked, parse_wanted(parse_query(query), asked.today)).items


def next_address(asked: Asked, here: tuple[str, str, str], before: Sequence[QueueItem], query: str) -> str:
    """Return the next unit of the queue that still waits, or the queue itself when it is done.

    `here` is the unit that was decided on, and `before` the queue in which its reader saw it.
    """
    fresh, wanted = _reopened(asked), parse_wanted(parse_query(query), asked.today)
    around = find_around(before, here)
    later = before[around.place :] if around.place else ()
    found = next((item for item in later if item.place != here and still_waits(fresh, wanted, item)), None)
    if found is None:
        found = next((item for item in find_queue(fresh, wanted).items if item.place != here), None)
    return unit_address(found, query) if found else address("queue", query=query)


def _reopened(asked: Asked) -> Asked:
    """Return the same request over the project as it is after a write."""
    return replace(asked, view=asked.desk.library.open(asked.today))
