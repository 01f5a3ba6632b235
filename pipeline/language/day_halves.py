"""Times of the twelve-hour clock, and how languages tell the hours after noon from the others."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.inline import hide_inline
from pipeline.language.names import find_babel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.locale import Locale

NOON = 12
_TIME = re.compile(r"(?<![\d.,:/-])(\d{1,2})(?::(\d\d))?\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_AFTER_NOON = re.compile(r"(?<![^\W\d_])(?:p\.?\s?m|n\.\s?[hg])\b")
"""Filipino writes `n.h.` and `n.g.` for "in the afternoon" and "in the evening"."""
_LATE = ("pm", "noon", "afternoon", "evening", "night")
_EARLY = ("am", "morning")
_SHORT = 3
"""Letters of a word that is too short to be looked for inside of others."""


class Time(NamedTuple):
    """A time that says which half of the day it is in."""

    hour: int
    text: str
    span: tuple[int, int]
    is_late: bool


def find_times(text: str) -> tuple[Time, ...]:
    """Return the times of an English text that are marked a.m. or p.m., in order."""
    found = _TIME.finditer(hide_inline(text))
    return tuple(
        Time(int(one[1]), one[0], one.span(), one[3] in "pP") for one in found if 1 <= int(one[1]) <= NOON
    )


def says_late(text: str, locale: Locale) -> bool:
    """Return whether a text has any word for the hours after noon, or the locale's words are not known."""
    return not _late_words(locale) or names_late(text, locale)


def names_late(text: str, locale: Locale) -> bool:
    """Return whether a text has a word for the hours after noon that is known."""
    plain = _plain(text)
    return bool(_AFTER_NOON.search(plain)) or any(word.search(plain) for word in _late_words(locale))


@lru_cache(maxsize=256)
def _late_words(locale: Locale) -> tuple[re.Pattern[str], ...]:
    """Return what finds CLDR's words for afternoon, evening and night, without those for a morning."""
    known = find_babel(locale)
    periods = known.day_periods.get("format", {}).values() if known else ()
    named = [(name, _plain(word)) for width in periods for name, word in width.items()]
    early = {word for name, word in named if name.startswith(_EARLY)}
    late = {word for name, word in named if name.startswith(_LATE)} - early
    return tuple(re.compile(pattern) for pattern in sorted(set(_patterns(late))))


def _patterns(words: set[str]) -> Iterator[str]:
    """Yield what finds the words: their last part, in any form, and short ones right behind a digit only."""
    for word in words:
        last = word.split()[-1]
        if len(last) == 1 or (last.isascii() and len(last) <= _SHORT):
            yield rf"\d\s?{re.escape(word)}(?!\w)"
        else:
            yield re.escape(last[:-1] if len(last) > _SHORT else last)


def _plain(text: str) -> str:
    """Return text without capitals, marks above letters, and odd spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in parts if unicodedata.category(one) != "Mn").split())
