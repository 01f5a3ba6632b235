"""Dates in digits, and which of them a translation keeps."""

from __future__ import annotations

import pytest

from pipeline.language.lexicon import get_lexicon
from pipeline.language.numeric_dates import find_kept, find_numeric_dates


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024-03-05", {(24, 3, 5)}),
        ("٢٠٢٤/٠٣/٠٥", {(24, 3, 5)}),
        ("25/03/2024", {(24, 3, 25)}),
        ("03/25/24", {(24, 3, 25)}),
        ("03.05.2024.", {(24, 3, 5), (24, 5, 3)}),
        ("2024-13-05", set()),
        ("12.03.2024.5", set()),
        ("1-2024-03-05", set()),
        ("10-03-24", set()),
        ("https://a.example/2024/03/05", set()),
    ],
)
def test_every_day_that_a_date_may_be_is_read(text: str, days: set[tuple[int, int, int]]) -> None:
    assert {tuple(day) for date in find_numeric_dates(text) for day, _ in date.readings} == days


@pytest.mark.parametrize(
    ("source", "target", "here", "there"),
    [
        ("on 2024-03-05", "el 05/03/24", ["2024-03-05"], ["05/03/24"]),
        ("on 2024-03-05", "el 2024-05-03", [], []),
        ("on 2024-03-05", "el 5 de marzo de 2024", ["03"], []),
        ("on 03/05/2024", "el 3 de mayo de 2024", ["05"], []),
        ("1/2/2024, 2/1/2024", "1/2/2024", ["1/2/2024"], ["1/2/2024"]),
        ("2024-03-05, 2024-03-06", "el 5 y 6 de marzo", ["03"], []),
    ],
)
def test_a_date_is_kept_once_in_whatever_order(
    source: str, target: str, here: list[str], there: list[str]
) -> None:
    kept = find_kept(source, target, get_lexicon("es"))
    assert [source[start:stop] for start, stop in kept[0]] == here
    assert [target[start:stop] for start, stop in kept[1]] == there
