"""One connection of a browser: it is closed when no whole request comes, so that nobody holds all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from h11 import SEND_BODY, SEND_RESPONSE
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio


class PatientProtocol(H11Protocol):
    """HTTP with an end to waiting: from its start, or its last answer, a connection has so long to ask.

    What asks drop by drop, or goes on sending what was answered already, gains no time by that.
    """

    patience: ClassVar[float] = 20.0
    """Seconds for a request's line and headers to arrive."""
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start to wait."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Stop waiting when a request is there."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.conn.our_state in (SEND_RESPONSE, SEND_BODY):
            self._stop()
        elif self._end is None and not self.transport.is_closing():
            self._end = self.loop.call_later(self.patience, self.transport.close)

    def _stop(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
