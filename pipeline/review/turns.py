"""Whose turn it is with a text: what a queue sorts people's work by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ledger.states import open_rejections
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.review.decisions import Decision, why_not
from pipeline.review.queue import Wait

if TYPE_CHECKING:
    from pipeline.ledger.states import Signing
    from pipeline.model.people import Reviewer
    from pipeline.review.decisions import Subject

_TO_WRITE: Final = frozenset({State.EMPTY, State.STALE, State.REJECTED})
_DECISIONS: Final = (
    EventKind.APPROVE,
    EventKind.REJECT,
    EventKind.REVOKE,
    EventKind.CLAIM,
    EventKind.COMMENT,
)


def whose_turn(subject: Subject, person: Reviewer, signing: Signing) -> Wait:
    """Return who can bring a text further; a signature that the policy does not ask for is not asked for."""
    state = subject.standing.state
    if state is State.APPROVED:
        return Wait.NOBODY
    is_unwritten = state in _TO_WRITE
    is_refused = bool(open_rejections(subject.events))
    is_nobodys = state in {State.DRAFT, State.UNATTRIBUTED} and subject.machine_draft is None
    if is_unwritten or is_refused or is_nobodys:
        return Wait.TRANSLATOR
    decision = Decision(kind=EventKind.APPROVE, by=person.email, on="")
    if why_not(subject, decision, signing) is None and subject.standing.is_helped_by(person, signing):
        return Wait.YOU
    return Wait.OTHERS


def refusals_of(subject: Subject, person: Reviewer, signing: Signing) -> dict[EventKind, str | None]:
    """Return why a person may not take each decision on a text; None where they may.

    Whatever needs words is judged as if they were there.
    """
    return {
        kind: why_not(subject, Decision(kind=kind, by=person.email, on="", text="…"), signing)
        for kind in _DECISIONS
    }
