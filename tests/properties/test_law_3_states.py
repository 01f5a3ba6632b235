"""Law 3: no tool, editor or merge can raise a state by accident."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.update import update_catalog
from pipeline.language.forms import normal_form
from pipeline.ledger.ledger_file import Ledger, parse_ledger, render_ledger
from pipeline.ledger.states import LedgerIndex, derive_standing
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.draft import Origin
from pipeline.model.event import Event, EventKind
from pipeline.model.people import DEFAULT_POLICY
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.decisions import Decision, Subject, decided_entry, make_event, why_not
from pipeline.stages.accounts import prove_no_loss
from pipeline.stages.update import _keep_texts, _record_carries
from tests.factories import (
    ANA,
    BEA,
    CARL,
    DOCUMENT,
    ES,
    EVE,
    LEA,
    TODAY,
    make_catalog,
    make_signing,
    make_template,
)
from tests.factories import make_event as event_of
from tests.properties.effort import MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ledger.states import Signing

SOURCES = (
    "It's “rest” time for you.",
    'It’s "rest" time  for you.',
    "It’s rest time for you.",
    "Take 5 ml.",
    "Take 50 ml.",
)
TARGETS = ("Descanse.", "Repose.", "Tome 5 ml.", "Tome 50 ml.")
PEOPLE = (ANA, BEA, CARL, LEA, EVE, "Bea@Example.org")
SIGNING = make_signing()
DECISIONS = (EventKind.CLAIM, EventKind.APPROVE, EventKind.REJECT, EventKind.REVOKE)
SIGNED = {State.REVIEWED, State.APPROVED}


@dataclass
class Read:
    """Who ever claimed or approved exactly one text, on whatever branch: the test's own book-keeping."""

    authors: set[str] = field(default_factory=set)
    approvers: set[str] = field(default_factory=set)


class Catalogs(RuleBasedStateMachine):
    """One unit in one locale; editors, updates, merges and people work on it in any order."""

    together: ClassVar[frozenset[str]] = frozenset()
    """People of one group."""

    @property
    def signing(self) -> Signing:
        grouped = (replace(one, group="x" if one.email in self.together else "") for one in SIGNING.reviewers)
        return replace(SIGNING, reviewers=tuple(grouped))

    def independent(self, people: Iterable[str], of: Iterable[str] = ()) -> set[str]:
        """Return one of each group among these people, and nobody of the groups of others."""
        first = min(self.together, default="")
        others = {first if one in self.together else one for one in of}
        return {first if one in self.together else one for one in people} - others

    @initialize(risk=st.sampled_from(list(Risk)), is_draft=st.booleans())
    def start(self, risk: Risk, *, is_draft: bool) -> None:
        self.risk = risk
        self.template = make_template(SOURCES[0])
        origin = Origin.of(TARGETS[0], engine="fake@1", date=TODAY)
        marks = {"flags": (FUZZY,), "comments": (origin.render(),)} if is_draft else {}
        entry = Entry(key=self.template.entries[1].key, targets=(TARGETS[0],), **marks)
        self.catalog = make_catalog(entry)
        self.pasted: set[Event] = set()
        self.ledger = Ledger()
        self.branch = Ledger()
        self.read: dict[tuple[str, str], Read] = {}

    # What editors and tools do.

    @rule(text=st.sampled_from(TARGETS))
    def edit_target(self, text: str) -> None:
        self._put(replace(self.entry, targets=(text,), raw=None))

    @rule()
    def toggle_fuzzy(self) -> None:
        flags = () if self.entry.is_fuzzy else (FUZZY,)
        self._put(replace(self.entry, flags=flags, raw=None))

    @rule(comment=st.sampled_from(["approved by bea@example.org", "reviewed", ""]))
    def edit_comments(self, comment: str) -> None:
        self._put(replace(self.entry, comments=(comment,), raw=None))

    @rule(is_second=st.booleans())
    def copy_the_origin_of_another_text(self, *, is_second: bool) -> None:
        origin = Origin.of(TARGETS[1 if is_second else 0], engine="fake@1", date=TODAY)
        self._put(replace(self.entry, comments=(origin.render(),), raw=None))

    @rule()
    def drop_previous(self) -> None:
        self._put(replace(self.entry, previous=None, raw=None))

    @rule(source=st.sampled_from(SOURCES))
    def change_source(self, source: str) -> None:
        self.template = make_template(source)
        done = update_catalog(self.catalog, self.template, DOCUMENT, ES)
        ledger = _record_carries(_keep_texts(self.ledger, done, DOCUMENT, ES), done, DOCUMENT, ES, TODAY)
        human = [entry for entry in self.catalog.units() if not entry.is_empty and not entry.is_fuzzy]
        prove_no_loss(human, done.catalog, ledger, "x.po")
        self.catalog, self.ledger = done.catalog, ledger

    @rule()
    def save_and_read_again(self) -> None:
        self.catalog = parse_catalog(render_catalog(self.catalog), "x.po")
        self.ledger = parse_ledger(render_ledger(self.ledger), "x.jsonl")

    @rule()
    def switch_to_the_other_branch(self) -> None:
        self.ledger, self.branch = self.branch, self.ledger

    @rule(seed=st.integers(0, 9))
    def merge_the_branch_by_union(self, seed: int) -> None:
        lines = (render_ledger(self.ledger) + render_ledger(self.branch)).splitlines(keepends=True)
        random.Random(seed).shuffle(lines)  # noqa: S311 - any order will do
        self.ledger = parse_ledger("".join(lines), "x.jsonl")

    # What people do.

    @rule(by=st.sampled_from(PEOPLE), kind=st.sampled_from(DECISIONS))
    def somebody_tries_to_decide(self, by: str, kind: EventKind) -> None:
        self._decide(Decision(kind=kind, by=by, on=TODAY, text="no"))

    @rule(data=st.data())
    def somebody_who_may_approves(self, data: st.DataObject) -> None:
        self.somebody_who_may_decides(EventKind.APPROVE, data)

    @rule(kind=st.sampled_from(DECISIONS), data=st.data())
    def somebody_who_may_decides(self, kind: EventKind, data: st.DataObject) -> None:
        decisions = [Decision(kind=kind, by=by, on=TODAY, text="no") for by in PEOPLE]
        allowed = [one for one in decisions if why_not(self.subject, one, self.signing) is None]
        if allowed:
            self._decide(data.draw(st.sampled_from(allowed)))

    @rule(part=st.sampled_from(["key", "source", "target", "context"]), data=st.data())
    @precondition(lambda self: self.ledger.events)
    def a_bad_merge_pastes_a_part_of_one_line_into_another(self, part: str, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.ledger.events))
        pasted = replace(event, **{part: getattr(event_of(pair=self.subject.pair), part)})
        if event not in self.pasted and pasted not in self.ledger.events:
            self.pasted.add(pasted)
            self.ledger = self.ledger.with_records(events=[pasted])

    def _decide(self, decision: Decision) -> None:
        subject = self.subject
        if why_not(subject, decision, self.signing) is not None:
            return
        self.ledger = self.ledger.with_records(
            events=[make_event(subject, decision)], texts=[self.entry.key.source, self.entry.whole_target]
        )
        if decision.kind is EventKind.APPROVE:
            assert subject.standing.authors or subject.standing.approvers or self._is_untouched_draft()
        self._note(decision)
        self._put(decided_entry(subject, decision))
        if decision.kind in {EventKind.REJECT, EventKind.REVOKE}:
            assert self.standing().state not in SIGNED

    def _is_untouched_draft(self) -> bool:
        origin = Origin.of(self.entry.target, engine="fake@1", date=TODAY)
        was_signed = any(event.draft for event in self.ledger.events)
        return (self.entry.is_fuzzy or was_signed) and origin.render() in self.entry.comments

    def _note(self, decision: Decision) -> None:
        read = self.read.setdefault(self.text, Read())
        if decision.kind is EventKind.CLAIM:
            read.authors.add(decision.by.lower())
        if decision.kind is EventKind.APPROVE:
            read.approvers.add(decision.by.lower())

    # What must hold.

    @invariant()
    def no_text_counts_as_signed_without_the_people_it_needs(self) -> None:
        """Law 3: no tool, editor or merge can raise a state by accident."""
        standing, read = self.standing(), self.read.get(self.text, Read())
        counted = self.independent(read.approvers, of=standing.authors)
        if standing.state in SIGNED:
            assert counted
        if standing.state is State.APPROVED:
            need = DEFAULT_POLICY[self.risk]
            assert len(counted) >= (need.approvers if standing.authors else need.approvers_of_draft)
            assert set(standing.authors) <= read.authors
            signers = {one for one in read.approvers if self.independent([one], of=standing.authors)}
            assert need.roles <= {role for email in signers for role in SIGNING.find(email, "es").roles}  # type: ignore[union-attr]
            everybody = counted | self.independent(standing.authors)
            assert len(everybody) >= (1 if self.risk is Risk.STANDARD else 2)
        if self.entry.is_fuzzy:
            assert standing.state in {State.DRAFT, State.STALE, State.EMPTY}

    @precondition(lambda self: self.text not in self.read and not self.entry.is_fuzzy and self.entry.target)
    @invariant()
    def a_text_nobody_decided_on_is_unattributed(self) -> None:
        """A machine draft whose fuzzy flag an editor cleared is `unattributed` until someone claims it."""
        assert self.standing().state is State.UNATTRIBUTED

    @property
    def entry(self) -> Entry:
        [entry] = self.catalog.units()
        return entry

    @property
    def text(self) -> tuple[str, str]:
        """Return what a decision is bound to: the target, and the source but for quotes and spaces."""
        return normal_form(self.entry.key.source), self.entry.target

    @property
    def subject(self) -> Subject:
        return Subject(
            locale="es",
            document=DOCUMENT,
            entry=self.entry,
            risk=self.risk,
            standing=self.standing(),
            index=self.index,
        )

    @property
    def index(self) -> LedgerIndex:
        return LedgerIndex(self.ledger)

    def standing(self):  # noqa: ANN201 - the type is the function's
        return derive_standing(
            self.entry, locale="es", document=DOCUMENT, risk=self.risk, index=self.index, signing=self.signing
        )

    def _put(self, entry: Entry) -> None:
        header, _ = self.catalog.entries[0], self.catalog.entries[1]
        self.catalog = Catalog(entries=(header, entry, *self.catalog.entries[2:]))


TestNoStateIsRaisedByAccident = Catalogs.TestCase
TestNoStateIsRaisedByAccident.settings = MACHINE


class CatalogsOfGroups(Catalogs):
    """The same, where all who may sign are not independent of each other."""

    together = frozenset({BEA, CARL, LEA})


TestNoGroupRaisesAState = CatalogsOfGroups.TestCase
TestNoGroupRaisesAState.settings = settings(MACHINE, max_examples=100)
