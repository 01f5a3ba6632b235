"""How a stage tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Something that shows progress."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of this many steps."""

    def advance(self, what: str) -> None:
        """Note that one step is done."""

    def finish(self) -> None:
        """End the stage."""


class Silent:
    """Shows nothing."""

    def start(self, stage: str, total: int) -> None:
        """Show nothing."""

    def advance(self, what: str) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""
