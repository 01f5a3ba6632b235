"""States from entry and ledger. Fuzzy beats every event, and an approval counts for exactly the text that was
read (Law 5).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.language.forms import differ_in_form_only
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.ledger.ledger_file import Ledger
    from pipeline.model.catalog import Entry
    from pipeline.model.people import Requirement, Reviewer
    from pipeline.model.unit import Risk

AUTHORING = frozenset({EventKind.TRANSLATE, EventKind.CLAIM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who may sign, and what each risk class needs."""

    reviewers: tuple[Reviewer, ...]
    policy: Mapping[Risk, Requirement]

    def find(self, email: str, locale: str) -> Reviewer | None:
        """Return the reviewer with this address who may sign for the locale, or None."""
        return next((one for one in self.reviewers if one.email == email and locale in one.locales), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of one target and what it rests on."""

    state: State
    authors: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    """People whose approval counts."""
    missing: str | None = None
    """What is needed before the text counts as approved, in words; None when it does."""
    is_machine_text: bool = False
    """Approved or reviewed as an untouched machine draft, so that no author is on record."""


@dataclass(slots=True)
class LedgerIndex:
    """A ledger's events by pair, with what recorded carries bring along."""

    ledger: Ledger
    _by_key: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for event in self.ledger.events:
            self._by_key[event.key].append(event)

    def events_of(self, key: str) -> tuple[Event, ...]:
        """Return the events that count for a pair: its own, and those of pairs it was carried from."""
        found: dict[Event, None] = {}
        waiting, seen = [key], {key}
        while waiting:
            for event in self._by_key.get(waiting.pop(), ()):
                found[event] = None
                origin = event.carried_from
                if event.kind is EventKind.CARRY and origin and origin not in seen and self._may_carry(event):
                    seen.add(origin)
                    waiting.append(origin)
        return tuple(sorted(found, key=lambda event: event.id))

    def _may_carry(self, carry: Event) -> bool:
        """A carry counts only between sources that differ in form alone, for the same target."""
        return any(
            event.target == carry.target and self._same_but_for_form(event.source, carry.source)
            for event in self._by_key.get(carry.carried_from or "", ())
        )

    def _same_but_for_form(self, old: str, new: str) -> bool:
        texts = self.ledger.texts
        return old in texts and new in texts and differ_in_form_only(texts[old], texts[new])


def derive_standing(
    entry: Entry, *, locale: str, document: str, risk: Risk, index: LedgerIndex, signing: Signing
) -> Standing:
    """Return the state of an entry's target."""
    if entry.is_empty:
        return Standing(state=State.EMPTY, missing="a translation")
    if entry.is_fuzzy:
        state = State.STALE if entry.previous is not None else State.DRAFT
        return Standing(state=state, missing="a person's decision")
    events = index.events_of(pair_key(locale, document, entry.key, entry.target))
    return _standing_of(events, locale, signing.policy[risk], signing)


def _standing_of(
    events: tuple[Event, ...], locale: str, requirement: Requirement, signing: Signing
) -> Standing:
    authors = tuple(sorted({event.by for event in events if event.kind in AUTHORING}))
    approvals = [event for event in standing_approvals(events) if event.by not in authors]
    counted = {e.by: reviewer for e in approvals if (reviewer := signing.find(e.by, locale))}
    approvers = tuple(sorted(counted))
    is_machine_text = not authors and any(event.draft for event in approvals)
    if _is_rejected(events):
        return Standing(state=State.REJECTED, authors=authors, missing="a corrected translation")
    if not authors and not is_machine_text:
        return Standing(state=State.UNATTRIBUTED, missing="a translator who claims the text")
    missing = _missing(counted.values(), requirement, is_machine_text=is_machine_text)
    if missing is None:
        state = State.APPROVED
    else:
        state = State.REVIEWED if approvers else State.TRANSLATED
    if not authors and not approvers:
        state = State.UNATTRIBUTED
    return Standing(
        state=state, authors=authors, approvers=approvers, missing=missing, is_machine_text=is_machine_text
    )


def standing_approvals(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the approvals that hold: a revoke voids every approval that does not name it in `after`."""
    known = tuple(events)
    revokes = {event.id for event in known if event.kind is EventKind.REVOKE}
    approvals = (event for event in known if event.kind is EventKind.APPROVE)
    return tuple(event for event in approvals if revokes <= set(event.after))


def _is_rejected(events: tuple[Event, ...]) -> bool:
    answered = {name for event in standing_approvals(events) for name in event.after}
    answered |= {name for event in events if event.kind is EventKind.REVOKE for name in event.after}
    return any(event.kind is EventKind.REJECT and event.id not in answered for event in events)


def _missing(approvers: Iterable[Reviewer], requirement: Requirement, *, is_machine_text: bool) -> str | None:
    people = tuple(approvers)
    needed = requirement.approvers_of_draft if is_machine_text else requirement.approvers
    wanted: list[str] = []
    if len(people) < needed:
        short_of = needed - len(people)
        wanted.append(f"{short_of} more approver{'s' if short_of > 1 else ''}")
    held = {role for person in people for role in person.roles}
    wanted += [f"an approver with the {role} role" for role in sorted(requirement.roles - held)]
    return " and ".join(wanted) or None
