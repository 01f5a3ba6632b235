"""A time with a stop is a time where a word of the clock stands beside it, and a number elsewhere."""

from __future__ import annotations

import pytest

from pipeline.language.clock_marks import mark_clocks
from pipeline.language.lexicon import get_lexicon
from pipeline.language.numbers import find_numbers


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("de", "von 8.00 bis 16.30 Uhr", "von 8:00 bis 16:30 Uhr"),
        ("de", "montags 13 bis 15.30 Uhr", "montags 13 bis 15:30 Uhr"),
        ("it", "dalle 8.30 alle 16.30, tranne", "dalle 8:30 alle 16:30, tranne"),
        ("nl", "van 8.30 tot 16.30 uur", "van 8:30 tot 16:30 uur"),
        ("id", "pukul 08.00–16.30", "pukul 08:00–16:30"),
        ("en", "at 9.30 am", "at 9:30 am"),
        ("de", "2.50 mg um 8 Uhr", "2.50 mg um 8 Uhr"),
        ("de", "um 2.50 mg", "um 2.50 mg"),
        ("de", "Es kostet 8.30 Euro.", "Es kostet 8.30 Euro."),
        ("de", "am 12.03.2020 um 8 Uhr", "am 12.03.2020 um 8 Uhr"),
        ("de", "8.75 Uhr", "8.75 Uhr"),
        ("zh_Hans", "8.30", "8.30"),
    ],
)
def test_a_stop_in_a_time_is_a_colon(language: str, text: str, marked: str) -> None:
    assert mark_clocks(text, get_lexicon(language)) == marked


def test_hours_and_minutes_are_two_numbers() -> None:
    assert [number.text for number in find_numbers("um 16.30 Uhr", get_lexicon("de"))] == ["16", "30"]
    assert [number.text for number in find_numbers("16.30 Euro", get_lexicon("de"))] == ["16.30"]
