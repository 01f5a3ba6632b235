"""What the build may show: each unit's target with its state, decided elsewhere and handed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.build.page import Mode, Standing
from pipeline.model.catalog import is_invisible
from pipeline.model.pinning import APPROVERS, find_pin, judge_pin
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.config.project import Fallback
    from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer
    from pipeline.model.unit import Risk, UnitKey

SHOWN_IN_PREVIEW = frozenset(State) - {State.EMPTY, State.STALE, State.REJECTED}
"""A preview shows drafts, but never a text that says the old thing or that a person rejected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One unit's target in one locale."""

    text: str
    state: State
    risk: Risk
    is_blocked: bool = False
    """A finding keeps it from being released."""
    missing: str | None = None
    """What is needed before it counts as approved."""

    def may_be_shown(self, mode: Mode) -> bool:
        """Return whether a page of this mode may show the target."""
        if is_invisible(self.text):
            return False
        if mode is Mode.PREVIEW:
            return self.state in SHOWN_IN_PREVIEW
        return self.state is State.APPROVED and not self.is_blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything one locale offers for one document."""

    units: Mapping[UnitKey, Target]
    interface: Mapping[UnitKey, Target]
    disclaimers: tuple[Disclaimer, ...]
    pinned: tuple[PinnedDisclaimer, ...]
    fallback: Mapping[Risk, Fallback]
    as_of: str
    """Today, as YYYY-MM-DD: after their last day pinned disclaimers do not count."""
    unsupported: Mapping[str, str] = field(default_factory=dict)
    """Pinned disclaimers that the ledger does not support: id -> what is missing."""
    typography: tuple[str, ...] = ()
    """The transformations of spaces that the project declares for this locale."""
    approvers: int = APPROVERS
    """How many people must have approved a pinned disclaimer; a preview asks for none."""

    def find_pinned(self, disclaimer: Disclaimer) -> PinnedDisclaimer | None:
        """Return the pinned wording that is valid for this disclaimer, or None when it is owed."""
        return find_pin(self.pinned, disclaimer) if self.why_owed(disclaimer) is None else None

    def why_owed(self, disclaimer: Disclaimer) -> str | None:
        """Return why the locale owes this disclaimer, in words, or None when a valid wording is pinned."""
        return judge_pin(
            find_pin(self.pinned, disclaimer),
            disclaimer,
            as_of=self.as_of,
            missing=self.unsupported.get(disclaimer.id),
            approvers=self.approvers,
        ).reason


def standing_of(targets: Iterable[Target], *, owes_disclaimer: bool) -> Standing:
    """Return how far a page's text has come."""
    states = [target.state for target in targets]
    if states and all(state is State.APPROVED for state in states) and not owes_disclaimer:
        return Standing.REVIEWED
    is_touched = any(state in (State.APPROVED, State.REVIEWED) for state in states)
    return Standing.PARTIAL if is_touched else Standing.DRAFT
