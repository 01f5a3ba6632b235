"""Times of day in an English text, as a language reads them whose clocks begin at another hour."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.language.numbers import Number, find_numbers

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_HALF_DAY, _DAY = 12, 24
_HOUR = re.compile(r"(?::\d\d)?\s?[ap]\.?\s?m\b|:\d\d\b|\s?o['’]clock", re.IGNORECASE)
_MINUTES = re.compile(r":$")


def find_source_numbers(text: str, english: Lexicon, lexicon: Lexicon | None) -> tuple[Number, ...]:
    """Return the numbers of an English text; an hour has the reading of the translation's clocks too."""
    numbers = find_numbers(text, english, decimal=".")
    if lexicon is None or not lexicon.clock_shift:
        return numbers
    return tuple(_on_other_clock(number, text, lexicon.clock_shift) for number in numbers)


def _on_other_clock(number: Number, text: str, shift: int) -> Number:
    """Return a number that is an hour with the hour that others call it: 9 o'clock is Swahili `saa 3`."""
    value = min(number.readings)
    is_hour = bool(_HOUR.match(text, number.stop)) and not _MINUTES.search(text[: number.start])
    if not is_hour or value >= _DAY:
        return number
    return replace(
        number, readings=number.readings | {Decimal((int(value) - shift) % _HALF_DAY or _HALF_DAY)}
    )
