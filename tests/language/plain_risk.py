"""Reasons for a risk class as the rules say them, without what saves time: every rule reads every text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.language import risk
from pipeline.language.cues import NEGATIONS, OBLIGATIONS, CueKind, find_cues
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.medicines import find_medicines
from pipeline.language.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

LEXICON = get_lexicon(ENGLISH)


def reasons_of(text: str) -> set[str]:
    """Return the reasons that `classify` has to give."""
    return set(_reasons_of(text))


def _reasons_of(text: str) -> Iterator[str]:
    for quantity in find_quantities(text, LEXICON, decimal="."):
        yield "dose" if quantity.unit.partition("/")[0] in risk._DOSED else "measure"
    if risk._IMPERATIVE.any_case.search(text) or risk._AVOID.any_case.search(text) or has_negated_duty(text):
        yield "negated-advice"
    if risk._NEGATED_CLAIM.any_case.search(text):
        yield "negated-claim"
    if risk._SEEK_CARE.any_case.search(text):
        yield "seek-care"
    if risk._CAUTION.any_case.search(text):
        yield "caution"
    if find_medicines(text):
        yield "medicine"


def has_negated_duty(text: str) -> bool:
    """Return whether a duty and its negation are one cue, or two with one character between them."""
    cues = find_cues(text, LEXICON)
    return any(cue.kinds & OBLIGATIONS and cue.kinds & NEGATIONS for cue in cues) or any(
        one.kinds & OBLIGATIONS and CueKind.NEGATION in other.kinds and other.start == one.stop + 1
        for one, other in pairwise(cues)
    )
