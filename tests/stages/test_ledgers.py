"""check-ledger --base: what a branch adds to the ledgers, by the roles and commits of git."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ConfigError
from pipeline.ledger.ledger_file import parse_ledger, read_ledger, render_ledger, write_ledger
from pipeline.model.event import EventKind
from pipeline.review.answers import Answer
from pipeline.stages.answers import take_answers
from pipeline.stages.ledgers import LedgerCheck, check_ledgers
from pipeline.stages.update import update
from tests.factories import ANA, BEA, CARL, ES, EVE, TODAY, make_event
from tests.stages.desks import find, make_desk, read, sign
from tests.stages.projects import write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


def git(workspace: Workspace, *words: str, author: str = EVE) -> str:
    name = ["-c", f"user.email={author}", "-c", "user.name=x", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *name, *words], cwd=workspace.root, check=True, capture_output=True)
    return done.stdout.decode()


def commit(workspace: Workspace, author: str) -> None:
    git(workspace, "add", "-A", author=author)
    git(workspace, "commit", "-q", "-m", "x", author=author)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = make_desk(tmp_path)
    git(found, "init", "-q", "-b", "main")
    write(tmp_path / ".gitattributes", "*.jsonl merge=union\n")
    commit(found, ANA)
    git(found, "tag", "base")
    return found


def check(workspace: Workspace, base: str = "base") -> LedgerCheck:
    return check_ledgers(workspace, [ES], base)


def rules(workspace: Workspace) -> list[str]:
    return [finding.check for finding in check(workspace).findings]


def test_who_commits_their_own_decisions_is_right(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."))
    commit(workspace, "Bea@Example.org")
    done = check(workspace)
    assert (done.findings, done.added, done.uncommitted) == ((), 1, 0)


def test_an_event_that_somebody_else_committed_is_told(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."))
    commit(workspace, EVE)
    [finding] = check(workspace).findings
    assert finding.check == "ledger.other-committer"
    assert f"{BEA} is to have put it on record, but {EVE} committed it" in finding.message
    assert finding.blocking
    assert finding.file == "locales/es/reviews/dose.jsonl"


@pytest.mark.parametrize(
    ("kind", "brought_by"),
    [
        (EventKind.TRANSLATE, None),
        (EventKind.TRANSLATE, BEA),
        (EventKind.CLAIM, None),
        (EventKind.COMMENT, BEA),
    ],
)
def test_every_kind_of_event_is_committed_by_who_put_it_on_record(
    workspace: Workspace, kind: EventKind, brought_by: str | None
) -> None:
    path, pair = workspace.ledger(ES, "dose"), find(workspace, "Wait for help.").pair
    ledger = read_ledger(path, "x")
    event = replace(make_event(kind, CARL, pair), brought_by=brought_by)
    write_ledger(path, replace(ledger, events=(*ledger.events, event)))
    commit(workspace, EVE)
    [finding] = [one for one in check(workspace).findings if one.check == "ledger.other-committer"]
    assert finding.message.startswith(f"{kind.value} by {CARL}")
    assert f"{brought_by or CARL} is to have put it on record, but {EVE} committed it" in finding.message
    git(workspace, "reset", "-q", "--soft", "base")
    commit(workspace, brought_by or CARL)
    assert "ledger.other-committer" not in rules(workspace)


def test_who_brings_an_answer_commits_it(workspace: Workspace) -> None:
    chosen = read(workspace, "Rest well.")
    unit = f"{chosen.unit}@{chosen.mark}"
    answer = Answer(locale="es", document="dose", unit=unit, kind=EventKind.APPROVE)
    take_answers(workspace, [answer], signer=BEA, brought_by=EVE, on=TODAY)
    commit(workspace, EVE)
    assert rules(workspace) == []
    git(workspace, "reset", "-q", "--soft", "base")
    commit(workspace, BEA)
    assert rules(workspace) == ["ledger.other-committer"]


def test_nobody_makes_themselves_a_reviewer_in_the_same_change(workspace: Workspace) -> None:
    people = workspace.reviewers.read_text()
    write(workspace.reviewers, people + f'[[reviewers]]\nemail = "{EVE}"\nname = "E"\nlocales = ["es"]\n')
    sign(workspace, EVE, read(workspace, "Rest well."))
    commit(workspace, EVE)
    assert check_ledgers(workspace, [ES]).findings == ()
    assert rules(workspace) == ["ledger.not-a-reviewer"]


def test_what_was_taken_out_is_told_even_with_the_whole_file(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."), kind=EventKind.REJECT)
    commit(workspace, BEA)
    git(workspace, "tag", "-f", "base")
    path = workspace.ledger(ES, "dose")
    ledger = read_ledger(path, "x")
    kept = [event for event in ledger.events if event.kind is not EventKind.REJECT]
    path.unlink()
    write_ledger(path, type(ledger)(events=tuple(kept), texts=ledger.texts))
    commit(workspace, EVE)
    [finding] = check(workspace).findings
    assert (finding.check, finding.message) == (
        "ledger.event-removed",
        f"reject by {BEA} on {TODAY}: it was in the ledger and is not any more",
    )
    path.unlink()
    assert set(rules(workspace)) == {"ledger.event-removed"}


def test_a_merge_by_union_adds_nothing_and_a_bad_one_is_seen(workspace: Workspace) -> None:
    git(workspace, "checkout", "-q", "-b", "side")
    sign(workspace, CARL, read(workspace, "Take 5 ml."))
    commit(workspace, CARL)
    git(workspace, "checkout", "-q", "main")
    sign(workspace, BEA, read(workspace, "Rest well."))
    commit(workspace, BEA)
    git(workspace, "merge", "-q", "--no-edit", "side", author=EVE)
    assert check(workspace) == LedgerCheck(ledgers=2, findings=(), added=2)
    git(workspace, "reset", "-q", "--hard", "HEAD~1")
    git(workspace, "merge", "-q", "--no-commit", "--no-ff", "side", author=EVE)
    sign(workspace, BEA, read(workspace, "Call a doctor."))
    commit(workspace, EVE)
    [finding] = check(workspace).findings
    assert f"approve by {BEA}" in finding.message


def test_what_is_not_committed_is_counted(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."))
    done = check(workspace)
    assert (done.findings, done.added, done.uncommitted) == ((), 1, 1)


def test_what_caveat_itself_carries_is_nobodys_signature(workspace: Workspace) -> None:
    source = workspace.root / "source" / "articles" / "dose.txt"
    template = workspace.template("dose")
    write(source, source.read_text().replace("Rest well.", "Rest  well."))
    write(template, template.read_text().replace('"Rest well."', '"Rest  well."'))
    update(workspace, locales=[ES], today=TODAY)
    commit(workspace, EVE)
    done = check(workspace)
    assert done.added == 1
    assert done.findings == ()


def test_a_ledger_that_could_not_be_read_for_a_while_is_read_around(workspace: Workspace) -> None:
    path = workspace.ledger(ES, "dose")
    sound = path.read_text()
    write(path, "<<<<<<< ours\n")
    commit(workspace, EVE)
    write(path, sound)
    sign(workspace, BEA, read(workspace, "Rest well."))
    commit(workspace, BEA)
    assert [finding.check for finding in check(workspace).findings] == []
    assert render_ledger(parse_ledger(path.read_text(), "x")) == path.read_text()


@pytest.mark.parametrize("base", ["nothing", "--all", "HEAD:source", ""])
def test_a_revision_that_there_is_not_is_told(workspace: Workspace, base: str) -> None:
    with pytest.raises(ConfigError, match="git knows no revision"):
        check(workspace, base)
