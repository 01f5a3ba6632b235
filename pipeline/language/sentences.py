"""Text to its sentences by their end marks: enough to count them, where no rules of a language are needed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

Span = tuple[int, int]

_FULL_WIDTH = "。．！？।"
"""Marks that no space needs to follow."""
_NO_SPACE = r"(?<=[a-z]{3})[.?!](?=[A-Z][a-z])"
"""The end of a sentence whose space is lost: `these drugs.On 12 April`."""
_MIN_LETTERS = 2
_UNJOINED = r"(?<![\w\u064b-\u0652\u0670\u200c])"
"""Not behind a letter; Arabic vowel signs and the joiner of Persian are no letters for `\\b`."""
_GOES_ON = re.compile(r"\s+(?:[a-zа-яё]|[àáâãèéêìíîòóôõùúûçñ])")
"""A small letter behind a stop: `at 11 a.m. and`."""
_ABBREVIATION = re.compile(
    r"(?:(?<![°\w])[A-ZА-Я]"  # initials
    rf"|{_UNJOINED}(?:[\u0620-\u064a]|جی|کی|سی|بی|پی|تی|ام|ان|اس|آر|اف|ال)"  # in Arabic script
    r"|मि\.?ग्रा|कि\.?ग्रा|ग्रा|मि\.?ली|डॉ"
    r"|\b(?:e\.g|i\.e|etc|vs|al|Fig|fig|Dr|Mr|Mrs|Ms|Prof|St|No|Inc|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec|approx|ca|cf"
    r"|p\.ej|рис|см|г|т\.е|т\.д|tab|Tab|Gbr|bzw|z\.B))$"
)


@lru_cache(maxsize=64)
def _pattern(ends: str) -> re.Pattern[str]:
    full = "".join(mark for mark in ends if mark in _FULL_WIDTH)
    plain = re.escape("".join(mark for mark in ends if mark not in _FULL_WIDTH))
    closing = r"[\"'”’»)\]]*"
    wide = f"|[{re.escape(full)}]+{closing}" if full else ""
    return re.compile(rf"[{plain}]+{closing}(?=\s|$)|{_NO_SPACE}{wide}")


def find_sentence_spans(text: str, lexicon: Lexicon) -> tuple[Span, ...]:
    """Return where the sentences of `text` start and stop; initials and usual abbreviations end none."""
    prose = hide_inline(text)
    spans, start = [], 0
    for mark in _pattern(lexicon.sentence_ends).finditer(prose):
        is_inside = mark[0] == "." and _GOES_ON.match(prose, mark.end())
        if not is_inside and not _ABBREVIATION.search(prose, max(0, mark.start() - 8), mark.start()):
            spans.append((start, mark.end()))
            start = mark.end()
    spans.append((start, len(prose)))
    return tuple(span for span in spans if sum(map(str.isalpha, prose[slice(*span)])) >= _MIN_LETTERS)


def count_sentences(text: str, lexicon: Lexicon) -> int:
    """Return how many sentences a text has."""
    return len(find_sentence_spans(text, lexicon))
