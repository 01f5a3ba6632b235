"""Order: two numbers did not change places."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.associations import get_associations
from pipeline.language.dates import find_months
from pipeline.language.numbers import Number, NumberIndex, NumberKind, find_numbers
from pipeline.language.quantities import find_quantities
from pipeline.language.stems import english_stems, target_stems
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.lexicon import Lexicon

NUMBERS = Rule(
    id="order.numbers",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/number",
    description="Two numbers stand in each other's place: each beside the words that belong to the other.",
    hint="compare what each number counts",
    reads_language=True,
)
_MARGIN, _MARGIN_OF_FREE_ORDER = 0.0, 2.5
"""How much better the words must fit the changed places; where order is free, order says nothing."""
_WINDOW, _WINDOW_OF_HAN = 28, 12
"""Characters on either side of a number whose words belong to it."""
_MOST = 16
"""Numbers of a text that are compared with each other where order is free; more than that is a table."""
_TELLING = 1.5
"""Weight of evidence from which on a word says something about a place."""
_OF = re.compile(r"%?\s*(?:\w+\s+)?(?:out )?of\b")
_TWO = 2
_PERCENT_WEIGHT, _MONTH_WEIGHT, _UNIT_WEIGHT = 1.5, 1.0, 2.0


class _Pair(NamedTuple):
    """A number that stands once in the source and once in the target."""

    source: Number
    target: Number


class OrderCheck:
    """Numbers in each other's place."""

    name = "order"
    rules = (NUMBERS,)
    examples = (
        Example("es", "Take 2 tablets for 5 days.", "Tome 2 comprimidos durante 5 días."),
        Example("zh_Hans", "Of 10 patients, 3 had a fever.", "10 名患者中有 3 名发烧。"),
        Example("hi", "3 of 10 patients had a fever.", "10 में से 3 मरीज़ों को बुखार था।"),
        Example("hi", "250 mg for 3 days", "3 दिनों तक 250 मिलीग्राम", note="each has its own unit"),
        Example("es", "Between 5 and 10 percent.", "Entre un 5 y un 10 por ciento."),
        Example("fa", "The 2015-16 trials", "کارآزمایی‌های 16-2015", note="a range from right to left"),
        Example(
            "es",
            "On 5 March 2020, 41 patients had a fever.",
            "El 41 de marzo de 2020, 5 pacientes tenían fiebre.",
            frozenset({NUMBERS.id}),
        ),
        Example(
            "ru",
            "In 2020, 41% had a fever for 300 days.",
            "В 2020 году у 300% был жар в течение 41 дня.",
            frozenset({NUMBERS.id}),
        ),
        Example(
            "ar",
            "In 2020, 41% had a fever for 300 days.",
            "في عام 2020، أصيب 300% بالحمى لمدة 41 يوما.",
            frozenset({NUMBERS.id}),
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most."""
        lexicon = subject.lexicon
        if lexicon is None:
            return
        pairs = _pairs(subject, lexicon)
        swapped = _find_swap(subject, pairs, lexicon) if len(pairs) > 1 else None
        if swapped is not None:
            one, other = swapped
            yield NUMBERS.issue(
                f"{one.target.text} and {other.target.text} may have changed places",
                source_span=one.source.span,
                target_span=one.target.span,
                expected=f"{one.source.text}, {other.source.text}",
                found=f"{other.target.text}, {one.target.text}",
            )


def _pairs(subject: Subject, lexicon: Lexicon) -> tuple[_Pair, ...]:
    """Return the numbers in digits that stand once in either text, in the order of the source."""
    source = _digits(find_numbers(subject.source, subject.english, decimal="."))
    target = _digits(find_numbers(subject.target, lexicon))
    here, there = NumberIndex(source), NumberIndex(target)
    by_value = {value: number for number in target for value in number.readings}
    single = (number for number in source if here.count(number) == there.count(number) == 1)
    twins = ((number, map(by_value.get, number.readings)) for number in single)
    return tuple(
        _Pair(number, twin)
        for number, found in twins
        if (twin := next((other for other in found if other and other.agrees(number)), None))
    )


def _digits(numbers: tuple[Number, ...]) -> list[Number]:
    return [number for number in numbers if number.kind is NumberKind.DIGITS]


def _find_swap(subject: Subject, pairs: tuple[_Pair, ...], lexicon: Lexicon) -> tuple[_Pair, _Pair] | None:
    """Return the two numbers that changed places, or None."""
    if lexicon.is_right_to_left:
        pairs = tuple(pair for pair in pairs if not _is_in_range(pair, pairs))
    ordered = sorted(pairs, key=lambda pair: pair.target.start)
    moved = [pair for pair, at_place in zip(pairs, ordered, strict=True) if pair is not at_place]
    if not lexicon.has_free_order:
        if len(moved) != _TWO or _is_share(moved, subject):
            return None
        one, other = moved
        return (one, other) if _gain(one, other, subject, lexicon) >= _MARGIN else None
    swaps = (
        (one, other)
        for one, other in combinations(pairs[:_MOST], 2)
        if _gain(one, other, subject, lexicon) >= _MARGIN_OF_FREE_ORDER
    )
    return next(swaps, None)


def _is_in_range(pair: _Pair, pairs: tuple[_Pair, ...]) -> bool:
    """Return whether a number is one end of a range: from right to left these stand in either order."""
    before = (other for other, this in pairwise(pairs) if this is pair)
    return pair.source.starts_range or any(other.source.starts_range for other in before)


def _is_share(moved: list[_Pair], subject: Subject) -> bool:
    """Return whether English says `3 of 10`, which other languages turn round: "of 10 3"."""
    start, stop = sorted(moved, key=lambda pair: pair.source.start)
    return bool(_OF.match(subject.source, start.source.stop, stop.source.start))


def _gain(one: _Pair, other: _Pair, subject: Subject, lexicon: Lexicon) -> float:
    """Return by how much the words around the two numbers fit better when these change places."""
    straight = _fit(one.source, one.target, subject, lexicon) + _fit(
        other.source, other.target, subject, lexicon
    )
    crossed = _fit(one.source, other.target, subject, lexicon) + _fit(
        other.source, one.target, subject, lexicon
    )
    return crossed - straight


def _fit(number: Number, place: Number, subject: Subject, lexicon: Lexicon) -> float:
    """Return how well the words around `number` in the source fit those around `place` in the target."""
    language = lexicon.language.partition("_")[0]
    known = get_associations(language)
    around = _around(subject.target, place, _WINDOW if lexicon.is_spaced else _WINDOW_OF_HAN)
    there = target_stems(around, language)
    words = (known.get(stem.text) for stem in english_stems(_around(subject.source, number, _WINDOW)))
    shared = sum(
        word is not None and word.present > _TELLING and not word.targets.isdisjoint(there) for word in words
    )
    is_dated = _is_dated(number, subject.source, subject.english)
    return (
        shared
        + _PERCENT_WEIGHT * (number.is_percent == place.is_percent)
        + _UNIT_WEIGHT * _share_a_unit(number, place, subject, lexicon)
        + _MONTH_WEIGHT * (is_dated == _is_dated(place, subject.target, lexicon))
    )


def _share_a_unit(number: Number, place: Number, subject: Subject, lexicon: Lexicon) -> bool:
    source = find_quantities(subject.source, subject.english, decimal=".")
    units = {quantity.unit for quantity in source if quantity.number.span == number.span}
    return any(
        quantity.unit in units and quantity.number.span == place.span
        for quantity in find_quantities(subject.target, lexicon)
    )


def _around(text: str, number: Number, window: int) -> str:
    return f"{text[max(0, number.start - window) : number.start]} {text[number.stop : number.stop + window]}"


def _is_dated(number: Number, text: str, lexicon: Lexicon) -> bool:
    months = find_months(text, lexicon)
    return any(_is_near(month.start, number.stop) or _is_near(number.start, month.stop) for month in months)


def _is_near(start: int, stop: int) -> bool:
    return 0 <= start - stop <= 4  # noqa: PLR2004 - a space, a comma, a preposition


CHECK = OrderCheck()
