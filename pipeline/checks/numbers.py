"""Numbers: each one in the source is in the target by value, and the target has no other.

Digits of any script and either separator convention count; a number word may stand for digits, and digits
for a word.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, product, zip_longest
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Subject
from pipeline.checks.counts import find_changed_words, find_other_words
from pipeline.checks.number_rules import ADDED, CHANGED, MISSING, WORD, issue_of
from pipeline.checks.phones import compare as compare_phones_of
from pipeline.language.clocks import find_source_numbers
from pipeline.language.number_names import find_names
from pipeline.language.number_words import find_hints
from pipeline.language.numbers import Number, NumberIndex, NumberKind, find_numbers, outside, read_number
from pipeline.language.numeric_dates import find_kept
from pipeline.language.quantities import find_quantities
from pipeline.language.spelled_out import SpelledOut, is_said_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

_FULL_HOUR = "00"


class NumberCheck:
    """Numbers by value."""

    name = "number"
    rules = (CHANGED, MISSING, ADDED, WORD)
    examples = (
        Example("es", "Take 1.5 mg.", "Tome 1,5 mg.", note="the decimal comma"),
        Example("de", "About 1,500 people.", "Etwa 1.500 Menschen.", note="the dot groups"),
        Example("fr", "About 1,500 people.", "Environ 1 500 personnes.", note="a space groups"),
        Example("ar", "Take 5 ml every 6 hours.", "تناول ٥ مل كل ٦ ساعات.", note="Arabic-Indic digits"),
        Example("hi", "1.2 million people", "12 लाख लोग", note="another multiplier"),
        Example("zh_Hans", "1.2 million people on 5 March", "3月5日，120万人", note="a month is a number"),
        Example("ru", "Take two tablets.", "Принимайте 2 таблетки.", note="digits for a word"),
        Example("es", "Take 2 tablets.", "Tome dos comprimidos.", note="a word for digits"),
        Example("ar", "for 2 days", "لمدة يومين", note="the dual holds the number"),
        Example("fr", "<1>500 mg</1> of it", "<1>500 mg</1>", note="the digits of tags are no numbers"),
        Example(
            "ru", "COVID-19 spreads.", "Коронавирус распространяется.", note="digits of a name may go with it"
        ),
        Example("es", "the 10th day", "el décimo día", note="an ordinal in words"),
        Example("fr", "on March 1", "le premier mars", note="a day in words"),
        Example(
            "es",
            "Both tests after 2 weeks",
            "Las dos pruebas después de semanas",
            frozenset({MISSING.id}),
            "`dos` is both",
        ),
        Example(
            "ar",
            "ACE2 and SARS-CoV-2",
            "الإنزيم المحول للأنجيوتنسين وسارس-كوف-2",
            frozenset({MISSING.id}),
            "two names have a 2",
        ),
        Example("es", "at 10 a.m.", "a las 10:00", note="a full hour"),
        Example("pt_BR", "from 10 p.m.", "a partir das 22h", note="the 24-hour clock"),
        Example("es", "on 2024-03-05", "el 5 de marzo de 2024", note="a month by name"),
        Example("es", "on 03/05/2024", "el 05.03.24", note="the day first, the century left out"),
        Example("es", "on 2024-03-15", "el 5 de marzo de 2024", frozenset({CHANGED.id}), "another day"),
        Example("zh_Hans", "in the 1930s", "20世纪30年代", note="century and decade"),
        Example("ru", "In Fig.1,1 a patient is first shown.", "На рис. 1.1 показан пациент.", note="1 and 1"),
        Example("pt_BR", "in 2010–11", "de 2010 a 2011", note="a year cut short"),
        Example("es", "Take 5 ml.", "Tome 50 ml.", frozenset({CHANGED.id})),
        Example("pt_BR", "Take 2.5 mg.", "Tome 25 mg.", frozenset({CHANGED.id}), "the comma was lost"),
        Example("ar", "Take 5 ml.", "تناول ٥٠ مل.", frozenset({CHANGED.id})),
        Example("hi", "every four hours", "हर छह घंटे में", frozenset({CHANGED.id}), "a number word with a unit"),
        Example("zh_Hans", "every four hours", "每六小时", frozenset({CHANGED.id})),
        Example("es", "Four of them fell ill.", "Cinco de ellos enfermaron.", frozenset({WORD.id}), "a word"),
        Example("ru", "Seven towns were closed.", "Города закрыли.", frozenset({WORD.id}), "a word went"),
        Example("fr", "ninety-five villages", "quatre-vingt-quinze villages"),
        Example("hi", "95 villages", "पंचानवे गाँव", note="a name of its own for every number below a hundred"),
        Example("sw", "20,000 children", "watoto elfu ishirini", note="the magnitude before its number"),
        Example("sw", "at 8:00 a.m.", "saa 2:00 asubuhi", note="the day begins at six"),
        Example("fr", "300 to 500 thousand", "300 000 à 500 000", note="the magnitude of both"),
        Example("fa", "at 8 a.m. and 8 p.m.", "ساعت ۱ صبح و ۸ شب", frozenset({MISSING.id}), "one 8"),
        Example("de", "2-4 tablets", "4-2 Tabletten", frozenset({CHANGED.id}), "a range turned round"),
        Example("fr", "Wait 10 minutes.", "Attendez.", frozenset({MISSING.id})),
        Example("fr", "Call 911 now.", "Appelez maintenant.", note="told by the check of telephone numbers"),
        Example("ru", "Rest for a while.", "Отдыхайте 45 минут.", frozenset({ADDED.id})),
        Example("fa", "99.98% of 8,096 cases", "۹۹/۹۸ درصد از ۸،۰۹۶ مورد", note="the Persian marks"),
        Example("zh_Hans", "$108 million", "1.08 亿美元", note="another word of magnitude"),
        Example(
            "zh_Hans",
            "$108 million",
            "108 亿美元",
            frozenset({CHANGED.id}),
            "the magnitude counts where both have one",
        ),
        Example("ru", "Take it 30 minutes before meals.", "Принимайте за полчаса до еды."),
        Example(
            "ru", "Wait 30 hours.", "Подождите полчаса.", frozenset({MISSING.id}), "half of another unit"
        ),
        Example("es", "Wait half an hour.", "Espere 30 días.", frozenset({ADDED.id})),
        Example("es", "Take two tablets every day.", "Tome 1 comprimido cada día.", frozenset({ADDED.id})),
        Example("hi", "COVID-19 spreads.", "COVID-91 फैलता है।", frozenset({ADDED.id}), "in a name"),
        Example(
            "es",
            "5 mg of A and 5 mg of B",
            "5 mg de A y mg de B",
            frozenset({MISSING.id}),
            "once of two times",
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield changed, missing and added numbers; telephone numbers are another check's business.

        Nor are dates in digits that the target has too, as its readers write them.
        """
        source = find_source_numbers(subject.source, subject.english, subject.lexicon)
        if not source and not any(character.isdecimal() for character in subject.target):
            return
        phones = compare_phones_of(subject)
        here, there = find_kept(subject.source, subject.target, subject.lexicon)
        calls = (*phones.kept, *phones.changed)
        here = (*here, *(one.span for one in (*(one for one, _ in calls), *phones.missing)))
        there = (*there, *(one.span for one in (*(other for _, other in calls), *phones.added)))
        source = outside(source, here)
        issues = self._compare(subject, source, outside(find_numbers(subject.target, subject.lexicon), there))
        if issues:
            apart = outside(find_numbers(subject.target, subject.lexicon, space_groups=False), there)
            issues = min(issues, self._compare(subject, source, apart), key=len)
        yield from issues

    def _compare(
        self, subject: Subject, source: tuple[Number, ...], target: tuple[Number, ...]
    ) -> list[Issue]:
        words = SpelledOut(
            source=subject.source, target=subject.target, english=subject.english, lexicon=subject.lexicon
        )
        ends, digits = dict(pairwise(source)), NumberIndex(_digits(target))
        gone = [number for number in _gone(source, target) if not words.has(number, ends.get(number), digits)]
        gone += _gone_from_names(source, target, words)
        come = list(_come(source, target))
        hints = find_hints(subject.source, subject.english) if come else frozenset()
        units = _units(subject) if hints else {}
        come = [
            number
            for number in come
            if not number.readings & hints or not is_said_with(number, units.get(number.start))
        ]
        issues = [issue_of(old, new) for old, new in zip_longest(_distinct(gone), _distinct(come))]
        if subject.lexicon is not None and not subject.lexicon.is_right_to_left:
            issues += _turned_ranges(source, target)
        issues += find_changed_words(subject, source, target)
        return [*issues, *(() if issues else find_other_words(subject, source, target))]


def _units(subject: Subject) -> Mapping[int, str]:
    """Return the units of a target's numbers, by where these start."""
    if subject.lexicon is None:
        return {}
    return {one.number.start: one.unit for one in find_quantities(subject.target, subject.lexicon)}


def _digits(numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """Return the numbers in digits that must have a counterpart; `10 a.m.` may become `10:00`."""
    return tuple(
        number for number in numbers if number.kind is NumberKind.DIGITS and number.text != _FULL_HOUR
    )


def _not_words(numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple(number for number in numbers if number.kind is not NumberKind.WORD)


def _gone(source: tuple[Number, ...], target: tuple[Number, ...]) -> Iterator[Number]:
    """Yield the source's numbers that the target has less often in digits; a name's stand for no other."""
    digits = _digits(source)
    wanted = _wanted(digits)
    last = {number.readings: number for number in digits}
    here, there, parts = NumberIndex(source), NumberIndex(_not_words(target)), _values(target)
    joined = _joined(target, source)
    for number in digits:
        in_names = min(there.count(number, NumberKind.NAME), here.count(number, NumberKind.NAME))
        free = there.count(number) - in_names
        is_apart = number.readings in joined or _is_split(number, parts)
        if free < wanted[number.readings] and not is_apart:
            yield last[number.readings] if free else number


def _wanted(digits: tuple[Number, ...]) -> dict[frozenset[Decimal], int]:
    """Return how many numbers of a text each set of readings must serve: `8 a.m. and 8 p.m.` want two."""
    alike = Counter(number.readings for number in digits)
    return {
        readings: sum(count for other, count in alike.items() if other <= readings)
        if len(readings) > 1
        else alone
        for readings, alone in alike.items()
    }


def _joined(target: tuple[Number, ...], source: tuple[Number, ...]) -> frozenset[frozenset[Decimal]]:
    """Return the values of the source that the target has in one number, which the source has not."""
    here, values = NumberIndex(source), _values(source)
    found = [number for number in target if _is_split(number, values) and not here.count(number)]
    return frozenset(read_number(part) for number in found for part in re.split(r"\D", number.text) if part)


def _come(source: tuple[Number, ...], target: tuple[Number, ...]) -> Iterator[Number]:
    """Yield the target's numbers that the source has not, those in names too."""
    here, parts = NumberIndex(source), _values(source)
    beside = {value for number in source for value in number.beside}
    for number in target:
        is_digits = number.kind is not NumberKind.WORD and number.text != _FULL_HOUR
        if (
            is_digits
            and number.readings.isdisjoint(beside)
            and not here.count(number)
            and not _is_split(number, parts)
        ):
            yield number


def _values(numbers: tuple[Number, ...]) -> frozenset[frozenset[Decimal]]:
    return frozenset(number.readings for number in numbers)


def _is_split(number: Number, others: frozenset[frozenset[Decimal]]) -> bool:
    """Return whether `1,1` stands for two numbers that the other text has apart."""
    parts = [part for part in re.split(r"\D", number.text) if part]
    return len(parts) > 1 and all(read_number(part) in others for part in parts)


def _gone_from_names(
    source: tuple[Number, ...], target: tuple[Number, ...], words: SpelledOut
) -> list[Number]:
    """Return the numbers of names that the target has less often than the source has names with them."""
    here, there = NumberIndex(_digits(source)), NumberIndex(_not_words(target))
    return [
        number
        for number, names in find_names(words.source, source).items()
        if there.count(number) < names + here.count(number) and number.readings.isdisjoint(words.values)
    ]


def _distinct(numbers: list[Number]) -> list[Number]:
    """Return one number a value: a target that repeats its mistake has one issue."""
    return list({number.readings: number for number in reversed(numbers)}.values())[::-1]


def _turned_ranges(source: tuple[Number, ...], target: tuple[Number, ...]) -> Iterator[Issue]:
    turned = {
        values: (start, end)
        for start, end in _ranges(target)
        for values in product(end.readings, start.readings)
    }
    for low, high in _ranges(source):
        start, end = next(filter(None, map(turned.get, product(low.readings, high.readings))), (low, high))
        if start is not low and not low.agrees(high):
            yield CHANGED.issue(
                f"the range {low.text} to {high.text} became {start.text} to {end.text}",
                source_span=(low.start, high.stop),
                target_span=(start.start, end.stop),
                expected=f"{low.text}-{high.text}",
                found=f"{start.text}-{end.text}",
            )


def _ranges(numbers: tuple[Number, ...]) -> Iterator[tuple[Number, Number]]:
    return ((one, other) for one, other in pairwise(numbers) if one.starts_range)


CHECK = NumberCheck()
