"""Whether anybody is waiting for an answer, so that what nobody waits for can step aside."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

YIELD_SECONDS: Final = 0.05
"""How long the checks wait for a quiet moment; then one text is checked in spite of who asks."""


@dataclass(slots=True)
class Traffic:
    """How many requests are being answered now, and whether there was one since somebody looked."""

    _quiet: threading.Condition = field(default_factory=threading.Condition)
    _now: int = 0
    _has_been: bool = True

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a request while it is answered."""
        with self._quiet:
            self._now += 1
        try:
            yield
        finally:
            with self._quiet:
                self._now -= 1
                self._has_been = True
                self._quiet.notify_all()

    def wait_until_quiet(self) -> None:
        """Wait until nobody is being answered, but not for ever."""
        with self._quiet:
            self._quiet.wait_for(lambda: not self._now, YIELD_SECONDS)

    def take_note(self) -> bool:
        """Return whether there was a request since the last call."""
        with self._quiet:
            has_been, self._has_been = self._has_been, False
        return has_been
