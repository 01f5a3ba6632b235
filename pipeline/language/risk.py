"""English prose to a risk class: what a clinician would not let stand with a wrong translation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.language.cues import NEGATIONS, OBLIGATIONS, CueKind, find_cues
from pipeline.language.lexicon import ENGLISH, WORD_CHARACTER, FormFinder, get_lexicon, read_data
from pipeline.language.quantities import DOSE_FORMS, MEASURES, find_quantities
from pipeline.language.segmentation import MAX_LENGTH
from pipeline.model.unit import Risk

_WORD = re.compile(rf"{WORD_CHARACTER}+")
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


def classify(text: str) -> tuple[Risk, tuple[str, ...]]:
    """Return the risk class of one English unit, and why it is above standard, as short words.

    The words are `dose`, `measure`, `negated-advice`, `negated-claim`, `seek-care`, `caution` and `medicine`;
    and `length`: a text that is too long to be cut into sentences is too long to be judged harmless.
    """
    if len(text) > MAX_LENGTH:
        return Risk.CRITICAL, ("length",)
    tests = (
        ("dose", _has_dose(text)),
        ("measure", _has_measure(text)),
        ("negated-advice", _is_negated_advice(text)),
        ("negated-claim", bool(_NEGATED_CLAIM.search(text))),
        ("seek-care", bool(_SEEK_CARE.search(text))),
        ("caution", bool(_CAUTION.search(text))),
        ("medicine", bool(find_medicines(text))),
    )
    reasons = tuple(reason for reason, is_so in tests if is_so)
    return (Risk.CRITICAL if reasons else Risk.STANDARD, reasons)


def _has_dose(text: str) -> bool:
    return any(_is_dose(unit) for unit in _units(text))


def _has_measure(text: str) -> bool:
    return any(not _is_dose(unit) for unit in _units(text))


def _units(text: str) -> tuple[str, ...]:
    return tuple(quantity.unit for quantity in find_quantities(text, get_lexicon(ENGLISH), decimal="."))


def _is_dose(unit: str) -> bool:
    above = unit.partition("/")[0]
    return above in DOSE_FORMS or above in MEASURES - {
        "percent",
        "permille",
        "celsius",
        "fahrenheit",
        "mmhg",
        "kg",
    }


def _is_negated_advice(text: str) -> bool:
    """Return whether the text tells the reader not to do something."""
    if _IMPERATIVE.search(text) or _AVOID.search(text):
        return True
    cues = find_cues(text, get_lexicon(ENGLISH))
    joined = any(
        one.kinds & OBLIGATIONS and CueKind.NEGATION in other.kinds and other.start == one.stop + 1
        for one, other in pairwise(cues)
    )
    return joined or any(cue.kinds & OBLIGATIONS and cue.kinds & NEGATIONS for cue in cues)


@dataclass(frozen=True, slots=True)
class _Medicines:
    names: FormFinder
    endings: tuple[str, ...]
    """Of words, looked up word by word: one pattern with a branch an ending is ten times slower."""
    others: frozenset[str]


@lru_cache(maxsize=1)
def _medicines() -> _Medicines:
    data = read_data("medicines")
    endings = tuple(f"{ending}{plural}" for ending in data["stems"] for plural in ("", "s"))
    return _Medicines(
        FormFinder(data["names"], get_lexicon(ENGLISH)), endings, frozenset(data["not_medicines"])
    )


def find_medicines(text: str) -> tuple[str, ...]:
    """Return the names of medicines in an English text, as written."""
    known = _medicines()
    words = _WORD.finditer(text)
    found = {word.start(): word[0] for word in words if _has_ending(word[0], known.endings)}
    found |= {match.start(): match[0] for _, match in known.names.finditer(text)}
    return tuple(found[at] for at in sorted(found) if found[at].lower() not in known.others)


def _has_ending(word: str, endings: tuple[str, ...]) -> bool:
    """Return whether a word ends like a medicine and has something before that."""
    lower = word.lower()
    return lower.endswith(endings) and lower not in endings
