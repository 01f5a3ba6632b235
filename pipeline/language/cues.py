"""Text to the words of negation, modality and comparison. The longest wins: "no more than" is one cue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import FormFinder, Lexicon


class CueKind(Enum):
    """What a cue does to the meaning; the value is its place in the data files."""

    NEGATION = "negation.strong"
    WEAK_NEGATION = "negation.weak"
    """May stand for a negation of another language (`avoid`, `without`-like prefixes), or be none."""
    MUST = "modal.must"
    SHOULD = "modal.should"
    MAY = "modal.may"
    CAN = "modal.can"
    AT_LEAST = "comparator.at_least"
    AT_MOST = "comparator.at_most"
    MORE_THAN = "comparator.more_than"
    LESS_THAN = "comparator.less_than"


NEGATIONS = frozenset({CueKind.NEGATION, CueKind.WEAK_NEGATION})
OBLIGATIONS = frozenset({CueKind.MUST, CueKind.SHOULD})
POSSIBILITIES = frozenset({CueKind.MAY, CueKind.CAN})
MODALS = OBLIGATIONS | POSSIBILITIES
LOWER_BOUNDS = frozenset({CueKind.AT_LEAST, CueKind.MORE_THAN})
UPPER_BOUNDS = frozenset({CueKind.AT_MOST, CueKind.LESS_THAN})
COMPARATORS = LOWER_BOUNDS | UPPER_BOUNDS


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue; a word such as "cannot" has two kinds."""

    kinds: frozenset[CueKind]
    start: int
    stop: int
    text: str


@lru_cache(maxsize=64)
def _finder(lexicon: Lexicon) -> tuple[FormFinder, tuple[frozenset[CueKind], ...]]:
    kinds: dict[str, set[CueKind]] = {form: set() for form in lexicon.neutral}
    for kind in CueKind:
        for form in lexicon.cues[kind.value]:
            kinds.setdefault(form, set()).add(kind)
    forms = sorted(kinds, key=lambda form: (form.count("*"), -len(form), form))
    return FormFinder(forms, lexicon), tuple(frozenset(kinds[form]) for form in forms)


@lru_cache(maxsize=8192)
def find_cues(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the cues of `text` in order; none overlap."""
    finder, kinds = _finder(lexicon)
    found = finder.finditer(hide_inline(text))
    cues = (Cue(kinds[number], match.start(), match.end(), match[0]) for number, match in found)
    return tuple(cue for cue in cues if cue.kinds)


def count_cues(text: str, lexicon: Lexicon, kinds: frozenset[CueKind]) -> int:
    """Return how many cues of `text` have one of `kinds`."""
    return sum(1 for cue in find_cues(text, lexicon) if cue.kinds & kinds)
