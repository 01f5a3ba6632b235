"""Language: a target is written in its locale's language, not in one that looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.identification import find_other_language
from pipeline.language.names import language_name
from pipeline.language.scripts import count_letters, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

_CATEGORY = "accuracy/mistranslation"
WRONG = Rule(
    id="language.wrong",
    severity=Severity.ERROR,
    category=_CATEGORY,
    description="The target is written in another language than its locale's.",
    hint="check that this is the right language's file",
    reads_language=True,
)
DOUBTFUL = Rule(
    id="language.doubtful",
    severity=Severity.WARNING,
    category=_CATEGORY,
    description="The target reads more like another language, perhaps one that is close to the locale's.",
    hint="check that this is the right language",
    reads_language=True,
)
_MIN_LETTERS = 20
_MIN_HAN = 8
"""Characters of Chinese that say as much."""
_SURE, _LIKELY, _SIBLING = 15.0, 5.0, 20.0
"""Leads of the model, measured on TICO-19, for an error, for a warning, and for a warning about siblings."""


class LanguageCheck:
    """The language of the text."""

    name = "language"
    rules = (WRONG, DOUBTFUL)
    examples = (
        Example("es", "Drink plenty of water throughout the day.", "Beba mucha agua durante todo el día."),
        Example("hi", "Drink plenty of water throughout the day.", "दिन भर खूब पानी पीते रहें।"),
        Example("ar", "Drink plenty of water.", "اشرب الكثير من الماء."),
        Example("es", "Rest.", "Repouso.", note="too short to tell"),
        Example(
            "es",
            "Drink plenty of water throughout the day, and rest at home.",
            "Beba muita água durante todo o dia e não saia de casa.",
            frozenset({WRONG.id}),
        ),
        Example(
            "ar",
            "Drink plenty of water throughout the day, and rest at home.",
            "در طول روز آب زیادی بنوشید و در خانه استراحت کنید.",
            frozenset({WRONG.id}),
        ),
        Example(
            "hi",
            "Drink plenty of water throughout the day, and rest at home.",
            "दिवसभर भरपूर पाणी प्या आणि घरी विश्रांती घ्या.",
            frozenset({WRONG.id}),
        ),
        Example(
            "sw",
            "Drink plenty of water throughout the day, and rest at home.",
            "Phuza amanzi amaningi usuku lonke futhi uphumule ekhaya.",
            frozenset({WRONG.id}),
        ),
        Example(
            "es",
            "Drink water and rest at home for several days if you have a high fever.",
            "Beba auga e descanse na casa durante varios días se ten febre alta.",
            frozenset({DOUBTFUL.id}),
            "Galician",
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most. A target that is the source is no matter of this check."""
        own = scripts_of(subject.locale)
        counts = count_letters(subject.target)
        letters = sum(count for script, count in counts.items() if script in own)
        if letters < (_MIN_HAN if "Hani" in own else _MIN_LETTERS) or subject.target == subject.source:
            return
        guess = find_other_language(subject.target, subject.locale, subject.lexicon)
        if guess is None or guess.lead < (_SIBLING if guess.is_sibling else _LIKELY):
            return
        rule = WRONG if guess.lead >= _SURE and not guess.is_sibling else DOUBTFUL
        name, expected = language_name(guess.language), language_name(subject.locale.language)
        yield rule.issue(f"it reads like {name}, not {expected}", expected=expected, found=name)


CHECK = LanguageCheck()
