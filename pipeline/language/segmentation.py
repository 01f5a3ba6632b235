"""Text to sentence spans. Lossless: what lies between two spans is white space only.

When in doubt the whole paragraph is one span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sentencex import get_sentence_boundaries

from pipeline.language.segmentation_rules import Gap, rules_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.language.segmentation_rules import Rule

    FindSentences = Callable[[str], tuple[tuple[int, int], ...]]
    """What tells the spans of the sentences in a text, with language and rules settled."""

MAX_LENGTH: Final = 20_000
"""Characters; a longer paragraph is one span, so that hostile input costs no time."""

_BRACKETS: Final = {")": "(", "]": "[", "）": "（", "】": "【"}
_BRACKET: Final = re.compile(r"[()\[\]（）【】]")
_UNSPACED_ENDS: Final = "。！？｡」』）】"
"""After these a sentence may end without white space."""
_LIKELY_GAP: Final = re.compile(r"(?<=[.!?…)\]\"”’»])\s+(?=\S)|(?<=[。！？｡][」』）】”])(?=\S)")
"""Where a built-in rule may add a boundary: after the end of something."""
_ASCII_END: Final = re.compile(r"[.!?)\]\"\n\r\x0b\x0c\x1c-\x1e][^\w\s]*\s")
"""What stands before every boundary that the segmenter or a built-in rule finds in a text of ASCII."""
_ANY_GAP: Final = re.compile(r"\s+(?=\S)|(?<=[^\w\s])(?=\S)")
"""Where a project's own rule may add one: anywhere but inside of a word."""


def find_sentences(text: str, language: str, rules: Sequence[Rule] = ()) -> tuple[tuple[int, int], ...]:
    """Return the character spans of the sentences in `text`, without the white space around them.

    `rules` are a project's own; they are asked before the built-in ones.
    """
    whole = _trimmed(text, 0, len(text))
    if whole is None:
        return ()
    if len(text) > MAX_LENGTH:
        return (whole,)
    if not rules and text.isascii() and not _ASCII_END.search(text, *whole):
        return (whole,)
    brackets = _bracketed(text)
    inner = (start for start in _find_starts(text, whole, language, rules) if not _is_inside(brackets, start))
    spans = [_trimmed(text, a, b) for a, b in pairwise([0, *inner, len(text)])]
    return _checked(text, [span for span in spans if span], whole)


def _find_starts(text: str, whole: tuple[int, int], language: str, own: Sequence[Rule]) -> Iterator[int]:
    """Yield where a sentence starts, but for the first: where the segmenter or a rule says so."""
    rules = (*own, *rules_for(language))
    adding = [rule for rule in rules if rule.is_break]
    likely = dict.fromkeys(_segmented(text, language), True)
    gaps = (_ANY_GAP if any(rule.is_break for rule in own) else _LIKELY_GAP).finditer(text, *whole)
    every = sorted({*likely, *(Gap(*found.span()) for found in gaps)})
    for gap in every:
        is_likely = gap in likely
        is_asked = is_likely or any(rule.holds(text, gap) for rule in adding)
        if is_asked and next((rule.is_break for rule in rules if rule.holds(text, gap)), is_likely):
            yield gap.stop


def _segmented(text: str, language: str) -> Iterator[Gap]:
    """Yield the gaps where the segmenter puts a boundary: white space, or nothing after a full-width end."""
    last = 0
    for boundary in get_sentence_boundaries(language, text):
        place = int(boundary["start_index"])
        if place > last:
            start, stop = place, place
            while stop < len(text) and text[stop].isspace():
                stop += 1
            while start > last and text[start - 1].isspace():
                start -= 1
            if start < stop or text[start - 1] in _UNSPACED_ENDS:
                yield Gap(start, stop)
            last = stop


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Return the outermost pairs of brackets. One that nothing closes must not glue the rest together."""
    opened: dict[str, list[int]] = {mark: [] for mark in _BRACKETS.values()}
    outer: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text):
        mark, at = found[0], found.start()
        if mark in opened:
            opened[mark].append(at)
        elif waiting := opened[_BRACKETS[mark]]:
            start = waiting.pop()
            while outer and outer[-1][0] > start:
                outer.pop()
            outer.append((start, at))
    return outer


def _is_inside(pairs: Sequence[tuple[int, int]], at: int) -> bool:
    index = bisect_right(pairs, (at, at)) - 1
    return index >= 0 and at <= pairs[index][1]


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int] | None:
    body = text[start:stop]
    start += len(body) - len(body.lstrip())
    stop -= len(body) - len(body.rstrip())
    return (start, stop) if start < stop else None


def _checked(text: str, spans: list[tuple[int, int]], whole: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    ends = [whole[0], *(stop for _, stop in spans)]
    gaps = [text[end:start] for end, (start, _) in zip(ends, spans, strict=False)]
    is_lossless = bool(spans) and spans[-1][1] == whole[1] and not any(gap.strip() for gap in gaps)
    return tuple(spans) if is_lossless else (whole,)
