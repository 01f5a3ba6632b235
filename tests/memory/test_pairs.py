from pipeline.ledger.ledger_file import Ledger
from pipeline.ledger.states import Signing, Standing
from pipeline.memory.pairs import MemoryPair, pairs_of_catalog, pairs_of_ledger
from pipeline.model.catalog import Entry
from pipeline.model.digest import digest_text
from pipeline.model.event import Event, EventKind, KeptPair, pair_key
from pipeline.model.people import DEFAULT_POLICY, Reviewer
from pipeline.model.state import State
from pipeline.model.unit import UnitKey

SIGNING = Signing(
    reviewers=tuple(
        Reviewer(name=name, email=f"{name}@example.org", locales=("es",), roles=frozenset(roles))
        for name, roles in (("ana", ["language"]), ("carla", ["language", "clinical"]))
    ),
    policy=DEFAULT_POLICY,
)


def entry(source: str, target: str = "t", **more: object) -> Entry:
    return Entry(key=UnitKey(None, source), targets=(target,), **more)  # type: ignore[arg-type] # fields by name


def event(kind: EventKind, by: str, source: str, target: str, **more: object) -> Event:
    key = pair_key("es", "d", UnitKey(None, source), target)
    return Event(
        kind=kind,
        key=key,
        by=f"{by}@example.org",
        on="2026-01-01",
        source=digest_text(source),
        target=digest_text(target),
        **more,  # type: ignore[arg-type] # fields by name
    )


def remembered(*events: Event, texts: tuple[str, ...], kept: tuple[KeptPair, ...] = ()) -> list[MemoryPair]:
    ledger = Ledger().with_records(events=events, kept=kept, texts=texts)
    return list(pairs_of_ledger("d", "es", ledger, SIGNING, ()))


def test_no_draft_nothing_stale_rejected_or_empty_is_offered() -> None:
    units = [(entry(state.value), Standing(state=state)) for state in State]
    found = {pair.source for pair in pairs_of_catalog("d", "es", units)}
    assert found == {"approved", "reviewed", "translated", "unattributed"}


def test_a_pair_knows_its_neighbours_and_people() -> None:
    standing = Standing(state=State.APPROVED, authors=("ana@example.org",), approvers=("carla@example.org",))
    units = [
        (entry("One."), Standing(state=State.DRAFT)),
        (entry("Two.", "Dos."), standing),
        (entry("Three."), standing),
    ]
    two, three = pairs_of_catalog("d", "es", units)
    assert (two.before, two.after, two.by) == ("One.", "Three.", "ana@example.org, carla@example.org")
    assert (two.source, two.target, two.state, two.is_present) == ("Two.", "Dos.", State.APPROVED, True)
    assert (three.before, three.after) == ("Two.", "")


def test_plural_forms_are_no_single_text() -> None:
    units = [(entry("One day.", plural="Many days."), Standing(state=State.APPROVED))]
    assert list(pairs_of_catalog("d", "es", units)) == []


def test_the_ledger_remembers_what_left_the_catalog() -> None:
    (pair,) = remembered(event(EventKind.TRANSLATE, "ana", "Old.", "Viejo."), texts=("Old.", "Viejo."))
    assert (pair.source, pair.target, pair.state) == ("Old.", "Viejo.", State.TRANSLATED)
    assert not pair.is_present


def test_a_kept_text_is_offered_though_nobody_signed_it() -> None:
    key = pair_key("es", "d", UnitKey(None, "Old."), "Viejo.")
    kept = KeptPair(key=key, context=None, source=digest_text("Old."), target=digest_text("Viejo."))
    (pair,) = remembered(kept=(kept,), texts=("Old.", "Viejo."))
    assert pair.state is State.UNATTRIBUTED


def test_what_stands_in_the_catalog_is_not_told_twice() -> None:
    present = MemoryPair(source="Old.", target="Viejo.", locale="es", document="d")
    ledger = Ledger().with_records(
        events=[event(EventKind.TRANSLATE, "ana", "Old.", "Viejo.")], texts=["Old.", "Viejo."]
    )
    assert list(pairs_of_ledger("d", "es", ledger, SIGNING, [present])) == []


def test_a_rejected_text_is_not_offered() -> None:
    events = [
        event(EventKind.TRANSLATE, "ana", "Old.", "Viejo."),
        event(EventKind.REJECT, "carla", "Old.", "Viejo.", text="wrong"),
    ]
    assert remembered(*events, texts=("Old.", "Viejo.")) == []


def test_it_is_approved_only_as_critical_text_is() -> None:
    write = event(EventKind.TRANSLATE, "ana", "Old.", "Viejo.")
    (signed,) = remembered(
        write, event(EventKind.APPROVE, "carla", "Old.", "Viejo."), texts=("Old.", "Viejo.")
    )
    assert signed.state is State.APPROVED
    by_language = Signing(reviewers=(SIGNING.reviewers[0],), policy=DEFAULT_POLICY)
    ledger = Ledger().with_records(
        events=[
            event(EventKind.TRANSLATE, "bob", "Old.", "Viejo."),
            event(EventKind.APPROVE, "ana", "Old.", "Viejo."),
        ],
        texts=["Old.", "Viejo."],
    )
    (unsigned,) = pairs_of_ledger("d", "es", ledger, by_language, ())
    assert unsigned.state is State.REVIEWED


def test_a_text_that_the_ledger_does_not_hold_can_not_be_offered() -> None:
    assert remembered(event(EventKind.TRANSLATE, "ana", "Old.", "Viejo."), texts=("Old.",)) == []
