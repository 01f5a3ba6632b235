"""Which sentence of a target stands for which of its source, by their order and their lengths."""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from pipeline.language.lengths import measure_length
from pipeline.language.sentences import Span, find_sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.lexicon import Lexicon

Pair = tuple[Span, Span]


class _Place(Protocol):
    """Something that was found in a text."""

    @property
    def start(self) -> int:
        """Where it starts."""


_Placed = TypeVar("_Placed", bound=_Place)
_Path = tuple[float, list[tuple[int, int]]]

_UNLIKE, _SLACK = 1.8, 4
"""How many times as long as usual a sentence may be, and letters that say nothing."""
_JOINED = 0.5
"""What it weighs that a sentence became two, or two became one, where a likeness weighs its logarithm."""
_CLEARLY = 0.5
"""By how much of that the best way to pair has to be better than the next one."""
_STEPS = ((1, 1), (1, 2), (2, 1))
_MOST = 24
"""Sentences of a text; of longer ones too many pairs are possible to be sure of any."""


@lru_cache(maxsize=8192)
def pair_sentences(source: str, target: str, english: Lexicon, lexicon: Lexicon) -> tuple[Pair, ...]:
    """Return which part of a target stands for which of its source, both whole where that is unknown.

    A part is a sentence; where one of the two texts joins what the other one parts, it is two.
    """
    ours, theirs = find_sentence_spans(source, english), find_sentence_spans(target, lexicon)
    whole = (((0, len(source)), (0, len(target))),)
    if min(len(ours), len(theirs)) < 2 or max(len(ours), len(theirs)) > _MOST:  # noqa: PLR2004 - a pair
        return whole
    lengths = (
        [measure_length(source[slice(*span)]) * lexicon.length for span in ours],
        [float(measure_length(target[slice(*span)])) for span in theirs],
    )
    slack = _SLACK * lexicon.length
    straight = [(1, 1)] * len(ours) if len(ours) == len(theirs) else []
    for steps in (straight, _cheapest(*lengths, slack)):
        if steps and all(_is_alike(*pair, slack) for pair in _summed(steps, *lengths)):
            return tuple(_spans(steps, ours, theirs))
    return whole


def part_of(found: tuple[_Placed, ...], part: Span) -> tuple[_Placed, ...]:
    """Return those of what was found in a text, in order, that start in a part of it."""
    first, last = (bisect_left(found, place, key=lambda one: one.start) for place in part)
    return found[first:last]


def _cheapest(ours: list[float], theirs: list[float], slack: float) -> list[tuple[int, int]]:
    """Return the steps through both texts whose parts are most alike in length.

    None where there are none, or where others are nearly as good.
    """
    best: dict[tuple[int, int], list[_Path]] = {(0, 0): [(0.0, [])]}
    for here in ((i, j) for i in range(len(ours)) for j in range(len(theirs))):
        for step in _STEPS if here in best else ():
            there = here[0] + step[0], here[1] + step[1]
            if there[0] <= len(ours) and there[1] <= len(theirs):
                usual, found = sum(ours[here[0] : there[0]]), sum(theirs[here[1] : there[1]])
                price = abs(math.log((found + slack) / (usual + slack))) + _JOINED * (step != (1, 1))
                paths = [(cost + price, [*steps, step]) for cost, steps in best[here]]
                best[there] = sorted([*best.get(there, ()), *paths])[:2]
    first, *others = best.get((len(ours), len(theirs)), [(0.0, [])])
    return [] if any(cost < first[0] + _CLEARLY for cost, _ in others) else first[1]


def _summed(
    steps: list[tuple[int, int]], ours: list[float], theirs: list[float]
) -> Iterator[tuple[float, float]]:
    i = j = 0
    for left, right in steps:
        yield sum(ours[i : i + left]), sum(theirs[j : j + right])
        i, j = i + left, j + right


def _is_alike(usual: float, found: float, slack: float) -> bool:
    """Return whether two parts are about as long."""
    return usual / _UNLIKE <= found + slack <= usual * _UNLIKE + 2 * slack


def _spans(steps: list[tuple[int, int]], ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> Iterator[Pair]:
    i = j = 0
    for left, right in steps:
        yield (ours[i][0], ours[i + left - 1][1]), (theirs[j][0], theirs[j + right - 1][1])
        i, j = i + left, j + right
