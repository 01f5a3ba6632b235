"""The decisions on the command line, as a person types them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click
import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.cli.main import caveat
from pipeline.errors import CaveatError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.catalog import FUZZY, Catalog
from pipeline.model.draft import Origin
from pipeline.model.event import EventKind
from pipeline.review.answers import Answer
from pipeline.review.selection import short_mark
from pipeline.stages.answers import take_answers
from pipeline.stages.packet import PacketOrder, make_packet
from tests.factories import ANA, BEA, CARL, ES, TODAY
from tests.stages.desks import edit_in_an_editor, find, make_desk
from tests.stages.test_answers import signed_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    found = make_desk(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, value in (("COUNT", "1"), ("KEY_0", "user.email"), ("VALUE_0", BEA)):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    return found


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Return the exit code and what was printed; errors are raised."""
    capsys.readouterr()
    code = caveat.main(["review", *words, "--as-of", TODAY], standalone_mode=False)
    return int(code), capsys.readouterr().out


def name_of(workspace: Workspace, source: str) -> str:
    one = find(workspace, source)
    return f"{one.unit.key.id}@{short_mark(one.mark)}"


def test_what_is_listed_can_be_signed_as_it_is_written_there(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    _, listed = run(capsys, "list", "-l", "es", "--document", "dose")
    name = name_of(workspace, "Rest well.")
    assert f"es {name} translated" in listed
    code, told = run(capsys, "approve", "dose", name, "-l", "es")
    assert (code, told) == (0, f"approve: 1 unit recorded for {BEA}\n")
    whole = next(line for line in listed.splitlines() if line.startswith("the whole of dose: "))
    code, told = run(capsys, "approve", "dose", whole.rpartition(" ")[2], "-l", "es")
    assert code == 1  # some can't be signed, and the others are
    assert "refused" in told
    assert find(workspace, "Call a doctor.").standing.approvers == (BEA,)


def test_the_list_says_what_is_known_of_a_machine_s_draft(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = Origin.of("Borrador.", engine="maker/model", date=TODAY, note="2 unknown words", alarm=0.6)
    path = workspace.catalog(ES, "dose")
    catalog = read_catalog(path, "x")
    keys = [entry.key for entry in catalog.units()][:2]
    entries = [
        revise(entry, targets=(text,), flags=(FUZZY,), comments=(draft.render(),))
        for entry, text in zip(catalog.units(), ("Borrador.", "De otra mano."), strict=False)
    ]
    others = [entry for entry in catalog.entries if entry.key not in keys]
    write_catalog(path, Catalog(entries=(*others, *entries)))
    assert caveat.main(["review", "list", "-l", "es", "--json"], standalone_mode=False) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    known = {row["target"]: row for row in rows if row["kind"] == "unit"}
    fields = ("draft", "alarm", "confidence", "note")
    assert [known["Borrador."][one] for one in fields] == ["maker/model", 0.6, None, "2 unknown words"]
    assert [known["De otra mano."][one] for one in fields] == [None] * 4


@pytest.mark.usefixtures("workspace")
def test_a_filtered_list_does_not_name_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    _, told = run(capsys, "list", "-l", "es", "--document", "dose", "--state", "translated")
    assert "the whole of" not in told
    assert f"{len(told.splitlines()) - 1} units" in told
    assert "the whole of" not in run(capsys, "list", "-l", "es")[1]


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        (("--finding", "any"), {"Take 5 ml."}),
        (("--finding", "number"), {"Take 5 ml."}),
        (("--finding", "nothing"), set()),
        (("--older-than", "0", "--state", "translated"), set()),
    ],
)
def test_the_list_is_filtered_by_findings_and_age(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sources: set[str]
) -> None:
    edit_in_an_editor(workspace, "Tome 5 ml.", "Tome 7 ml.")
    code, told = run(capsys, "list", "-l", "es", "--document", "dose", *words)
    shown = {source for source in ("Rest well.", "Take 5 ml.", "Call a doctor.") if source in told}
    assert shown == sources
    assert code == (0 if sources else 4)


def test_a_text_is_old_after_its_day(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["review", "list", "-l", "es", "--older-than", "9", "--as-of"]
    assert find(workspace, "Rest well.").waiting_since == TODAY == "2026-11-22"
    assert caveat.main([*words, "2026-12-01"], standalone_mode=False) == 4
    assert caveat.main([*words, "2026-12-02"], standalone_mode=False) == 0
    assert "Rest well." in capsys.readouterr().out


def test_a_changed_text_is_refused_and_shown(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    name = name_of(workspace, "Rest well.")
    edit_in_an_editor(workspace, "Descanse bien.", "Trabaje.")
    code, told = run(capsys, "approve", "dose", name, "-l", "es")
    assert code == 1
    assert "has changed since you read it" in told
    assert "  it says now: Trabaje.\n" in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("approve", "dose", "all", "-l", "es"), "approve needs its mark: all@MARK"),
        (("approve",), "name a document, units and -l LOCALE, or give --from-file"),
        (("approve", "dose", "all@0123456789ab"), "name a document, units and -l LOCALE"),
        (("reject", "dose", "all@0123456789ab", "-l", "es"), "missing option '--reason'"),
        (("comment", "dose", "all", "-l", "es"), "missing option '--reason'"),
        (("approve", "dose", "x", "-l", "es"), '"x" names no unit'),
        (("approve", "dose", "--from-file", "x.csv"), "--from-file says which units"),
        (("approve", "dose", "all", "-l", "es", "--signer", ANA), "--signer needs --from-file"),
        (("approve", "--from-file", "x.csv"), "no such file"),
        (("check-ledger", "--base", "x"), "git knows no revision"),
    ],
)
def test_what_can_not_be_done_is_told(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    assert workspace
    with pytest.raises((CaveatError, click.ClickException)) as error:
        caveat.main(["review", *words], standalone_mode=False)
    shown = (
        error.value.format_message() if isinstance(error.value, click.ClickException) else str(error.value)
    )
    assert message in shown
    assert not capsys.readouterr().out


def test_a_sheet_is_taken_for_its_signer(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = {"Rest well.": ("approve", ""), "Take 5 ml.": ("reject", "wrong")}
    path = signed_sheet(workspace, workspace.root / "s.csv", decisions)
    code, told = run(capsys, "approve", "--from-file", str(path), "--signer", CARL)
    assert (code, told) == (0, f"1 decision recorded for {CARL}, 0 refused\n")
    [event] = [one for one in read_ledger(workspace.ledger(ES, "dose"), "x").events if one.by == CARL]
    assert event.brought_by == BEA
    assert run(capsys, "revoke", "--from-file", str(path))[0] == 4  # no row says revoke


def test_a_packet_goes_out_and_its_answers_come_in(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = run(capsys, "packet", "--reviewer", CARL, "-l", "es")
    order = PacketOrder(reviewer=CARL, locale=ES, minutes=20, return_to=BEA)
    packet = make_packet(workspace, order, on=TODAY)  # the same texts, with another secret
    path = workspace.root / f"packet-es-{packet.id}.html"
    assert code == 0
    assert told == f"{path.name}: {len(packet.items)} texts for {CARL}, 0 left for later\n"
    assert f"mailto:{BEA}" in path.read_text("utf-8")
    [token] = re.findall(r'name="token" value="([^"]+)"', path.read_text("utf-8"))
    lines = [f"reviewer={CARL}", f"token={token}"]
    for number, item in enumerate(packet.items, 1):
        lines += [f"unit.{number}=es {item.unit} {item.document}", f"decision.{number}=approve"]
    (workspace.root / "mail.txt").write_text("\n".join(lines), "utf-8")
    code, told = run(capsys, "receive", "mail.txt")
    assert (code, told) == (0, f"{len(packet.items)} decisions recorded for {CARL}, 0 refused\n")
    code, told = run(capsys, "packet", "--reviewer", CARL, "-l", "es")
    assert (code, told) == (4, f"nothing in es waits for a signature of {CARL}; no file written\n")


def test_answers_without_a_decision_are_told(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "packet", "--reviewer", CARL, "-l", "es", "--out", "packet.html")
    page = (workspace.root / "packet.html").read_text("utf-8")
    [token] = re.findall(r'name="token" value="([^"]+)"', page)
    (workspace.root / "mail.txt").write_text(f"reviewer={CARL}\ntoken={token}\n", "utf-8")
    code, told = run(capsys, "receive", "mail.txt")
    assert code == 4
    assert told.startswith("no text was decided on in this file\n")


def test_a_unit_is_shown_with_what_was_said_and_what_signs_its_passages(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = find(workspace, "Rest well.").unit.key.id
    run(capsys, "comment", "dose", unit, "-l", "es", "--reason", "Sure?")
    capsys.readouterr()
    assert caveat.main(["review", "show", unit, "-l", "es", "--document", "dose"], standalone_mode=False) == 0
    told = capsys.readouterr().out
    assert f"comment by {BEA}: Sure?" in told
    assert f"paragraph  paragraph:{unit}@" in told
    assert "(2 units)" in told


def test_what_an_author_brought_in_is_told_and_is_no_failure(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    one = find(workspace, "Rest well.")
    unit = f"{one.unit.key.id}@{one.mark}"
    answer = Answer(locale="es", document="dose", unit=unit, kind=EventKind.APPROVE)
    take_answers(workspace, [answer], signer=BEA, brought_by=ANA, on=TODAY)
    assert caveat.main(["review", "check-ledger"], standalone_mode=False) == 0
    assert "ledger.brought-by-author" in capsys.readouterr().out
