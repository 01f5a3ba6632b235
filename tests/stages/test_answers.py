"""Answers that were given elsewhere: signed by one person, brought by another, checked text by text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import CaveatError, ReviewError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.review.answers import MOST_BYTES, Answer
from pipeline.stages import sheets
from pipeline.stages.answers import read_answers, take_answers
from pipeline.stages.review import Filter, list_units
from pipeline.stages.sheets import read_sheet, write_sheet
from tests.factories import ANA, BEA, CARL, ES, EVE, TODAY
from tests.stages.desks import edit_in_an_editor, find, make_desk

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages.answers import Fate
    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


def answer(workspace: Workspace, source: str, kind: EventKind = EventKind.APPROVE, **fields: Any) -> Answer:
    one = find(workspace, source)
    unit = f"{one.unit.key.id}@{one.mark}"
    return Answer(**{"locale": "es", "document": "dose", "unit": unit, "kind": kind, **fields})


def take(workspace: Workspace, *answers: Answer, signer: str = BEA) -> tuple[Fate, ...]:
    return take_answers(workspace, answers, signer=signer, brought_by=EVE, on=TODAY)


def test_an_answer_names_its_signer_and_who_brought_it(workspace: Workspace) -> None:
    [fate] = take(workspace, answer(workspace, "Rest well."))
    assert fate.is_recorded
    assert find(workspace, "Rest well.").standing.state is State.APPROVED
    ledger = read_ledger(workspace.ledger(ES, "dose"), "x")
    [event] = [one for one in ledger.events if one.kind is EventKind.APPROVE]
    assert (event.by, event.brought_by, event.bringer) == (BEA, EVE, EVE)


def test_who_brings_an_answer_signs_nothing(workspace: Workspace) -> None:
    [fate] = take(workspace, answer(workspace, "Rest well."), signer=ANA)
    assert "is not listed" in str(fate.reason)
    assert find(workspace, "Rest well.").standing.approvers == ()


def test_what_changed_is_refused_and_the_rest_is_recorded(workspace: Workspace) -> None:
    given = [
        answer(workspace, "Rest well."),
        answer(workspace, "Take 5 ml."),
        answer(workspace, "Call a doctor.", EventKind.REJECT, words="wrong"),
        answer(workspace, "Wait for help.", EventKind.COMMENT, words="sure?"),
    ]
    edit_in_an_editor(workspace, "Tome 5 ml.", "Tome 6 ml.")
    fates = take(workspace, *given)
    assert [fate.is_recorded for fate in fates] == [True, False, True, True]
    assert fates[1].now == "Tome 6 ml."
    assert "has changed since you read it" in str(fates[1].reason)
    assert find(workspace, "Call a doctor.").standing.state is State.REJECTED


def test_the_same_answers_again_record_nothing(workspace: Workspace) -> None:
    given = [
        answer(workspace, "Rest well."),
        answer(workspace, "Call a doctor.", EventKind.REJECT, words="wrong"),
    ]
    take(workspace, *given)
    before = workspace.ledger(ES, "dose").read_bytes()
    assert [fate.reason for fate in take(workspace, *given)] == ["it is on record already"] * 2
    assert workspace.ledger(ES, "dose").read_bytes() == before


@pytest.mark.parametrize("kind", [EventKind.APPROVE, EventKind.REJECT])
def test_a_decision_that_was_taken_back_can_be_answered_again_and_again_taken_back(
    workspace: Workspace, kind: EventKind
) -> None:
    fates = []
    for each in (kind, EventKind.REVOKE, kind, EventKind.REVOKE):
        words = None if each is EventKind.REVOKE else "Read."
        fates += take(workspace, answer(workspace, "Rest well.", each, words=words))
    assert [fate.reason for fate in fates] == [None] * 4
    assert find(workspace, "Rest well.").standing.state is State.TRANSLATED


def test_an_old_answer_does_not_bring_back_what_was_taken_back(workspace: Workspace) -> None:
    old = answer(workspace, "Rest well.")
    take(workspace, old)
    take(workspace, answer(workspace, "Rest well.", EventKind.REVOKE))
    [fate] = take(workspace, old)
    assert "has changed since you read it" in str(fate.reason)
    assert find(workspace, "Rest well.").standing.state is State.TRANSLATED


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"locale": "fr"}, 'locale "fr" is not in the project'),
        ({"document": "dosis"}, 'no catalog is named "dosis"'),
        ({"unit": "all@0123456789ab"}, "it does not name the text that was read"),
        ({"unit": "section:0123456789ab@0123456789ab"}, "it does not name the text that was read"),
        ({"unit": "0123456789ab"}, "it does not name the text that was read"),
        ({"unit": "0123456789ab@0123456789ab"}, "dose has no such unit"),
        ({"unit": "../../x"}, "names no unit"),
        ({"kind": EventKind.REJECT}, "a rejection needs a reason"),
        ({"target": "Trabaje."}, "its target in the file is not the catalog's"),
    ],
)
def test_each_answer_that_can_not_be_taken_is_told(
    workspace: Workspace, fields: dict[str, Any], reason: str
) -> None:
    fates = take(workspace, answer(workspace, "Rest well.", **fields), answer(workspace, "Take 5 ml."))
    assert reason in str(fates[0].reason)
    assert fates[1].is_recorded


def test_a_file_that_says_two_things_of_a_text_says_neither(workspace: Workspace) -> None:
    given = [
        answer(workspace, "Rest well."),
        answer(workspace, "Rest well.", EventKind.REJECT, words="no"),
        answer(workspace, "Take 5 ml."),
    ]
    assert [fate.is_recorded for fate in take(workspace, *given)] == [False, False, True]


def test_a_file_too_large_or_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaveatError, match="no such file"):
        read_answers(tmp_path / "x.json")
    (tmp_path / "x.json").write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(ReviewError, match="is larger than 4 MB"):
        read_answers(tmp_path / "x.json")
    (tmp_path / "x.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(CaveatError, match="not UTF-8"):
        read_answers(tmp_path / "x.json")


def signed_sheet(workspace: Workspace, path: Path, decisions: dict[str, tuple[str, str]]) -> Path:
    """Write the sheet as a person gives it back: with a decision, and words, beside some sources."""

    def row(one: Any) -> tuple[str, ...]:
        decision, words = decisions.get(one.unit.key.source, ("", ""))
        return (decision, words, *plain(one)[2:])

    plain, sheets._row = sheets._row, row
    try:
        write_sheet(path, list_units(workspace, [ES], Filter(documents=frozenset({"dose"}))))
    finally:
        sheets._row = plain
    return path


@pytest.mark.parametrize("name", ["s.csv", "s.XLSX"])
def test_a_sheet_is_signed_and_taken(workspace: Workspace, tmp_path: Path, name: str) -> None:
    decisions = {"Rest well.": ("Approve ", ""), "Take 5 ml.": ("reject", "=wrong")}
    given = read_sheet(signed_sheet(workspace, tmp_path / name, decisions))
    assert len(given) == 2
    assert all(fate.is_recorded for fate in take(workspace, *given, signer=CARL))
    assert find(workspace, "Rest well.").standing.approvers == (CARL,)
    assert find(workspace, "Take 5 ml.").events[-1].bringer in {EVE, ANA}
    assert "=wrong" in {event.text for event in find(workspace, "Take 5 ml.").events}


def test_a_text_that_was_written_over_in_the_sheet_is_not_signed(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = signed_sheet(workspace, tmp_path / "s.csv", {"Rest well.": ("approve", "")})
    path.write_text(path.read_text("utf-8").replace("Descanse bien.", "Descanse."), "utf-8")
    [fate] = take(workspace, *read_sheet(path))
    assert "texts come in by `caveat exchange import`" in str(fate.reason)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("decision,words\napprove,\n", "s.csv:1: "),
        ("", "s.csv"),
        (
            "decision,words,source,target,document,locale,unit\r\nok,,a,b,c,d,e\r\n",
            's.csv:2: "ok" is no decision',
        ),
    ],
)
def test_a_sheet_that_is_none_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "s.csv").write_text(text)
    with pytest.raises(CaveatError) as error:
        read_sheet(tmp_path / "s.csv")
    assert message in str(error.value)


def test_a_sheet_has_a_known_ending(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CaveatError, match=r"name it FILE\.csv or FILE\.xlsx"):
        write_sheet(tmp_path / "s.ods", list_units(workspace, [ES], Filter()))
