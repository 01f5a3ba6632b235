"""Doubled words: the same word twice in a row, where the language does not say it so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import WORD_CHARACTER
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
_EDGE = rf"(?!{WORD_CHARACTER}|['’-])"
_PAIR = re.compile(
    rf"(?<![\w'’-])(?<!{WORD_CHARACTER})([^\W\d_]{WORD_CHARACTER}*)[ \u00a0]+(\1){_EDGE}", re.IGNORECASE
)
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
        in_source = {match[1].casefold() for match in _PAIR.finditer(subject.source)}
        for found in pattern.finditer(text):
            word = found[1].casefold()
            if word not in allowed and not in_source:
                yield WORD.issue(f'"{found[0]}"', target_span=found.span(), found=found[0])
                return


CHECK = DuplicateCheck()
