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
