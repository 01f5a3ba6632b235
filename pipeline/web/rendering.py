"""Templates to pages. The templates only arrange; every text in them is escaped."""

from __future__ import annotations

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from pipeline.language.names import direction, english_name, own_name
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.annotations import MarkKind, cut_pieces, describe_term
from pipeline.review.differences import Change, find_differences
from pipeline.review.queue import Wait
from pipeline.review.selection import Scope
from pipeline.web.anchors import anchor_of
from pipeline.web.links import address, unit_address

STATES: Final = {
    State.EMPTY: "Empty",
    State.DRAFT: "Draft",
    State.STALE: "Source changed",
    State.REJECTED: "Rejected",
    State.UNATTRIBUTED: "Nobody's text",
    State.TRANSLATED: "Translated",
    State.REVIEWED: "Signed in part",
    State.APPROVED: "Approved",
}
"""Every state as the page words it, from nothing to approved."""
WAITS: Final = {
    Wait.YOU: "for your signature",
    Wait.TRANSLATOR: "for a translator",
    Wait.OTHERS: "for somebody else's signature",
    Wait.NOBODY: "for nobody: approved",
}
DID: Final = {
    EventKind.TRANSLATE: "wrote this",
    EventKind.CLAIM: "claimed this as their text",
    EventKind.APPROVE: "approved",
    EventKind.REJECT: "rejected",
    EventKind.REVOKE: "took their decision back",
    EventKind.COMMENT: "commented",
    EventKind.CARRY: "carried the signatures over from a source that differs in form only",
}


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 unit`, `1,204 units`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


_TEMPLATES: Final = Environment(
    loader=PackageLoader("pipeline.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)
_TEMPLATES.globals |= {
    "Change": Change,
    "DID": DID,
    "EventKind": EventKind,
    "MarkKind": MarkKind,
    "Risk": Risk,
    "STATES": STATES,
    "Scope": Scope,
    "State": State,
    "WAITS": WAITS,
    "Wait": Wait,
    "address": address,
    "anchor_of": anchor_of,
    "count": count,
    "cut_pieces": cut_pieces,
    "describe_term": describe_term,
    "direction": direction,
    "english_name": english_name,
    "find_differences": find_differences,
    "own_name": own_name,
    "unit_address": unit_address,
}


def render(template: str, *, status: int, **values: object) -> HTMLResponse:
    """Return a page made of these values."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(values), status_code=status)
