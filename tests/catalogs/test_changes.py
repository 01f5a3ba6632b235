from __future__ import annotations

import pytest

from pipeline.catalogs.changes import mark_changes


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Take 5 ml now.", "Take 50 ml now.", "Take [-5-]{+50+} ml now."),
        ("You should not drive.", "You should drive.", "You should [-not -]drive."),
        ("Rest.", "Rest well.", "Rest{+ well+}."),
        ("a\nb", "a\nc", "a [-b-]{+c+}"),
        ("Same.", "Same.", "Same."),
        ("", "New.", "{+New.+}"),
    ],
)
def test_what_is_gone_and_what_has_come_is_marked_on_one_line(old: str, new: str, marked: str) -> None:
    assert mark_changes(old, new) == marked
