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
