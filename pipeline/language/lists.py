"""Texts to the parts between their commas and `and`s: items of lists, clauses, what stands in brackets."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_COMMA = r"[,;،؛、，；](?!\d)"
_BREAK = r"[()（）]|[:：](?!\d)|[ \u00a0][-–—][ \u00a0]"
_LETTERS = 2
"""Letters and digits that make a part."""


@lru_cache(maxsize=64)
def _comma(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.conjunctions)) or "(?!)"
    edge = r"\b" if lexicon.is_spaced else ""
    return re.compile(rf"{_COMMA}(?!\s*(?:{words}){edge})", re.IGNORECASE)


def count_commas(text: str, lexicon: Lexicon) -> int:
    """Return how many commas a text has, without those in numbers and before `and`, which are a habit."""
    return len(_comma(lexicon).findall(hide_inline(text)))


@lru_cache(maxsize=64)
def _joint(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a comma, an `and`, or both together, as one."""
    words = [
        rf"{re.escape(word)}(?=\s)" if lexicon.is_spaced else re.escape(word) for word in lexicon.conjunctions
    ]
    words += [rf"{re.escape(word)}(?=\w\w)" for word in lexicon.conjunctions if word in lexicon.prefixes]
    conjunction = "|".join(words) or "(?!)"
    before = r"(?<=\s)" if lexicon.is_spaced else ""
    return re.compile(rf"{_COMMA}(?:\s*(?:{conjunction}))?|{before}(?:{conjunction})|{_BREAK}", re.IGNORECASE)


def count_joints(text: str, lexicon: Lexicon) -> int:
    """Return at how many places a text is joined by a comma, a bracket or a word for `and`."""
    return len(_joint(lexicon).findall(hide_inline(text)))


@lru_cache(maxsize=16384)
def find_parts(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Return where the parts of a text start and stop; `fever, cough, and pain` has three."""
    prose = hide_inline(text)
    joints = [(0, 0), *(found.span() for found in _joint(lexicon).finditer(prose)), (len(prose), len(prose))]
    spans = ((before[1], after[0]) for before, after in pairwise(joints))
    parts = (_strip(prose, *span) for span in spans)
    return tuple(part for part in parts if sum(map(str.isalnum, prose[slice(*part)])) >= _LETTERS)


def _strip(text: str, start: int, stop: int) -> tuple[int, int]:
    part = text[start:stop]
    return start + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip())
