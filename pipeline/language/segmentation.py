"""Text to sentence spans. Lossless: what lies between two spans is white space only.

When in doubt the whole paragraph is one span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from sentencex import get_sentence_boundaries

from pipeline.language.segmentation_index import index_for
from pipeline.language.segmentation_rules import Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.language.segmentation_rules import Rule

    FindSentences = Callable[[str], tuple[tuple[int, int], ...]]
    """What tells the spans of the sentences in a text, with language and rules settled."""
    _Gap = tuple[int, int]
    """Where white space between two pieces of text starts and stops; the same place where there is none."""

MAX_LENGTH: Final = 20_000
"""Characters; a longer paragraph is one span, so that hostile input costs no time."""

_BRACKETS: Final = {")": "(", "]": "[", "）": "（", "】": "【"}
_BRACKET: Final = re.compile(r"[()\[\]（）【】]")
_UNSPACED_ENDS: Final = "。！？｡」』）】"
"""After these a sentence may end without white space."""
_SPACED: Final = re.compile(r"[.!?…)\]\"”’»]\s+")
"""Where a built-in rule may add a boundary: after the end of something, which is the first character here."""
_UNSPACED: Final = re.compile(r"(?<=[。！？｡][」』）】”])(?=\S)")
"""The same where no white space is needed."""
_ASCII_END: Final = re.compile(r"[.!?)\]\"\n\r\x0b\x0c\x1c-\x1e][^\w\s]*\s")
"""What stands before every boundary that the segmenter or a built-in rule finds in a text of ASCII."""
_ANY_GAP: Final = re.compile(r"\s+(?=\S)|(?<=[^\w\s])(?=\S)")
"""Where a project's own rule may add one: anywhere but inside of a word."""
_WIDE: Final = r"[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_WIDE_END: Final = re.compile(rf"{_WIDE}\.")
_WIDE_INITIAL: Final = re.compile(rf"((?<![^\s./])[A-Z]\s*){_WIDE}(?=\.(?!\.))")
"""White space outside of ASCII between a lone capital letter and a full stop: the segmenter fails on it."""


def find_sentences(text: str, language: str, rules: Sequence[Rule] = ()) -> tuple[tuple[int, int], ...]:
    """Return the character spans of the sentences in `text`, without the white space around them.

    `rules` are a project's own; they are asked before the built-in ones.
    """
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if begin >= end:
        return ()
    if len(text) > MAX_LENGTH:
        return ((begin, end),)
    if rules:
        gaps: Iterable[_Gap] = _find_own(text, begin, end, language, rules)
    else:
        found = _ASCII_END.search(text, begin, end) if text.isascii() else None
        if found is None and text.isascii():
            return ((begin, end),)
        gaps = _find_gaps(text, found.start() if found else begin, end, language)
    return tuple(_spans(text, gaps, begin, end))


def _find_gaps(text: str, begin: int, end: int, language: str) -> list[_Gap]:
    """Return the gaps between sentences: where the segmenter or a built-in rule says so."""
    index = index_for(language)
    gaps = dict.fromkeys(_likely_gaps(text, begin, end), False) | dict.fromkeys(
        _segmented(text, language), True
    )
    found = [gap for gap, is_likely in gaps.items() if index.is_break(text, *gap, is_likely)]
    return sorted(found)


def _find_own(text: str, begin: int, end: int, language: str, own: Sequence[Rule]) -> Iterator[_Gap]:
    """Yield the gaps between sentences where a project has rules of its own."""
    index = index_for(language)
    adding = [rule for rule in own if rule.is_break]
    likely = set(_segmented(text, language))
    others = (found.span() for found in _ANY_GAP.finditer(text, begin, end))
    for gap in sorted(likely.union(others if adding else _likely_gaps(text, begin, end))):
        place, is_likely = Gap(*gap), gap in likely
        is_break = index.is_break(text, *gap, is_likely)
        is_asked = is_likely or is_break or any(rule.holds(text, place) for rule in adding)
        if is_asked and next((rule.is_break for rule in own if rule.holds(text, place)), is_break):
            yield gap


def _likely_gaps(text: str, begin: int, end: int) -> list[_Gap]:
    """Return where a built-in rule may add a boundary."""
    gaps = [(found.start() + 1, found.end()) for found in _SPACED.finditer(text, begin, end)]
    if not text.isascii():
        gaps += [found.span() for found in _UNSPACED.finditer(text, begin, end)]
    return gaps


def _segmented(text: str, language: str) -> list[_Gap]:
    """Return the gaps where the segmenter puts a boundary: white space, or nothing after a full-width end."""
    gaps, last = [], 0
    for boundary in get_sentence_boundaries(language, _without_wide_spaces(text)):
        start = stop = boundary["start_index"]
        if stop > last:
            while text[stop : stop + 1].isspace():
                stop += 1
            while start > last and text[start - 1].isspace():
                start -= 1
            if start < stop or text[start - 1] in _UNSPACED_ENDS:
                gaps.append((start, stop))
            last = stop
    return gaps


def _without_wide_spaces(text: str) -> str:
    """Return a text of the same length that the segmenter does not fail on."""
    if text.isascii() or not _WIDE_END.search(text):
        return text
    return _WIDE_INITIAL.sub(r"\1 ", text)


def _spans(text: str, gaps: Iterable[_Gap], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what lies between the gaps that no brackets enclose."""
    brackets = _bracketed(text)
    for start, stop in gaps:
        if not (brackets and _is_inside(brackets, stop)):
            if begin < start:
                yield begin, start
            begin = stop
    if begin < end:
        yield begin, end


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Return the outermost pairs of brackets. One that nothing closes must not glue the rest together."""
    if not any(mark in text for mark in _BRACKETS):
        return []
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
