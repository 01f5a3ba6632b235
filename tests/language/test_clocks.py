from __future__ import annotations

import pytest

from pipeline.language.clocks import find_source_numbers
from pipeline.language.lexicon import ENGLISH, get_lexicon


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("at 8:00 a.m.", [{8, 2}, {0}]),
        ("at 3 p.m.", [{3, 15, 9}]),
        ("at 16:45", [{16, 10}, {45}]),
        ("at 6 o'clock", [{6, 12}]),
        ("at 6 o’clock", [{6, 12}]),
        ("at 8 AM", [{8, 2}]),
        ("8 tablets", [{8}]),
        ("a ratio of 30:15", [{30}, {15}]),
    ],
)
def test_an_hour_has_the_reading_of_swahili_clocks(text: str, values: list[set[int]]) -> None:
    numbers = find_source_numbers(text, get_lexicon(ENGLISH), get_lexicon("sw"))
    assert [set(number.readings) for number in numbers] == values


@pytest.mark.parametrize("language", ["es", None])
def test_other_clocks_begin_at_midnight(language: str | None) -> None:
    lexicon = get_lexicon(language) if language else None
    numbers = find_source_numbers("at 8:00", get_lexicon(ENGLISH), lexicon)
    assert [set(number.readings) for number in numbers] == [{8}, {0}]
