from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.draft import Origin, find_origin, parse_origin

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(TEXTS, TEXTS, TEXTS)
def test_an_origin_is_read_back_from_one_line_whatever_it_is_made_of(
    target: str, engine: str, note: str
) -> None:
    origin = Origin.of(target, engine=engine, date="2026-11-22", note=note)
    comment = origin.render()
    assert parse_origin(comment) == origin
    assert len(comment.splitlines()) == 1
    assert origin.is_of(target)
    assert not origin.is_of(target + " ")


@given(st.none() | st.floats(-1, 2), st.floats(-1, 2))
def test_shares_are_read_back_in_hundredths_and_no_alarm_is_not_written(
    confidence: float | None, alarm: float
) -> None:
    origin = Origin.of("a", engine="x", date="2026-11-22", confidence=confidence, alarm=alarm)
    assert parse_origin(origin.render()) == origin
    assert ("alarm=" in origin.render()) == (alarm >= 0.01 or origin.alarm > 0)
    assert origin.alarm == pytest.approx(min(max(alarm, 0), 1), abs=0.005)


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "machine draft: engine=x date=2026-11-22",
        "machine draft: engine=x date=2026-11-22 text=0123",
        "see machine draft: engine=x date=2026-11-22 text=0123456789abcdef",
        "machine draft: engine=x date=2026-11-22 text=0123456789abcdef and more",
    ],
)
def test_any_other_comment_is_no_origin(comment: str) -> None:
    assert parse_origin(comment) is None
    assert find_origin((comment, "b")) is None
