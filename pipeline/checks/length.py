"""Length: a target that is much shorter or longer than others of its script, or that breaks off."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import TAG, hide_inline
from pipeline.language.punctuation import find_end_mark
from pipeline.language.scripts import HAN, LATIN, count_letters, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.locale import Locale

RATIO = Rule(
    id="length.ratio",
    severity=Severity.WARNING,
    category="accuracy",
    description="The target is far shorter or longer than translations into this script are.",
    hint="check that the target translates this source, all of it and nothing else",
)
TRUNCATED = Rule(
    id="length.truncated",
    severity=Severity.ERROR,
    category="accuracy/omission",
    description="The target is short and breaks off without the end mark that the source has.",
    hint="translate the rest",
)

_TYPICAL = {"Latn": 1.15, "Cyrl": 1.19, "Arab": 0.90, "Deva": 0.95, "Hani": 0.35}
"""Letters of the target for one of the source: medians over the even rows of TICO-19 (es 1.16, fr 1.18,
pt-BR 1.10, sw 1.10, id 1.07, fil 1.20, ru 1.19, ar 0.91, fa 0.87, hi 0.95, zh 0.35)."""
_BOUNDS, _BOUNDS_OF_SHORT = (0.5, 2.2), (0.35, 3.0)
"""Bounds of the ratio, relative to the typical one."""
_SHORT = 60
"""Letters of a source below which the ratio varies more."""
_BROKEN_OFF = 0.72
"""Below this share of the typical length a missing end mark means that text is missing too."""
_MIN_LETTERS = 30
"""Shorter sources (headings, labels) vary too much."""


class LengthCheck:
    """Length for the script."""

    name = "length"
    rules = (RATIO, TRUNCATED)
    examples = (
        Example("es", "Drink plenty of water throughout the day.", "Beba mucha agua durante todo el día."),
        Example("zh_Hans", "Drink plenty of water throughout the day.", "全天多喝水，保持充足的水分。"),
        Example("hi", "Drink plenty of water throughout the day.", "दिन भर खूब पानी पीते रहें।"),
        Example("ar", "Drink plenty of water throughout the day.", "اشرب الكثير من الماء على مدار اليوم."),
        Example("ru", "Water", "В", note="too short to tell"),
        Example(
            "zh_Hans",
            "The drug stops the virus of MERS quickly.",
            "药物可以迅速地阻止中东呼吸综合征 (Middle East Respiratory Syndrome, MERS) 病毒。",
            note="a name in Latin letters",
        ),
        Example("es", "Drink plenty of water throughout the day.", "Tome agua.", frozenset({RATIO.id})),
        Example("zh_Hans", "Drink plenty of water throughout the day.", "喝水。", frozenset({RATIO.id})),
        Example(
            "ar",
            "Drink plenty of water throughout the day.",
            "اشرب الماء. " * 12,
            frozenset({RATIO.id}),
            "several times as long",
        ),
        Example(
            "ru",
            "Drink plenty of water throughout the day, and rest when you feel tired.",
            "Пейте много воды в течение всего дня",
            frozenset({TRUNCATED.id}),
        ),
        Example(
            "zh_Hans",
            "Drink plenty of water throughout the day, and rest when you feel tired.",
            "全天多喝水，感到疲",
            frozenset({TRUNCATED.id}),
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most; breaking off is the graver."""
        source, target = TAG.sub("", subject.source), TAG.sub("", subject.target)
        letters = _count(source)
        if letters < _MIN_LETTERS:
            return
        typical = _typical(subject.locale)
        latin = count_letters(target)[LATIN] if HAN in scripts_of(subject.locale) else 0
        ratio = (_count(target) - latin + latin * typical) / letters / typical
        shortest, longest = _BOUNDS if letters >= _SHORT else _BOUNDS_OF_SHORT
        if ratio < _BROKEN_OFF and find_end_mark(source) and not find_end_mark(target):
            yield TRUNCATED.issue(f"{ratio:.0%} of the usual length and no end mark")
        elif not shortest <= ratio <= longest:
            yield RATIO.issue(f"{ratio:.0%} of the usual length")


def _count(text: str) -> int:
    """Return how many letters, digits and vowel signs a text has."""
    return sum(
        character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}
        for character in hide_inline(text)
    )


def _typical(locale: Locale) -> float:
    return min((_TYPICAL.get(script, 1.0) for script in scripts_of(locale)), default=1.0)


CHECK = LengthCheck()
