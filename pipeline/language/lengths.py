"""How long a translation is for its source, in the spread that good translations show."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.inline import TAG, hide_inline
from pipeline.language.scripts import HAN, LATIN, count_letters, count_text, scripts_of
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_WIDE, _NARROW, _LETTERS = 0.14, 0.10, 60
"""Standard deviation of the logarithm of length: 0.24 for a few letters, 0.10 for many."""
_SMALL = 3
"""Letters added to both lengths, so that single letters say little."""
_LEAST_SHARE, _MOST_SHARE = 0.02, 0.9
"""Of a source that is left out: one word is something, and something stays."""


@lru_cache(maxsize=16384)
def measure_length(text: str) -> int:
    """Return how many letters, digits and vowel signs a text has, but for tags and addresses."""
    return count_text(_prose(text))


@lru_cache(maxsize=16384)
def measure_latin(text: str) -> int:
    """Return how much of a text's length is Latin letters, without tags and addresses."""
    return count_letters(_prose(text))[LATIN]


def _prose(text: str) -> str:
    return hide_inline(TAG.sub("", text))


def deviation(source: str, target: str, lexicon: Lexicon) -> float:
    """Return by how many standard deviations `target` is longer than usual; below 0 it is shorter."""
    letters, found = measure_length(source), float(measure_length(target))
    if HAN in scripts_of(Locale(lexicon.language)):
        found += measure_latin(target) * (lexicon.length - 1)
    ratio = (found + _SMALL) / (letters * lexicon.length + _SMALL)
    return math.log(ratio) / _spread(letters, lexicon)


def shortening(source: str, span: tuple[int, int], lexicon: Lexicon) -> float:
    """Return by how many standard deviations a translation gets shorter without a part of its source."""
    letters = measure_length(source)
    share = measure_length(source[slice(*span)]) / max(1, letters)
    return math.log(1 - min(_MOST_SHARE, max(_LEAST_SHARE, share))) / _spread(letters, lexicon)


def _spread(letters: int, lexicon: Lexicon) -> float:
    """Return the standard deviation of the logarithm of length."""
    return (_NARROW + _WIDE * math.exp(-letters / _LETTERS)) * lexicon.spread
