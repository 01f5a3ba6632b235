"""Length: a target that is much shorter or longer than others of its script, or that breaks off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Span, Subject
from pipeline.language.inline import TAG
from pipeline.language.lengths import deviation, measure_latin, measure_length
from pipeline.language.openings import find_opening_at_end
from pipeline.language.punctuation import find_end_mark
from pipeline.language.scripts import HAN, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


RATIO = Rule(
    id="length.ratio",
    severity=Severity.WARNING,
    category="accuracy",
    description="The target is far shorter or longer than translations into this script are.",
    hint="check that the target translates this source, all of it and nothing else",
    reads_language=True,
)
TRUNCATED = Rule(
    id="length.truncated",
    severity=Severity.ERROR,
    category="accuracy/omission",
    description="The target is short and breaks off without the end mark that the source has.",
    hint="translate the rest",
    reads_language=True,
)

OPEN_END = Rule(
    id="length.open-end",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="The last word of the target is one that wants another behind it, unlike the source's.",
    hint="translate the rest",
    reads_language=True,
)

_TYPICAL = {"Latn": 1.15, "Cyrl": 1.19, "Arab": 0.90, "Deva": 0.95, "Hani": 0.35}
"""Letters of the target for one of the source where nothing is known of the language, by script."""
_BOUNDS, _BOUNDS_OF_SHORT = (0.5, 2.2), (0.35, 3.0)
"""Bounds of the ratio, relative to the typical one."""
_SHORT = 60
"""Letters of a source below which the ratio varies more."""
_BROKEN_OFF, _BROKEN_OFF_SPREAD = 0.72, -1.0
"""Below this share of the typical length, or this many deviations, a missing end mark means missing text."""
_POSTPOSITIONS = frozenset({"bn", "hi", "ja", "ko", "tr"})
"""Languages in which what English says with a preposition at the front stands at the end: `इस पृष्ठ पर`."""
_TITLE = 4
"""Words of a source that is a title without a verb."""
_FIRST_WORD = re.compile(r"\W*(\w+)")
_MIN_LETTERS = 30
"""Shorter sources (headings, labels) vary too much."""


class LengthCheck:
    """Length for the script."""

    name = "length"
    rules = (RATIO, TRUNCATED, OPEN_END)
    examples = (
        Example("es", "Drink plenty of water throughout the day.", "Beba mucha agua durante todo el día."),
        Example("zh_Hans", "Drink plenty of water throughout the day.", "全天多喝水，保持充足的水分。"),
        Example("hi", "Drink plenty of water throughout the day.", "दिन भर खूब पानी पीते रहें।"),
        Example("ar", "Drink plenty of water throughout the day.", "اشرب الكثير من الماء على مدار اليوم."),
        Example("ru", "Water", "Ю", note="too short to tell"),
        Example(
            "zh_Hans",
            "The drug stops the virus of MERS quickly.",
            "药物可以迅速地阻止中东呼吸综合征 (Middle East Respiratory Syndrome, MERS) 病毒。",
            note="a name in Latin letters",
        ),
        Example(
            "zh_Hans",
            "The strategies that aim to slow the spread (https://www.cdc.gov/coronavirus/community-strategy.pdf).",
            "旨在减缓疾病传播的各种策略 (https://www.cdc.gov/coronavirus/community-strategy.pdf)。",
            note="an address has no length",
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
        Example("es", "what to do for a fever", "qué hacer para la fiebre"),
        Example("es", "what to do for a fever", "qué hacer para la", frozenset({OPEN_END.id})),
        Example("hi", "fever and cough", "बुखार और", frozenset({OPEN_END.id})),
        Example("hi", "On this page", "इस पृष्ठ पर", note="a preposition in front becomes one behind"),
        Example("ko", "For fever and cough", "발열 및", frozenset({OPEN_END.id})),
        Example("es", "On this page", "En esta página de la", frozenset({OPEN_END.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most; breaking off is the graver."""
        source, target = TAG.sub("", subject.source), TAG.sub("", subject.target)
        lost_end = find_end_mark(source) is not None and find_end_mark(target) is None
        if lost_end and _is_short(subject):
            yield TRUNCATED.issue("it is shorter than usual and has no end mark", target_span=_end(subject))
        elif (word := _find_open_end(subject)) is not None:
            yield OPEN_END.issue(f'it ends with "{word}"', target_span=_end(subject), found=word)
        else:
            yield from _ratio(subject)


def _is_short(subject: Subject) -> bool:
    if subject.lexicon is None:
        return measure_length(subject.source) >= _MIN_LETTERS and _relative_length(subject) < _BROKEN_OFF
    return deviation(subject.source, subject.target, subject.lexicon) < _BROKEN_OFF_SPREAD


def _find_open_end(subject: Subject) -> str | None:
    """Return the word that leaves the target's end open where the source's is closed."""
    if subject.lexicon is None or find_end_mark(subject.target):
        return None
    if find_opening_at_end(subject.source, subject.english):
        return None
    first = _FIRST_WORD.match(subject.source)
    is_title = first is not None and len(subject.source.split()) <= _TITLE
    is_turned = is_title and first is not None and first[1].lower() in subject.english.openers
    word = find_opening_at_end(subject.target, subject.lexicon)
    if is_turned and subject.lexicon.language in _POSTPOSITIONS and word not in subject.lexicon.conjunctions:
        return None
    return word


def _end(subject: Subject) -> Span:
    """Return the span of the last character that a reader sees."""
    stop = len(subject.target.rstrip())
    return (stop - 1, stop)


def _ratio(subject: Subject) -> Iterator[Issue]:
    letters = measure_length(subject.source)
    if letters < _MIN_LETTERS:
        return
    ratio = _relative_length(subject)
    shortest, longest = _BOUNDS if letters >= _SHORT else _BOUNDS_OF_SHORT
    if not shortest <= ratio <= longest:
        yield RATIO.issue(f"{ratio:.0%} of the usual length")


def _relative_length(subject: Subject) -> float:
    """Return the target's length as a share of what is usual; names in Latin letters keep theirs."""
    typical = _typical(subject)
    latin = measure_latin(subject.target) if HAN in scripts_of(subject.locale) else 0
    return (
        (measure_length(subject.target) - latin + latin * typical)
        / max(1, measure_length(subject.source))
        / typical
    )


def _typical(subject: Subject) -> float:
    if subject.lexicon is not None:
        return subject.lexicon.length
    return min((_TYPICAL.get(script, 1.0) for script in scripts_of(subject.locale)), default=1.0)


CHECK = LengthCheck()
