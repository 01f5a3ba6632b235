"""The sentences that a report opens with: who wrote these texts, and whether a person has read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.state import State
from pipeline.report.metrics import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.report.rows import DisclaimerRow, UnitRow

STATES = {
    State.APPROVED: "signed by everyone the review policy asks for",
    State.REVIEWED: "signed by a person; the policy asks for more",
    State.TRANSLATED: "a person is on record as the author; nobody has signed it",
    State.UNATTRIBUTED: "offered as final, but no person is on record for exactly this text",
    State.DRAFT: "marked fuzzy: written by a machine, or by a person who was not sure",
    State.STALE: "written for an English text that has since changed",
    State.REJECTED: "a reviewer refused it",
    State.EMPTY: "there is no target",
}
"""Every state in the order in which a report shows them, the furthest first, with what it means."""


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 unit`, `1,204 units`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def describe_review(rows: Sequence[UnitRow], disclaimers: Iterable[DisclaimerRow]) -> tuple[str, str]:
    """Return how far review has come: the plain statement, and what it rests on."""
    written = [row for row in rows if row.state is not State.EMPTY]
    if not rows:
        return "There is nothing to translate.", "No unit is in scope, so nothing was measured."
    if not written:
        return "Nothing is translated yet.", f"{_all_are(len(rows), 'unit')} without a target."
    is_signed = any(one.approved_by for one in disclaimers)
    if not is_signed and not any(row.state in PEOPLE for row in rows):
        return "No review has happened.", _unreviewed(written, len(rows))
    return _partly_reviewed(rows)


def _unreviewed(written: Sequence[UnitRow], total: int) -> str:
    machine = sum(row.is_machine_draft for row in written)
    part = f"{len(written):,} of " if len(written) < total else ""
    scope = part + count(total, "target")
    if machine == len(written):
        what = f"{scope} written, every one a machine draft"
    else:
        what = f"{scope} written, {machine:,} of them machine drafts and the rest with no person on record"
    return f"{what}. Nobody is on record for having read any of this text: do not rely on it."


def _partly_reviewed(rows: Sequence[UnitRow]) -> tuple[str, str]:
    approved = sum(row.state is State.APPROVED for row in rows)
    machine = sum(row.is_machine_draft for row in rows)
    if approved == len(rows):
        return "Every target is approved.", f"{count(approved, 'target')}, each signed as the policy asks."
    drafts = f"{count(machine, 'machine draft')} that nobody has signed"
    head = "Review has begun." if approved else "Review has begun; nothing is approved yet."
    return head, f"{approved:,} of {count(len(rows), 'target')} approved; {drafts}."


def _all_are(number: int, noun: str) -> str:
    return f"The only {noun} is" if number == 1 else f"All {count(number, noun)} are"
