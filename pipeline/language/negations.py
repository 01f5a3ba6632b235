"""Text to its negations: those that surely are, and the words that may stand for one in another language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.concord import denies
from pipeline.language.counterparts import without_counterpart
from pipeline.language.cues import COMPARATORS, LOWER_BOUNDS, UPPER_BOUNDS, Cue, CueKind, find_cues
from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import HIDDEN

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_SURELY = frozenset({CueKind.NEGATION, CueKind.NEGATED_BOUND})
_PERHAPS = frozenset({CueKind.WEAK_NEGATION, CueKind.AKIN, CueKind.FIRM})
_UPPER = re.compile(r"\b(?:later|longer|exceed\w*)\b", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:until|till|before|earlier|sooner)\b", re.IGNORECASE)
"""Words of a source that make a bound out of a negation, as "more than" does: "not before day 5"."""
_BOUNDS = (
    (UPPER_BOUNDS, CueKind.MORE_THAN, _UPPER),
    (LOWER_BOUNDS, CueKind.LESS_THAN, _LOWER),
)
"""What may stand for a negation, and what a negation makes it of: "not more than 3" is "at most 3"."""


@dataclass(frozen=True, slots=True)
class Negations:
    """The negations of one text."""

    cues: tuple[Cue, ...]
    strong: tuple[Cue, ...]
    weak: tuple[Cue, ...]

    @property
    def firm(self) -> tuple[Cue, ...]:
        """Weak ones that no translation is without; of two that are alike, one may do for both."""
        return tuple({cue.text.lower(): cue for cue in self.weak if CueKind.FIRM in cue.kinds}.values())

    def within(self, start: int, stop: int) -> Negations:
        """Return those that start in a part of the text."""
        parts = (
            [cue for cue in cues if start <= cue.start < stop] for cues in (self.cues, self.strong, self.weak)
        )
        return Negations(*map(tuple, parts))

    @property
    def total(self) -> int:
        """How many words there are that may negate."""
        return len(self.strong) + len(self.weak) + self.number(CueKind.AT_LEAST, CueKind.AT_MOST)

    def reasons_for(self, other: Negations) -> int:
        """Return how many words there are that `other`, their translation, may negate, wherever they stand.

        A bound is one where the translation has fewer bounds: it may be said as "not more than".
        """
        sure = sum(cue.kinds != {CueKind.AKIN} for cue in self.weak)
        return len(self.strong) + sure + max(0, self._bounds - other._bounds)

    @property
    def _bounds(self) -> int:
        return sum(not cue.kinds.isdisjoint(COMPARATORS) for cue in self.cues)

    def number(self, *kinds: CueKind) -> int:
        """Return how many cues of these kinds there are that are no negations too."""
        return sum(not cue.kinds.isdisjoint(kinds) and cue.kinds.isdisjoint(_SURELY) for cue in self.cues)

    def could_stand_for(self, source: Negations, text: str, lexicon: Lexicon) -> int:
        """Return how many negations of `source` there is something for.

        A word that may negate counts only beyond those that the source has of its kind too, and where it does
        not translate another word of it. A bound counts where the source has something to bound with.
        """
        weak = without_counterpart(self.weak, text, (*source.strong, *source.weak), lexicon)
        return (
            len(self.strong)
            + max(0, len(weak) - len(source.weak))
            + sum(self._spare(source, text, *kinds) for kinds in _BOUNDS)
        )

    def _spare(
        self,
        source: Negations,
        text: str,
        bounds: frozenset[CueKind],
        opposite: CueKind,
        turning: re.Pattern[str],
    ) -> int:
        """Return how many bounds stand for a negated comparison."""
        found = self.number(*bounds) - source.number(*bounds)
        negated = sum(not cue.kinds.isdisjoint(bounds) for cue in source.strong)
        return max(0, min(found, source.number(opposite) + negated + len(turning.findall(text))))


def count_negations(text: str, lexicon: Lexicon) -> Negations:
    """Return the negations of `text`."""
    cues = find_cues(text, lexicon)
    strong = tuple(cue for cue in cues if cue.kinds & _SURELY or denies(cue, cues, text, lexicon))
    weak = tuple(cue for cue in cues if cue.kinds & _PERHAPS and not cue.kinds & _SURELY)
    return Negations(cues, strong, weak)


def hide_cues(text: str, cues: tuple[Cue, ...]) -> str:
    """Return `text`, of the same length, without the words of `cues`."""
    for cue in cues:
        text = text[: cue.start] + HIDDEN * (cue.stop - cue.start) + text[cue.stop :]
    return text


def find_loose(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the negations that other languages say without one ("not limited to"), or their other words."""
    found = (match for _, match in _loose(lexicon).finditer(text))
    return tuple(Cue(frozenset({CueKind.NEGATION}), match.start(), match.end(), match[0]) for match in found)


@lru_cache(maxsize=64)
def _loose(lexicon: Lexicon) -> FormFinder:
    return FormFinder(lexicon.cues["negation.loose"], lexicon)
