"""Numbers in digits whose translation may be a word: which words are left for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.language.dates import find_months
from pipeline.language.number_words import count_hints, find_hints, find_number_words
from pipeline.language.quantities import find_quantities, find_unit_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from pipeline.language.lexicon import Lexicon
    from pipeline.language.numbers import Number, NumberIndex

_DUAL = 2
_TIMES = {15: "minute", 30: "minute", 45: "minute", 90: "minute", 6: "month", 18: "month", 14: "day"}
"""Numbers that languages have a word for with one unit alone: half an hour is 30 minutes and no 30 days."""
_DATE_WINDOW = 16
"""Characters on either side of a month among which its day stands."""


def is_said_with(number: Number, unit: str | None) -> bool:
    """Return whether a word such as "half an hour" may stand for a number with this unit, or with none."""
    wanted = {_TIMES.get(int(value)) for value in number.readings if value == int(value)}
    return unit is None or wanted == {None} or unit in wanted or not wanted


@dataclass(frozen=True, kw_only=True)
class SpelledOut:
    """What the words of a translation say of the numbers of its source."""

    source: str
    target: str
    english: Lexicon
    lexicon: Lexicon | None
    """The target's language, or None where there is no data for it."""

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """What words of the target may stand for, without the months that the source names too."""
        if self.lexicon is None:
            return frozenset()
        named = find_months(self.source, self.english)
        return find_hints(self.target, self.lexicon, has_months=not named)

    def has(self, number: Number, end: Number | None, target: NumberIndex) -> bool:
        """Return whether a word of the target may stand for a number of the source in digits.

        `end` is the number behind it, which ends the range where it starts one; `target` holds the digits.
        """
        if number.readings.isdisjoint(self.values):
            return False
        is_spelled = not number.readings.isdisjoint(self._spelled)
        if not is_spelled and not is_said_with(number, self._units.get(number.start)):
            return False
        if self._counts_list(number) or self._is_day(number) or self._left_unit(number):
            return False
        if number.starts_range:
            return end is None or not target.count(end)
        return not self._is_word_of_another(number)

    def _counts_list(self, number: Number) -> bool:
        text = self.source
        return text[number.stop : number.stop + 1] == ")" and not text[: number.start].strip("( ")

    def _left_unit(self, number: Number) -> bool:
        """Return whether the unit of a number is named in the target, and no number is bound to it there.

        Where a language says one and two of a unit without a number, that tells nothing of these.
        """
        units = self._units.get(number.start)
        if units is None or self.lexicon is None:
            return False
        if self.lexicon.duals and min(number.readings) <= _DUAL:
            return False
        theirs = find_quantities(self.target, self.lexicon)
        is_named = units in find_unit_names(self.target, self.lexicon)
        return is_named and all(one.unit != units for one in theirs)

    @cached_property
    def _spelled(self) -> frozenset[Decimal]:
        """The values of the target's number words."""
        if self.lexicon is None:
            return frozenset()
        return frozenset(value for value, _, _ in find_number_words(self.target, self.lexicon))

    @cached_property
    def _units(self) -> Mapping[int, str]:
        """The units of the source by where their numbers begin."""
        return {one.number.start: one.unit for one in find_quantities(self.source, self.english, decimal=".")}

    def _is_day(self, number: Number) -> bool:
        """Return whether a number is the day of a month that the target writes without `first` beside it."""
        months = find_months(self.source, self.english)
        is_beside = any(0 <= number.start - m.stop <= 1 or 0 <= m.start - number.stop <= 1 for m in months)
        if not is_beside or self.lexicon is None:
            return False
        places = [(month.start, month.stop) for month in find_months(self.target, self.lexicon)]
        around = [
            self.target[max(0, start - _DATE_WINDOW) : stop + _DATE_WINDOW]
            for start, stop in places or [(0, len(self.target))]
        ]
        ordinals = {value for part in around for value in find_hints(part, self.lexicon, has_numbers=False)}
        return ordinals.isdisjoint(number.readings)

    def _is_word_of_another(self, number: Number) -> bool:
        """Return whether the source has a word for each word of the target: `both` is Spanish `dos`."""
        if self.lexicon is None:
            return False
        ours, theirs = count_hints(self.source, self.english), count_hints(self.target, self.lexicon)
        words = [value for value in number.readings if theirs[value]]
        return bool(words) and all(theirs[value] <= ours[value] for value in words)
