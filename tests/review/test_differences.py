"""Differences between two texts, as a page marks them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.differences import LONGEST, Change, Stretch, find_differences

TEXTS = st.text(alphabet="ab 1<>/.,\u00e9\u0e01\u5b57\u0644\n", max_size=40)


def texts_of(found: tuple[Stretch, ...]) -> tuple[str, str]:
    old = "".join(one.text for one in found if one.change is not Change.COME)
    new = "".join(one.text for one in found if one.change is not Change.GONE)
    return old, new


@given(TEXTS, TEXTS)
def test_same_and_gone_pieces_make_the_old_text_same_and_come_pieces_the_new(old: str, new: str) -> None:
    found = find_differences(old, new)
    assert texts_of(found) == (old, new)
    assert all(one.text for one in found)


def test_a_changed_number_is_marked_alone() -> None:
    found = find_differences("Take it every four hours.", "Take it every six hours.")
    assert [one for one in found if one.change is not Change.SAME] == [
        Stretch("four", Change.GONE),
        Stretch("six", Change.COME),
    ]


def test_a_script_without_spaces_is_compared_letter_by_letter() -> None:
    found = find_differences("每四小时服用", "每六小时服用")
    assert [one.text for one in found if one.change is not Change.SAME] == ["四", "六"]


def test_a_tag_is_one_piece() -> None:
    found = find_differences("<1>a</1>", "<2>a</2>")
    assert [one.text for one in found] == ["<1>", "<2>", "a", "</1>", "</2>"]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("a", "a")])
def test_equal_texts_have_no_difference(old: str, new: str) -> None:
    assert all(one.change is Change.SAME for one in find_differences(old, new))


def test_a_very_long_text_is_shown_as_replaced_as_a_whole() -> None:
    old, new = "a " * LONGEST, "a " * LONGEST + "b"
    assert find_differences(old, new) == (Stretch(old, Change.GONE), Stretch(new, Change.COME))
