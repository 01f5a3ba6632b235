"""How a stage tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Something that shows progress."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins, with this many steps."""

    def advance(self, what: str) -> None:
        """One step is done."""

    def finish(self) -> None:
        """The stage is over."""


class Silent:
    """Shows nothing."""

    def start(self, stage: str, total: int) -> None:
        """Show nothing."""

    def advance(self, what: str) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""
