"""State: how far a target has come. Derived from the catalog and the ledger, never stored."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """The states of DESIGN, from nothing to approved."""

    EMPTY = "empty"
    DRAFT = "draft"
    """Fuzzy: written by a machine, or by a person who is not sure."""
    STALE = "stale"
    """Fuzzy: written for a source that has since changed."""
    UNATTRIBUTED = "unattributed"
    """Not fuzzy, but no person is on record for exactly this text."""
    TRANSLATED = "translated"
    """A person is on record as the author."""
    REVIEWED = "reviewed"
    """At least one person approved it, but the policy asks for more."""
    APPROVED = "approved"
    REJECTED = "rejected"
