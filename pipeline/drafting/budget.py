"""What a run may send and spend with engines that take the text away, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.drafting.base import Limits

MILLION: Final = 1_000_000


@dataclass(slots=True, kw_only=True)
class Budget:
    """What is left of a run's budget, over all locales and all engines that send texts away."""

    max_chars: int | None = None
    max_cost: float | None = None
    chars: int = 0
    """Characters that were sent and answered, or are on their way."""
    cost: float = 0.0

    def why_not(self, chars: int, limits: Limits) -> str | None:
        """Return why a text of so many characters may not be sent, or None when it may."""
        if self.max_chars is not None and self.chars + chars > self.max_chars:
            return f"the budget of {self.max_chars:,} characters is used up"
        if self.max_cost is None:
            return None
        if limits.price is None:
            return 'what it costs is not known: give the option "price", of a million characters'
        if self.cost + cost_of(chars, limits) > self.max_cost:
            return f"the budget of {self.max_cost:g} is used up"
        return None

    def take(self, chars: int, cost: float) -> None:
        """Count what is sent, before it is sent."""
        self.chars += chars
        self.cost += cost


def cost_of(chars: int, limits: Limits) -> float:
    """Return what a number of characters costs; nothing where no price is known."""
    return chars * (limits.price or 0.0) / MILLION


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one engine was asked for one locale."""

    texts: int = 0
    """Texts that were sent and answered, for good or for bad."""
    chars: int = 0
    tokens: int = 0
    cost: float = 0.0
    cached: int = 0
    """Texts whose answer was known from before."""
    batches: int = 0
    seconds: float = 0.0
    """How long the engine took, without waits."""
