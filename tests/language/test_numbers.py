from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lexicon import get_lexicon
from pipeline.language.number_words import find_hints
from pipeline.language.numbers import NumberKind, find_numbers, read_number


def _values(text: str, language: str | None = None, decimal: str | None = None) -> list[set[str]]:
    lexicon = get_lexicon(language) if language else None
    return [
        {f"{value.normalize():f}" for value in n.readings}
        for n in find_numbers(text, lexicon, decimal=decimal)
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.5", [{"1.5"}]),
        ("1,5", [{"1.5"}]),
        ("1.500", [{"1.5", "1500"}]),
        ("1,500", [{"1.5", "1500"}]),
        ("0.500", [{"0.5"}]),
        ("1 500", [{"1500"}]),
        ("1\u00a0500\u202f000", [{"1500000"}]),
        ("1,234,567.5", [{"1234567.5"}]),
        ("1.234.567,5", [{"1234567.5"}]),
        ("1,23,456", [{"123456"}]),
        ("١٬٢٣٤٫٥", [{"1234.5"}]),
        ("۱٬۲۳۴٫۵", [{"1234.5"}]),
        ("१२.५", [{"12.5"}]),
        ("１２", [{"12"}]),
        ("12.03.2020", [{"12"}, {"3"}, {"2020"}]),
        ("10:30", [{"10"}, {"30"}]),
        ("1½", [{"1.5"}]),
        ("½", [{"0.5"}]),
        ("2, 3", [{"2"}, {"3"}]),
        ("no number", []),
    ],
)
def test_every_reading_of_a_number_is_kept(text: str, values: list[set[str]]) -> None:
    assert _values(text) == values


def test_a_known_convention_leaves_one_reading() -> None:
    assert _values("1,500 and 1.500", decimal=".") == [{"1500"}, {"1.5"}]
    assert _values("1,500 and 1.500", decimal=",") == [{"1.5"}, {"1500"}]


def test_a_plain_space_does_not_group_in_english() -> None:
    assert _values("take 5 100 mg tablets", decimal=".") == [{"5"}, {"100"}]


def test_digits_of_tags_placeholders_and_addresses_are_no_numbers() -> None:
    found = find_numbers("<1>500 mg</1> of <2/> {0} %(n3)s https://x.org/4")
    assert [number.text for number in found] == ["500"]
    assert found[0].span == (3, 6)


@pytest.mark.parametrize(
    "text", ["COVID-19", "B12", "H1N1", "SARS‑CoV‑2", "कोविड-19", "CO2", "كوفيد-19", "РНК7"]
)
def test_digits_of_a_name_are_marked(text: str) -> None:
    assert all(number.kind is NumberKind.NAME for number in find_numbers(text))
    assert find_numbers(text)


@pytest.mark.parametrize("text", ["5-10", "共12人", "و15", "10mg", "-5", "(5)"])
def test_a_number_next_to_other_characters_is_no_name(text: str) -> None:
    assert all(number.kind is NumberKind.DIGITS for number in find_numbers(text))


def test_percent_and_ranges() -> None:
    low, high, other = find_numbers("5–10 % of 3")
    assert (low.starts_range, high.starts_range, other.starts_range) == (True, False, False)
    assert (low.is_percent, high.is_percent, other.is_percent) == (True, True, False)
    assert find_numbers("٥٪")[0].is_percent
    assert find_numbers("%5")[0].is_percent
    zh = get_lexicon("zh_Hans")
    assert find_numbers("百分之80", zh)[0].is_percent
    assert [number.is_percent for number in find_numbers("百分之八十", zh)] == [True]
    assert [number.is_percent for number in find_numbers("三分之八十", zh)] == [False, False]


def test_the_end_of_a_range_of_years_may_be_cut() -> None:
    assert _values("2010–11") == [{"2010"}, {"11", "2011"}]
    assert _values("10–11") == [{"10"}, {"11"}]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "twenty-five", [{"25"}]),
        ("en", "two hundred and five", [{"205"}]),
        ("en", "one million two hundred thousand", [{"1200000"}]),
        ("en", "one or two", [{"1"}, {"2"}]),
        ("en", "ten one-hour walks", [{"10"}, {"1"}]),
        ("en", "groups of 5 twenty times", [{"5"}, {"20"}]),
        ("en", "1.2 million", [{"1.2", "1200000"}]),
        ("en", "3 p.m.", [{"3", "15"}]),
        ("en", "12:30 p.m. to 3 a.m.", [{"12"}, {"30"}, {"3"}]),
        ("en", "3:05 p.m.", [{"3", "15"}, {"5"}]),
        ("en", "the 1930s", [{"1930", "30"}]),
        ("es", "treinta y cinco", [{"35"}]),
        ("fr", "vingt et un", [{"21"}]),
        ("ru", "двадцать четыре", [{"24"}]),
        ("ru", "2,5 тыс.", [{"2.5", "2500"}]),
        ("hi", "12 लाख", [{"12", "1200000"}]),
        ("zh_Hans", "120万", [{"120", "1200000"}]),
        ("zh_Hans", "二百五十", [{"250"}]),
        ("zh_Hans", "十二", [{"12"}]),
        ("ar", "يومين", [{"2"}]),
        ("en", "one-and-a-half to two years", [{"1.5"}, {"2"}]),
        ("en", "two and a half million", [{"2500000"}]),
        ("en", "300 to 500 thousand", [{"300", "300000"}, {"500", "500000"}]),
        ("en", "300 men, 500 thousand women", [{"300"}, {"500", "500000"}]),
        ("fr", "quatre-vingt-quinze", [{"95"}]),
        ("hi", "साढ़े तीन लाख", [{"350000"}]),
        ("hi", "सैंतालीस", [{"47"}]),
        ("sw", "elfu ishirini", [{"20000"}]),
        ("sw", "laki tatu na nusu", [{"350000"}]),
        ("sw", "kumi na wawili", [{"12"}]),
        ("sw", "mia mbili na hamsini", [{"250"}]),
        ("ar", "سبع وأربعون", [{"47"}]),
        ("fil", "apatnapu't pito", [{"47"}]),
        ("zh_Hans", "一些人进一步统一", []),
        ("de", "achtundvierzig", [{"48"}]),
        ("de", "einundzwanzig", []),
    ],
)
def test_number_words(language: str, text: str, values: list[set[str]]) -> None:
    # The last case: a compound that the data lacks is no number at all, never the "ein" at its start.
    assert _values(text, language) == values


def test_months_and_ordinals_explain_a_number() -> None:
    hints = find_hints("the first of March", get_lexicon("en"))
    assert {Decimal(1), Decimal(3)} <= hints
    assert Decimal(7) not in hints


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["0", "٠", "०", "۰", "০"]))
def test_a_whole_number_keeps_its_value_in_any_digits(value: int, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in str(value))
    assert read_number(written) == {Decimal(value)}


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from([".", ","]))
def test_a_value_is_among_the_readings_whatever_the_convention(value: Decimal, mark: str) -> None:
    english = f"{value:,}"
    grouped = english if mark == "." else english.translate(str.maketrans(",.", ".,"))
    assert value in read_number(grouped)


def test_a_percent_sign_before_a_number_is_its_own_unless_another_number_stands_before_it() -> None:
    english = get_lexicon("en")
    texts = ("% 30", "a %30", "25 % 30")
    found = [[one.is_percent for one in find_numbers(text, english)] for text in texts]
    assert found == [[True], [True], [True, False]]


@pytest.mark.parametrize("text", ["1," * 60_000, "1 " * 60_000, "1-" * 60_000])
def test_a_target_of_nothing_but_numbers_takes_no_quadratic_time(text: str) -> None:
    started = time.process_time()
    find_numbers(text)
    assert time.process_time() - started < 10


def test_the_parts_of_a_date_in_digits_are_no_range_and_no_year_cut_short() -> None:
    numbers = find_numbers("2010-11-05")
    assert [number.starts_range for number in numbers] == [False, False, False]
    assert [sorted(map(int, number.readings)) for number in numbers] == [[2010], [11], [5]]
