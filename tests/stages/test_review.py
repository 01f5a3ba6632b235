from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.build.interface import read_interface
from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.errors import LedgerError, ReviewError
from pipeline.ledger.ledger_file import read_ledger, write_ledger
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.draft import Origin
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk, Unit
from pipeline.review.decisions import Decision
from pipeline.review.selection import Scope, Selection
from pipeline.stages import review as stage
from pipeline.stages.ledgers import LedgerCheck, check_ledgers
from pipeline.stages.review import Filter, ReviewResult, decide, list_units
from tests.factories import (
    ANA,
    BEA,
    CARL,
    ES,
    EVE,
    TODAY,
    make_catalog,
    make_draft,
    make_entry,
    make_event,
    make_ledger,
)
from tests.selections import as_read
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace

UNITS = [text.unit for text in read_interface()]
STANDARD = next(unit for unit in UNITS if unit.risk is Risk.STANDARD)
CRITICAL = next(unit for unit in UNITS if unit.risk is Risk.CRITICAL)
DOCUMENT = "interface"
WHOLE = [Selection(scope=Scope.CATALOG, unit="", mark="")]
CLAIM, APPROVE, REJECT, REVOKE = EventKind.CLAIM, EventKind.APPROVE, EventKind.REJECT, EventKind.REVOKE


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_project(tmp_path)


def put(workspace: Workspace, *entries: Entry) -> Path:
    path = workspace.catalog(ES, DOCUMENT)
    write_catalog(path, make_catalog(*entries))
    return path


def written(unit: Unit = STANDARD, **fields: Any) -> Entry:
    return make_entry(unit.key.source, "Texto.", unit.key.context, **fields)


def drafted(unit: Unit = STANDARD) -> Entry:
    return make_draft(unit.key.source, "Texto.", context=unit.key.context)


def act(workspace: Workspace, kind: EventKind, by: str, *units: str, **fields: Any) -> ReviewResult:
    decision = Decision(kind=kind, by=by, on=TODAY, **fields)
    chosen = as_read(workspace, ES, DOCUMENT, *(units or [STANDARD.key.id]))
    return decide(workspace, locale=ES, document=DOCUMENT, chosen=chosen, decision=decision)


def state_of(workspace: Workspace, unit: Unit = STANDARD) -> State:
    units = list_units(workspace, [ES], Filter(documents=frozenset({DOCUMENT})))
    [one] = [one for one in units if one.unit.key == unit.key]
    return one.standing.state


def test_claim_then_approve_makes_approved(workspace: Workspace) -> None:
    put(workspace, written())
    assert state_of(workspace) is State.UNATTRIBUTED
    assert len(act(workspace, CLAIM, ANA).events) == 1
    assert state_of(workspace) is State.TRANSLATED
    [own] = act(workspace, APPROVE, ANA).refused
    assert "is not listed" in own.reason
    assert len(act(workspace, APPROVE, BEA).events) == 1
    assert state_of(workspace) is State.APPROVED


def test_a_machine_draft_of_a_standard_text_needs_one_person(workspace: Workspace) -> None:
    path = put(workspace, drafted())
    assert state_of(workspace) is State.DRAFT
    act(workspace, APPROVE, BEA)
    assert state_of(workspace) is State.APPROVED
    assert FUZZY not in read_catalog(path, "x").entries[1].flags


def test_a_machine_draft_of_a_critical_text_needs_two_one_of_them_clinical(workspace: Workspace) -> None:
    put(workspace, drafted(CRITICAL))
    act(workspace, APPROVE, BEA, CRITICAL.key.id)
    assert state_of(workspace, CRITICAL) is State.REVIEWED
    [again] = act(workspace, APPROVE, "Bea@example.org", CRITICAL.key.id).refused
    assert again.reason == "you have approved this text already"
    act(workspace, APPROVE, CARL, CRITICAL.key.id)
    assert state_of(workspace, CRITICAL) is State.APPROVED


def test_clearing_fuzzy_in_an_editor_makes_unattributed(workspace: Workspace) -> None:
    path = put(workspace, drafted())
    write(path, path.read_text().replace("#, fuzzy\n", ""))
    assert state_of(workspace) is State.UNATTRIBUTED
    assert act(workspace, APPROVE, BEA).events == ()


def test_an_approval_ends_with_the_text_it_was_given_to(workspace: Workspace) -> None:
    path = put(workspace, written())
    act(workspace, CLAIM, ANA)
    act(workspace, APPROVE, BEA)
    text = path.read_text()
    write(path, text.replace("Texto.", "Texto"))
    assert state_of(workspace) is State.UNATTRIBUTED
    write(path, text)
    assert state_of(workspace) is State.APPROVED


def test_a_rejection_needs_words_and_keeps_the_next_approval_out(workspace: Workspace) -> None:
    put(workspace, written())
    act(workspace, CLAIM, ANA)
    assert act(workspace, REJECT, BEA).events == ()
    act(workspace, REJECT, BEA, text="the dose is wrong")
    assert state_of(workspace) is State.REJECTED
    [refused] = act(workspace, APPROVE, CARL, "all").refused[:1]
    assert act(workspace, APPROVE, CARL).refused[0].reason.startswith(f"{BEA} rejected exactly this text")
    assert refused.reason
    act(workspace, REVOKE, BEA)
    assert state_of(workspace) is State.TRANSLATED


def test_a_revoke_takes_the_approval_back_until_it_is_given_again(workspace: Workspace) -> None:
    put(workspace, written())
    act(workspace, CLAIM, ANA)
    act(workspace, APPROVE, BEA)
    assert act(workspace, REVOKE, CARL).events == ()
    act(workspace, REVOKE, BEA)
    assert state_of(workspace) is State.TRANSLATED
    act(workspace, APPROVE, BEA)
    assert state_of(workspace) is State.APPROVED


def test_a_crash_between_ledger_and_catalog_raises_no_state(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, drafted())
    before = path.read_bytes()

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, "write_catalog", killed)
    with pytest.raises(KeyboardInterrupt):
        act(workspace, APPROVE, BEA)
    assert path.read_bytes() == before
    assert len(read_ledger(workspace.ledger(ES, DOCUMENT), "x").events) == 1
    assert state_of(workspace) is State.DRAFT


def test_a_ledger_that_can_not_be_written_leaves_the_catalog_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, drafted())
    before = path.read_bytes()
    monkeypatch.setattr(
        "pipeline.ledger.ledger_file.write_if_changed", lambda *_: (_ for _ in ()).throw(LedgerError("full"))
    )
    with pytest.raises(LedgerError):
        act(workspace, APPROVE, BEA)
    assert path.read_bytes() == before


def test_words_that_are_not_utf_8_are_refused_whole(workspace: Workspace) -> None:
    put(workspace, written())
    with pytest.raises(LedgerError, match="not UTF-8"):
        act(workspace, REJECT, BEA, text="\udcff")
    assert not workspace.ledger(ES, DOCUMENT).exists()


def test_an_obsolete_entry_of_another_role_is_not_touched(workspace: Workspace) -> None:
    gone = make_entry(STANDARD.key.source, "Viejo.", "title", obsolete=True)
    path = put(workspace, drafted(), gone)
    act(workspace, APPROVE, BEA)
    assert read_catalog(path, "x").entries[2] == gone


def test_other_entries_keep_their_bytes(workspace: Workspace) -> None:
    path = put(workspace, drafted(), written(CRITICAL))
    wrapped = (
        path.read_text()
        .replace('msgstr "Texto."\n\n', 'msgstr "Texto."\n\n\n')
        .replace('"Language: es\\n"', '"Language:"\n" es\\n"')
    )
    write(path, wrapped)
    act(workspace, APPROVE, BEA)
    assert path.read_text() == wrapped.replace("#, fuzzy\n", "", 1)


def test_all_takes_what_it_may_and_tells_the_rest(workspace: Workspace) -> None:
    put(workspace, drafted(), written(CRITICAL))
    done = act(workspace, APPROVE, BEA, "all")
    assert [event.by for event in done.events] == [BEA]
    assert len(done.refused) == len(UNITS) - 1
    reasons = {refused.source: refused.reason for refused in done.refused}
    assert (
        reasons[CRITICAL.key.source]
        == "nobody is on record for this text: its translator must claim it first"
    )


def test_a_unit_that_is_named_twice_is_decided_once(workspace: Workspace) -> None:
    put(workspace, written())
    assert len(act(workspace, CLAIM, ANA, STANDARD.key.id, STANDARD.key.id).events) == 1


def test_an_unknown_unit_or_catalog_is_told(workspace: Workspace) -> None:
    [refused] = act(workspace, CLAIM, ANA, "000000000000").refused
    assert refused.reason.startswith("interface has no such unit: its source changed since you read it")
    decision = Decision(kind=CLAIM, by=ANA, on=TODAY)
    with pytest.raises(ReviewError, match='did you mean "interface"'):
        decide(workspace, locale=ES, document="interfce", chosen=WHOLE, decision=decision)


def test_a_document_that_can_not_be_read_is_told_as_that(workspace: Workspace) -> None:
    write(workspace.root / "source" / "articles" / "dose.txt", "\x00")
    decision = Decision(kind=CLAIM, by=ANA, on=TODAY)
    with pytest.raises(Exception, match=r"source/articles/dose\.txt") as error:
        decide(workspace, locale=ES, document="dose", chosen=WHOLE, decision=decision)
    assert not isinstance(error.value, ReviewError)


def test_the_list_is_filtered_and_the_riskiest_come_first(workspace: Workspace) -> None:
    put(workspace, drafted(), drafted(CRITICAL))
    units = list_units(workspace, [ES], Filter(states=frozenset({State.DRAFT})))
    assert [one.unit.key for one in units] == [CRITICAL.key, STANDARD.key]
    assert units[0].words == len(CRITICAL.key.source.split())
    only = list_units(workspace, [ES], Filter(risks=frozenset({Risk.DISCLAIMER})))
    assert {one.document for one in only} == {"disclaimers"}


def test_in_a_risk_class_the_drafts_that_look_wrong_come_first(workspace: Workspace) -> None:
    same = [unit for unit in UNITS if unit.risk is Risk.STANDARD][:3]
    origin = Origin.of("Texto.", engine="x", date=TODAY, alarm=0.8).render()
    put(workspace, *map(drafted, same[:2]), revise(drafted(same[2]), comments=(origin,)))
    units = list_units(workspace, [ES], Filter(states=frozenset({State.DRAFT})))
    assert [one.unit.key for one in units] == [same[2].key, same[0].key, same[1].key]


def test_without_a_list_of_reviewers_nobody_may_sign(workspace: Workspace) -> None:
    workspace.reviewers.unlink()
    put(workspace, drafted())
    assert act(workspace, APPROVE, BEA).events == ()


def test_ledgers_are_counted_and_checked(workspace: Workspace) -> None:
    assert check_ledgers(workspace, [ES]) == LedgerCheck(ledgers=0, findings=())
    put(workspace, written())
    act(workspace, CLAIM, ANA)
    assert check_ledgers(workspace, [ES]) == LedgerCheck(ledgers=1, findings=())
    ledger = make_ledger(make_event(by=EVE), texts=())
    write_ledger(workspace.ledger(ES, "dose"), ledger)
    done = check_ledgers(workspace, [ES])
    [finding] = done.findings
    assert (done.ledgers, finding.check, finding.file) == (
        2,
        "ledger.text-missing",
        "locales/es/reviews/dose.jsonl",
    )
    write(workspace.ledger(ES, "bad"), "{\n")
    with pytest.raises(LedgerError, match=r"^locales/es/reviews/bad\.jsonl:1: "):
        check_ledgers(workspace, [ES])


def test_a_machine_draft_whose_approval_was_taken_back_can_be_signed_anew(workspace: Workspace) -> None:
    put(workspace, drafted(CRITICAL))
    act(workspace, APPROVE, BEA, CRITICAL.key.id)
    act(workspace, REVOKE, BEA, CRITICAL.key.id)
    assert state_of(workspace, CRITICAL) is State.UNATTRIBUTED
    act(workspace, APPROVE, BEA, CRITICAL.key.id)
    assert state_of(workspace, CRITICAL) is State.REVIEWED
    act(workspace, APPROVE, CARL, CRITICAL.key.id)
    assert state_of(workspace, CRITICAL) is State.APPROVED
