"""English words to the words of a text that sound like them: `virology` and `вирусологии`, `Gansu` and `गांसू`.

Names, and most words of medicine that came from Greek and Latin, are told by their consonants in any script.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.nonproprietary import skeleton
from pipeline.language.stems import strip_prefix

_WORD = re.compile(rf"(?!\d){WORD_CHARACTER}{{3,}}")
FEWEST, _SURE = 3, 4
"""Consonants without which nothing is said, and how many must be the same where there are as many."""


@lru_cache(maxsize=8192)
def find_beginnings(text: str, language: str) -> frozenset[str]:
    """Return what the words of a text sound like: their first three consonants, and their first four."""
    words = (strip_prefix(word, language) for word in _WORD.findall(hide_inline(text)))
    sounds = {skeleton(word)[:_SURE] for word in words}
    return frozenset(sound[:length] for sound in sounds for length in (FEWEST, _SURE) if len(sound) >= FEWEST)


@lru_cache(maxsize=8192)
def find_sounds(word: str) -> str | None:
    """Return the consonants by which an English word is looked for; None for a word of too few."""
    sounds = skeleton(word)[:_SURE]
    return sounds if len(sounds) >= FEWEST else None
