"""Addresses of the page, and the queue's filter as they carry it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.queue import Wait, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.review.queue import QueueItem

Choice = TypeVar("Choice", bound=Enum)

FILTERS: Final = ("locale", "document", "state", "risk", "wait", "finding", "days", "words")
"""The fields of the queue's form."""
LONGEST: Final = 200
"""Characters of one field; a document's id has no more."""
LONGEST_WAIT: Final = 36_500
"""Days."""
_NUMBER: Final = re.compile("[0-9]{1,6}")
_RISKS: Final = {risk.label: risk for risk in Risk}


def address(*parts: str, query: str = "") -> str:
    """Return the path of a page; whatever a part holds, it stays one part."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    return f"{path}?{query}" if query else path


def unit_address(item: QueueItem, query: str = "") -> str:
    """Return where a unit is read."""
    return address("unit", *item.place, query=query)


def clean_query(given: Mapping[str, str]) -> str:
    """Return the fields of a filter that mean something, as a query; anything else is dropped."""
    found = {name: given.get(name, "").strip() for name in FILTERS}
    kept = {name: value for name, value in found.items() if 0 < len(value) <= LONGEST}
    return urlencode(kept)


def parse_query(query: str) -> dict[str, str]:
    """Return the fields of a filter that a form carried along."""
    return dict(parse_qsl(query)) if len(query) <= LONGEST * len(FILTERS) else {}


def parse_wanted(given: Mapping[str, str], today: str) -> Wanted:
    """Return the filter that the fields ask for; what is no choice filters nothing."""
    days = _number(given.get("days", ""))
    return Wanted(
        locale=given.get("locale", ""),
        document=given.get("document", ""),
        state=_find(State, given.get("state", "")),
        risk=_RISKS.get(given.get("risk", "")),
        wait=_find(Wait, given.get("wait", "")),
        finding=given.get("finding", ""),
        before="" if days is None else _days_before(today, days),
        words=given.get("words", "").strip()[:LONGEST],
    )


def _find(kind: type[Choice], value: str) -> Choice | None:
    return next((one for one in kind if one.value == value), None)


def _days_before(today: str, days: int) -> str:
    return (date.fromisoformat(today) - timedelta(days=min(days, LONGEST_WAIT))).isoformat()


def parse_page(given: Mapping[str, str]) -> int:
    """Return the page of the queue that is asked for, the first where none is."""
    return _number(given.get("page", "")) or 1


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text.strip()) else None
