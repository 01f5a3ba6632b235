"""Text to its dates in digits alone, `2024-03-05` or `25/03/2024`, and which of them a translation keeps.

Where day and month can be read two ways (`03/05/2024`), both readings are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.dates import find_months
from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.lexicon import Lexicon

    Span = tuple[int, int]

_DATE = re.compile(
    r"(?<![\d/.,-])(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})\6(\d{4})"
    r"|(\d{1,2})([/.])(\d{1,2})\10(\d{2}))(?![\d/-]|[.,]\d)"
)
_CENTURY, _MONTHS, _DAYS = 100, 12, 31


class _Reading(NamedTuple):
    year: int
    """Within its century, which is often left out."""
    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericDate:
    """One date in digits."""

    span: Span
    readings: tuple[tuple[_Reading, Span], ...]
    """Each day that it may be, with where its month stands."""
    is_year_first: bool

    def agrees(self, other: NumericDate) -> bool:
        """Return whether the two may be the same day."""
        days = {day for day, _ in other.readings}
        return any(day in days for day, _ in self.readings)

    def has(self, span: Span) -> bool:
        """Return whether what stands at `span` is a part of it."""
        return self.span[0] <= span[0] and span[1] <= self.span[1]


@lru_cache(maxsize=8192)
def find_numeric_dates(text: str) -> tuple[NumericDate, ...]:
    """Return the dates of a text that are written in digits, in order."""
    dates = map(_read, _DATE.finditer(hide_inline(text)))
    return tuple(date for date in dates if date.readings)


def _read(found: re.Match[str]) -> NumericDate:
    first, middle, last = (at for at in (1, 3, 4, 5, 7, 8, 9, 11, 12) if found[at] is not None)
    is_year_first = first == 1
    orders = [(first, middle, last)] if is_year_first else [(last, first, middle), (last, middle, first)]
    readings = []
    for year, month, day in orders:
        read = _Reading(int(found[year]) % _CENTURY, int(found[month]), int(found[day]))
        if 1 <= read.month <= _MONTHS and 1 <= read.day <= _DAYS:
            readings.append((read, found.span(month)))
    return NumericDate(span=found.span(), readings=tuple(readings), is_year_first=is_year_first)


def find_kept(source: str, target: str, lexicon: Lexicon | None) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of source and target that are the same dates, in whatever order of day and month.

    Of a date whose month the target names, the month alone is among them: day and year are numbers still.
    """
    here, there = find_numeric_dates(source), list(find_numeric_dates(target))
    same: list[tuple[NumericDate, NumericDate]] = []
    for date in here:
        twin = next((other for other in there if other.agrees(date)), None)
        if twin is not None:
            there.remove(twin)
            same.append((date, twin))
    known = [date for date, _ in same]
    months = _named_months([date for date in here if date not in known], target, lexicon)
    return (*(date.span for date in known), *months), tuple(twin.span for _, twin in same)


def _named_months(dates: list[NumericDate], target: str, lexicon: Lexicon | None) -> Iterator[Span]:
    """Yield where the months stand that the target has by name, each name for one date."""
    names = [int(month.number) for month in find_months(target, lexicon)] if dates and lexicon else []
    for date in dates:
        found = next(((day.month, span) for day, span in date.readings if day.month in names), None)
        if found is not None:
            names.remove(found[0])
            yield found[1]
