from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.base import Context, Draft
from pipeline.drafting.comparison import choose_sample, compare_drafts
from pipeline.drafting.link import Order
from pipeline.model.unit import UnitKey


def orders(number: int) -> list[Order]:
    return [Order(key=UnitKey(None, f"Unit {at}."), context=Context()) for at in range(number)]


@given(st.integers(0, 60), st.integers(1, 70))
def test_the_same_each_time_and_from_all_over_in_their_order(number: int, most: int) -> None:
    given_orders = orders(number)
    chosen = choose_sample(given_orders, most)
    places = [given_orders.index(one) for one in chosen]
    assert places == sorted(set(places))
    assert len(chosen) == min(number, most)
    assert choose_sample(orders(number), most) == chosen


def test_a_sample_is_not_the_beginning() -> None:
    given_orders = orders(100)
    places = [given_orders.index(one) for one in choose_sample(given_orders, 10)]
    assert max(places) > 60
    assert min(places) < 40


def test_drafts_are_measured_by_the_first_that_there_is() -> None:
    drafts = [
        Draft(reason="one: no route"),
        Draft(text="Beba agua.", engine="two@1", note="a note", confidence=0.5, alarm=0.123),
        Draft(text="Beba agua."),
        Draft(text="Beba leche."),
        Draft(text="Descanse."),
        Draft(reason="the answer is empty"),
    ]
    made = compare_drafts(["one", "two", "three", "four", "five", "six"], drafts)
    assert [one.likeness for one in made] == [None, None, 1.0, 0.545, 0.3, None]
    assert [one.is_alike for one in made] == [False, False, True, True, False, False]
    assert [one.reason for one in made] == ["no route", "", "", "", "", "the answer is empty"]
    two = made[1]
    assert (two.engine, two.origin, two.text, two.note, two.confidence, two.alarm) == (
        "two", "two@1", "Beba agua.", "a note", 0.5, 0.12,
    )  # fmt: skip


def test_without_any_draft_there_is_nothing_to_measure_by() -> None:
    made = compare_drafts(["one", "two"], [Draft(reason="a"), Draft(reason="b")])
    assert [(one.text, one.likeness) for one in made] == [(None, None), (None, None)]
