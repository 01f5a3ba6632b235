"""Writes that fail or are killed anywhere: no torn file, and nothing lost that was acknowledged."""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.errors import CaveatError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.selection import ConflictError, Scope, Selection
from pipeline.stages.editing import edit
from pipeline.stages.sources import read_sources
from pipeline.workspace import files
from tests.factories import ANA, BEA, ES, TODAY
from tests.stages.writers import DOCUMENT, assert_nothing_is_lost, comment_all, find, make, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace

WRITING = ("open", "fdopen", "fsync", "chmod", "replace")
"""The calls of `os` by which a file is written."""


class FailingSystem:
    """`os`, whose writing calls fail from the k-th on, as a disk does that is full or broken."""

    def __init__(self, fails_at: int, number: int) -> None:
        self.fails_at, self.number, self.calls = fails_at, number, 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return self._counted(real) if name in WRITING else real

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls >= self.fails_at:
                raise OSError(self.number, os.strerror(self.number))
            return real(*arguments, **options)

        return call


def why_not_put(workspace: Workspace, sources: Sources, text: str) -> str | None:
    try:
        put(workspace, sources, text)
    except CaveatError as error:
        return error.message
    return None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_an_edit_that_fails_at_any_call_leaves_whole_files_and_loses_no_text(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make(tmp_path)
    sources = read_sources(workspace)
    put(workspace, sources, "Uno.")
    failed = 0
    for fails_at in range(1, 40):
        system = FailingSystem(fails_at, number)
        before = find(workspace, sources).entry.target
        text = f"Nuevo {fails_at}."
        monkeypatch.setattr(files, "os", system)
        problem = why_not_put(workspace, sources, text)
        monkeypatch.undo()
        if problem is None:
            assert system.calls < fails_at
            break
        failed += 1
        assert "can't be written" in problem
        assert find(workspace, sources).entry.target in (before, text)
        ledger = read_ledger(workspace.ledger(ES, DOCUMENT), "x")
        assert {before, find(workspace, sources).entry.target} <= set(ledger.texts.values()) | {""}
    assert failed >= 8
    assert find(workspace, sources).entry.target == text
    assert not list(tmp_path.rglob(".caveat-*.tmp"))


def edit_until_killed(workspace: Workspace, sources: Sources, run: int, acknowledged: int) -> None:
    """Edit again and again, and say of each text that it is in."""
    for number in range(10_000):
        text = f"Texto {run}-{number}."
        put(workspace, sources, text)
        os.write(acknowledged, f"{text}\n".encode())


def kill_while_editing(
    workspace: Workspace, sources: Sources, run: int, after: int, seconds: float
) -> list[str]:
    """Start a writer, kill it some time after so many edits; return the texts that it was told are in."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            edit_until_killed(workspace, sources, run, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        first = [file.readline() for _ in range(after)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return b"".join([*first, file.read()]).decode().splitlines()


def check_after_kills(tmp_path: Path, kills: int) -> None:
    workspace = make(tmp_path)
    sources = read_sources(workspace)
    moments = random.Random(7)  # noqa: S311 - the same moments in every run, as far as a clock can
    told = 0
    for run in range(kills):
        after, seconds = moments.randrange(3), moments.uniform(0, 0.03)
        texts = kill_while_editing(workspace, sources, run, after, seconds)
        told += len(texts)
        catalog = read_catalog(workspace.catalog(ES, DOCUMENT), "x.po")  # raises for a torn file
        ledger = read_ledger(workspace.ledger(ES, DOCUMENT), "x.jsonl")
        assert set(texts) <= set(ledger.texts.values())
        if texts:
            present = {entry.target for entry in catalog.units()}
            number = int(texts[-1].rstrip(".").rpartition("-")[2])
            assert present & {texts[-1], f"Texto {run}-{number + 1}."}
        if run % 10 == 9:  # keep the ledger short: it is read and written whole
            workspace.ledger(ES, DOCUMENT).unlink()
    put(workspace, sources, "Fin.")
    assert not list(tmp_path.rglob(".caveat-*.tmp"))
    assert told > kills / 2


def test_kills_tear_no_file_and_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    check_after_kills(tmp_path, 12)


@pytest.mark.slow
def test_two_hundred_kills_tear_no_file_and_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    check_after_kills(tmp_path, 200)


def edit_all(workspace: Workspace, documents: int, edits: int, acknowledged: int) -> None:
    """Edit documents in turn; a conflict is read again and the edit done on what is there."""
    sources = read_sources(workspace)
    for number in range(edits):
        for _ in range(100):
            try:
                put(workspace, sources, f"Texto {number}.", f"{DOCUMENT}{number % documents}")
            except ConflictError:
                continue
            break
        else:
            raise AssertionError("the other writer never let this one in")
    os.write(acknowledged, b"edits done\n")


def check_two_writers(root: Path, documents: int, each: int, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make(root, documents)
    for name, value in (("COUNT", "1"), ("KEY_0", "user.email"), ("VALUE_0", ANA)):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    for number in range(documents):
        put(workspace, read_sources(workspace), "Primero.", f"{DOCUMENT}{number}")
    reading, writing = os.pipe()
    children = []
    for work in (edit_all, comment_all):
        child = os.fork()
        if not child:
            try:
                work(workspace, documents, each, writing)
            finally:
                os._exit(0)
        children.append(child)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        assert set(file.read().decode().splitlines()) == {"edits done", "comments done"}
    for child in children:
        os.waitpid(child, 0)
    assert_nothing_is_lost(workspace, documents, each, each)


def test_two_writers_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_two_writers(tmp_path, 3, 30, monkeypatch)


def test_what_is_read_in_a_command_is_read_under_its_lock(tmp_path: Path) -> None:
    """An editor's change between reading and deciding is a conflict, and stays."""
    workspace = make(tmp_path)
    sources = read_sources(workspace)
    put(workspace, sources, "Uno.")
    one = find(workspace, sources)
    path = workspace.catalog(ES, DOCUMENT)
    catalog = read_catalog(path, "x.po")
    write_catalog(path, catalog)
    path.write_text(path.read_text().replace('"Uno."', '"Del editor."'))
    with pytest.raises(ConflictError) as error:
        edit(
            workspace,
            locale=ES,
            document=DOCUMENT,
            chosen=Selection(scope=Scope.UNIT, unit=one.unit.key.id, mark=one.mark, read=("Uno.",)),
            targets=("Dos.",),
            decision=Decision(kind=EventKind.TRANSLATE, by=BEA, on=TODAY),
        )
    conflict = error.value.conflict
    assert (conflict.read, conflict.now, conflict.sent) == (("Uno.",), ("Del editor.",), ("Dos.",))
    assert find(workspace, sources).entry.target == "Del editor."
