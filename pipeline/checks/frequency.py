"""Frequency: what is taken each day is not taken each week, nor twice a day what is for every second day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.pairing import pair_sentences, part_of
from pipeline.language.periods import Period, find_periods, find_rates, is_definite, is_each
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.lexicon import Lexicon

CHANGED = Rule(
    id="frequency.changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="The source names one period and the target another: a day, a week, every second day.",
    hint="how often, and for how long? Keep the period of the source",
    reads_language=True,
)
MISSING = Rule(
    id="frequency.missing",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="The source says how often, and the target names no period at all.",
    hint='say "a day", "each week" or what the source says',
    reads_language=True,
)
_PART_OF_DAY = "morning"
"""A name of English periods alone: "every evening" may be said with a word for the day or for the hour."""


class FrequencyCheck:
    """The periods of rates and durations."""

    name = "frequency"
    rules = (CHANGED, MISSING)
    examples = (
        Example("es", "Take 2 tablets a day.", "Tome 2 comprimidos al día."),
        Example("es", "Take 2 tablets daily.", "Tome 2 comprimidos cada 24 horas.", note="said in hours"),
        Example("es", "Take 2 tablets a day.", "Tome 2 comprimidos a la semana.", frozenset({CHANGED.id})),
        Example("es", "Take it twice a day.", "Tómelo cada dos días.", frozenset({CHANGED.id})),
        Example("es", "Take it every other day.", "Tómelo cada día.", frozenset({CHANGED.id})),
        Example("es", "Take it every other day.", "Tómelo en días alternos."),
        Example("ru", "Take 2 tablets a day.", "Принимайте по 2 таблетки в день."),
        Example("ru", "Take 2 tablets a day.", "Принимайте по 2 таблетки в неделю.", frozenset({CHANGED.id})),
        Example("ar", "Take it once a week.", "تناوله مرة واحدة يوميا.", frozenset({CHANGED.id})),
        Example("zh_Hans", "Take 2 tablets daily.", "每周服用2片。", frozenset({CHANGED.id})),
        Example("hi", "Take 2 tablets daily.", "रोज़ 2 गोलियाँ लें।"),
        Example("es", "Take 2 tablets a day.", "Tome 2 comprimidos.", frozenset({MISSING.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most."""
        lexicon = subject.lexicon
        if lexicon is None or not lexicon.periods:
            return
        source = find_periods(subject.source, subject.english, decimal=".")
        if not source:
            return
        target = find_periods(subject.target, lexicon)
        pairs = pair_sentences(subject.source, subject.target, subject.english, lexicon)
        sentences = [(part_of(source, ours), part_of(target, theirs)) for ours, theirs in pairs]
        changes = (change for pair in sentences for change in _changes(subject.source, *pair))
        change = next(changes, None)
        if change:
            yield _issue(subject, *change)
        elif not target:
            yield from _missing(subject, lexicon)


def _changes(
    text: str, source: tuple[Period, ...], target: tuple[Period, ...]
) -> Iterator[tuple[Period, Period]]:
    """Yield each period that went and the one that came for it.

    What is counted in both texts is the business of units.
    """
    rates = {one.start for rate in find_rates(text) for one in source if rate.start <= one.start < rate.stop}
    for lost in _beyond(source, target):
        is_rate = lost.start in rates or is_each(text, lost)
        if not is_rate and not is_definite(text, lost):
            continue
        yield from (
            (lost, came) for came in _beyond(target, source) if _is_instead(lost, came, is_rate=is_rate)
        )


def _beyond(periods: tuple[Period, ...], others: tuple[Period, ...]) -> list[Period]:
    """Return the periods that the other text has less often, or counts with none of their numbers."""
    spare = Counter(one.name for one in others if not one.times)
    spare.subtract(one.name for one in periods if not one.times)
    named = [one for one in periods if not one.times and spare[one.name] < 0]
    counted = [
        one
        for one in periods
        if one.times and not any(one.name == x.name and one.times & x.times for x in others)
    ]
    return [*named, *counted]


def _is_instead(lost: Period, came: Period, *, is_rate: bool) -> bool:
    """Return whether a period stands for another: of another kind, or of a rate counted where it was named.

    "Twice a day" is not "every 2 days", and "every 6 hours" not "6 times an hour".
    """
    if lost.name == _PART_OF_DAY:
        return came.name not in {"hour", "day"} and not came.times
    if lost.times or came.times:
        return is_rate and not (lost.times and came.times) and lost.name == came.name
    return lost.name != came.name


def _issue(subject: Subject, lost: Period, came: Period) -> Issue:
    said = subject.source[lost.start : lost.stop], subject.target[came.start : came.stop]
    return CHANGED.issue(
        f'"{said[0]}" became "{said[1]}"',
        source_span=(lost.start, lost.stop),
        target_span=(came.start, came.stop),
        expected=said[0],
        found=said[1],
    )


def _missing(subject: Subject, lexicon: Lexicon) -> Iterator[Issue]:
    rate = next(iter(find_rates(subject.source)), None)
    if rate is not None and rate.name in lexicon.periods:
        said = subject.source[rate.start : rate.stop]
        yield MISSING.issue(
            f'"{said}" is nowhere in the target', source_span=(rate.start, rate.stop), expected=said
        )


CHECK = FrequencyCheck()
