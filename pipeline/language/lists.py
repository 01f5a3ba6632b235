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
_NO_ITEM = re.compile(
    r"\d+$|et al$|etc$|among others$|but not limited to$"
    r"|(?:which|who|whose|that|where|when|but|it|this|these|they|he|she|we|you|there|leading|causing|resulting"
    r"|can|could|may|might|will|would|should|must|is|are|was|were|has|have|had|do|does|did)\b",
    re.IGNORECASE,
)
"""What makes a list none: the year of a date, a set phrase, or the beginning of a clause."""
_OPENING_WORD = re.compile(r"[A-Z]\w*$")
_SEPARATOR = re.compile(r",? (?:and|or) |, ")


def find_items(text: str) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the items of each list of three or more, as spans.

    The first and the last item take words of the sentence around the list with them. What only looks like a
    list is none: a date, clauses side by side, a sentence that opens with `However,`.
    """
    prose = hide_inline(text)
    for found in _LIST.finditer(prose):
        start, spans = found.start(), []
        for separator in _SEPARATOR.finditer(prose, found.start(), found.end()):
            spans.append((start, separator.start()))
            start = separator.end()
        spans.append((start, found.end()))
        if not any(_NO_ITEM.match(prose[slice(*span)]) for span in spans[1:]) and not _OPENING_WORD.match(
            prose[slice(*spans[0])]
        ):
            yield tuple(spans)


@lru_cache(maxsize=64)
def _comma(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.conjunctions)) or "(?!)"
    edge = r"\b" if lexicon.is_spaced else ""
    return re.compile(rf"{_COMMA}(?!\s*(?:{words}){edge})", re.IGNORECASE)


def count_commas(text: str, lexicon: Lexicon) -> int:
    """Return how many commas a text has, without those in numbers and before `and`, which are a habit."""
    return len(_comma(lexicon).findall(hide_inline(text)))
