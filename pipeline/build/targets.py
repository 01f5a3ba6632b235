"""What the build may show: each unit's target with its state, decided elsewhere and handed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.build.page import Mode, Standing
from pipeline.model.catalog import is_invisible
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.config.project import Fallback
    from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer
    from pipeline.model.unit import Risk, UnitKey

FOUR_EYES: Final = 2
"""People who must have approved a pinned disclaimer before a release shows it."""
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
    approvers: int = FOUR_EYES
    """How many people must have approved a pinned disclaimer; a preview asks for none."""

    def find_pinned(self, disclaimer: Disclaimer) -> PinnedDisclaimer | None:
        """Return the pinned wording that is valid for this disclaimer, or None when it is owed."""
        return self._find(disclaimer) if self.why_owed(disclaimer) is None else None

    def why_owed(self, disclaimer: Disclaimer) -> str | None:
        """Return why the locale owes this disclaimer, in words, or None when a valid wording is pinned."""
        found = self._find(disclaimer)
        why = "no approved translation is pinned" if found is None else self._why_invalid(found, disclaimer)
        return f'disclaimer "{disclaimer.id}" is owed: {why}' if why else None

    def _find(self, disclaimer: Disclaimer) -> PinnedDisclaimer | None:
        return next((one for one in self.pinned if one.id == disclaimer.id), None)

    def _why_invalid(self, pinned: PinnedDisclaimer, disclaimer: Disclaimer) -> str | None:
        if pinned.source_digest != disclaimer.digest or pinned.version != disclaimer.version:
            return "the pinned one was made for another English wording"
        if pinned.expires and _is_over(pinned.expires, self.as_of):
            return f"the pinned one expired on {pinned.expires}"
        if self.approvers and pinned.id in self.unsupported:
            return f"by the ledger the pinned one needs {self.unsupported[pinned.id]}"
        people = {person.strip().casefold() for person in pinned.approved_by if person.strip()}
        if len(people) < self.approvers:
            return f"the pinned one was approved by {len(people)} of {self.approvers} people"
        return None


def _is_over(last_day: str, as_of: str) -> bool:
    """Return whether the last day of validity has passed; what is not a day has never been valid."""
    try:
        return date.fromisoformat(last_day) < date.fromisoformat(as_of)
    except ValueError:
        return True


def standing_of(targets: Iterable[Target], *, owes_disclaimer: bool) -> Standing:
    """Return how far a page's text has come."""
    states = [target.state for target in targets]
    if states and all(state is State.APPROVED for state in states) and not owes_disclaimer:
        return Standing.REVIEWED
    is_touched = any(state in (State.APPROVED, State.REVIEWED) for state in states)
    return Standing.PARTIAL if is_touched else Standing.DRAFT
