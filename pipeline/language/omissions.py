"""What tells that a part of a source was left out: its words, the length, commas and the order of parts."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.language.associations import find_evidence
from pipeline.language.courses import MOST_GAIN, gain_without_a_part
from pipeline.language.lengths import deviation, shortening
from pipeline.language.lists import compare_lists, count_commas, count_joints, find_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.language.associations import Evidence
    from pipeline.language.lexicon import Lexicon

Span = tuple[int, int]

MOST = 4
"""Differences of counts that are told apart, up and down."""
_SURE_WORD, _SURE_LENGTH = 4.0, 3.0
"""The most that one word may say, and the most that a length may."""
_VARIANCE = 0.72
"""Of the deviations of length of good translations."""
_MOST_ABSENT, _LIST = 4, 3
"""Absent words that are told apart, and the commas that make a list."""
_THERE = -1.0
"""Weight against its words below which a part is taken to be there, whatever length and commas say."""
_SHARED = "other"
"""The table for languages in which nothing was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for the part that is most likely left out."""

    span: Span
    words: float
    """Weight of the evidence against its words."""
    absent: int
    """How many of its known words are not in the target."""
    length: float
    """Weight of the target's length: above 0 it is more like that of a text without the part."""
    commas: int
    """How many commas more the target has than the source; below 0 it has fewer."""
    joints: int
    """The same of commas, brackets and words for `and` together."""
    parts: int
    """How many parts the source has: of many, one looks left out by chance."""
    is_list: bool
    """Whether the source has so many commas that they part items, which translators keep."""
    is_kept: bool
    """Whether every list of the source is in the target with as many items."""
    is_shortened: bool
    """Whether one of them has an item less there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How translators into a language treat commas, and how much each sign tells there."""

    usual_length: float
    """Deviation of length of a usual translation."""
    commas: tuple[float, ...]
    """Weights of a difference of -4, -3… 3 in the number of commas."""
    joints: tuple[float, ...]
    weights: tuple[float, ...]
    """Of the numbers that `weighable` returns."""
    enough: float
    """What the weighted signs of a part that is left out add up to."""


@lru_cache(maxsize=1)
def read_habits() -> Mapping[str, Habits]:
    """Return what was learnt, by language."""
    file = resources.files("pipeline.language") / "data" / "associations" / "omissions.toml"
    tables = tomllib.loads(file.read_text("utf-8"))
    return {
        language: Habits(
            usual_length=table["usual_length"],
            commas=tuple(table["commas"]),
            joints=tuple(table["joints"]),
            weights=tuple(table["weights"]),
            enough=table["enough"],
        )
        for language, table in tables.items()
    }


def get_habits(lexicon: Lexicon) -> Habits:
    """Return the habits of a language, or those that all languages share."""
    habits = read_habits()
    return habits.get(lexicon.language.partition("_")[0], habits[_SHARED])


def find_signs(
    source: str, target: str, lexicon: Lexicon, english: Lexicon, *, usual_length: float
) -> Signs | None:
    """Return the signs of the part that is most likely left out, None for a source of a single part."""
    parts = find_parts(source, english)
    if len(parts) < 2:  # noqa: PLR2004 - a single part is the whole
        return None
    evidence = find_evidence(source, target, lexicon)
    length = deviation(source, target, lexicon) - usual_length
    commas = count_commas(source, english)
    change = compare_lists(source, target, lexicon, english)
    items = [part for part in parts if _is_item(source, part, change.shortened)]
    words, longer, absent, span = max(
        (_look_at(span, evidence, length, shortening(source, span, lexicon)) for span in items or parts),
        key=lambda one: one[0] + one[1],
    )
    return Signs(
        span=span,
        words=words,
        absent=min(absent, _MOST_ABSENT),
        length=longer,
        commas=count_commas(target, lexicon) - commas,
        joints=count_joints(target, lexicon) - count_joints(source, english),
        parts=len(parts),
        is_list=commas >= _LIST,
        is_kept=change.is_kept,
        is_shortened=bool(change.shortened),
    )


def _is_item(source: str, part: Span, joints: tuple[Span, ...]) -> bool:
    """Return whether a part stands beside one of the joints of a list."""
    gaps = (source[part[1] : at] if part[1] <= at else source[stop : part[0]] for at, stop in joints)
    return any(not gap.strip() for gap in gaps)


def _look_at(
    span: Span, evidence: tuple[Evidence, ...], length: float, shorter: float
) -> tuple[float, float, int, Span]:
    """Return what speaks against a part's words, for a text without it, and how many words are absent."""
    pieces = [piece for piece in evidence if span[0] <= piece.start and piece.stop <= span[1]]
    words = -sum(max(-_SURE_WORD, min(_SURE_WORD, piece.weight)) for piece in pieces)
    absent = sum(not piece.is_present for piece in pieces)
    return words, _weigh_length(length, shorter), absent, span


def _weigh_length(length: float, shorter: float) -> float:
    """Return how much likelier a deviation of length is where the text got shorter by `shorter`."""
    weight = (length**2 - (length - shorter) ** 2) / 2 / _VARIANCE
    return max(-_SURE_LENGTH, min(_SURE_LENGTH, weight))


def find_left_out(source: str, target: str, lexicon: Lexicon, english: Lexicon) -> Span | None:
    """Return the part of a source that is left out of its target, as far as all signs together tell."""
    habits = get_habits(lexicon)
    signs = find_signs(source, target, lexicon, english, usual_length=habits.usual_length)
    if signs is None or signs.words < _THERE:
        return None
    if max(_weigh(signs, habits, -MOST_GAIN), _weigh(signs, habits, MOST_GAIN)) <= 0:
        return None  # whatever the course of the parts is, which takes long to find
    course = gain_without_a_part(source, target, lexicon, english)
    return signs.span if _weigh(signs, habits, course) > 0 else None


def _weigh(signs: Signs, habits: Habits, course: float) -> float:
    pairs = zip(habits.weights, weighable(signs, habits, course), strict=True)
    return sum(weight * value for weight, value in pairs) - habits.enough


def weighable(signs: Signs, habits: Habits, course: float) -> tuple[float, ...]:
    """Return signs as numbers, of which most are higher where a part is left out.

    Where a list of the source has an item less, each tells something else, so there it has its own place.
    """
    values = (
        signs.words,
        signs.length,
        float(signs.absent),
        pick(habits.joints, signs.joints),
        math.log(signs.parts),
        float(signs.is_list),
        pick(habits.commas, signs.commas) if signs.is_list else 0.0,
        float(signs.is_kept),
        float(signs.words > 0),
        course,
    )
    nothing = (0.0,) * len(values)
    return (*nothing, 1.0, *values) if signs.is_shortened else (*values, 0.0, *nothing)


def pick(weights: tuple[float, ...], difference: int) -> float:
    """Return the weight of a difference of counts; what is beyond the ends counts like these."""
    return weights[max(0, min(len(weights) - 1, difference + MOST))]
