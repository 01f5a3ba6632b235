"""Errors of meaning in a word or two: negation, obligation, comparison, order in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import english, pick, swaps_in

_PAIRS: Final = (
    ("left", "right"), ("hot", "cold"), ("increase", "decrease"), ("high", "low"), ("better", "worse"),
    ("start", "stop"), ("open", "closed"), ("inside", "outside"), ("empty", "full"), ("men", "women"),
    ("adult", "child"), ("positive", "negative"), ("wet", "dry"), ("morning", "evening"),
    ("safe", "dangerous"), ("clean", "dirty"), ("upper", "lower"),
)  # fmt: skip
_OPPOSITE: Final = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}

if TYPE_CHECKING:
    from random import Random

    from pipeline.planting.base import Plot


def _drop_negation(plot: Plot, random: Random) -> str | None:
    if not english().negations.search(plot.source):
        return None
    return pick(swaps_in(plot.target, plot.lexicon.negations), random, but=plot.target)


def _drop_sole_negation(plot: Plot, random: Random) -> str | None:
    """Take the negation out where source and target have exactly one."""
    texts = swaps_in(plot.target, plot.lexicon.negations)
    if len(texts) != 1 or len(english().negations.findall(plot.source)) != 1:
        return None
    return pick(texts, random, but=plot.target)


def _soften(plot: Plot, random: Random) -> str | None:
    if not english().obligations.search(plot.source):
        return None
    return pick(swaps_in(plot.target, plot.lexicon.obligations), random, but=plot.target)


def _flip(plot: Plot, random: Random) -> str | None:
    if not english().comparators.search(plot.source):
        return None
    return pick(swaps_in(plot.target, plot.lexicon.comparators), random, but=plot.target)


def _turn_round(plot: Plot, random: Random) -> str | None:
    if not english().orders.search(plot.source):
        return None
    return pick(swaps_in(plot.target, plot.lexicon.orders), random, but=plot.target)


def _change_rate(plot: Plot, random: Random) -> str | None:
    if not english().frequencies.search(plot.source):
        return None
    return pick(swaps_in(plot.target, plot.lexicon.frequencies), random, but=plot.target)


def _deny(plot: Plot, random: Random) -> str | None:
    """Put a negation where the source has none."""
    if english().negations.search(plot.source):
        return None
    return pick(swaps_in(plot.target, plot.lexicon.denials), random, but=plot.target)


def _turn_to_opposite(plot: Plot, random: Random) -> str | None:
    """Say the opposite of a word that the source says once, and whose opposite it does not say."""
    texts = []
    for name, swaps in sorted(plot.lexicon.opposites.items()):
        words = english().opposites
        is_alone = len(words[name].findall(plot.source)) == 1
        if is_alone and not words[_OPPOSITE[name]].search(plot.source):
            found = swaps_in(plot.target, swaps)
            texts += found if len(found) == 1 else []
    return pick(texts, random, but=plot.target)


OPERATIONS: Final = (
    Operation(
        name="sole-negation-dropped",
        description="the only negation of the text is not there",
        plant=_drop_sole_negation,
    ),
    Operation(
        name="negation-dropped",
        description="a negation is not there, or is turned round",
        plant=_drop_negation,
    ),
    Operation(name="modality-softened", description="what must be done may be done", plant=_soften),
    Operation(
        name="comparator-flipped", description="at least is at most, more than is less than", plant=_flip
    ),
    Operation(name="order-turned-round", description="before is after", plant=_turn_round),
    Operation(
        name="frequency-changed", description="what is done each day is done each week", plant=_change_rate
    ),
    Operation(name="negation-added", description="a negation that nobody said", plant=_deny),
    Operation(
        name="opposite-said",
        description="left is right, more is less, indoors is outdoors",
        plant=_turn_to_opposite,
    ),
)
