"""Time: how fast an engine may be asked, how long to wait before another try, and a clock to do it by."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from pipeline.drafting.base import Limits


class Clock(Protocol):
    """What the runner knows of time; tests bring their own, so that they don't wait."""

    def now(self) -> float:
        """Return seconds since some moment, never less than before."""

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""

    def today(self) -> str:
        """Return the date as YYYY-MM-DD, as the services count their days: in UTC."""

    def chance(self) -> float:
        """Return a random number from 0 to 1, so that many clients don't come back at once."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        """Return the monotonic clock."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)

    def today(self) -> str:
        """Return today's date in UTC."""
        return datetime.now(UTC).date().isoformat()

    def chance(self) -> float:
        """Return a random number."""
        return random.random()  # noqa: S311 - spreads retries, guards nothing


@dataclass(slots=True)
class Bucket:
    """A token bucket: so many requests a second, and as many at once after a rest."""

    rate: float | None
    """Requests a second; None for as many as one likes."""
    clock: Clock
    tokens: float = 1.0
    filled: float | None = None
    """When the tokens were counted last."""

    def wait(self) -> None:
        """Return when the next request may go out, which counts as sent."""
        if self.rate is None:
            return
        now = self.clock.now()
        most = max(1.0, self.rate)
        if self.filled is None:
            self.tokens = most
        else:
            self.tokens = min(most, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens < 1:
            seconds = (1 - self.tokens) / self.rate
            self.clock.sleep(seconds)
            self.tokens, self.filled = 1.0, now + seconds
        self.tokens -= 1


_JITTER: Final = 0.5
"""The share of a wait that chance may add."""


def wait_before(attempt: int, asked: float | None, limits: Limits, clock: Clock) -> float:
    """Return the seconds before another try, the first of which is number 1.

    An engine that asks for a wait gets it; otherwise each wait is about twice the one before. Chance makes a
    wait longer, never shorter.
    """
    usual = min(limits.backoff * 2.0 ** (attempt - 1), limits.max_wait)
    return (usual if asked is None else asked) + usual * _JITTER * clock.chance()
