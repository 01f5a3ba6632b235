"""What stands around a number fits its own place better than another's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.language.lexicon import ENGLISH, find_lexicon, get_lexicon
from pipeline.language.numbers import find_numbers
from pipeline.language.surroundings import Surroundings, find_surroundings, fit
from pipeline.model.locale import Locale


def _around(text: str, locale: str, language: str) -> list[Surroundings]:
    lexicon = get_lexicon(ENGLISH) if locale == ENGLISH else find_lexicon(Locale(locale))
    assert lexicon is not None
    return list(find_surroundings(text, find_numbers(text, lexicon), lexicon, language).values())


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("es", "5% of 300", "el 5 % de 300"),
        ("es", "5 mg for 3 days", "5 mg durante 3 días"),
        ("ru", "41 patients (62)", "41 пациент (62)"),
        ("zh_Hans", "aged ≥65 in 12 towns", "12个城镇≥65岁"),
        ("fr", "12 on 5 March", "12 le 5 mars"),
        (
            "hi",
            "XQZ saw 41 in one of the countries, VKW saw 62",
            "XQZ ने किसी एक देश में 41 देखे, बाद में VKW ने 62 देखे",
        ),
        ("ru", "9 in 2019", "9 за 2019 год"),
        ("es", "a fever in 41, a cough in 62", "fiebre en 41 personas, y una vez más tos en 62"),
        ("fr", "2-7 and 9", "2-7 et 9"),
    ],
)
def test_a_number_fits_its_own_place_best(locale: str, source: str, target: str) -> None:
    language = locale.partition("_")[0]
    ours, theirs = _around(source, ENGLISH, language), _around(target, locale, language)
    if locale == "zh_Hans":
        theirs.reverse()
    straight = fit(ours[0], theirs[0]) + fit(ours[-1], theirs[-1])
    assert straight > fit(ours[0], theirs[-1]) + fit(ours[-1], theirs[0])


@pytest.mark.parametrize(
    ("source", "unit", "other"),
    [
        ("in 2019", "year", None),  # a year stands where a year is spoken of
        ("only 9", "day", "year"),  # and what is none does not
        ("2 years", "year", "day"),
    ],
)
def test_a_year_and_a_number_of_years_belong_to_the_word_for_year(
    source: str, unit: str, other: str | None
) -> None:
    [number] = _around(source, ENGLISH, "ru")
    [place] = _around("именно 41", "ru", "ru")
    right, wrong = (replace(place, units=frozenset({one} if one else ())) for one in (unit, other))
    assert fit(number, right) > fit(number, wrong)


def test_years_tell_more_than_other_units_do() -> None:
    [years], [days] = _around("2 years", ENGLISH, "ru"), _around("2 days", ENGLISH, "ru")
    [place] = _around("именно 41", "ru", "ru")
    of_years, of_days = (replace(place, units=frozenset({one})) for one in ("year", "day"))
    assert fit(years, of_years) > fit(days, of_days)


def test_what_stands_around_a_number_is_found_on_either_side() -> None:
    first, second = _around("≥5-7% (in Paris)", ENGLISH, "es")
    assert (first.role, second.role) == ("start", "end")
    assert (first.signs, second.signs) == (("≥", ""), ("", ""))
    assert (first.is_in_brackets, second.is_in_brackets) == (False, False)
    assert second.latin == {"in", "paris"}
    [after] = _around("about 5 >", ENGLISH, "es")
    assert after.signs == ("", ">")


@pytest.mark.parametrize(
    ("text", "are_in_brackets"),
    [
        ("5 (7) 9", [False, True, False]),
        ("5 (a (6) 7) 9", [False, True, True, False]),
        ("5) 6 (7", [False, False, True]),
        ("(5 6) 7", [True, True, False]),
    ],
)
def test_a_bracket_ends_where_it_is_closed(text: str, are_in_brackets: list[bool]) -> None:
    assert [one.is_in_brackets for one in _around(text, ENGLISH, "es")] == are_in_brackets


@pytest.mark.parametrize(
    ("text", "are_dated"),
    [
        ("5 March", [True]),
        ("March 5, and 6 men", [True, False]),
        ("March was long for 5", [False]),
        ("5 men in March", [False]),
    ],
)
def test_a_day_stands_right_beside_its_month(text: str, are_dated: list[bool]) -> None:
    assert [one.is_dated for one in _around(text, ENGLISH, "es")] == are_dated


@pytest.mark.parametrize(
    ("text", "is_year"), [("1800", True), ("2100", True), ("1799", False), ("2101", False), ("190", False)]
)
def test_a_year_has_four_digits_and_is_of_our_time(text: str, is_year: bool) -> None:  # noqa: FBT001 - a parameter
    assert [one.is_year for one in _around(f"in {text}", ENGLISH, "es")] == [is_year]


def test_signs_and_roles_tell_only_where_one_of_the_two_has_them() -> None:
    [bare] = _around("9 men", ENGLISH, "es")
    [place] = _around("9", "es", "es")
    with_sign, with_other = (replace(bare, signs=(sign, "")) for sign in "≥<")
    signed = replace(place, signs=("≥", ""))
    assert fit(with_sign, signed) > fit(bare, place) > fit(bare, signed)
    assert fit(with_other, signed) == fit(bare, signed)
    assert fit(replace(bare, role="end"), replace(place, role="end")) > fit(bare, place)


def test_an_unknown_unit_tells_less_than_another_one() -> None:
    [number] = _around("9 men", ENGLISH, "es")
    [place] = _around("9", "es", "es")
    grams, hours = (replace(number, units=frozenset({unit})) for unit in ("g", "hour"))
    there = replace(place, units=frozenset({"g"}))
    assert fit(grams, there) > fit(number, place) > fit(number, there) > fit(hours, there)


def test_what_is_per_cent_belongs_to_what_is() -> None:
    [number] = _around("9 men", ENGLISH, "es")
    [place] = _around("9", "es", "es")
    share = replace(place, is_percent=True)
    assert fit(replace(number, is_percent=True), share) > fit(number, share)


@pytest.mark.parametrize(
    ("text", "is_near", "is_far"),
    [
        ("fever 9", True, True),
        ("fever xq xqx xqx xqx 9", False, True),
        ("fever xq xqx xqx xqx xqx xqx xqx 9", False, False),
        ("9 xq xqx xqx xqx fever", False, True),
    ],
)
def test_words_near_a_number_are_in_both_circles(text: str, *, is_near: bool, is_far: bool) -> None:
    [number] = _around(text, ENGLISH, "es")
    assert (bool(number.near.translations), bool(number.far.translations)) == (is_near, is_far)


def test_the_circles_of_chinese_are_smaller() -> None:
    found = {gap: next(iter(_around(f"发烧{'，' * gap}9", "zh_Hans", "zh"))) for gap in (2, 6, 12)}
    assert [bool(one.near.stems) for one in found.values()] == [True, False, False]
    assert [bool(one.far.stems) for one in found.values()] == [True, True, False]


def test_a_word_tells_no_more_than_six() -> None:
    words = ("fever", "cough", "water", "doctor", "patients", "virus", "however")
    numbers = [number for word in words for number in _around(f"{word} 9", ENGLISH, "es")]
    weights = [weight for number in numbers for _, weight in number.far.translations]
    assert max(weights) == 6
    assert 1.5 < min(weights) < 4, "and a word that is likely anywhere tells nothing"


def test_names_are_alike_by_their_first_letters() -> None:
    [ours], [theirs] = _around("Wuhanese 9", ENGLISH, "es"), _around("wuhanesa 9", "es", "es")
    [other] = _around("madrileña 9", "es", "es")
    assert ours.latin == theirs.latin == {"wuhan"}
    assert fit(ours, theirs) > fit(ours, other)
