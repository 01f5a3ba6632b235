"""States to XLIFF and back.

Law 3: no tool, editor or merge can raise a state by accident. What comes back counts as a person's
translation at most: nothing in an XLIFF file stands for a review.
"""

from __future__ import annotations

from typing import Final

from pipeline.model.state import State

SUB_STATE: Final = "caveat:"
_XLIFF_1: Final = {
    State.EMPTY: "new",
    State.DRAFT: "needs-review-translation",
    State.STALE: "needs-translation",
    State.UNATTRIBUTED: "translated",
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
    State.APPROVED: "final",
    State.REJECTED: "needs-translation",
}
_MACHINE_1: Final = "needs-translation"
"""A machine's text is not one that waits for review alone; the qualifier `mt-suggestion` says what it is."""
_XLIFF_2: Final = {
    State.EMPTY: "initial",
    State.DRAFT: "initial",
    State.STALE: "initial",
    State.UNATTRIBUTED: "translated",
    State.TRANSLATED: "translated",
    State.REVIEWED: "reviewed",
    State.APPROVED: "final",
    State.REJECTED: "initial",
}
_PLAIN: Final = frozenset({State.EMPTY, State.TRANSLATED, State.REVIEWED, State.APPROVED})
"""What the state of XLIFF 2 says alone; the others have a sub-state."""
_MACHINE_2: Final = "machine-draft"
_UNFINISHED_1: Final = frozenset({"needs-review-translation", "needs-review-adaptation", "needs-review-l10n"})
_FINISHED: Final = frozenset({"translated", "signed-off", "reviewed", "final"})


def to_xliff1(state: State, *, is_machine: bool) -> str:
    """Return the `state` of a target in XLIFF 1.2."""
    return _MACHINE_1 if is_machine and state is State.DRAFT else _XLIFF_1[state]


def to_xliff2(state: State, *, is_machine: bool) -> tuple[str, str]:
    """Return the `state` of a segment in XLIFF 2, and its `subState`, empty where it needs none."""
    if state in _PLAIN:
        return _XLIFF_2[state], ""
    name = _MACHINE_2 if is_machine and state is State.DRAFT else state.value
    return _XLIFF_2[state], SUB_STATE + name


def from_xliff1(state: str, *, is_approved: bool) -> State | None:
    """Return what a state of XLIFF 1.2 counts as: TRANSLATED, DRAFT where somebody must look, else None."""
    if state in _UNFINISHED_1:
        return State.DRAFT
    return State.TRANSLATED if state in _FINISHED or is_approved else None


def from_xliff2(state: str, sub_state: str) -> State | None:
    """Return what a state of XLIFF 2 counts as: TRANSLATED, DRAFT where somebody must look, else None."""
    if state in _FINISHED:
        return State.TRANSLATED
    return State.DRAFT if sub_state == SUB_STATE + State.DRAFT.value else None
