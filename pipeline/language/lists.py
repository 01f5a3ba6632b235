"""English text to the items of the lists inside of its sentences: `fever, cough, and a sore throat`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.lexicon import Lexicon

_ITEM = r"[^\s,;:.()]+(?: [^\s,;:.()]+){0,5}"
_LIST = re.compile(rf"(?:{_ITEM}, ){{1,}}{_ITEM},? (?:and|or) {_ITEM}|(?:{_ITEM}, ){{2,}}{_ITEM}")
_COMMA = r"[,;،؛、，；](?!\d)"
_SEPARATOR = re.compile(r",? (?:and|or) |, ")


def find_items(text: str) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the items of each list of three or more, as spans.

    The first and the last item take words of the sentence around the list with them.
    """
    prose = hide_inline(text)
    for found in _LIST.finditer(prose):
        start, spans = found.start(), []
        for separator in _SEPARATOR.finditer(prose, found.start(), found.end()):
            spans.append((start, separator.start()))
            start = separator.end()
        yield (*spans, (start, found.end()))


@lru_cache(maxsize=64)
def _comma(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.conjunctions)) or "(?!)"
    edge = r"\b" if lexicon.is_spaced else ""
    return re.compile(rf"{_COMMA}(?!\s*(?:{words}){edge})", re.IGNORECASE)


def count_commas(text: str, lexicon: Lexicon) -> int:
    """Return how many commas a text has, without those in numbers and before `and`, which are a habit."""
    return len(_comma(lexicon).findall(hide_inline(text)))
