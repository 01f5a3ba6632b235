"""Numbers inside names: `ACE2` and `SARS-CoV-2` are two names with a 2, and so are their translations."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from pipeline.language.numbers import Number, NumberKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

_NAME = re.compile(r"[^\W_]+(?:[-‐‑–][^\W_]+)*")
_COMMON = re.compile(r"covid|ncov", re.IGNORECASE)
"""The disease has a name without a number in many languages."""
_MOST = 16
"""Names that are told apart; a text with more is a list of codes."""


def find_names(text: str, numbers: Iterable[Number]) -> dict[Number, int]:
    """Return the numbers that stand in names of `text`, one of each value, and how many names have it.

    A name inside another one counts once with it, and a name that many languages have without its number
    does not count. Nought is left out: `R0` is said in words.
    """
    inside = [number for number in numbers if number.kind is NumberKind.NAME]
    names: defaultdict[frozenset[Decimal], dict[str, Number]] = defaultdict(dict)
    waiting = deque(inside)
    for found in _NAME.finditer(text) if inside else ():
        while waiting and waiting[0].start < found.end():
            number = waiting.popleft()
            if any(number.readings) and not _COMMON.search(found[0]):
                names[number.readings][found[0].casefold()] = number
    return {
        next(iter(held.values())): sum(not _is_part(name, held) for name in held)
        for held in names.values()
        if len(held) <= _MOST
    }


def _is_part(name: str, names: Iterable[str]) -> bool:
    return any(name != other and name in other for other in names)
