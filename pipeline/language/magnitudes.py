"""What stands behind a number and changes it: a word of magnitude, or the rest of a range."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import FormFinder

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.language.lexicon import Lexicon

RANGE_MARK = re.compile(r"[\s\u200f\u200e]*[%٪％]?\s*[-‐‑‒–—−~～〜至][\s\u200f\u200e]*")
"""What stands between the numbers of a range, but for words."""
_MULTIPLIER_GAP = re.compile("[ \u00a0\u202f-]*[多余餘]?")
"""What may stand before a word of magnitude; in Chinese also "and more": `2000多万`."""
_LONGEST_LINK = 12
"""Characters between the two numbers of a range."""
MIN_MULTIPLIER = 100
"""A number in words from here on may belong to the digits before it: "1.2 million"."""


@lru_cache(maxsize=64)
def _multiplier_finder(lexicon: Lexicon) -> tuple[FormFinder, tuple[Decimal, ...]]:
    pairs = sorted(
        ((form, value) for value, forms in lexicon.multipliers.items() for form in forms),
        key=lambda pair: -len(pair[0]),
    )
    finder = FormFinder((form for form, _ in pairs), lexicon, after_number=True)
    return finder, tuple(value for _, value in pairs)


def find_multiplier(text: str, position: int, lexicon: Lexicon) -> tuple[Decimal, int] | None:
    """Return the value of a word of magnitude behind the digits that end at `position`, and where it ends."""
    finder, values = _multiplier_finder(lexicon)
    gap = _MULTIPLIER_GAP.match(text, position)
    found = finder.match(text, gap.end() if gap else position)
    return (values[found[0]], found[1].end()) if found else None


@lru_cache(maxsize=64)
def _range_words(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.range_words)) or "(?!)"
    space = r"\s+" if lexicon.is_spaced else r"\s*"
    return re.compile(rf"{RANGE_MARK.pattern}|{space}(?:{words}){space}", re.IGNORECASE)


def find_link(text: str, stop: int, start: int, lexicon: Lexicon) -> bool:
    """Return whether a mark or word of ranges, and nothing else, stands between two numbers."""
    return start - stop <= _LONGEST_LINK and bool(_range_words(lexicon).fullmatch(text, stop, start))
