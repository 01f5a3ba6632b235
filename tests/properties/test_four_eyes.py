"""Law 5: an approval counts for exactly the text that was read; and nothing is approved without its people.

All of it on files: editors, updates, merges, packets, decisions with marks old and new. The test keeps its
own book of who read and signed what.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.language.forms import normal_form
from pipeline.ledger.ledger_file import parse_ledger, write_ledger
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.digest import digest_text
from pipeline.model.draft import Origin
from pipeline.model.event import EventKind
from pipeline.model.people import DEFAULT_POLICY
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.review.answers import Answer
from pipeline.review.decisions import Decision
from pipeline.review.selection import ConflictError, Scope, Selection
from pipeline.stages.answers import take_answers
from pipeline.stages.editing import edit
from pipeline.stages.extract import extract
from pipeline.stages.review import Filter, decide, list_units
from pipeline.stages.sources import read_sources
from pipeline.stages.update import update
from tests.factories import ANA, BEA, CARL, ES, EVE, LEA, TODAY
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pipeline.stages.standings import UnitStanding

DOCUMENT = "dose"
SOURCES = ("It's “rest” time.", 'It\'s "rest"  time.', "Take 5 ml.", "Take 50 ml.")
TARGETS = ("Descanse.", "Repose.", "Tome 5 ml.", "Tome 50 ml.")
PEOPLE = (ANA, BEA, CARL, LEA, EVE)
ROLES = {BEA: {"language"}, CARL: {"clinical"}, LEA: {"legal"}}
FEW = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(FEW, max_examples=420, stateful_step_count=50)
"""A run is seldom as long as it may be: this makes more than ten thousand steps."""


@dataclass
class Reading:
    """What somebody saw when they last looked."""

    mark: str
    unit: str
    text: tuple[str, str]


class Desk(RuleBasedStateMachine):
    """One unit in one locale, and five people."""

    steps = 0

    @initialize(source=st.sampled_from(SOURCES), text=st.sampled_from(TARGETS), is_draft=st.booleans())
    def start(self, source: str, text: str, *, is_draft: bool) -> None:
        self.workspace = make_project(Path(tempfile.mkdtemp()))
        self.readings: dict[str, Reading] = {}
        self.wrote: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.signed: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.branch = ""
        self.source_changes(source)
        self.a_target_is_put_into_the_catalog(text, is_draft=is_draft)
        self.everybody_reads()
        if not is_draft:
            self._decide(ANA, EventKind.CLAIM, self.readings[ANA])

    def teardown(self) -> None:
        shutil.rmtree(self.workspace.root)

    # What editors, updates and merges do.

    @rule(source=st.sampled_from(SOURCES))
    def source_changes(self, source: str) -> None:
        write(self.workspace.root / "source" / "articles" / f"{DOCUMENT}.txt", f"Title\nPart\n{source}\n")
        extract(self.workspace)
        update(self.workspace, locales=[ES], today=TODAY)
        self.sources = read_sources(self.workspace)

    @rule(text=st.sampled_from(TARGETS), is_draft=st.booleans())
    def a_target_is_put_into_the_catalog(self, text: str, *, is_draft: bool) -> None:
        origin = Origin.of(text, engine="fake@1", date=TODAY)
        marks = {"flags": (FUZZY,), "comments": (origin.render(),)} if is_draft else {"flags": ()}
        self._put(revise(self.one.entry, targets=(text,), previous=None, **marks))

    @rule()
    def fuzzy_is_toggled(self) -> None:
        flags = () if self.one.entry.is_fuzzy else (FUZZY,)
        self._put(revise(self.one.entry, flags=flags))

    @rule()
    def the_ledger_goes_to_the_other_branch(self) -> None:
        path = self.workspace.ledger(ES, DOCUMENT)
        text = path.read_text() if path.exists() else ""
        write(path, self.branch)
        self.branch = text

    @rule()
    def the_branches_are_merged_by_union(self) -> None:
        path = self.workspace.ledger(ES, DOCUMENT)
        text = path.read_text() if path.exists() else ""
        write_ledger(path, parse_ledger(self.branch + text, "x"))

    # What people do.

    @rule()
    def everybody_reads(self) -> None:
        for person in PEOPLE:
            self.somebody_reads(person)

    def somebody_reads(self, by: str) -> None:
        one = self.one
        self.readings[by] = Reading(one.mark, one.unit.key.id, (one.unit.key.source, one.entry.target))

    @rule(
        by=st.sampled_from((BEA, CARL, *PEOPLE)),
        kind=st.sampled_from([EventKind.APPROVE] * 4 + [EventKind.CLAIM, EventKind.REVOKE, EventKind.REJECT]),
        brought_by=st.sampled_from((None, None, BEA, CARL, EVE)),
        is_new_reading=st.booleans(),
    )
    def somebody_decides_on_what_they_read(
        self, by: str, kind: EventKind, *, brought_by: str | None, is_new_reading: bool
    ) -> None:
        if is_new_reading:
            self.somebody_reads(by)
        reading = self.readings[by]
        if brought_by:
            self._answer(by, kind, reading, brought_by)
        else:
            self._decide(by, kind, reading)

    @rule(by=st.sampled_from((BEA, CARL, LEA)))
    def a_reviewer_reads_and_approves(self, by: str) -> None:
        self.somebody_reads(by)
        self._decide(by, EventKind.APPROVE, self.readings[by])

    @rule(by=st.sampled_from((BEA, CARL, LEA)))
    def a_reviewer_approves_what_they_read_before(self, by: str) -> None:
        self._decide(by, EventKind.APPROVE, self.readings[by])

    @rule(
        by=st.sampled_from(PEOPLE),
        text=st.sampled_from(TARGETS),
        brought_by=st.sampled_from((None, BEA, CARL)),
    )
    def somebody_edits_what_they_read(self, by: str, text: str, brought_by: str | None) -> None:
        reading = self.readings[by]
        decision = Decision(kind=EventKind.TRANSLATE, by=by, on=TODAY, brought_by=brought_by)
        chosen = Selection(scope=Scope.UNIT, unit=reading.unit, mark=reading.mark)
        before = self._text(self.one)
        try:
            done = edit(
                self.workspace,
                locale=ES,
                document=DOCUMENT,
                chosen=chosen,
                targets=(text,),
                decision=decision,
                sources=self.sources,
            )
        except ConflictError:
            assert self._text(self.one) == before
            return
        assert before == self._normal(reading.text)
        if done.events:
            self.wrote[self._text(self.one)].add(by)

    def _decide(self, by: str, kind: EventKind, reading: Reading) -> None:
        decision = Decision(kind=kind, by=by, on=TODAY, text="no")
        chosen = [Selection(scope=Scope.UNIT, unit=reading.unit, mark=reading.mark)]
        done = decide(
            self.workspace,
            locale=ES,
            document=DOCUMENT,
            chosen=chosen,
            decision=decision,
            sources=self.sources,
        )
        for event in done.events:
            assert (event.source, event.target) == tuple(map(digest_text, reading.text))
            self._note(by, kind, reading)

    def _answer(self, by: str, kind: EventKind, reading: Reading, brought_by: str) -> None:
        answer = Answer(
            locale="es", document=DOCUMENT, unit=f"{reading.unit}@{reading.mark}", kind=kind, words="no"
        )
        [fate] = take_answers(self.workspace, [answer], signer=by, brought_by=brought_by, on=TODAY)
        if fate.is_recorded:
            self._note(by, kind, reading)

    def _note(self, by: str, kind: EventKind, reading: Reading) -> None:
        text = self._normal(reading.text)
        if kind is EventKind.APPROVE:
            self.signed[text].add(by)
        if kind is EventKind.CLAIM:
            self.wrote[text].add(by)

    # What must hold.

    @invariant()
    def nothing_is_approved_without_the_distinct_people_who_read_exactly_this_text(self) -> None:
        """Law 5: an approval counts for exactly the text that was read."""
        type(self).steps += 1
        one = self.one
        if one.standing.state is not State.APPROVED:
            return
        text, need = self._text(one), DEFAULT_POLICY[one.risk]
        written = [event for event in one.events if event.kind in (EventKind.TRANSLATE, EventKind.CLAIM)]
        people = self.signed[text] - {name for event in written for name in (event.by, event.bringer)}
        assert set(one.standing.authors) <= self.wrote[text]
        assert len(people) >= (need.approvers if one.standing.authors else need.approvers_of_draft)
        assert need.roles <= {role for person in people for role in ROLES[person]}
        assert not one.entry.is_fuzzy

    @property
    def one(self) -> UnitStanding:
        wanted = Filter(documents=frozenset({DOCUMENT}))
        units = list_units(self.workspace, [ES], wanted, sources=self.sources)
        return next(one for one in units if one.unit.key.source in SOURCES)

    @staticmethod
    def _normal(text: tuple[str, str]) -> tuple[str, str]:
        return normal_form(text[0]), text[1]

    def _text(self, one: UnitStanding) -> tuple[str, str]:
        return self._normal((one.unit.key.source, one.entry.target))

    def _put(self, entry: Entry) -> None:
        path = self.workspace.catalog(ES, DOCUMENT)
        catalog = read_catalog(path, "x.po")
        entries = tuple(entry if one.key == entry.key else one for one in catalog.entries)
        write_catalog(path, type(catalog)(entries=entries))


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no disk: what is written here need not outlive a loss of power."""
    monkeypatch.setattr("pipeline.workspace.files.os.fsync", lambda _: None)


def test_no_text_is_approved_without_its_people() -> None:
    run_state_machine_as_test(Desk, settings=FEW)


@pytest.mark.slow
def test_no_text_is_approved_without_its_people_in_ten_thousand_steps() -> None:
    Desk.steps = 0
    run_state_machine_as_test(Desk, settings=MANY)
    assert Desk.steps >= 10_000


def test_the_machine_reaches_approval() -> None:
    desk = Desk()
    desk.start(SOURCES[0], TARGETS[0], is_draft=False)
    desk._decide(BEA, EventKind.APPROVE, desk.readings[BEA])
    desk.nothing_is_approved_without_the_distinct_people_who_read_exactly_this_text()
    assert desk.one.standing.state is State.APPROVED
    assert desk.one.unit.key == UnitKey(None, SOURCES[0])
    desk.teardown()


def test_who_brought_a_text_in_for_its_author_is_no_second_pair_of_eyes() -> None:
    desk = Desk()
    desk.start(SOURCES[0], TARGETS[0], is_draft=False)
    desk.somebody_edits_what_they_read(ANA, TARGETS[1], brought_by=BEA)
    desk.a_reviewer_reads_and_approves(BEA)
    assert desk.one.standing.state is State.TRANSLATED
    desk.a_reviewer_reads_and_approves(CARL)
    assert desk.one.standing.state is State.APPROVED
    desk.teardown()
