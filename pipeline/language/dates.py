"""Text to the months it names. `May` and `March` are months only where an English text uses them so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import ENGLISH, Lexicon

if TYPE_CHECKING:
    from decimal import Decimal

_PREPOSITIONS = (
    "in|of|since|until|till|by|late|early|mid|from|to|and|during|through|on|between|before|after|last|next"
    "|this"
)
_BEFORE = re.compile(rf"(?:\d(?:st|nd|rd|th)?(?: of)?|\b(?:{_PREPOSITIONS}))[ -]$", re.IGNORECASE)
_AFTER = re.compile(r",? \d")
_BARE_MONTH = re.compile(
    r"(?:年\s*|(?:^|[于於在，、至或和到日前]|[^\d一二三四五六七八九十个個几幾每本上下\s]\s)\s*"
    r"(?=月(?:份|初|底|末|中旬|上旬|下旬|\s*\d{1,2}\s*日)))(月)"
)
"""A month without its number: behind a year, or where the name of a month must be."""
_CONTEXT = 12
"""Characters before a month that are looked at."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month that a text names."""

    number: Decimal
    start: int
    stop: int
    text: str


@lru_cache(maxsize=64)
def _finder(lexicon: Lexicon) -> tuple[FormFinder, tuple[Decimal, ...]]:
    pairs = sorted(
        ((form, number) for number, forms in lexicon.months.items() for form in forms),
        key=lambda pair: -len(pair[0]),
    )
    return FormFinder((form for form, _ in pairs), lexicon), tuple(number for _, number in pairs)


@lru_cache(maxsize=8192)
def find_months(text: str, lexicon: Lexicon) -> tuple[Month, ...]:
    """Return the months of `text` in order; in English only those that can't be another word."""
    finder, numbers = _finder(lexicon)
    prose = hide_inline(text)
    months = (
        Month(numbers[place], found.start(), found.end(), found[0]) for place, found in finder.finditer(prose)
    )
    return tuple(month for month in months if lexicon.language != ENGLISH or _is_month(month, prose))


def find_bare_month(text: str) -> tuple[int, int] | None:
    """Return where a Chinese or Japanese text writes a month that has lost its number, or None."""
    found = _BARE_MONTH.search(hide_inline(text))
    return found.span(1) if found else None


def _is_month(month: Month, text: str) -> bool:
    """Return whether an English month is written with a capital, and stands where a date does."""
    before = text[max(0, month.start - _CONTEXT) : month.start]
    is_placed = bool(_BEFORE.search(before) or _AFTER.match(text, month.stop))
    return month.text[:1].isupper() and not month.text.isupper() and is_placed
