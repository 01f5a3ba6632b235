"""Times of the twelve-hour clock, and words for the hours after noon."""

from __future__ import annotations

import pytest

from pipeline.language.day_halves import find_times, says_late
from pipeline.model.locale import Locale


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("at 5:30 p.m. and 9 am", [(5, True), (9, False)]),
        ("5PM", [(5, True)]),
        ("17:30, 13 pm, 5 pmol, 1.5 pm", []),
    ],
)
def test_times_with_a_half_of_the_day_are_found(text: str, times: list[tuple[int, bool]]) -> None:
    assert [(time.hour, time.is_late) for time in find_times(text)] == times


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es", "a las 5:30 p.\u202fm."),
        ("es", "a las 5 de la tarde"),
        ("de", "um 5 Uhr nachmittags"),
        ("fr", "à 5 h de l'après-midi"),
        ("ru", "в 5 вечером"),
        ("ar", "٥:٣٠ م"),
        ("ar", "في الخامسة مساءً"),
        ("zh_Hans", "晚上8点"),
        ("vi", "5 giờ chiều"),
        ("tr", "akşam 5"),
        ("udm", "5"),
    ],
)
def test_a_word_for_the_hours_after_noon_is_known(locale: str, text: str) -> None:
    assert says_late(text, Locale(locale))


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es", "a las 5:30"),
        ("es", "a las 5 de la mañana"),
        ("fr", "à 5 h du matin"),
        ("ru", "в 5 утра"),
        ("ar", "من 5:30"),
        ("zh_Hans", "上午5点"),
        ("it", "alle 5 per mangiare"),
    ],
)
def test_other_words_say_nothing_of_it(locale: str, text: str) -> None:
    assert not says_late(text, Locale(locale))
