"""English prose to a risk class: what a clinician would not let stand with a wrong translation."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.language.cues import NEGATIONS, OBLIGATIONS, CueKind, find_cues
from pipeline.language.form_finder import form_pattern
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.medicines import has_known_name
from pipeline.language.quantities import DOSE_FORMS, MEASURES, find_bound_units
from pipeline.language.risk_words import WordKind, find_kinds, is_near
from pipeline.language.segmentation import MAX_LENGTH
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Callable

    _Rule = Callable[[str, int], list[str]]
    """What a text and the kinds of its words give as reasons."""


class _AnyCase:
    """A pattern in small letters that finds text in capital ones too.

    A text of ASCII is made small instead: that takes a third of the time.
    """

    def __init__(self, pattern: str) -> None:
        self._small = re.compile(pattern)
        self.any_case = re.compile(pattern, re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Return whether the pattern matches somewhere."""
        found = self._small.search(text.lower()) if text.isascii() else self.any_case.search(text)
        return found is not None


_CARER = (
    r"(?:doctors?|physicians?|pharmacists?|nurses?|midwi\w+|clinicians?|paramedics?|dentists?|therapists?|specialists?"
    r"|(?:health\s?-?care|health|medical|qualified)\s+(?:\w+\s+)?(?:providers?|professionals?|workers?|teams?|personnel)"
    r"|emergency\s+(?:services?|room|department)|hospital)"
)
_SEEK_CARE = _AnyCase(
    rf"\b(?:consult\w*|ask|call\w*|contact\w*|see|tell|inform|notify|talk\s+(?:to|with)|speak\s+(?:to|with)|discuss\w*|visit\w*|seek\w*)\b"
    rf"[^.!?;]{{0,60}}\b{_CARER}\b"
    r"|\b(?:seek|get|need\w*|require\w*|warrant\w*|prompt|immediate|urgent)\b[^.!?;]{0,30}"
    r"\b(?:(?:medical|professional|emergency)\s+(?:attention|care|help|advice|assistance|assessment|evaluation|treatment))\b"
    r"|\b(?:medical|emergency)\s+(?:attention|emergency)\b|\bcall\s+(?:9-?1-?1|112|999|108|an?\s+ambulance)\b|\bseek\s+(?:care|help)\b"
    r"|\blife[- ]threatening\b",
)
_NEGATED_CLAIM = _AnyCase(
    r"\b(?:not|n[o']t|never|no|cannot)\b[^.!?;,]{0,30}\b(?:prov\w+|establish\w*|confirm\w*|recommend\w*|safe|effective\w*|approv\w+"
    r"|substitute|constitute|replace\w*|cure\w*|treat\w*|intended)\b|\b(?:unsafe|unproven|ineffective|contraindicated|not\s+advis\w+)\b",
)
_IMPERATIVE = _AnyCase(
    r"(?:^|[.!?:;]\s+|,\s+|\b(?:and|or|then|but|please)\s+|<\d+>)(?:do\s+not|don['’]t|never|avoid|stop|refrain)\b",
)
_AVOID = _AnyCase(
    r"\b(?:essential|important|crucial|best|need|try|should|must|necessary|advised)\b[^.!?;]{0,25}\b(?:avoid|stop|refrain)\w*",
)
_CAUTION = _AnyCase(
    r"\b(?:with|use|exercise)\s+caution\b|\bcautiously\b|\boverdos\w+|\btoxic\s+dos\w+|\ballerg(?:y|ies|ic)\s+(?:to|reaction\w*)\b"
    r"|\b(?:drug|medication|medicine)\s+interactions?\b|\bexcessive\s+intake\b",
)

_HARMLESS: tuple[Risk, tuple[str, ...]] = (Risk.STANDARD, ())
_DOSED = DOSE_FORMS | MEASURES - {"percent", "permille", "celsius", "fahrenheit", "mmhg", "kg"}
"""Units that medicine is given in."""


def classify(text: str) -> tuple[Risk, tuple[str, ...]]:
    """Return the risk class of one English unit, and why it is above standard, as short words.

    The words are `dose`, `measure`, `negated-advice`, `negated-claim`, `seek-care`, `caution` and `medicine`;
    and `length`: a text that is too long to be cut into sentences is too long to be judged harmless.
    """
    if len(text) > MAX_LENGTH:
        return Risk.CRITICAL, ("length",)
    kinds = find_kinds(text)
    reasons = [reason for find in _rules_for(kinds) for reason in find(text, kinds)]
    return (Risk.CRITICAL, tuple(reasons)) if reasons else _HARMLESS


def _find_quantities(text: str, kinds: int) -> list[str]:
    has_words = kinds & _COUNT and is_near(text, WordKind.COUNT, WordKind.UNIT, _COUNT_TO_UNIT)
    units = find_bound_units(text, get_lexicon(ENGLISH), decimal=".", has_words=bool(has_words))
    found = {"dose" if unit.partition("/")[0] in _DOSED else "measure" for unit in units}
    return sorted(found)


def _find_medicine(text: str, kinds: int) -> list[str]:
    return ["medicine"] if kinds & _MEDICINE or has_known_name(text) else []


def _find_negated_advice(text: str, kinds: int) -> list[str]:
    """Return the reason if the text tells the reader not to do something."""
    is_halt = kinds & _HALT or (kinds & _DO and is_near(text, WordKind.DO, WordKind.NOT, 1))
    if is_halt and (_IMPERATIVE.is_in(text) or _AVOID.is_in(text)):
        return ["negated-advice"]
    is_duty = kinds & _DUTY and is_near(text, WordKind.DUTY, WordKind.NOT | WordKind.DUTY_NOT, _DUTY_TO_NOT)
    return ["negated-advice"] if is_duty and _is_duty_negated(text) else []


def _is_duty_negated(text: str) -> bool:
    """Return whether "must not", "should never" and the like stand in a text."""
    if not _duty_not().is_in(hide_inline(text)):
        return False
    cues = find_cues(text, get_lexicon(ENGLISH))
    joined = any(
        one.kinds & OBLIGATIONS and CueKind.NEGATION in other.kinds and other.start == one.stop + 1
        for one, other in pairwise(cues)
    )
    return joined or any(cue.kinds & OBLIGATIONS and cue.kinds & NEGATIONS for cue in cues)


@lru_cache(maxsize=1)
def _duty_not() -> _AnyCase:
    """Return a pattern that finds each negated duty, and more: reading all cues of a text takes long."""
    cues = get_lexicon(ENGLISH).cues
    duties = cues["modal.must"] + cues["modal.should"]
    negated = [form for form in duties if form in cues["negation.strong"] + cues["negation.weak"]]
    first, second, both = (
        "|".join(map(form_pattern, forms)) for forms in (duties, cues["negation.strong"], negated)
    )
    return _AnyCase(rf"\b(?:(?:{first})(?s:.)(?:{second})|{both})")


_COUNT, _MEDICINE, _HALT, _DO, _DUTY = (
    kind.value for kind in (WordKind.COUNT, WordKind.MEDICINE, WordKind.HALT, WordKind.DO, WordKind.DUTY)
)
_COUNT_TO_UNIT, _DUTY_TO_NOT = 4, 3
"""Words from one to the other at most: half | an - international | unit, is | required to not."""


def _find(pattern: _AnyCase, reason: str) -> _Rule:
    return lambda text, _: [reason] if pattern.is_in(text) else []


_RULES = (
    ((WordKind.UNIT | WordKind.DIGITS, WordKind.UNIT | WordKind.COUNT), _find_quantities),
    (
        (WordKind.HALT, WordKind.DO | WordKind.NOT, WordKind.DUTY | WordKind.NOT, WordKind.DUTY_NOT),
        _find_negated_advice,
    ),
    ((WordKind.DENIAL, WordKind.NOT | WordKind.CLAIM), _find(_NEGATED_CLAIM, "negated-claim")),
    ((WordKind.THREAT, WordKind.TURN | WordKind.CARE), _find(_SEEK_CARE, "seek-care")),
    ((WordKind.CAUTION,), _find(_CAUTION, "caution")),
    ((WordKind.MEDICINE, WordKind.MEDICINE_PART | WordKind.MEDICINE_REST), _find_medicine),
)
"""The kinds of words that a text needs for a rule, each choice with all that it needs; and the rule."""


@lru_cache(maxsize=1 << len(WordKind))
def _rules_for(kinds: int) -> tuple[_Rule, ...]:
    """Return the rules that can match a text with such words."""
    return tuple(find for needs, find in _RULES if any(need & kinds == need for need in needs))
