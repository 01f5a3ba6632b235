"""English words to the words of a text that sound like them: `virology` and `вирусологии`, `Gansu` and `गांसू`.

Names, and most words of medicine that came from Greek and Latin, are told by their consonants in any script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.nonproprietary import skeleton
from pipeline.language.stems import strip_prefix

_WORD = re.compile(rf"(?!\d){WORD_CHARACTER}{{3,}}")
FEWEST, _SURE = 3, 4
"""Consonants without which nothing is said, and how many must be the same where there are as many."""


@dataclass(frozen=True, slots=True)
class Cognate:
    """What the sound of an English word tells about a text."""

    sounds: int
    """How many of its consonants were compared: three or four."""
    is_present: bool


@lru_cache(maxsize=8192)
def _beginnings(text: str, language: str) -> frozenset[str]:
    """Return what the words of a text sound like: the first four consonants, or all of three."""
    words = (strip_prefix(word, language) for word in _WORD.findall(hide_inline(text)))
    return frozenset(sounds[:_SURE] for sounds in map(skeleton, words) if len(sounds) >= FEWEST)


def find_cognate(word: str, text: str, language: str) -> Cognate | None:
    """Return whether a word of `text` sounds like an English one; None for a word of too few consonants."""
    sounds = skeleton(word)[:_SURE]
    if len(sounds) < FEWEST:
        return None
    beginnings = _beginnings(text, language)
    is_present = sounds in beginnings or (
        len(sounds) < _SURE and any(other.startswith(sounds) for other in beginnings)
    )
    return Cognate(len(sounds), is_present)
