"""Two numbers in each other's place are told; a share or a range that a language turns round is not."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.order import CHECK
from pipeline.language.risk import classify
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey

SHARE = "Comparably, the mortality of SARS by November 2002 was 10% of 8,096 confirmed cases."


def _swapped(locale: str, source: str, target: str) -> list[str | None]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    subject = Subject(entry=entry, locale=Locale(locale), risk=classify(source)[0])
    return [issue.found for issue in CHECK.run(subject)]


def test_the_numbers_of_a_share_that_changed_places_are_told() -> None:
    right = "相比之下，截至 2002 年 11 月，SARS 在 8,096 名确诊病例中的死亡率为 10%。"
    assert _swapped("zh_Hans", SHARE, right) == []
    wrong = "相比之下，截至 2002 年 11 月，SARS 在 10 名确诊病例中的死亡率为 8,096%。"
    assert _swapped("zh_Hans", SHARE, wrong) == ["8,096, 10"]


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("ru", "Out of 41 patients, only 21 had a fever.", "Жар был только у 21 из 41 пациента."),
        ("hi", "3 of 10 patients had a fever.", "10 में से 3 मरीज़ों को बुखार था।"),
        ("fa", "The 2015-16 trials", "کارآزمایی‌های 16-2015"),
    ],
)
def test_a_share_or_a_range_that_a_language_turns_round_is_silent(
    locale: str, source: str, target: str
) -> None:
    assert _swapped(locale, source, target) == []


@pytest.mark.parametrize(
    ("locale", "source", "target", "found"),
    [
        ("es", "2-7 days", "7-2 días", ["2, 7"]),
        ("es", "10 (all ill) of 41", "De 41, 10 (todos enfermos)", []),
        ("es", "9 in 41 towns", "41 ciudades, 9", []),
        ("es", "It hit more (31) than (27).", "Afectó a más (27) que (31).", ["31, 27"]),
        ("hi", "men 41 versus women 62", "महिलाएँ 62 पुरुष 41", []),
        ("hi", "The codes are 41, 50 and 62.", "कोड 62, 50 और 41 हैं।", ["41, 62"]),
        (
            "es",
            "On 03/25/2024, 25 men and 41 women",
            "El 25/03/2024, 41 hombres y 25 mujeres",
            ["25, 41"],
        ),
        ("es", "The codes are 41, 41, 62.", "Los códigos son 62, 41.", []),
        ("es", "The codes are 41, 62, 62.", "Los códigos son 62, 41, 41.", []),
        (
            "es",
            "2 thousand men, 2 million women",
            "2 millones de hombres, 2 mil mujeres",
            ["2, 2"],
        ),
    ],
)
def test_only_numbers_that_stand_as_often_in_both_can_change_places(
    locale: str, source: str, target: str, found: list[str]
) -> None:
    assert _swapped(locale, source, target) == found


def test_the_numbers_of_a_table_are_not_compared() -> None:
    numbers = [str(number) for number in range(100, 120)]
    for at, is_told in ((0, True), (18, False)):
        turned = [*numbers[:at], numbers[at + 1], numbers[at], *numbers[at + 2 :]]
        assert bool(_swapped("hi", " A ".join(numbers), " B ".join(turned))) is is_told
