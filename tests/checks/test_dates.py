"""What the examples of the check can't show: which month became which."""

from __future__ import annotations

import pytest

from pipeline.checks.dates import CHECK
from pipeline.checks.numbers import CHECK as NUMBERS
from tests.checks.telling import issues_of


@pytest.mark.parametrize(
    ("locale", "source", "target", "told"),
    [
        ("es", "from March to May", "de marzo a junio", ["May became junio"]),
        ("es", "since March 2020", "desde mayo hasta junio de 2020", ["March became mayo"]),
        ("es", "since March 2020", "desde March de 2020", []),
        ("zh_Hans", "3 days in March", "3天", ["March is missing"]),
        ("de", "on 2024-03-05", "am 5. Mai", ["03 became Mai"]),
        ("de", "on 2024-03-05", "am 6. März, im Mai", []),
        ("de", "on 2024-03-05 and 2024-03-09", "am 5. und 9. März, im Mai", []),
        ("de", "on 2024-03-05", "am 05.03.2024, im Mai", []),
    ],
)
def test_a_month_became_one_that_the_source_has_not(
    locale: str, source: str, target: str, told: list[str]
) -> None:
    assert [issue.message for issue in issues_of(CHECK, locale, source, target)] == told


def test_a_date_that_can_be_read_in_two_ways_is_left_to_the_numbers() -> None:
    source, target = "on 03/05/2024", "el 5 de junio de 2024"
    assert not issues_of(CHECK, "es", source, target)
    assert [issue.rule for issue in issues_of(NUMBERS, "es", source, target)] == ["number.missing"]


def test_only_chinese_has_a_bare_month() -> None:
    assert not issues_of(CHECK, "es", "in March 2020", "en marzo de 2020 («2020年月»)")
    assert issues_of(CHECK, "zh_Hans", "in March 2020", "在3月，2020年月")


def test_noon_itself_needs_no_word() -> None:
    assert not issues_of(CHECK, "es", "at 12:30 p.m.", "a las 12:30")
