"""English prose to a risk class: what a clinician would not let stand with a wrong translation."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.language.cues import NEGATIONS, OBLIGATIONS, CueKind, find_cues
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import ENGLISH, form_pattern, get_lexicon
from pipeline.language.medicines import has_known_name
from pipeline.language.quantities import DOSE_FORMS, MEASURES, find_bound_units
from pipeline.language.risk_words import WordKind, find_kinds
from pipeline.language.segmentation import MAX_LENGTH
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Callable

    _Rule = Callable[[str, int], list[str]]
    """What a text and the kinds of its words give as reasons."""

_CARER = (
    r"(?:doctors?|physicians?|pharmacists?|nurses?|midwi\w+|clinicians?|paramedics?|dentists?|therapists?|specialists?"
    r"|(?:health\s?-?care|health|medical|qualified)\s+(?:\w+\s+)?(?:providers?|professionals?|workers?|teams?|personnel)"
    r"|emergency\s+(?:services?|room|department)|hospital)"
)
_SEEK_CARE = re.compile(
    rf"\b(?:consult\w*|ask|call\w*|contact\w*|see|tell|inform|notify|talk\s+(?:to|with)|speak\s+(?:to|with)|discuss\w*|visit\w*|seek\w*)\b"
    rf"[^.!?;]{{0,60}}\b{_CARER}\b"
    r"|\b(?:seek|get|need\w*|require\w*|warrant\w*|prompt|immediate|urgent)\b[^.!?;]{0,30}"
    r"\b(?:(?:medical|professional|emergency)\s+(?:attention|care|help|advice|assistance|assessment|evaluation|treatment))\b"
    r"|\b(?:medical|emergency)\s+(?:attention|emergency)\b|\bcall\s+(?:9-?1-?1|112|999|108|an?\s+ambulance)\b|\bseek\s+(?:care|help)\b"
    r"|\blife[- ]threatening\b",
    re.IGNORECASE,
)
_NEGATED_CLAIM = re.compile(
    r"\b(?:not|n[o']t|never|no|cannot)\b[^.!?;,]{0,30}\b(?:prov\w+|establish\w*|confirm\w*|recommend\w*|safe|effective\w*|approv\w+"
    r"|substitute|constitute|replace\w*|cure\w*|treat\w*|intended)\b|\b(?:unsafe|unproven|ineffective|contraindicated|not\s+advis\w+)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:^|[.!?:;]\s+|,\s+|\b(?:and|or|then|but|please)\s+|<\d+>)(?:do\s+not|don['’]t|never|avoid|stop|refrain)\b",
    re.IGNORECASE,
)
_AVOID = re.compile(
    r"\b(?:essential|important|crucial|best|need|try|should|must|necessary|advised)\b[^.!?;]{0,25}\b(?:avoid|stop|refrain)\w*",
    re.IGNORECASE,
)
_CAUTION = re.compile(
    r"\b(?:with|use|exercise)\s+caution\b|\bcautiously\b|\boverdos\w+|\btoxic\s+dos\w+|\ballerg(?:y|ies|ic)\s+(?:to|reaction\w*)\b"
    r"|\b(?:drug|medication|medicine)\s+interactions?\b|\bexcessive\s+intake\b",
    re.IGNORECASE,
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
    rules = _rules_for(kinds)
    reasons = [reason for find in rules for reason in find(text, kinds)] if rules else []
    return (Risk.CRITICAL, tuple(reasons)) if reasons else _HARMLESS


def _find_quantities(text: str, kinds: int) -> list[str]:
    units = find_bound_units(text, get_lexicon(ENGLISH), decimal=".", has_words=bool(kinds & _COUNT))
    found = {"dose" if unit.partition("/")[0] in _DOSED else "measure" for unit in units}
    return sorted(found)


def _find_medicine(text: str, kinds: int) -> list[str]:
    return ["medicine"] if kinds & _MEDICINE or has_known_name(text) else []


def _find_negated_advice(text: str, kinds: int) -> list[str]:
    """Return the reason if the text tells the reader not to do something."""
    is_halt = kinds & _STOP and (_IMPERATIVE.search(text) or _AVOID.search(text))
    return ["negated-advice"] if is_halt or _is_duty_negated(text) else []


def _is_duty_negated(text: str) -> bool:
    """Return whether "must not", "should never" and the like stand in a text."""
    if not _duty_not().search(hide_inline(text)):
        return False
    cues = find_cues(text, get_lexicon(ENGLISH))
    joined = any(
        one.kinds & OBLIGATIONS and CueKind.NEGATION in other.kinds and other.start == one.stop + 1
        for one, other in pairwise(cues)
    )
    return joined or any(cue.kinds & OBLIGATIONS and cue.kinds & NEGATIONS for cue in cues)


@lru_cache(maxsize=1)
def _duty_not() -> re.Pattern[str]:
    """Return a pattern that finds each negated duty, and more: reading all cues of a text takes long."""
    cues = get_lexicon(ENGLISH).cues
    duties = cues["modal.must"] + cues["modal.should"]
    negated = [form for form in duties if form in cues["negation.strong"] + cues["negation.weak"]]
    first, second, both = (
        "|".join(map(form_pattern, forms)) for forms in (duties, cues["negation.strong"], negated)
    )
    return re.compile(rf"\b(?:(?:{first})(?s:.)(?:{second})|{both})", re.IGNORECASE)


_COUNT, _MEDICINE, _STOP = (
    kind.value for kind in (WordKind.COUNT, WordKind.MEDICINE, WordKind.HALT | WordKind.DO)
)


def _find(pattern: re.Pattern[str], reason: str) -> _Rule:
    return lambda text, _: [reason] if pattern.search(text) else []


_RULES = (
    ((WordKind.UNIT | WordKind.DIGITS, WordKind.UNIT | WordKind.COUNT), _find_quantities),
    (
        (WordKind.HALT, WordKind.DO | WordKind.NOT, WordKind.DUTY | WordKind.NOT, WordKind.DUTY_NOT),
        _find_negated_advice,
    ),
    ((WordKind.DENIAL, WordKind.NOT | WordKind.CLAIM), _find(_NEGATED_CLAIM, "negated-claim")),
    ((WordKind.THREAT, WordKind.TURN | WordKind.CARE), _find(_SEEK_CARE, "seek-care")),
    ((WordKind.CAUTION,), _find(_CAUTION, "caution")),
    ((WordKind.MEDICINE, WordKind.MEDICINE_PART), _find_medicine),
)
"""The kinds of words that a text needs for a rule, each choice with all that it needs; and the rule."""


@lru_cache(maxsize=1 << len(WordKind))
def _rules_for(kinds: int) -> tuple[_Rule, ...]:
    """Return the rules that can match a text with such words."""
    return tuple(find for needs, find in _RULES if any(need & kinds == need for need in needs))
