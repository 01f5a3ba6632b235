from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.base import Context, Draft
from pipeline.drafting.link import Order
from pipeline.drafting.runner import SLICE, Job, Outcome, draft_entries, orders_of, with_drafts
from pipeline.model.catalog import Entry
from pipeline.model.draft import Origin, find_origin, parse_origin
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = "2026-11-22"
OLD = Origin.of("Viejo.", engine="old@1", date="2026-01-01").render()
EVERY = frozenset(Risk)


class Drafter:
    """Answers every unit with the same text, or stops as told."""

    def __init__(self, answer: str | Draft | None = "Nuevo.", interrupt_at: str = "") -> None:
        made = Draft(text=answer, engine="new@2", note="1 unknown word: x", confidence=0.4, alarm=0.7)
        self.draft_ = answer if isinstance(answer, Draft) else made
        self.interrupt_at = interrupt_at
        self.is_interrupted = False
        self.orders: list[Order] = []

    @property
    def asked(self) -> list[UnitKey]:
        return [order.key for order in self.orders]

    def draft(self, orders: Sequence[Order]) -> list[Draft]:
        sources = [order.key.source for order in orders]
        if self.interrupt_at in sources:
            self.is_interrupted = True
            before = sources.index(self.interrupt_at)
            return [self.draft_] * before + [Draft(reason="x")] * (len(orders) - before)
        self.orders += orders
        return [self.draft_] * len(orders)


def make_entry(source: str = "Old.", context: str | None = None, **fields: object) -> Entry:
    return Entry(key=UnitKey(context, source), **fields)  # type: ignore[arg-type]


def machine_entry(**fields: object) -> Entry:
    return make_entry(**{"targets": ("Viejo.",), "flags": ("fuzzy",), "comments": (OLD,), **fields})


def run(*entries: Entry, drafter: Drafter | None = None, **job: object) -> Outcome:
    settings = {"today": TODAY, "risks": {}, "allowed": EVERY, **job}
    job = Job(**settings)  # type: ignore[arg-type]
    *_, outcome = draft_entries(entries, drafter or Drafter(), job, lambda _: None)
    return outcome


def test_an_empty_entry_gets_a_draft_that_says_where_it_is_from() -> None:
    (entry,) = run(make_entry(comments=("ask Ana",), flags=("c-format",))).entries
    assert entry.targets == ("Nuevo.",)
    assert entry.flags == ("fuzzy", "c-format")
    assert entry.comments[0] == "ask Ana"
    origin = find_origin(entry.comments)
    told = {"engine": "new@2", "note": "1 unknown word: x", "confidence": 0.4, "alarm": 0.7}
    assert origin == Origin.of("Nuevo.", date=TODAY, **told)  # type: ignore[arg-type] # one table for all
    assert len(entry.comments) == 2


@pytest.mark.parametrize(
    "entry",
    [
        machine_entry(targets=("Viejo, editado.",)),
        machine_entry(flags=()),
        machine_entry(comments=()),
        machine_entry(comments=("machine draft: engine=x",)),
        make_entry(targets=("Una persona.",)),
        make_entry(targets=("Una persona.",), flags=("fuzzy",), previous=UnitKey(None, "Before.")),
        make_entry(targets=(" ",)),
        make_entry(plural="Olds.", targets=("", "Viejos.")),
    ],
)
@pytest.mark.parametrize("is_redraft", [False, True])
def test_a_person_s_text_is_kept(entry: Entry, is_redraft: bool) -> None:  # noqa: FBT001 - a table's column
    outcome = run(entry, is_redraft=is_redraft)
    assert outcome.entries[0] is entry
    assert (outcome.drafted, outcome.kept, outcome.left) == (0, 1, [])


def test_an_untouched_draft_is_made_anew_only_when_asked() -> None:
    assert run(machine_entry()).kept == 1
    (entry,) = run(machine_entry(comments=("one", OLD, "two")), is_redraft=True).entries
    assert entry.target == "Nuevo."
    assert [comment[:13] for comment in entry.comments] == ["one", "machine draft", "two"]


def test_a_stale_untouched_draft_is_made_anew_and_loses_its_old_source() -> None:
    (entry,) = run(machine_entry(previous=UnitKey(None, "Before."))).entries
    assert (entry.target, entry.previous, entry.previous_plural) == ("Nuevo.", None, None)


def test_a_second_origin_comment_does_not_stay() -> None:
    older = Origin.of("Antes.", engine="older@0", date="2025-01-01").render()
    (entry,) = run(make_entry(comments=(older, "x", OLD))).entries
    assert [bool(parse_origin(comment)) for comment in entry.comments] == [True, False]


def test_the_same_draft_again_changes_nothing() -> None:
    first = run(make_entry()).entries[0]
    outcome = run(first, is_redraft=True, today="2027-01-01")
    assert outcome.entries[0] is first
    assert (outcome.drafted, outcome.kept) == (0, 1)


def test_the_same_text_of_another_engine_is_recorded() -> None:
    first = run(make_entry()).entries[0]
    drafter = Drafter(Draft(text="Nuevo.", engine="newer@3"))
    (entry,) = run(first, is_redraft=True, drafter=drafter).entries
    origin = find_origin(entry.comments)
    assert origin is not None
    assert origin.engine == "newer@3"


def test_a_unit_without_a_draft_stays_and_says_why() -> None:
    entry = machine_entry(previous=UnitKey(None, "Before."))
    outcome = run(entry, make_entry("Other."), drafter=Drafter(Draft(reason="no route")))
    assert outcome.entries[0] is entry
    assert outcome.left == [(entry.key.id, "no route"), (UnitKey(None, "Other.").id, "no route")]


def test_headers_and_obsolete_entries_are_no_units() -> None:
    header, obsolete = make_entry("", targets=("Language: es\n",)), make_entry(obsolete=True)
    outcome = run(header, make_entry("", targets=("",)), obsolete)
    assert outcome.entries[0] is header
    assert outcome.entries[2] is obsolete
    assert (outcome.drafted, outcome.kept, outcome.left) == (0, 0, [])


def test_plural_forms_are_left_to_a_person() -> None:
    outcome = run(make_entry(plural="Olds.", targets=("", "")))
    assert [reason for _, reason in outcome.left] == ["plural forms are left to a person"]


def test_a_risk_that_the_project_does_not_draft_is_left_and_not_sent() -> None:
    drafter = Drafter()
    critical, standard, unknown = make_entry("Dose."), make_entry("Rest."), make_entry("Who?")
    outcome = run(
        critical,
        standard,
        unknown,
        drafter=drafter,
        allowed=frozenset({Risk.STANDARD}),
        risks={critical.key: Risk.CRITICAL, standard.key: Risk.STANDARD},
    )
    assert drafter.asked == [standard.key]
    assert {reason for _, reason in outcome.left} == {"the project does not draft critical units"}
    assert [unit for unit, _ in outcome.left] == [critical.key.id, unknown.key.id]


def test_a_disclaimer_is_drafted_only_in_its_workbench() -> None:
    entry = make_entry("Not advice.", "disclaimer:educational")
    known = make_entry("Not advice either.")
    risks = {known.key: Risk.DISCLAIMER}
    outcome = run(entry, known, risks=risks)
    assert outcome.drafted == 0
    assert {reason for _, reason in outcome.left} == {
        "a disclaimer is drafted only in the catalog of disclaimers"
    }
    assert run(entry, known, risks=risks, holds_disclaimers=True).drafted == 2


def test_an_interruption_keeps_what_is_finished() -> None:
    entries = [make_entry(source) for source in ("One.", "Two.", "Three.")]
    outcome = run(*entries, drafter=Drafter(interrupt_at="Two."))
    assert outcome.is_interrupted
    assert [entry.target for entry in outcome.entries] == ["Nuevo.", "", ""]
    assert outcome.drafted == 1
    assert outcome.left == []


def test_after_an_interruption_nobody_is_asked_for_more() -> None:
    entries = [make_entry(f"Sentence {number}.") for number in range(3 * SLICE)]
    drafter = Drafter(interrupt_at="Sentence 1.")
    job = Job(today=TODAY, risks={}, allowed=EVERY)
    assert len(list(draft_entries(entries, drafter, job, lambda _: None))) == 1
    assert drafter.orders == []


def test_drafts_are_told_after_every_few_units() -> None:
    entries = [make_entry(f"Sentence {number}.") for number in range(2 * SLICE + 1)]
    job = Job(today=TODAY, risks={}, allowed=EVERY)
    told = [outcome.drafted for outcome in draft_entries(entries, Drafter(), job, lambda _: None)]
    assert told == [SLICE, 2 * SLICE, 2 * SLICE + 1]


def test_orders_are_the_units_that_may_be_drafted_with_what_stands_around_them() -> None:
    empty, person, plural = make_entry(), make_entry("Done.", targets=("Hecho.",)), make_entry(plural="Olds.")
    around = Context(before=("Before.",))
    job = Job(today=TODAY, risks={}, allowed=EVERY, contexts={empty.key: around})
    assert orders_of([make_entry(""), empty, person, plural], job) == [Order(key=empty.key, context=around)]
    drafter = Drafter()
    run(empty, person, plural, drafter=drafter, contexts={empty.key: around})
    assert drafter.orders == [Order(key=empty.key, context=around)]


def test_what_somebody_wrote_while_engines_were_asked_stays() -> None:
    before = (make_entry("One."), make_entry("Two."), make_entry("Three."))
    drafted = run(*before).entries
    edited = make_entry("Two.", targets=("De una persona.",))
    noted = make_entry("Three.", comments=("ask Ana",))
    after = with_drafts((noted, edited, before[0], make_entry("New.")), before, drafted)
    assert [entry.target for entry in after] == ["", "De una persona.", "Nuevo.", ""]
    assert after[1] is edited
    assert after[0] is noted


def test_progress_counts_what_was_tried() -> None:
    told: list[str] = []
    entries = (make_entry("One."), make_entry("Two.", targets=("Dos.",)), make_entry("Three."))
    list(draft_entries(entries, Drafter(), Job(today=TODAY, risks={}, allowed=EVERY), told.append))
    assert told == [entries[0].key.id, entries[2].key.id]


TEXTS = st.sampled_from(["", "Viejo.", "Una persona.", " "])
COMMENTS = st.lists(
    st.sampled_from(
        [
            OLD,
            "ask Ana",
            Origin.of("Una persona.", engine="old@1", date="2026-01-01").render(),
            Origin.of("", engine="old@1", date="2026-01-01").render(),
            "machine draft: engine=old@1 date=2026-01-01 text=0123456789abcdef",
        ]
    ),
    max_size=3,
).map(tuple)
ENTRIES = st.builds(
    make_entry,
    context=st.sampled_from([None, "heading", "disclaimer:educational"]),
    targets=st.one_of(TEXTS.map(lambda text: (text,)), st.tuples(TEXTS, TEXTS)),
    plural=st.sampled_from([None, "Olds."]),
    comments=COMMENTS,
    flags=st.lists(st.sampled_from(["fuzzy", "c-format"]), unique=True).map(tuple),
    previous=st.sampled_from([None, UnitKey(None, "Before.")]),
    obsolete=st.booleans(),
)


def may_be_replaced(entry: Entry) -> bool:
    """Say it again in other words than the code: nothing there, or fuzzy and named exactly by its origin."""
    if all(text == "" for text in entry.targets):
        return True
    named = [origin for comment in entry.comments if (origin := parse_origin(comment))]
    is_named = bool(named) and named[0].text == Origin.of(entry.targets[0], engine="e", date="d").text
    return "fuzzy" in entry.flags and is_named


@given(ENTRIES, st.booleans(), st.booleans())
def test_a_persons_text_is_never_overwritten(entry: Entry, is_redraft: bool, is_workbench: bool) -> None:  # noqa: FBT001
    """A person's text is never overwritten."""
    (after,) = run(entry, is_redraft=is_redraft, holds_disclaimers=is_workbench).entries
    if not may_be_replaced(entry):
        assert after is entry
    people = [comment for comment in entry.comments if parse_origin(comment) is None]
    assert [comment for comment in after.comments if parse_origin(comment) is None] == people
    if after is not entry:
        assert after.is_fuzzy
        assert not entry.obsolete
        assert after.key == entry.key
        assert set(after.flags) == {*entry.flags, "fuzzy"}
        origins = [origin for comment in after.comments if (origin := parse_origin(comment))]
        assert [origin.is_of(after.target) for origin in origins] == [True]
