"""The queue: what passes a filter, in what order, page by page, and how far everything has come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.finding import Finding, Severity
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.queue import (
    PAGE,
    QueueItem,
    Wait,
    Wanted,
    cut_page,
    find_around,
    join_parts,
    measure_progress,
    order_queue,
    part_by_urgency,
)


def item(number: int = 0, **fields: Any) -> QueueItem:
    given = {
        "locale": "es", "document": "dose", "unit": f"{number:012x}", "context": None, "source": "Rest well.",
        "target": "Descanse.", "state": State.DRAFT, "risk": Risk.STANDARD, "words": 2, "wait": Wait.YOU,
        "since": "2026-01-10",
    }  # fmt: skip
    return QueueItem(**{**given, **fields})


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        (Wanted(), True),
        (Wanted(locale="es"), True),
        (Wanted(locale="ar"), False),
        (Wanted(document="dose"), True),
        (Wanted(document="other"), False),
        (Wanted(state=State.DRAFT), True),
        (Wanted(state=State.EMPTY), False),
        (Wanted(risk=Risk.STANDARD), True),
        (Wanted(risk=Risk.CRITICAL), False),
        (Wanted(wait=Wait.YOU), True),
        (Wanted(wait=Wait.OTHERS), False),
        (Wanted(before="2026-01-11"), True),
        (Wanted(before="2026-01-10"), False),
        (Wanted(words="REST"), True),
        (Wanted(words="descanse"), True),
        (Wanted(words="sleep"), False),
    ],
)
def test_each_field_of_a_filter_narrows_it(wanted: Wanted, *, passes: bool) -> None:
    assert wanted.lets(item()) is passes


def test_a_text_without_a_day_is_not_known_to_be_old() -> None:
    assert not Wanted(before="2030-01-01").lets(item(since=None))


@pytest.mark.parametrize(
    ("finding", "passes"),
    [("", True), ("any", True), ("number", True), ("number.changed", True), ("term", False)],
)
def test_findings_are_asked_for_by_rule_concern_or_any(finding: str, *, passes: bool) -> None:
    one = Finding(file="x", check="number.changed", severity=Severity.ERROR, message="m")
    assert Wanted(finding=finding).lets_findings([one]) is passes


def test_no_findings_pass_only_where_none_are_asked_for() -> None:
    assert Wanted().lets_findings([])
    assert not Wanted(finding="any").lets_findings([])


def test_the_riskiest_come_first_and_reading_order_is_kept() -> None:
    given = [
        item(1),
        item(2, risk=Risk.CRITICAL),
        item(3),
        item(4, risk=Risk.DISCLAIMER),
        item(5, risk=Risk.CRITICAL),
    ]
    assert [int(one.unit, 16) for one in order_queue(given)] == [4, 2, 5, 1, 3]


def test_in_a_risk_class_the_drafts_that_look_wrong_come_first_and_the_loudest_of_them() -> None:
    given = [item(1), item(2, alarm=0.6), item(3, alarm=0.9), item(4), item(5, risk=Risk.CRITICAL)]
    assert [int(one.unit, 16) for one in order_queue(given)] == [5, 3, 2, 1, 4]


@given(st.integers(0, 160), st.integers(-3, 9))
def test_pages_hold_every_item_once_and_a_wrong_number_gives_the_closest_page(
    total: int, number: int
) -> None:
    items = [item(n) for n in range(total)]
    page = cut_page(items, number)
    assert 1 <= page.number <= page.pages
    assert len(page.items) <= PAGE
    assert page.first == (items.index(page.items[0]) + 1 if page.items else 0)
    every = [one for n in range(1, page.pages + 1) for one in cut_page(items, n).items]
    assert every == items


def test_neighbours_in_the_queue() -> None:
    items = [item(n) for n in range(3)]
    middle = find_around(items, items[1].place)
    assert (middle.place, middle.total, middle.before, middle.after) == (2, 3, items[0], items[2])
    assert find_around(items, items[0].place).before is None
    assert find_around(items, items[2].place).after is None
    outside = find_around(items, ("es", "dose", "gone"))
    assert (outside.place, outside.after) == (0, items[0])
    assert find_around([], ("es", "dose", "gone")).after is None


def test_progress_is_by_words_and_counts_what_can_do_harm() -> None:
    found = measure_progress(
        [
            item(1, state=State.APPROVED, words=9, wait=Wait.NOBODY),
            item(2, state=State.APPROVED, words=90, wait=Wait.NOBODY, risk=Risk.CRITICAL),
            item(3, words=1, risk=Risk.DISCLAIMER),
        ]
    )
    assert (found.percent, found.approved, found.total, found.waiting) == (99, 2, 3, 1)
    assert (found.critical, found.critical_approved) == (2, 1)
    assert measure_progress([]).percent == 0


urgent = st.builds(
    lambda risk, alarm: item(risk=risk, alarm=alarm), st.sampled_from(Risk), st.sampled_from([0.0, 0.7, 0.9])
)


@given(st.lists(st.lists(urgent, max_size=6), max_size=5))
def test_parts_joined_are_the_items_of_all_of_them_ordered(parts: list[list[QueueItem]]) -> None:
    everything = [one for part in parts for one in part]
    joined = join_parts(part_by_urgency(part) for part in parts)
    assert joined == tuple(sorted(everything, key=lambda one: (-one.risk, -one.alarm)))
    assert joined == order_queue(everything)
