"""Whether a pinned disclaimer counts: one rule for the build, the report and the list of what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.model.people import DEFAULT_POLICY, normal_address
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer

APPROVERS: Final = DEFAULT_POLICY[Risk.DISCLAIMER].approvers
"""Distinct people whom a pinned wording must name, whatever was done to its file."""


class Pinning(Enum):
    """Where a disclaimer stands in a language."""

    PINNED = "pinned"
    OWED = "owed"
    OUTDATED = "outdated"
    """The pinned wording was made for another English one."""
    EXPIRED = "expired"
    UNSIGNED = "unsigned"
    """By the file or the ledger fewer people than it needs approved the pinned wording."""


@dataclass(frozen=True, slots=True)
class PinStanding:
    """Where a disclaimer stands, and why it is owed, in words; no reason where a valid wording is pinned."""

    pinning: Pinning
    reason: str | None = None


def find_pin(pinned: Iterable[PinnedDisclaimer], disclaimer: Disclaimer) -> PinnedDisclaimer | None:
    """Return the pinned wording of a disclaimer, valid or not, or None."""
    return next((one for one in pinned if one.id == disclaimer.id), None)


def judge_pin(
    found: PinnedDisclaimer | None,
    disclaimer: Disclaimer,
    *,
    as_of: str,
    missing: str | None,
    approvers: int = APPROVERS,
) -> PinStanding:
    """Return where a disclaimer stands on a day, by what is pinned for it.

    `missing` is what the ledger lacks for this wording. Without `approvers` nobody's signature is asked for.
    """
    pinning, why = _judge(found, disclaimer, as_of, missing, approvers)
    return PinStanding(pinning, f'disclaimer "{disclaimer.id}" is owed: {why}' if why else None)


def _judge(
    found: PinnedDisclaimer | None, disclaimer: Disclaimer, as_of: str, missing: str | None, approvers: int
) -> tuple[Pinning, str]:
    if found is None:
        return Pinning.OWED, "no approved translation is pinned"
    if (found.source_digest, found.version) != (disclaimer.digest, disclaimer.version):
        return Pinning.OUTDATED, "the pinned one was made for another English wording"
    if approvers and missing:
        return Pinning.UNSIGNED, f"by the ledger the pinned one needs {missing}"
    people = {normal_address(person) for person in found.approved_by} - {""}
    if len(people) < approvers:
        return Pinning.UNSIGNED, f"the pinned one was approved by {len(people)} of {approvers} people"
    if found.expires and _is_over(found.expires, as_of):
        return Pinning.EXPIRED, f"the pinned one expired on {found.expires}"
    return Pinning.PINNED, ""


def _is_over(last_day: str, as_of: str) -> bool:
    """Return whether the last day of validity has passed; what is not a day has never been valid."""
    try:
        return date.fromisoformat(last_day) < date.fromisoformat(as_of)
    except ValueError:
        return True
