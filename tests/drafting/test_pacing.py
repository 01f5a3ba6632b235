from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.base import Limits
from pipeline.drafting.pacing import Bucket, SystemClock, wait_before
from tests.drafting.scripted import FakeClock


def test_without_a_rate_nobody_waits() -> None:
    clock = FakeClock()
    bucket = Bucket(None, clock)
    for _ in range(100):
        bucket.wait()
    assert clock.slept == []


@given(st.floats(0.1, 20), st.lists(st.floats(0, 3), min_size=2, max_size=30))
def test_never_more_requests_than_the_rate_and_one_second_s_worth(rate: float, pauses: list[float]) -> None:
    """Never more requests than the rate, and one second's worth at once after a rest."""
    clock = FakeClock()
    bucket = Bucket(rate, clock)
    sent: list[float] = []
    for pause in pauses:
        clock.time += pause
        bucket.wait()
        sent.append(clock.now())
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            allowed = max(1.0, rate) + (sent[last] - sent[first]) * rate
            assert last - first + 1 <= allowed + 1e-6


def test_after_a_rest_a_second_s_worth_goes_at_once() -> None:
    clock = FakeClock()
    bucket = Bucket(3.0, clock)
    for _ in range(3):
        bucket.wait()
    clock.time += 60
    for _ in range(3):
        bucket.wait()
    assert clock.slept == []
    bucket.wait()
    assert [round(seconds, 6) for seconds in clock.slept] == [0.333333]


@given(st.integers(1, 6), st.one_of(st.none(), st.floats(0, 50)), st.floats(0, 1))
def test_chance_makes_a_wait_longer_never_shorter(attempt: int, asked: float | None, luck: float) -> None:
    """Chance makes a wait longer, never shorter."""
    limits = Limits(backoff=1.0, max_wait=60.0)
    plain = wait_before(attempt, asked, limits, FakeClock())
    assert plain == (2.0 ** (attempt - 1) if asked is None else asked)
    assert plain <= wait_before(attempt, asked, limits, FakeClock(luck=luck)) <= plain + 30


def test_no_usual_wait_is_over_the_longest() -> None:
    assert wait_before(9, None, Limits(backoff=10.0, max_wait=60.0), FakeClock()) == 60.0


def test_the_machine_s_clock() -> None:
    clock = SystemClock()
    before = clock.now()
    clock.sleep(0.001)
    assert clock.now() > before
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", clock.today())
    assert 0 <= clock.chance() <= 1
    assert abs(clock.now() - time.monotonic()) < 5
