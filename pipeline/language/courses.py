"""How the parts of a source go over into those of a target: in order, some joined, perhaps one left out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.language.associations import collect_evidence
from pipeline.language.lengths import measure_length
from pipeline.language.lists import find_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.language.lexicon import Lexicon

Span = tuple[int, int]

_STEPS = ((1, 1, 0.0), (2, 1, 1.5), (1, 2, 1.5), (2, 2, 2.5), (3, 1, 3.0), (1, 3, 3.0))
"""How many parts become how many, and what speaks against it."""
_FEWEST, _MOST = 3, 40
"""Parts that a source must have to have an order, and more than which are a table."""
_SURE, _TRUST = 3.0, 0.5
"""The most that one word may say, and how far words can be trusted: their weights add up to too much."""
_LONG, _MORE, _LETTERS, _WORST = 0.2, 0.35, 25, 4.0
"""Spread of the logarithm of a part's length: 0.2 for many letters, 0.55 for few; the most it may say."""
_SMALL = 3
MOST_GAIN = 8.0
_NEVER = -1e9


def gain_without_a_part(source: str, target: str, lexicon: Lexicon, english: Lexicon) -> float:
    """Return how much better a target's parts follow a source's when one of these is left out."""
    ours, theirs = find_parts(source, english), find_parts(target, lexicon)
    if not _FEWEST <= len(ours) <= _MOST or not 0 < len(theirs) <= _MOST:
        return 0.0
    with_all, without_one = _Course(source, target, ours, theirs, lexicon).best()
    return max(-MOST_GAIN, min(MOST_GAIN, without_one - with_all))


class _Course:
    """The parts of a source and of a target, with what is needed to compare any run of them."""

    def __init__(
        self, source: str, target: str, ours: Sequence[Span], theirs: Sequence[Span], lexicon: Lexicon
    ) -> None:
        self._ours = [measure_length(source[slice(*span)]) * lexicon.length for span in ours]
        self._theirs = [measure_length(target[slice(*span)]) for span in theirs]
        self._words: list[list[tuple[float, ...]]] = [[] for _ in ours]
        by_part = [_weights(source, target[slice(*span)], lexicon) for span in theirs]
        for at in sorted({at for weights in by_part for at in weights}):
            place = next((place for place, (start, stop) in enumerate(ours) if start <= at < stop), None)
            if place is not None:
                self._words[place].append(tuple(weights.get(at, 0.0) for weights in by_part))

    def best(self) -> tuple[float, float]:
        """Return the weight of the best way to go through all parts, and of the best that leaves one out."""
        rows, columns = len(self._ours) + 1, len(self._theirs) + 1
        best = [[[_NEVER, _NEVER] for _ in range(columns)] for _ in range(rows)]
        best[0][0][0] = 0.0
        for row in range(rows):
            for column in range(columns):
                self._go_on(best, row, column)
        return best[-1][-1][0], best[-1][-1][1]

    def _go_on(self, best: list[list[list[float]]], row: int, column: int) -> None:
        full, short = best[row][column]
        if full == short == _NEVER:
            return
        for ours, theirs, against in _STEPS:
            if row + ours < len(best) and column + theirs < len(best[0]):
                gain = self._compare((row, row + ours), (column, column + theirs)) - against
                there = best[row + ours][column + theirs]
                there[0], there[1] = max(there[0], full + gain), max(there[1], short + gain)
        if row + 1 < len(best):
            best[row + 1][column][1] = max(best[row + 1][column][1], full)

    def _compare(self, ours: Span, theirs: Span) -> float:
        expected = sum(self._ours[slice(*ours)]) + _SMALL
        found = sum(self._theirs[slice(*theirs)]) + _SMALL
        spread = _LONG + _MORE * math.exp(-expected / _LETTERS)
        length = min(_WORST, (math.log(found / expected) / spread) ** 2 / 2)
        words = sum(max(weights[slice(*theirs)]) for place in range(*ours) for weights in self._words[place])
        return _TRUST * words - length


def _weights(source: str, part: str, lexicon: Lexicon) -> dict[int, float]:
    """Return what a part of the target says about each known word of the source, by where that stands."""
    evidence = collect_evidence(source, part, lexicon)
    return {piece.start: max(-_SURE, min(_SURE, piece.weight)) for piece in evidence}
