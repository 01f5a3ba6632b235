from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.errors import ConfigError
from pipeline.model.draft import Origin
from pipeline.model.event import EventKind
from pipeline.stages import draft_history
from pipeline.stages.draft_history import read_changes
from pipeline.stages.sources import read_sources
from tests.factories import ANA, BEA, CARL, ES, TODAY
from tests.stages.desks import make_desk, read, sign
from tests.stages.projects import write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


def git(workspace: Workspace, *words: str) -> None:
    name = ["-c", "user.email=x@example.org", "-c", "user.name=x", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *words], cwd=workspace.root, check=True, capture_output=True)


def commit(workspace: Workspace) -> None:
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "x")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = make_desk(tmp_path, is_draft=True)
    git(found, "init", "-q", "-b", "main")
    commit(found)
    return found


def rewrite(workspace: Workspace, source: str, target: str, *, keeps_comment: bool) -> None:
    """Let Ana correct a draft and finish it, in an editor that keeps the comment or drops it."""
    path = workspace.catalog(ES, "dose")
    catalog = read_catalog(path, "x.po")
    entries = tuple(
        revise(entry, targets=(target,), flags=(), comments=entry.comments if keeps_comment else ("by Ana",))
        if entry.key.source == source
        else entry
        for entry in catalog.entries
    )
    write_catalog(path, type(catalog)(entries=entries))
    sign(workspace, ANA, read(workspace, source), kind=EventKind.CLAIM)
    sign(workspace, BEA, read(workspace, source))


def changes(workspace: Workspace) -> dict[str, list[tuple[str, str]]]:
    return read_changes(workspace, ES, read_sources(workspace))


@pytest.mark.parametrize("keeps_comment", [True, False])
def test_the_draft_that_people_changed_is_found_in_git(workspace: Workspace, *, keeps_comment: bool) -> None:
    rewrite(workspace, "Rest well.", "Descanse mucho.", keeps_comment=keeps_comment)
    assert changes(workspace) == {"fake@1": [("Descanse bien.", "Descanse mucho.")]}
    commit(workspace)
    assert changes(workspace) == {"fake@1": [("Descanse bien.", "Descanse mucho.")]}


def test_of_several_drafts_the_last_is_what_people_changed(workspace: Workspace) -> None:
    """The older version must be looked at all the same: it alone has the draft of another unit."""
    path = workspace.catalog(ES, "dose")
    old, other = (
        Origin.of(text, engine="fake@1", date=TODAY) for text in ("Descanse bien.", "Espere ayuda.")
    )
    new = Origin.of("Repose bien.", engine="better@2", date=TODAY)
    text = path.read_text("utf-8").replace(f"# {other.render()}\n", "")
    text = text.replace(old.render(), new.render()).replace("Descanse bien.", "Repose bien.")
    write(path, text)
    commit(workspace)
    rewrite(workspace, "Rest well.", "Descanse mucho.", keeps_comment=False)
    rewrite(workspace, "Wait for help.", "Espere la ayuda.", keeps_comment=False)
    sign(workspace, CARL, read(workspace, "Wait for help."))
    assert changes(workspace) == {
        "better@2": [("Repose bien.", "Descanse mucho.")],
        "fake@1": [("Espere ayuda.", "Espere la ayuda.")],
    }


def test_a_draft_that_was_approved_as_it_was_needs_no_git(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."))
    sign(workspace, CARL, read(workspace, "Rest well."))
    subprocess.run(["rm", "-rf", str(workspace.root / ".git")], check=True)
    assert changes(workspace) == {"fake@1": [("Descanse bien.", "Descanse bien.")]}


def test_what_is_not_approved_and_what_no_machine_drafted_is_left_out(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path / "human")
    sign(workspace, BEA, read(workspace, "Rest well."))
    assert changes(workspace) == {}


def test_a_version_that_was_broken_is_passed_over(workspace: Workspace) -> None:
    path = workspace.catalog(ES, "dose")
    good = path.read_text("utf-8")
    write(path, "broken\n")
    commit(workspace)
    write(path, good)
    rewrite(workspace, "Rest well.", "Descanse mucho.", keeps_comment=True)
    assert changes(workspace) == {"fake@1": [("Descanse bien.", "Descanse mucho.")]}


def test_without_git_the_catalog_as_it_is_has_to_do(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(workspace, "Rest well.", "Descanse mucho.", keeps_comment=True)

    def history_of(*_: object) -> tuple[str, ...]:
        raise ConfigError("git can't be asked")

    monkeypatch.setattr(draft_history, "history_of", history_of)
    assert changes(workspace) == {}
