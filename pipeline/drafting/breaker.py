"""When an engine counts as out of order: it fails batch after batch, or it is silent for minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_PATIENT_WITH: Final = 3
"""Batches in a row that may fail, after all tries."""
_SILENCE: Final = 100.0
"""Seconds without any answer that are waited for at least, in two tries or more."""
_WHOLE: Final = 0.9
"""The share of its time that a try took which nothing answered."""


@dataclass(slots=True)
class Breaker:
    """What went wrong with an engine since its last answer."""

    seconds: float
    """What a try may take."""
    failed_batches: int = 0
    time_outs: int = 0

    def count_answer(self) -> None:
        """Forget what went wrong: it answered."""
        self.failed_batches = self.time_outs = 0

    def count_try(self, seconds: float) -> None:
        """Count a try that failed in passing after so many seconds; a fast failure is an answer of a kind."""
        is_silent = seconds >= self.seconds * _WHOLE
        self.time_outs = self.time_outs + 1 if is_silent else 0

    def count_batch(self) -> None:
        """Count a batch that is given up."""
        self.failed_batches += 1

    @property
    def is_silent(self) -> bool:
        """Whether another try is not worth its time: a dead endpoint should not cost half an hour."""
        return self.time_outs > 1 and self.time_outs * self.seconds >= _SILENCE

    @property
    def verdict(self) -> str:
        """How often it failed in a row, where that is too often; empty where it may be asked again."""
        if self.is_silent:
            return f"{self.time_outs} times in a row"
        return f"{self.failed_batches} times in a row" if self.failed_batches >= _PATIENT_WITH else ""
