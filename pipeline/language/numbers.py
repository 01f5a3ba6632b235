"""Text to its numbers by value: digits of any script, both separator conventions, and number words.

Where a separator can be read two ways (`1.500`), every reading is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.language.clock_marks import mark_clocks
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import ENGLISH, Lexicon
from pipeline.language.magnitudes import MIN_MULTIPLIER, RANGE_MARK, find_link, find_multiplier
from pipeline.language.number_words import find_number_words
from pipeline.language.numeric_dates import find_numeric_dates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_TOKEN = re.compile(
    r"\d+(?:[.,٫٬'’\u00a0\u202f\u2009]\d+|،\d{3}(?!\d)|(?<=[۰-۹])/(?=[۰-۹])[۰-۹]+"
    r"|(?<=\d) (?=\d{3}(?!\d))\d{3})*(?: ?[½¼¾⅓⅔⅛])?|[½¼¾⅓⅔⅛]",
)
_PERCENT_AFTER = re.compile(r"[\s\u00a0\u202f\u200f\u200e]*[%٪％﹪]")
_PERCENT_BEFORE = re.compile(r"(?<!\d)(?<!\d\s)[%٪]\s?$|百分之$")
_AFTERNOON = re.compile(r"(?::\d\d)?\s?p\.?\s?m\b", re.IGNORECASE)
_DECADE = re.compile(r"\d\d\d0s\b")
_YEAR, _SHORT_YEAR = re.compile(r"\d{4}"), re.compile(r"\d{2}")
_GROUPS = re.compile("[٬،'’\u00a0\u202f\u2009 ](?=\\d{3}(?!\\d))")
_HUNDRED, _NOON = 100, 12
_HYPHENS = "-‐‑–_/"
_JOINING_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "DEVANAGARI")
"""Scripts in which a letter right before a digit makes it part of a name (`B12`, `H1N1`, `CO2`)."""


class NumberKind(Enum):
    """How a number is written."""

    DIGITS = "digits"
    NAME = "name"
    """Digits inside a name: `COVID-19`, `B12`, `SARS-CoV-2`."""
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number in a text."""

    readings: frozenset[Decimal]
    """Every value it can have; more than one where the convention decides."""
    start: int
    stop: int
    text: str
    kind: NumberKind = NumberKind.DIGITS
    is_percent: bool = False
    starts_range: bool = False
    """The next number ends the range that this one starts (`5-10`)."""
    scaled: frozenset[Decimal] = frozenset()
    """What it is with the word of magnitude behind it: 1200000 for `1.2 million`."""
    beside: frozenset[Decimal] = frozenset()
    """Values that a translation may add: Chinese names the century of a decade."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return (self.start, self.stop)

    def agrees(self, other: Number) -> bool:
        """Return whether the two can mean the same value.

        Where one has a word of magnitude that the other has not, the word may be there and unknown.
        """
        if self.scaled and other.scaled:
            return bool(self.scaled & other.scaled)
        return bool(self.readings & other.readings)


class NumberIndex:
    """Numbers by value: tells how many agree with another one without a look at each of them."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        """`numbers` are looked at once, so that long tables of numbers take no longer than their length."""
        self._alike: Counter[Number] = Counter(map(_bare, numbers))
        self._by_value: defaultdict[Decimal, list[Number]] = defaultdict(list)
        for number in self._alike:
            for value in number.readings:
                self._by_value[value].append(number)

    def count(self, number: Number, kind: NumberKind | None = None) -> int:
        """Return how many numbers agree with `number`, of any kind or of one."""
        near = {other for value in number.readings for other in self._by_value.get(value, ())}
        found = (other for other in near if other.agrees(number) and kind in {None, other.kind})
        return sum(self._alike[other] for other in found)


def _bare(number: Number) -> Number:
    """Return what decides with what a number agrees: two that stand apart are alike."""
    return Number(readings=number.readings, scaled=number.scaled, kind=number.kind, start=0, stop=0, text="")


@lru_cache(maxsize=8192)
def find_numbers(
    text: str, lexicon: Lexicon | None = None, *, decimal: str | None = None, space_groups: bool = True
) -> tuple[Number, ...]:
    """Return the numbers of `text` in order.

    With `lexicon`, number words are read too, and `1.2 million` also as 1200000. `decimal` (`"."` or `","`)
    names the only decimal mark that is read; without `space_groups` a plain space separates two numbers.
    """
    prose = hide_inline(text) if lexicon is None else mark_clocks(hide_inline(text), lexicon)
    found = [
        number
        for token in _TOKEN.finditer(prose)
        for number in _read(token, prose, decimal, space_groups=space_groups)
    ]
    if lexicon is not None:
        found = _with_multipliers(found, prose, lexicon)
        found = [_with_english_time(number, prose, lexicon) for number in found]
        found += _words(prose, lexicon, found)
    found.sort(key=lambda number: number.start)
    return tuple(_mark_ranges(found, prose))


def outside(numbers: Iterable[Number], spans: Collection[tuple[int, int]]) -> tuple[Number, ...]:
    """Return the numbers that have no part within `spans`."""
    return tuple(
        number
        for number in numbers
        if not any(start < number.stop and number.start < stop for start, stop in spans)
    )


def _read(token: re.Match[str], text: str, decimal: str | None, *, space_groups: bool) -> Iterator[Number]:
    written = token[0]
    readings = read_number(written, decimal)
    if " " in written.strip() and written[-1].isdecimal() and (decimal == "." or not space_groups):
        readings = frozenset()
    if readings:
        yield _make(readings, token.start(), written, text)
        return
    for part in re.finditer(r"\d+(?:[.,]\d+)?", written) if " " in written else re.finditer(r"\d+", written):
        values = read_number(part[0], decimal) or read_number(re.sub(r"\D.*", "", part[0]), decimal)
        yield _make(values, token.start() + part.start(), part[0], text)


def _make(readings: frozenset[Decimal], start: int, written: str, text: str) -> Number:
    stop = start + len(written)
    return Number(
        readings=readings,
        start=start,
        stop=stop,
        text=written,
        kind=NumberKind.NAME if _is_in_name(text, start) else NumberKind.DIGITS,
        is_percent=_is_percent(text, start, stop),
    )


def _is_percent(text: str, start: int, stop: int) -> bool:
    before = text[max(0, start - 4) : start]  # a search of all that stands before each number is quadratic
    return bool(_PERCENT_AFTER.match(text, stop) or _PERCENT_BEFORE.search(before))


def _is_in_name(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    if before and before in _HYPHENS:
        letter = text[start - 2 : start - 1] if start > 1 else ""
        return letter.isalpha() or unicodedata.category(letter or " ").startswith("M")
    is_letter = before.isalpha() or unicodedata.category(before or " ").startswith("M")
    return is_letter and unicodedata.name(before, "").startswith(_JOINING_SCRIPTS)


def read_number(written: str, decimal: str | None = None) -> frozenset[Decimal]:
    """Return every value that `written` can have, none where it is no single number (`12.03.2020`)."""
    fraction = Decimal(0)
    if written[-1] in "½¼¾⅓⅔⅛":
        fraction = Decimal(str(round(unicodedata.numeric(written[-1]), 4)))
        written = written[:-1].strip() or "0"
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)
    if digits.isdecimal() and not fraction:
        return frozenset({Decimal(digits)})
    plain = _GROUPS.sub("", digits)
    plain = plain.replace("٫", "d").replace("/", "d")
    marks = (decimal,) if decimal else (".", ",")
    values = {value for mark in marks if (value := _read_with(plain, mark)) is not None}
    return frozenset(value + fraction for value in values)


def _read_with(written: str, mark: str) -> Decimal | None:
    """Return the value when `mark` is the decimal mark and the other one groups, or None."""
    group = "," if mark == "." else "."
    whole, _, rest = written.replace("d", mark).partition(mark)
    if rest and not rest.isdecimal():
        return None
    if group in whole:
        parts = whole.split(group)
        is_grouped = parts[0] not in {"", "0"} and len(parts[-1]) == 3 and len(parts[0]) <= 3  # noqa: PLR2004 - thousands
        if not is_grouped or any(len(part) not in {2, 3} for part in parts[1:-1]):
            return None
        whole = "".join(parts)
    return Decimal(f"{whole}.{rest}" if rest else whole) if whole.isdigit() else None


def _words(text: str, lexicon: Lexicon, digits: list[Number]) -> Iterator[Number]:
    """Yield number words; the word of `1.2 million` belongs to its digits."""
    ends = {number.stop for number in digits}
    for value, start, stop in find_number_words(text, lexicon):
        is_multiplier = value >= MIN_MULTIPLIER and not ends.isdisjoint(range(start - 1, start + 1))
        if not is_multiplier:
            written = text[start:stop]
            yield Number(
                readings=frozenset({value}),
                start=start,
                stop=stop,
                text=written,
                kind=NumberKind.WORD,
                is_percent=_is_percent(text, start, stop),
            )


def _with_multipliers(numbers: list[Number], text: str, lexicon: Lexicon) -> list[Number]:
    """Return the numbers with their words of magnitude; in "300 to 500 thousand" both may have one."""
    read: list[Number] = []
    shared: Decimal | None = None
    for at in reversed(range(len(numbers))):
        number = numbers[at]
        found = find_multiplier(text, number.stop, lexicon)
        is_linked = bool(shared and find_link(text, number.stop, numbers[at + 1].start, lexicon))
        shared = found[0] if found else shared if is_linked else None
        if shared is not None:
            scaled = frozenset(value * shared for value in number.readings)
            number = replace(
                number, readings=number.readings | scaled, scaled=scaled if found else number.scaled
            )
        read.append(number)
    return read[::-1]


def _with_english_time(number: Number, text: str, lexicon: Lexicon) -> Number:
    """Return the number as others write it too: `3 p.m.` is 15 h, the 1930s are the 30s of a century."""
    if lexicon.language != ENGLISH:
        return number
    value = min(number.readings)
    is_minutes = text[: number.start].endswith(":")
    if value < _NOON and not is_minutes and _AFTERNOON.match(text, number.stop):
        return replace(number, readings=number.readings | {value + _NOON})
    if _DECADE.match(text, number.start):
        century = value // _HUNDRED
        return replace(
            number, readings=number.readings | {value % _HUNDRED}, beside=frozenset({Decimal(century + 1)})
        )
    return number


def _mark_ranges(numbers: list[Number], text: str) -> Iterator[Number]:
    """Yield the numbers, those marked that start a range; the parts of a date in digits are no range."""
    dates = find_numeric_dates(text) if len(numbers) > 1 else ()
    previous: Number | None = None
    for number, following in zip_longest(numbers, numbers[1:]):
        is_range = (
            following is not None
            and number.kind is not NumberKind.NAME
            and bool(RANGE_MARK.fullmatch(text, number.stop, following.start))
            and not any(date.has((number.start, following.stop)) for date in dates)
        )
        percent = number.is_percent or (is_range and following is not None and following.is_percent)
        year = _cut_year(previous, number)
        previous = number
        if is_range or year:  # most numbers stay as they are
            readings = number.readings | year
            previous = replace(number, readings=readings, starts_range=is_range, is_percent=percent)
        yield previous


def _cut_year(start: Number | None, end: Number) -> frozenset[Decimal]:
    """Return the year that `11` stands for in `2010-11`, none elsewhere."""
    if start is None or not start.starts_range:
        return frozenset()
    if not _YEAR.fullmatch(start.text) or not _SHORT_YEAR.fullmatch(end.text):
        return frozenset()
    year = min(start.readings)
    return frozenset(year - year % _HUNDRED + value for value in end.readings)
