"""Doubled words: the same word twice in a row, where the language does not say it so."""

from __future__ import annotations

import re
from bisect import bisect
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.scripts import script_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = Rule(
    id="duplicate.word",
    severity=Severity.WARNING,
    category="linguistic-conventions/grammar",
    description="The same word stands twice in a row.",
    hint="remove one of them",
)
_LETTER = rf"(?:{WORD_CHARACTER}|\u200c(?={WORD_CHARACTER}))"
"""Persian writes the parts of a word with a joiner between them that is no space."""
_START, _EDGE = rf"(?<!{WORD_CHARACTER})(?<!\u200c)", rf"(?!{WORD_CHARACTER})(?!\u200c{WORD_CHARACTER})"
_PAIR = re.compile(rf"{_START}([^\W\d_]{_LETTER}*)[ \u00a0]+(\1){_EDGE}", re.IGNORECASE)
_PART = "'’-"
"""What joins a word to another: `l'hôte`, `COVID-19`."""
_SHORTEST_PART = 3
"""Letters of a word that stands alone and as a part of another; in French `a-t-il il` are two words."""
_IN_SOURCE = re.compile(r"\b([^\W\d_]{3,})[\W_]+\1(?![^\W\d_])", re.IGNORECASE)
"""A word that the source repeats, whatever stands between."""
_NEAR = 0.25
"""How far apart, as a share of the texts, the same repetition may stand in source and target."""
_INITIALS, _LETTER_NAME = re.compile(r"([A-HJ-Z])\1"), 3
"""Letters that other scripts spell by their names, `RR` as آر آر, and how long such a name is."""
_SPELLING = frozenset({"Arab", "Deva", "Beng", "Hebr"})
"""Scripts that do so."""
_CHINESE = re.compile("([\u4e00-\u9fff]{2,6}?|[的了是在和有为与或及将])\\1")
"""Words, and function characters that are never doubled; two other equal characters are often a word."""


class DuplicateCheck:
    """Doubled words."""

    name = "duplicate"
    rules = (WORD,)
    examples = (
        Example("es", "Rest a lot.", "Descanse mucho."),
        Example("hi", "various people", "अलग अलग लोग", note="reduplication is grammar"),
        Example("hi", "of a doctor", "डॉक्टर के केवल", note="a vowel sign belongs to the word"),
        Example("fr", "Do you sit down?", "Vous vous asseyez ?"),
        Example(
            "zh_Hans", "See your doctor often.", "常常看医生，谢谢。", note="doubled characters are words"
        ),
        Example("ru", "very, very well", "очень, очень хорошо"),
        Example("es", "Bora Bora", "Bora Bora", note="the source has it too"),
        Example("es", "Rest in bed.", "Descanse en en la cama.", frozenset({WORD.id})),
        Example("ru", "Rest in bed.", "Отдыхайте в в постели.", frozenset({WORD.id})),
        Example("ar", "Rest in bed.", "استرح في في السرير.", frozenset({WORD.id})),
        Example("hi", "in the bed", "बिस्तर में में", frozenset({WORD.id})),
        Example("zh_Hans", "the patient's bed", "患者的的床", frozenset({WORD.id})),
        Example("zh_Hans", "the patient's bed", "患者患者的床", frozenset({WORD.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield the first doubled word."""
        allowed = subject.lexicon.doubled if subject.lexicon else frozenset()
        text = hide_inline(subject.target)
        pattern = _CHINESE if subject.lexicon and not subject.lexicon.is_spaced else _PAIR
        source = subject.source
        places = [found.start() / len(source) for found in _IN_SOURCE.finditer(source)]
        has_initials = bool(_INITIALS.search(source))
        for found in pattern.finditer(text):
            is_meant = (
                found[1].casefold() in allowed
                or _is_near(found.start() / len(text), places)
                or (has_initials and _is_letter_name(found[1]))
            )
            if not is_meant and not _is_two_words(found):
                yield WORD.issue(f'"{found[0]}"', target_span=found.span(), found=found[0])
                return


def _is_near(place: float, places: list[float]) -> bool:
    """Return whether one of the places, which stand in order, is near another."""
    behind = bisect(places, place)
    return any(abs(place - other) < _NEAR for other in places[max(0, behind - 1) : behind + 1])


def _is_letter_name(word: str) -> bool:
    return len(word) <= _LETTER_NAME and script_of(word[0]) in _SPELLING


def _is_two_words(found: re.Match[str]) -> bool:
    """Return whether a short word is a part of a longer one, where it may say something else."""
    start, stop = found.span()
    before, after = found.string[max(0, start - 1) : start], found.string[stop : stop + 1]
    is_part = (before != "" and before in _PART) or (after != "" and after in _PART)
    return is_part and len(found[1]) < _SHORTEST_PART


CHECK = DuplicateCheck()
