"""Units: a number keeps the unit that the source counts it in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.clocks import find_source_numbers
from pipeline.language.dates import find_months
from pipeline.language.numbers import Number, NumberIndex, NumberKind, find_numbers
from pipeline.language.quantities import (
    MEASURES,
    Quantity,
    find_quantities,
    find_unit_names,
    find_units_before,
)
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.language.lexicon import Lexicon

CHANGED = Rule(
    id="quantity.unit-changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation/unit-conversion",
    description="A number of the source stands in the target with another unit.",
    hint="keep the unit of the source; a conversion changes the number too and belongs into the source",
    reads_language=True,
)
MISSING = Rule(
    id="quantity.unit-missing",
    severity=Severity.ERROR,
    category="accuracy/omission",
    description="A number of the source lost its unit of dose, and the unit is nowhere in the target.",
    hint="write the unit after the number",
    reads_language=True,
)
ADDED = Rule(
    id="quantity.unit-added",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/unit-conversion",
    description="A number of the target has a unit of time that the source does not name.",
    hint="use the unit of the source",
    reads_language=True,
)
NUMBER = Rule(
    id="quantity.number-changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation/number",
    description="What the source counts with a number in words is counted with another one in the target.",
    hint="one tablet is not two, half a litre is no litre: keep the number",
    reads_language=True,
)
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_FIRST_YEAR, _LAST_YEAR, _DAYS = 1800, 2100, 31
_AGE = re.compile(r"\b(?:age[ds]?|aging|older|younger|old|adults?|elderly|years?)\b", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:child(?:ren)?|people|persons?|patients|men|women|those|any(?:one|body)|no(?: one|body)"
    r"|every(?:one|body)|visitors|adults|babies|infants|kids|boys|girls|minors|pupils|students|travell?ers|drivers|users|residents|smokers|age)"
    r" (?:under|over|above|below|of|from|until)\s$",
    re.IGNORECASE,
)
"""What stands right before the number of an age."""
_BEFORE_AGE = 30
_CLOCK = re.compile(r"\d\s?(?:[ap]\.?\s?m\b|:\d\d)|\bo'clock|24/7", re.IGNORECASE)


class QuantityCheck:
    """Units bound to numbers."""

    name = "quantity"
    rules = (CHANGED, MISSING, ADDED, NUMBER)
    examples = (
        Example("es", "Take 250 mg for 3 days.", "Tome 250 mg durante 3 días."),
        Example("zh_Hans", "Take 250 mg for 3 days.", "服用250毫克，连续3天。"),
        Example(
            "fa",
            "10-20 mg/kg per day",
            "روزانه ۱۰ تا ۲۰ میلی‌گرم بر کیلوگرم",
            note="a unit by another in words",
        ),
        Example("fa", "10-20 mg/kg", "۱۰ تا ۲۰ گرم بر کیلوگرم", frozenset({CHANGED.id})),
        Example("es", "every 6 to 8 hours", "cada 6 a 8 días", frozenset({CHANGED.id}), "both of a range"),
        Example("sw", "every 6 to 8 hours", "kila baada ya siku 6 hadi 8", frozenset({CHANGED.id})),
        Example("ar", "for two days", "لمدة أسبوعين", frozenset({CHANGED.id}), "two of a unit in one word"),
        Example("zh_Hans", "80 percent of them", "其中百分之八十"),
        Example("fa", "on 20 January", "در ساعت ۲۰ ژانویه", frozenset({ADDED.id}), "an hour before the day"),
        Example("ar", "Take 5-10 ml.", "تناول ٥-١٠ مل."),
        Example("ru", "five percent", "5 процентов"),
        Example("hi", "500 micrograms", "500 माइक्रोग्राम"),
        Example("fr", "a 14-day rest", "14 jours de repos"),
        Example("es", "Take 250 mg.", "Tome 250 g.", frozenset({CHANGED.id})),
        Example("ru", "Take 250 mg.", "Принимайте 250 г.", frozenset({CHANGED.id})),
        Example("zh_Hans", "Take 250 mg.", "服用250克。", frozenset({CHANGED.id})),
        Example("ar", "for 3 days", "لمدة 3 أسابيع", frozenset({CHANGED.id})),
        Example("hi", "for 3 days", "3 सप्ताह तक", frozenset({CHANGED.id})),
        Example("de", "500 mcg", "500 mg", frozenset({CHANGED.id})),
        Example("pt_BR", "two weeks", "dois dias", frozenset({CHANGED.id}), "number words count too"),
        Example("fr", "Take 5 ml.", "Prenez 5.", frozenset({MISSING.id})),
        Example("fr", "not for children under 12", "pas pour les enfants de moins de 12 ans"),
        Example("fr", "People over 65 take 2.", "Les plus de 65 ans prennent 2 ans.", frozenset({ADDED.id})),
        Example("ru", "aged 30 to 65 in 2020", "от 30 до 65 лет в 2020 году"),
        Example("zh_Hans", "on 24 January 2020", "2020年1月24日"),
        Example("sw", "for 14 days", "kwa siku 14", note="the unit stands before its number"),
        Example("sw", "for 14 days", "kwa wiki 14", frozenset({CHANGED.id})),
        Example(
            "fr",
            "95% of 20 and 95% of 30",
            "95 % des 20 et 95 ‰ des 30",
            frozenset({CHANGED.id}),
            "one of two that are alike",
        ),
        Example("zh_Hans", "5 mg in 5 ml", "5毫升中5毫升", frozenset({CHANGED.id}), "the other's unit"),
        Example("fa", "2 percent", "۲ در هزار", frozenset({CHANGED.id})),
        Example("ru", "aged 30 to 65", "от 30 до 65 недель", frozenset({ADDED.id})),
        Example("zh_Hans", "in 2020", "2020分钟", frozenset({ADDED.id})),
        Example("es", "Take one tablet.", "Tome dos comprimidos.", frozenset({NUMBER.id})),
        Example("zh_Hans", "half an hour before", "提前一小时", frozenset({NUMBER.id})),
        Example("ru", "one and a half litres", "полтора литра", note="a number and a part of it"),
        Example("fr", "masks (series 1860s)", "masques (série 1860s)", note="the source has the sign too"),
        Example(
            "ru", "COVID-19 in 19 countries", "COVID-19 с марта в 19 странах", note="a name counts nothing"
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield numbers whose unit changed, went or came."""
        lexicon = subject.lexicon
        if lexicon is None:
            return
        source = find_quantities(subject.source, subject.english, decimal=".")
        target = find_quantities(subject.target, lexicon)
        before = find_units_before(subject.target, lexicon)
        if source:
            names = set(find_unit_names(subject.target, lexicon)) | {one.unit for one in (*target, *before)}
            numbers = find_numbers(subject.target, lexicon)
            ours, theirs = _counted(_alike(source, target)), _counted(_alike(target, source))
            for quantity in ours:
                yield from _compare(quantity, ours, theirs, names, numbers)
            yield from _changed_numbers(ours, theirs)
        before = tuple(one for one in before if one.number.kind is NumberKind.DIGITS)
        if target or before:
            yield from _added(subject, lexicon, source, (*target, *before))


def _alike(quantities: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Return quantities by one unit alone where the other text has none by two: many say `mg/kg` in words."""
    if any("/" in one.unit for one in others):
        return quantities
    return tuple(replace(one, unit=one.unit.partition("/")[0]) for one in quantities)


def _counted(quantities: tuple[Quantity, ...]) -> dict[Quantity, int]:
    """Return the first of those that are alike, and how many there are: what holds for one holds for all."""
    first: dict[object, Quantity] = {}
    counts: Counter[Quantity] = Counter()
    for one in quantities:
        counts[first.setdefault((one.unit, one.number.readings, one.number.scaled), one)] += 1
    return counts


def _compare(
    quantity: Quantity,
    source: Mapping[Quantity, int],
    target: Mapping[Quantity, int],
    names: set[str],
    numbers: tuple[Number, ...],
) -> Iterator[Issue]:
    wanted, found = _units_of(quantity, source), _units_of(quantity, target)
    if found[quantity.unit] >= wanted[quantity.unit]:
        return
    rival = next(
        (one for one in target if found[one.unit] > wanted[one.unit] and one.number.agrees(quantity.number)),
        None,
    )
    span = (quantity.number.start, quantity.stop)
    if rival is not None:
        yield CHANGED.issue(
            f"{quantity.number.text} {quantity.unit} became {rival.number.text} {rival.unit}",
            source_span=span,
            target_span=(rival.number.start, rival.stop),
            expected=quantity.unit,
            found=rival.unit,
        )
    elif quantity.unit.partition("/")[0] in MEASURES and quantity.unit not in names:
        bare = next((number for number in numbers if number.agrees(quantity.number)), None)
        yield MISSING.issue(
            f"{quantity.number.text} has no unit, the source says {quantity.unit}",
            source_span=span,
            target_span=bare.span if bare else None,
            expected=quantity.unit,
        )


def _changed_numbers(source: Mapping[Quantity, int], target: Mapping[Quantity, int]) -> Iterator[Issue]:
    """Yield the numbers in words of which the target has another one with the same unit, and not this one."""
    for lost in _without_equal(source, target):
        if lost.number.kind is not NumberKind.WORD or _is_mixed(lost.number):
            continue
        came = next((one for one in _without_equal(target, source) if one.unit == lost.unit), None)
        if came is not None:
            yield NUMBER.issue(
                f"{lost.number.text} {lost.unit} became {came.number.text} {came.unit}",
                source_span=(lost.number.start, lost.stop),
                target_span=(came.number.start, came.stop),
                expected=lost.number.text,
                found=came.number.text,
            )


def _is_mixed(number: Number) -> bool:
    """Return whether a number is a whole one and a part, which languages write around the unit."""
    return any(value > 1 and value != int(value) for value in number.readings)


def _without_equal(quantities: Mapping[Quantity, int], others: Mapping[Quantity, int]) -> list[Quantity]:
    return [
        one
        for one in quantities
        if not any(one.unit == x.unit and one.number.agrees(x.number) for x in others)
    ]


def _units_of(quantity: Quantity, quantities: Mapping[Quantity, int]) -> Counter[str]:
    """Return how often each unit is bound to the value of a quantity."""
    units: Counter[str] = Counter()
    for other, count in quantities.items():
        if other.number.agrees(quantity.number):
            units[other.unit] += count
    return units


def _added(
    subject: Subject, lexicon: Lexicon, source: tuple[Quantity, ...], target: tuple[Quantity, ...]
) -> Iterator[Issue]:
    """Yield units that the target binds to a number which has none in the source."""
    bound = NumberIndex(quantity.number for quantity in source)
    bare = [
        number
        for number in find_source_numbers(subject.source, subject.english, lexicon)
        if number.kind is NumberKind.DIGITS and not bound.count(number)
    ]
    named = set(find_unit_names(subject.source, subject.english, decimal="."))
    for quantity in _counted(target):
        is_new = (
            quantity.unit in _TIMES
            and quantity.unit not in named
            and quantity.number.kind is not NumberKind.NAME
        )
        twin = next((number for number in bare if is_new and number.agrees(quantity.number)), None)
        written = subject.target[quantity.number.stop : quantity.stop]
        is_copied = twin is not None and bool(written) and subject.source.startswith(written, twin.stop)
        if twin is not None and not is_copied and not _is_said_otherwise(quantity.unit, twin, subject):
            yield ADDED.issue(
                f"{twin.text} became {quantity.number.text} {quantity.unit}",
                source_span=twin.span,
                target_span=(quantity.number.start, quantity.stop),
                found=quantity.unit,
            )


def _is_said_otherwise(unit: str, number: Number, subject: Subject) -> bool:
    """Return whether English says a unit without its name: ages, years, dates, times of day."""
    if unit == "year":
        is_year = any(_FIRST_YEAR <= value <= _LAST_YEAR for value in number.readings)
        before = subject.source[max(0, number.start - _BEFORE_AGE) : number.start]
        return is_year or bool(_AGE.search(subject.source) or _AGED.search(before))
    if unit in {"month", "day"}:
        return bool(find_months(subject.source, subject.english)) and max(number.readings) <= _DAYS
    is_of_clock = unit == "hour" or (unit == "minute" and subject.source[: number.start].endswith(":"))
    return is_of_clock and bool(_CLOCK.search(subject.source))


CHECK = QuantityCheck()
