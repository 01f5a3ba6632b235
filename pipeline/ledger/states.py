"""States from entry and ledger.

Fuzzy beats every event. Law 5: an approval counts for exactly the text that was read; a source change only in
quotes, spaces or Unicode form may keep it through a recorded carry, nothing else does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.language.forms import differ_in_form_only
from pipeline.model.event import Event, EventKind, Pair
from pipeline.model.people import normal_address
from pipeline.model.state import State
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.ledger.ledger_file import Ledger
    from pipeline.model.catalog import Entry
    from pipeline.model.people import Requirement, Reviewer
    from pipeline.model.unit import Risk

AUTHORING = frozenset({EventKind.TRANSLATE, EventKind.CLAIM})
"""What makes an author of a person; who puts it on record for them stands in for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who may sign, and what each risk class needs."""

    reviewers: tuple[Reviewer, ...]
    policy: Mapping[Risk, Requirement]

    def find(self, email: str, locale: str) -> Reviewer | None:
        """Return the reviewer with this address who may sign for the locale, or None."""
        address = normal_address(email)
        found = (one for one in self.reviewers if normal_address(one.email) == address)
        return next((one for one in found if locale in one.locales), None)

    def party_of(self, email: str) -> str:
        """Return what stands for all who are not independent of a person: the group, else the address.

        Capitals and spaces make no second group of one, as they make no second person of an address.
        """
        address = normal_address(email)
        groups = (one.group for one in self.reviewers if normal_address(one.email) == address)
        group = " ".join(next(filter(None, groups), "").casefold().split())
        return f"group {group}" if group else address

    def count_parties(self, emails: Iterable[str]) -> int:
        """Return how many people independent of each other there are among these."""
        return len({self.party_of(email) for email in emails})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of one target and what it rests on."""

    state: State
    authors: tuple[str, ...] = ()
    bringers: tuple[str, ...] = ()
    """Others who put the text on record as its authors': nobody but they and the authors know whose it is."""
    approvers: tuple[str, ...] = ()
    """People whose approval counts."""
    missing: str | None = None
    """What is needed before the text counts as approved, in words; None when it does."""
    is_machine_text: bool = False
    """Approved or reviewed as an untouched machine draft, so that no author is on record."""
    people_left: int = 0
    """Distinct people who must still sign; for a text that is not finished, once it is."""
    roles_left: frozenset[str] = frozenset()
    """Roles that somebody among them must hold."""

    @property
    def signatures_left(self) -> int:
        """How many people must still read and sign the text."""
        return max(self.people_left, len(self.roles_left))

    def is_helped_by(self, reviewer: Reviewer, signing: Signing) -> bool:
        """Return whether a signature of this reviewer brings the text nearer to approval.

        A second one of a group brings at most a role that is still missing.
        """
        is_new = signing.party_of(reviewer.email) not in {signing.party_of(one) for one in self.approvers}
        is_for_role = bool(reviewer.roles & self.roles_left)
        return is_for_role or (is_new and self.people_left > len(self.roles_left))


@dataclass(slots=True)
class LedgerIndex:
    """A ledger's events by pair, with what recorded carries bring along."""

    ledger: Ledger
    _by_key: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    _of_pair: dict[Pair, tuple[Event, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What was asked before: states, marks and rules all ask, and each question costs digests."""

    def __post_init__(self) -> None:
        for event in self.ledger.events:
            self._by_key[event.key].append(event)

    def events_of(self, pair: Pair) -> tuple[Event, ...]:
        """Return the events that count for a pair: its own, and those of pairs it was carried from.

        An event whose key and texts don't agree counts for nothing, whoever wrote the line.
        """
        if pair not in self._of_pair:
            self._of_pair[pair] = self._find_events(pair)
        return self._of_pair[pair]

    def _find_events(self, pair: Pair) -> tuple[Event, ...]:
        found: dict[Event, None] = {}
        waiting, seen = [pair], {pair}
        while waiting:
            now = waiting.pop()
            for event in self._by_key.get(now.key, ()):
                if now.is_of(event):
                    found[event] = None
                    origins = [origin for origin in self._origins(now, event) if origin not in seen]
                    seen.update(origins)
                    waiting += origins
        return tuple(sorted(found, key=lambda event: event.id))

    def _origins(self, pair: Pair, event: Event) -> Iterator[Pair]:
        """Yield the pair that a carry names, where its source differs in form alone from this one's."""
        if event.kind is not EventKind.CARRY or not event.carried_from:
            return
        for older in self._by_key.get(event.carried_from, ()):
            source = self.ledger.texts.get(older.source)
            if source is not None and differ_in_form_only(source, pair.unit.source):
                unit = UnitKey(pair.unit.context, source)
                origin = Pair(locale=pair.locale, document=pair.document, unit=unit, target=pair.target)
                if origin.is_of(older):
                    yield origin


def derive_standing(
    entry: Entry, *, locale: str, document: str, risk: Risk, index: LedgerIndex, signing: Signing
) -> Standing:
    """Return the state of an entry's target."""
    requirement = signing.policy[risk]
    if entry.is_blank:
        return _unsigned(State.EMPTY, "a translation", requirement)
    if entry.is_fuzzy:
        is_stale = entry.previous is not None or entry.previous_plural is not None
        state = State.STALE if is_stale else State.DRAFT
        return _unsigned(state, "a person's decision", requirement, is_draft=not is_stale)
    events = index.events_of(
        Pair(locale=locale, document=document, unit=entry.key, target=entry.whole_target)
    )
    return _standing_of(events, locale, requirement, signing)


def _unsigned(state: State, missing: str, requirement: Requirement, *, is_draft: bool = False) -> Standing:
    """Return the standing of a text that needs every signature."""
    people = requirement.approvers_of_draft if is_draft else requirement.approvers
    return Standing(state=state, missing=missing, people_left=people, roles_left=requirement.roles)


def _standing_of(
    events: tuple[Event, ...], locale: str, requirement: Requirement, signing: Signing
) -> Standing:
    written = [event for event in events if event.kind in AUTHORING]
    authors = tuple(sorted({normal_address(event.by) for event in written}))
    bringers = tuple(sorted({normal_address(event.bringer) for event in written} - set(authors)))
    people = _approvers(events, authors, bringers, locale, signing)
    approvers = tuple(sorted(people))
    # A claim that comes later, or by a merge, must not lower what the signed machine draft needed (Law 3).
    is_machine_text = any(e.draft for e in standing_approvals(events) if normal_address(e.by) in people)
    if open_rejections(events):
        rejected = _unsigned(State.REJECTED, "a corrected translation", requirement)
        return replace(rejected, authors=authors, bringers=bringers, approvers=approvers)
    if not authors and not approvers:
        return _unsigned(State.UNATTRIBUTED, "a translator who claims the text", requirement)
    needed = requirement.approvers_of_draft if is_machine_text else requirement.approvers
    people_left = max(needed - signing.count_parties(people), 0)
    roles_left = requirement.roles - {role for person in people.values() for role in person.roles}
    missing = _missing(people_left, roles_left)
    return Standing(
        state=_signed_state(missing, approvers),
        authors=authors,
        bringers=bringers,
        approvers=approvers,
        missing=missing,
        is_machine_text=is_machine_text,
        people_left=people_left,
        roles_left=roles_left,
    )


def _signed_state(missing: str | None, approvers: tuple[str, ...]) -> State:
    if missing is None:
        return State.APPROVED
    return State.REVIEWED if approvers else State.TRANSLATED


def _approvers(
    events: tuple[Event, ...],
    authors: tuple[str, ...],
    bringers: tuple[str, ...],
    locale: str,
    signing: Signing,
) -> dict[str, Reviewer]:
    """Return the distinct listed people whose approval holds, by address.

    None of them is an author, brought the text in for one, or is of the group of such a person; without an
    author only an approval of an untouched machine draft counts.
    """
    found: dict[str, Reviewer] = {}
    written_by = {signing.party_of(person) for person in (*authors, *bringers)}
    for event in standing_approvals(events):
        address, reviewer = normal_address(event.by), signing.find(event.by, locale)
        is_independent = signing.party_of(address) not in written_by
        if reviewer is not None and is_independent and (authors or event.draft):
            found[address] = reviewer
    return found


def standing_approvals(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the approvals that hold: a revoke voids every approval that does not name it in `after`."""
    known = tuple(events)
    revokes = {event.id for event in known if event.kind is EventKind.REVOKE}
    approvals = (event for event in known if event.kind is EventKind.APPROVE)
    return tuple(event for event in approvals if revokes <= set(event.after))


def open_rejections(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the rejections that stand: only the person who rejected a text can take that back.

    A rejection stays when its author leaves the list of reviewers; nobody's leaving may raise a state.
    """
    known = tuple(events)
    taken_back = {
        (normal_address(event.by), name)
        for event in known
        if event.kind is EventKind.REVOKE
        for name in event.after
    }
    rejections = (event for event in known if event.kind is EventKind.REJECT)
    return tuple(event for event in rejections if (normal_address(event.by), event.id) not in taken_back)


def _missing(people_left: int, roles_left: frozenset[str]) -> str | None:
    """Return what is missing in words; who brings a role is one of the people, not one more."""
    roles = sorted(roles_left)
    if not people_left:
        return " and ".join(f"an approver with the {role} role" for role in roles) or None
    number = max(people_left, len(roles))
    people, each = (f"{number} more approvers", "one with") if number > 1 else ("1 more approver", "with")
    told = " and ".join(f"{each} the {role} role" for role in roles)
    return f"{people}, {told}" if told else people
