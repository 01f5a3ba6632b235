"""Text to the words of negation, modality, comparison, permission and sequence.

The longest wins: "no more than" is one cue. Those of permission and of sequence are found by themselves:
a word may be of several.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon


class CueKind(Enum):
    """What a cue does to the meaning; the value is its place in the data files."""

    NEGATION = "negation.strong"
    DESCRIBING = "negation.describing"
    """Also a negation, that says what something is without (Swahili `isiyo`) and orders nothing."""
    WEAK_NEGATION = "negation.weak"
    """May stand for a negation of another language (`avoid`, `without`-like prefixes), or be none."""
    AKIN = "negation.akin"
    """In English only: what other languages may say with a word that may negate (`error`, `differ`)."""
    FIRM = "negation.firm"
    """In English only: weak, and yet no language says it without a word that negates (`unable`, `avoid`)."""
    CONCORD = "negation.concord"
    """Denies where it begins a clause, else repeats a negation before it: Spanish `nadie`, `ni`."""
    NEGATED_BOUND = "negation.bound"
    """In English only: a bound with a negation in it (`no more than`); another language may say it apart."""
    REASON = "negation.reason"
    """In English only: what other languages may say with a negation (`stays`: does not go away)."""
    MUST = "modal.must"
    SHOULD = "modal.should"
    NEED = "modal.need"
    """In English only: what other languages may say with a word for an obligation (`if needed`)."""
    MAY = "modal.may"
    CAN = "modal.can"
    NEEDLESS = "permission.needless"
    """What need not be done, and may be: `need not`, French `pas nécessaire`."""
    FORBIDDEN = "permission.forbidden"
    """What must not be done: `must not`, German `darf nicht`."""
    AT_LEAST = "comparator.at_least"
    AT_MOST = "comparator.at_most"
    MORE_THAN = "comparator.more_than"
    LESS_THAN = "comparator.less_than"
    BEFORE = "sequence.before"
    AFTER = "sequence.after"
    EARLIER = "sequence.earlier"
    """May stand for "before" of another language (`previous`, `until`), or not."""
    LATER = "sequence.later"
    """May stand for "after"."""
    UNLESS = "sequence.unless"
    IF = "sequence.if"


NEGATIONS = frozenset({CueKind.NEGATION, CueKind.WEAK_NEGATION, CueKind.FIRM, CueKind.CONCORD})
OBLIGATIONS = frozenset({CueKind.MUST, CueKind.SHOULD})
POSSIBILITIES = frozenset({CueKind.MAY, CueKind.CAN})
MODALS = OBLIGATIONS | POSSIBILITIES
LOWER_BOUNDS = frozenset({CueKind.AT_LEAST, CueKind.MORE_THAN})
UPPER_BOUNDS = frozenset({CueKind.AT_MOST, CueKind.LESS_THAN})
COMPARATORS = LOWER_BOUNDS | UPPER_BOUNDS
_ASIDE = {CueKind.DESCRIBING, CueKind.AKIN, CueKind.NEGATED_BOUND, CueKind.REASON, CueKind.NEED}
_MEANING = NEGATIONS | MODALS | COMPARATORS | _ASIDE
_PERMISSION = frozenset({CueKind.NEEDLESS, CueKind.FORBIDDEN})
_SEQUENCE = frozenset(CueKind) - _MEANING - _PERMISSION


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue; a word such as "cannot" has two kinds."""

    kinds: frozenset[CueKind]
    start: int
    stop: int
    text: str


@lru_cache(maxsize=128)
def _finder(
    lexicon: Lexicon, among: frozenset[CueKind], neutral: tuple[str, ...]
) -> tuple[FormFinder, tuple[frozenset[CueKind], ...]]:
    kinds: dict[str, set[CueKind]] = {form: set() for form in neutral}
    for kind in among:
        for form in lexicon.cues[kind.value]:
            kinds.setdefault(form, set()).add(kind)
    forms = sorted(kinds, key=lambda form: (form.count("*"), -len(form), form))
    return FormFinder(forms, lexicon), tuple(frozenset(kinds[form]) for form in forms)


@lru_cache(maxsize=8192)
def find_cues(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the cues of negation, modality and comparison in `text`, in order; none overlap."""
    return _find(text, *_finder(lexicon, _MEANING, lexicon.neutral))


@lru_cache(maxsize=8192)
def find_sequence_cues(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the cues of before and after, if and unless in `text`, in order; none overlap."""
    return _find(text, *_finder(lexicon, _SEQUENCE, lexicon.cues["sequence.neutral"]))


@lru_cache(maxsize=8192)
def find_permission_cues(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return what `text` forbids and what it says need not be, in order; none overlap."""
    return _find(text, *_finder(lexicon, _PERMISSION, ()))


def _find(text: str, finder: FormFinder, kinds: tuple[frozenset[CueKind], ...]) -> tuple[Cue, ...]:
    found = finder.finditer(hide_inline(text))
    cues = (Cue(kinds[number], match.start(), match.end(), match[0]) for number, match in found)
    return tuple(cue for cue in cues if cue.kinds)


def count_cues(text: str, lexicon: Lexicon, kinds: frozenset[CueKind]) -> int:
    """Return how many cues of `text` have one of `kinds`."""
    return sum(1 for cue in find_cues(text, lexicon) if cue.kinds & kinds)
