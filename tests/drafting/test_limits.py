from __future__ import annotations

import pytest

from pipeline.drafting.base import Limits
from pipeline.drafting.limits import LIMIT_OPTIONS, limits_of
from pipeline.errors import EngineError

USUAL = Limits(text_chars=77, batch_texts=5, chars_per_day=9, price=3.0)
FIELDS = {"timeout": "seconds"}


def test_without_options_the_usual_limits_hold() -> None:
    assert limits_of({}, USUAL) == USUAL


@pytest.mark.parametrize("name", LIMIT_OPTIONS)
def test_each_option_changes_one_limit(name: str) -> None:
    limits = limits_of({name: "2"}, USUAL)
    changed = {field for field in Limits.__slots__ if getattr(limits, field) != getattr(USUAL, field)}
    assert changed == {FIELDS.get(name, name)}
    assert getattr(limits, FIELDS.get(name, name)) == 2


@pytest.mark.parametrize("name", LIMIT_OPTIONS)
@pytest.mark.parametrize("value", ["", "0", "-1", "many", "inf", "nan", "1e300", "1e-300"])
def test_a_limit_is_a_number_that_a_clock_can_count(name: str, value: str) -> None:
    with pytest.raises(EngineError, match=f'option "{name}" is "{value}"') as caught:
        limits_of({name: value}, USUAL)
    assert caught.value.hint


def test_nobody_tries_more_than_four_times() -> None:
    assert limits_of({"tries": "4"}, USUAL).tries == 4
    with pytest.raises(EngineError, match='option "tries" is "5"'):
        limits_of({"tries": "5"}, USUAL)


def test_a_part_of_a_text_is_a_whole_one() -> None:
    assert limits_of({"batch_texts": "0.5", "chars_per_day": "2.9"}, USUAL).batch_texts == 1
