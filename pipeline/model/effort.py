"""Effort: how long it takes a person to read a text against its source and sign it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS_PER_HOUR: Final[Mapping[Risk, int]] = {Risk.STANDARD: 1000, Risk.CRITICAL: 600, Risk.DISCLAIMER: 400}
"""Words of the source that one person reads beside the target and signs: an assumption, not measured."""
LEAST_MINUTES: Final = 0.2
"""For a text of one word too: to find one's place, read, and decide."""


def reading_minutes(words: int, risk: Risk) -> float:
    """Return how many minutes one person needs for one text."""
    return max(words * 60 / WORDS_PER_HOUR[risk], LEAST_MINUTES)
