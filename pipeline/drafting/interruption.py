"""Ctrl-C while drafts are made: waiting ends at once, what is being kept or written is finished first."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@dataclass(slots=True)
class Interruption:
    """Whether somebody wants the run to end.

    While it is watched, the first Ctrl-C ends an engine's work or a wait, and is only noted while anything
    else is done, so that no answer is lost between the engine and the catalog. The second one ends the
    program wherever it is.
    """

    is_wanted: bool = False
    _is_waiting: bool = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Hear Ctrl-C until the block is left; raises KeyboardInterrupt at its end if there was one.

        Outside the main thread, and where the program's signals are somebody else's, nothing changes: there
        an interruption is what an engine raises.
        """
        is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if not is_ours or threading.current_thread() is not threading.main_thread():
            yield
            return
        signal.signal(signal.SIGINT, self._hear)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self.is_wanted:
            raise KeyboardInterrupt

    def may_end(self, work: Callable[[], None]) -> None:
        """Do what may take long and may be left undone: an interruption ends it, and is noted."""
        try:
            try:
                self._is_waiting = True
                work()
            finally:  # inside, as Ctrl-C may come up to the last moment
                self._is_waiting = False
        except KeyboardInterrupt:
            self.is_wanted = True

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        is_second, self.is_wanted = self.is_wanted, True
        if is_second or self._is_waiting:
            raise KeyboardInterrupt
