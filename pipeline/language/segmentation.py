"""Text to sentence spans. Lossless: what lies between two spans is white space only.

When in doubt the whole paragraph is one span.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sentencex import get_sentence_boundaries

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LENGTH: Final = 20_000
"""Characters; a longer paragraph is one span, so that hostile input costs no time."""

_LOOK_BACK: Final = 80
_BRACKETS: Final = {")": "(", "]": "[", "）": "（", "】": "【"}
_BRACKET: Final = re.compile(r"[()\[\]（）【】]")
_UNSPACED_ENDS: Final = "。！？｡」』）】"
"""After these a sentence may end without white space."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A place that looks like a boundary and is none."""

    before: re.Pattern[str]
    after: re.Pattern[str]


@lru_cache(maxsize=1)
def _read_data() -> dict[str, object]:
    text = resources.files("pipeline.language").joinpath("segmentation.toml").read_text("utf-8")
    return tomllib.loads(text)


def rules_version() -> str:
    """Return the version of the rules, to be recorded with what they produced."""
    return str(_read_data()["version"])


@lru_cache(maxsize=32)
def rules_for(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language, the general ones first."""
    data = _read_data()
    found: list[Rule] = []
    for name in ("*", language):
        tables = data.get(name, [])
        if isinstance(tables, list):
            found += [Rule(re.compile(x["before"]), re.compile(x["after"], re.DOTALL)) for x in tables]
    return tuple(found)


def find_sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the character spans of the sentences in `text`, without the white space around them."""
    whole = _trimmed(text, 0, len(text))
    if whole is None:
        return ()
    if len(text) > MAX_LENGTH:
        return (whole,)
    brackets = _bracketed(text)
    starts = [0]
    for boundary in get_sentence_boundaries(language, text):
        start = int(boundary["start_index"])
        if start > starts[-1] and _is_boundary(text, start, language) and not _is_inside(brackets, start):
            starts.append(start)
    spans = [_trimmed(text, a, b) for a, b in pairwise([*starts, len(text)])]
    return _checked(text, [span for span in spans if span], whole)


def _is_boundary(text: str, at: int, language: str) -> bool:
    before, after = text[max(0, at - _LOOK_BACK) : at], text[at : at + _LOOK_BACK].lstrip()
    if not before[-1:].isspace() and before[-1:] not in _UNSPACED_ENDS:
        return False  # "www.example.org", "2.5": no white space, no boundary
    return not any(rule.before.search(before) and rule.after.match(after) for rule in rules_for(language))


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
