"""Order: two numbers did not change places."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.numbers import Number, NumberIndex, NumberKind, find_numbers, outside
from pipeline.language.numeric_dates import NumericDate, find_kept, find_numeric_dates
from pipeline.language.phones import find_phones
from pipeline.language.surroundings import find_surroundings, fit
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from pipeline.language.lexicon import Lexicon

NUMBERS = Rule(
    id="order.numbers",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/number",
    description="Two numbers stand in each other's place: each beside the words that belong to the other.",
    hint="compare what each number counts",
    reads_language=True,
)
_MARGIN = 1.5
"""How much better the words must fit the changed places."""
_ORDER_WEIGHT, _FREE_ORDER_WEIGHT = 3.4, 2.2
"""Weight of evidence that two numbers keep the order of English; fitted like those of their surroundings."""
_MORE_BETWEEN = 1.7
"""How much more the order says where others stand between two numbers, which then change their order too."""
_MOST = 16
"""Numbers of a text that are compared with each other; more than that is a table."""
_OF = re.compile(r"%?\s*(?:\([^()]{0,20}\)\s*)?(?:\w+\s+)?(?:out )?of\b|\s(?:in|per)\s(?:every\s)?$")
_OUT_OF = re.compile(r"\bout of (?:\w+ )?$", re.IGNORECASE)
_LONG_PHONE = 7
"""Digits of a telephone number that its own check compares; one of an emergency may be taken for a count."""
_LEAST = 2
"""Numbers that it takes to change places."""
_FULL_HOUR = "00"
_CONTEXT = 20
"""Characters before a number that are looked at."""
_THAN = re.compile(r"\b(?:than|versus)\b")


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
        Example(
            "ru",
            "Out of 41 patients, only 21 had a fever.",
            "Жар был только у 21 из 41 пациента.",
            note="each language has its order for a share",
        ),
        Example(
            "hi",
            "It hit more men (31) than women (27).",
            "महिलाओं (27) की अपेक्षा पुरुष (31) अधिक संक्रमित हुए।",
            note="comparisons are turned round",
        ),
        Example(
            "es",
            "The codes are 41 and 62.",
            "Los códigos son 62 y 41.",
            frozenset({NUMBERS.id}),
            "order alone",
        ),
        Example(
            "es",
            "50 countries (table 2), 9 towns (table 2)",
            "2 países (tabla 50), 9 ciudades (tabla 2)",
            frozenset({NUMBERS.id}),
            "a number that stands there twice",
        ),
        Example("es", "Open on 2024-03-05.", "Abierto el 5 de marzo de 2024.", note="the parts of a date"),
        Example("es", "Open on 03/25/2024.", "Abierto el 25/03/2024."),
        Example("zh_Hans", "Open on 03/25/2024.", "2024年3月25日开放。"),
        Example("de", "Open on March 5, 2024.", "Offen ab 2024-03-05."),
        Example(
            "es", "From 2024-03-05.", "Desde 2024-05-03.", frozenset({NUMBERS.id}), "the year first in both"
        ),
        Example(
            "zh_Hans",
            "For advice, call 0800 555 0134, Monday to Friday, 8 am to 6 pm.",
            "如需咨询，请于周一至周五上午8点至下午6点拨打0800 555 0134。",
            note="the number to call has a check of its own",
        ),
        Example(
            "es",
            "Call 112 if you vomit for 6 hours.",
            "Llame al 6 si vomita durante 112 horas.",
            frozenset({NUMBERS.id}),
            "a short number to call",
        ),
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
        swapped = _find_swap(subject, pairs, lexicon) if len(pairs) >= _LEAST else None
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
    """Return the numbers in digits that stand as often in either text, in the order of the source."""
    kept, there_kept = find_kept(subject.source, subject.target, lexicon)
    phones = find_phones(subject.source)
    kept = (*kept, *(phone.span for phone in phones if len(phone.digits) >= _LONG_PHONE))
    source = _digits(outside(find_numbers(subject.source, subject.english, decimal="."), kept))
    if len(source) < _LEAST:
        return ()
    target = _digits(outside(find_numbers(subject.target, lexicon), there_kept))
    here, there = NumberIndex(source), NumberIndex(target)
    by_value: defaultdict[Decimal, list[Number]] = defaultdict(list)
    for number in reversed(target):
        for value in number.readings:
            by_value[value].append(number)
    taken: set[tuple[int, int]] = set()
    pairs = []
    for number in source:
        if here.count(number) == there.count(number):
            twin = _take(number, by_value, taken)
            pairs += [_Pair(number, twin)] if twin else []
    return tuple(pairs)


def _take(
    number: Number, by_value: Mapping[Decimal, list[Number]], taken: set[tuple[int, int]]
) -> Number | None:
    """Return the first number of the target that agrees with `number` and has no twin yet, or None."""
    for value in sorted(number.readings):
        found = by_value.get(value, [])
        while found and found[-1].span in taken:
            found.pop()
        if found and found[-1].agrees(number):
            taken.add(found[-1].span)
            return found.pop()
    return None


def _digits(numbers: tuple[Number, ...]) -> list[Number]:
    return [number for number in numbers if number.kind is NumberKind.DIGITS and number.text != _FULL_HOUR]


def _find_swap(subject: Subject, pairs: tuple[_Pair, ...], lexicon: Lexicon) -> tuple[_Pair, _Pair] | None:
    """Return the two numbers that changed places most likely, or None."""
    places = _places(pairs, _find_loose(subject.source, pairs, lexicon))
    moved = [at for at, place in enumerate(places) if lexicon.has_free_order or at != place][:_MOST]
    if len(moved) < _LEAST:
        return None
    fits = _Fits(subject, lexicon)
    best, swap = _MARGIN, None
    for one, other in combinations(moved, 2):
        start, stop = (pairs[place] for place in sorted((places[one], places[other])))
        if _is_one_date(subject, start, stop):
            continue
        gain = fits.gain(start, stop)
        if not lexicon.has_free_order or not _is_compared(subject.source, start, stop):
            gain += _order_gain(places, one, other, lexicon)
        if gain > best:
            best, swap = gain, (pairs[places[one]], pairs[places[other]])
    return swap


def _is_one_date(subject: Subject, one: _Pair, other: _Pair) -> bool:
    """Return whether two numbers are of one date, whose parts stand in the order that readers are used to."""
    here = _find_date(subject.source, one.source, other.source)
    there = _find_date(subject.target, one.target, other.target)
    if here and there:
        return not (here.is_year_first and there.is_year_first)
    return here is not None or there is not None


def _find_date(text: str, one: Number, other: Number) -> NumericDate | None:
    dates = find_numeric_dates(text)
    return next((date for date in dates if date.has(one.span) and date.has(other.span)), None)


def _find_loose(source: str, pairs: tuple[_Pair, ...], lexicon: Lexicon) -> frozenset[int]:
    """Return the pairs that may stand behind the next one in good translations.

    English says `3 of 10` or `out of 10, 3`, others turn it round; from right to left a range may be turned.
    """
    return frozenset(
        at
        for at, (one, other) in enumerate(pairwise(pairs))
        if _OF.match(source, one.source.stop, other.source.start)
        or _OUT_OF.search(source[max(0, one.source.start - _CONTEXT) : one.source.start])
        or (lexicon.is_right_to_left and one.source.starts_range)
    )


def _places(pairs: tuple[_Pair, ...], loose: frozenset[int]) -> list[int]:
    """Return the indexes of the pairs in the order of the target, the loose ones as if never turned."""
    places = sorted(range(len(pairs)), key=lambda place: pairs[place].target.start)
    for at, (one, other) in enumerate(pairwise(places)):
        if other in loose and one == other + 1:
            places[at : at + 2] = [other, one]
    return places


def _order_gain(places: list[int], one: int, other: int, lexicon: Lexicon) -> float:
    """Return by how much likelier the order becomes when two change places; below 0 where it was right."""
    low, high = sorted((places[one], places[other]))
    is_turned = places[one] > places[other]
    has_more = any(low < place < high for place in places[one + 1 : other])
    weight = _FREE_ORDER_WEIGHT if lexicon.has_free_order else _ORDER_WEIGHT
    return (1 if is_turned else -1) * weight * (_MORE_BETWEEN if has_more else 1)


def _is_compared(source: str, start: _Pair, stop: _Pair) -> bool:
    """Return whether English says one is more than the other, which may be said the other way round."""
    return bool(_THAN.search(source, start.source.stop, stop.source.start))


class _Fits:
    """How well each number fits its own place and those of others."""

    def __init__(self, subject: Subject, lexicon: Lexicon) -> None:
        language = lexicon.language.partition("_")[0]
        source = find_numbers(subject.source, subject.english, decimal=".")
        self._here = find_surroundings(subject.source, source, subject.english, language, decimal=".")
        self._there = find_surroundings(
            subject.target, find_numbers(subject.target, lexicon), lexicon, language
        )

    def gain(self, one: _Pair, other: _Pair) -> float:
        """Return by how much the words around the two numbers fit better when these change places."""
        crossed = self._fit(one, other) + self._fit(other, one)
        return crossed - self._fit(one, one) - self._fit(other, other)

    def _fit(self, number: _Pair, place: _Pair) -> float:
        return fit(self._here[number.source.span], self._there[place.target.span])


CHECK = OrderCheck()
