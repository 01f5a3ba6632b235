"""Words to the rules of risk they can take part in, so that a rule is tried only where it could match.

What a word is to the rules is found once and remembered: a text is judged by looking its words up. What is
found here is necessary for a rule, never enough.
"""

from __future__ import annotations

import re
from enum import IntFlag, auto
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from pipeline.language.form_finder import form_pattern
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.medicines import find_medicines, medicine_endings, medicine_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WordKind(IntFlag):
    """What a word can be to a rule."""

    DIGITS = auto()
    COUNT = auto()
    """A number in words, or its first word."""
    UNIT = auto()
    DO = auto()
    HALT = auto()
    """Never, avoid, stop, refrain."""
    NOT = auto()
    DUTY = auto()
    """Must, should and what says the same."""
    DUTY_NOT = auto()
    """Both in one word: mustn't."""
    CLAIM = auto()
    """What may be denied: safe, proven, approved."""
    DENIAL = auto()
    """A denied claim in one word: unproven."""
    TURN = auto()
    """To ask, call or see somebody, and what else sends a reader to care."""
    CARE = auto()
    """Who cares, and what they give."""
    THREAT = auto()
    CAUTION = auto()
    MEDICINE = auto()
    """The name of one, for certain."""
    MEDICINE_PART = auto()
    """A word of a name of several words."""
    MEDICINE_REST = auto()
    """Another word of such a name."""
    GLUED = auto()
    """Holds an address or a placeholder, to which a word may be glued: what is hidden is looked at again."""


_MEDICINE, _GLUED = WordKind.MEDICINE.value, WordKind.GLUED.value
_WRITTEN = {
    WordKind.DIGITS: r"[\d½¼¾⅓⅔⅛]",
    WordKind.DO: r"\bdo\b",
    WordKind.HALT: r"\b(?:don['’]t|never|avoid|stop|refrain)",
    WordKind.NOT: r"\b(?:not|n[o']t|never|no|cannot)\b",
    WordKind.CLAIM: r"\b(?:prov|establish|confirm|recommend|safe\b|effective|approv|substitute\b|constitute\b"
    r"|replace|cure|treat|intended\b|advis)",
    WordKind.DENIAL: r"\b(?:unsafe|unproven|ineffective|contraindicated)\b",
    WordKind.TURN: r"\b(?:consult|ask\b|call|contact|see\b|tell\b|inform\b|notify\b|talk\b|speak\b|discuss"
    r"|visit|seek|get\b|need|require|warrant|prompt\b|immediate\b|urgent\b|medical\b|emergency\b)",
    WordKind.CARE: r"\b(?:doctors?|physicians?|pharmacists?|nurses?|midwi\w+|clinicians?|paramedics?"
    r"|dentists?|therapists?|specialists?|providers?|professionals?|workers?|teams?|personnel|emergency|hospital|attention"
    r"|care|help|advice|assistance|assessment|evaluation|treatment|9-?1-?1|112|999|108|ambulance)\b",
    WordKind.THREAT: r"threatening\b",
    WordKind.GLUED: r"://|%\(|www\.",
    WordKind.CAUTION: r"\b(?:caution|cautiously|interactions?)\b|\b(?:overdos|allerg|excessive\b|toxic\b)",
}
"""Kinds that no data file lists. Each pattern holds a word of every branch of the rules it is for."""


def find_kinds(text: str) -> int:
    """Return what the words of an English text can be to the rules, as the value of a WordKind."""
    kinds = reduce(or_, set(map(_KINDS.__getitem__, text.split())), 0)
    if kinds & _GLUED:
        kinds &= ~_GLUED
        hidden = reduce(or_, map(_KINDS.__getitem__, hide_inline(text).split()), 0)
        return kinds | (hidden & ~_MEDICINE)
    return kinds


def is_near(text: str, first: WordKind, second: WordKind, distance: int) -> bool:
    """Return whether a word that can be `second` is one that can be `first`, or among those right after it.

    `distance` says how far after. Where something may be hidden between two words they count as near.
    """
    if hide_inline(text) is not text:
        return True
    one, other = first.value, second.value
    words = [_KINDS[word] for word in text.split()]
    places = [place for place, kinds in enumerate(words) if kinds & one]
    return any(kinds & other for place in places for kinds in words[place : place + distance + 1])


_LONG_NUMBER = re.compile(r"[0-9]{4,}+")
"""Longer than any number that a pattern names (911): to the rules one is like the other."""


class _KnownWords(dict[str, int]):
    """Words to what they can be, found when a word is first asked for. Emptied when it grows too large."""

    limit = 1 << 15

    def __missing__(self, word: str) -> int:
        """Return what a word can be, and remember it."""
        if len(self) >= self.limit:
            self.clear()
        short = _LONG_NUMBER.sub("0000", word)
        self[word] = kinds = self[short] if short != word else _kinds_of(word)
        return kinds


_KINDS = _KnownWords()
"""Looking a word up here takes half the time of a function that caches."""


_SMALL = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
"""Letters that `re.IGNORECASE`, which the rules use, takes for letters of ASCII."""


def _kinds_of(word: str) -> int:
    """Return what a word can be, with what stands before and after it up to the next white space."""
    small = (word if word.isascii() else word.translate(_SMALL)).lower()
    if not _any_kind().search(small):
        return 0
    kinds = sum(kind.value for kind, pattern in _patterns() if pattern.search(small))
    return kinds & ~_MEDICINE if kinds & _MEDICINE and not find_medicines(word) else kinds


@lru_cache(maxsize=1)
def _any_kind() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for _, pattern in _patterns()))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[WordKind, re.Pattern[str]], ...]:
    lexicon = get_lexicon(ENGLISH)
    counts = _all_forms(lexicon.numbers, lexicon.multipliers)
    duties, negations = (
        lexicon.cues["modal.must"] + lexicon.cues["modal.should"],
        lexicon.cues["negation.strong"],
    )
    negated = [form for form in duties if form in negations + lexicon.cues["negation.weak"]]
    names = [name for name in medicine_names() if " " not in name]
    long_names = [name for name in medicine_names() if " " in name]
    written = _WRITTEN | {
        WordKind.COUNT: _words_of(counts),
        WordKind.UNIT: _words_of(_all_forms(lexicon.units), before=r"[^\W\d_½¼¾⅓⅔⅛]"),
        WordKind.NOT: f"{_WRITTEN[WordKind.NOT]}|{_words_of(negations)}",
        WordKind.DUTY: _words_of(duties),
        WordKind.DUTY_NOT: _words_of(negated),
        WordKind.MEDICINE: rf"{_words_of(names)}|\w(?:{'|'.join(medicine_endings())})\b",
        WordKind.MEDICINE_PART: _words_of(long_names),
        WordKind.MEDICINE_REST: _words_of([_rest_of(name, long_names) for name in long_names]),
    }
    return tuple((kind, re.compile(pattern)) for kind, pattern in written.items())


def _all_forms(*tables: Mapping[Any, tuple[str, ...]]) -> list[str]:
    return [form for table in tables for forms in table.values() for form in forms]


def _words_of(forms: Sequence[str], before: str = r"\w") -> str:
    """Return a pattern that finds one word of each form; `before` is what may not stand before it."""
    words = sorted({_word_of(form, forms) for form in forms})
    plain = "|".join(form_pattern(word) for word in words if word.isalpha())
    others = [
        form_pattern(word) + (r"\b" if word[-1].isalpha() else "") for word in words if not word.isalpha()
    ]
    return "|".join([rf"(?<!{before})(?:{plain})\b"] * bool(plain) + others)


def _word_of(form: str, forms: Sequence[str]) -> str:
    """Return a word of a form: one that is a form too, else the longest."""
    words = form.split()
    return next((word for word in words if word in forms), max(words, key=len))


def _rest_of(form: str, forms: Sequence[str]) -> str:
    """Return another word of a form than the one that stands for it."""
    return next(word for word in form.split() if word != _word_of(form, forms))
