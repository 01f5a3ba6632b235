"""Waiver: a person says that one finding about one exact text is no error, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One waived finding. Another text, or another value in it, is another finding."""

    fingerprint: str
    """Of the finding, see `Finding.fingerprint`."""
    rule: str
    unit: str
    """For people who read the file; the fingerprint decides."""
    person: str
    reason: str
    on: str
    """The day it was waived, as YYYY-MM-DD."""
    until: str
    """The last day on which it holds, as YYYY-MM-DD."""

    def holds_on(self, day: str) -> bool:
        """Return whether the waiver counts on a day."""
        return self.on <= day <= self.until

    def waive(self, finding: Finding) -> Finding:
        """Return the finding as waived: it is told, and blocks nothing."""
        told = f"waived by {self.person} until {self.until}: {self.reason}"
        return replace(finding, blocking=False, waiver=told)
