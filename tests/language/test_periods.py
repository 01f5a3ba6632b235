"""Periods are named or counted; a rate says how often."""

from __future__ import annotations

import pytest

from pipeline.language.lexicon import get_lexicon
from pipeline.language.periods import find_periods, find_rates, is_definite, is_each

ENGLISH = get_lexicon("en")


@pytest.mark.parametrize(
    ("language", "text", "periods"),
    [
        ("en", "twice a day for 3 days", ["day", "3 day"]),
        ("en", "every other day", ["alternate"]),
        ("en", "once daily, not weekly", ["day", "week"]),
        ("en", "for one day", ["day"]),
        ("en", "Rest well.", []),
        ("es", "dos veces al día durante 3 días", ["day", "3 day"]),
        ("es", "en días alternos", ["alternate"]),
        ("ru", "дважды в сутки", ["day"]),
        ("zh_Hans", "每日两次，共3天", ["day", "3 day"]),
        ("ar", "مرتين أسبوعيًا", ["week"]),
    ],
)
def test_the_periods_of_a_text(language: str, text: str, periods: list[str]) -> None:
    lexicon = get_lexicon(language)
    found = find_periods(text, lexicon, decimal=".")
    named = [f"{min(one.times)} {one.name}" if one.times else one.name for one in found]
    assert named == periods


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("Take 2 tablets a day.", ["day"]),
        ("Take it twice a week.", ["week"]),
        ("once every month", ["month"]),
        ("10 mg/day", ["day"]),
        ("weekly injections", ["week"]),
        ("It helps in daily life.", []),
        ("the number of daily cases", []),
        ("It began a day later.", []),
        ("2 doses a week after the test", []),
        ("Wait a day.", []),
    ],
)
def test_a_rate_says_how_often(text: str, rates: list[str]) -> None:
    assert [rate.name for rate in find_rates(text)] == rates


def test_a_period_is_definite_where_the_text_says_which_one_it_is() -> None:
    text = "last week, the hottest hours, every other day"
    periods = find_periods(text, ENGLISH)
    assert [one.name for one in periods if is_definite(text, one)] == ["week", "alternate"]


def test_a_counted_period_is_a_rate_behind_every() -> None:
    text = "every 6 hours for 3 days"
    assert [is_each(text, one) for one in find_periods(text, ENGLISH)] == [True, False]
