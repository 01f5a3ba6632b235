from __future__ import annotations

import pytest

from pipeline.language.dates import find_bare_month, find_months
from pipeline.language.lexicon import get_lexicon


def _months(text: str, language: str) -> list[int]:
    return [int(month.number) for month in find_months(text, get_lexicon(language))]


@pytest.mark.parametrize(
    ("language", "text", "months"),
    [
        ("en", "on 5 March 2020 and in late April", [3, 4]),
        ("en", "March 5, 2020", [3]),
        ("en", "You may march on; MAY 5", []),
        ("es", "el 5 de marzo", [3]),
        ("ru", "к ноябрю", [11]),
        ("fa", "ماه مارس", [3]),
        ("fa", "می‌شود", []),
        ("ar", "كانون الثاني", [1]),
        ("zh_Hans", "3月", []),
    ],
)
def test_months_are_found_by_name(language: str, text: str, months: list[int]) -> None:
    assert _months(text, language) == months


def test_a_month_says_where_it_stands() -> None:
    (month,) = find_months("desde marzo", get_lexicon("es"))
    assert "desde marzo"[month.start : month.stop] == month.text == "marzo"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2020 年 月 26 日", (7, 8)),
        ("预计 月份公布", (3, 4)),
        ("1 月 28 日和 月 28 日", (10, 11)),
        ("2020 年 1 月 26 日", None),
        ("3 月份", None),
        ("三 月份", None),
        ("每 月初", None),
        ("上个月", None),
    ],
)
def test_a_chinese_month_without_its_number_is_found(text: str, place: tuple[int, int] | None) -> None:
    assert find_bare_month(text) == place
