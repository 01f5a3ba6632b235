"""People who write one text after the other, for the tests of what two at a time do."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.main import caveat
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.selection import Scope, Selection
from pipeline.stages.editing import edit
from pipeline.stages.extract import extract
from pipeline.stages.review import Filter, list_units
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.stages.update import update
from tests.factories import BEA, ES, TODAY
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pipeline.stages.sources import Sources
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace

DOCUMENT = "dose"


def make(root: Path, documents: int = 1) -> Workspace:
    workspace = make_project(root)
    for number in range(documents):
        name = DOCUMENT if documents == 1 else f"{DOCUMENT}{number}"
        write(root / "source" / "articles" / f"{name}.txt", "Title\nPart\nRest well.\n")
    extract(workspace)
    update(workspace, locales=[ES], today=TODAY)
    return workspace


def find(workspace: Workspace, sources: Sources, document: str = DOCUMENT) -> UnitStanding:
    source = next(one for one in sources.catalogs if one.id == document)
    units = read_shelved(workspace, source, ES, read_signing(workspace)).units
    return next(one for one in units if one.unit.key.source == "Rest well.")


def put(workspace: Workspace, sources: Sources, text: str, document: str = DOCUMENT) -> None:
    """Edit the unit as somebody who has just read it."""
    one = find(workspace, sources, document)
    edit(
        workspace,
        locale=ES,
        document=document,
        chosen=Selection(scope=Scope.UNIT, unit=one.unit.key.id, mark=one.mark),
        targets=(text,),
        decision=Decision(kind=EventKind.TRANSLATE, by=BEA, on=TODAY),
        sources=sources,
    )


def comment_all(workspace: Workspace, documents: int, comments: int, acknowledged: int) -> None:
    """Comment on documents in turn, through the command line."""
    os.chdir(workspace.root)
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - this process ends with it
    [one] = {
        one.unit.key.id
        for one in list_units(workspace, [ES], Filter())
        if one.unit.key.source == "Rest well."
    }
    for number in range(comments):
        document = f"{DOCUMENT}{number % documents}"
        words = ["review", "comment", document, one, "-l", "es", "--reason", f"words {number}"]
        assert not caveat.main(words, standalone_mode=False)
    os.write(acknowledged, b"comments done\n")


def assert_nothing_is_lost(workspace: Workspace, documents: int, edits: int, comments: int) -> None:
    """Look for every text that `Texto N.` edits and `words N` comments put on record."""
    texts: set[str] = set()
    words: set[str | None] = set()
    for number in range(documents):
        ledger = read_ledger(workspace.ledger(ES, f"{DOCUMENT}{number}"), "x.jsonl")
        written = [event for event in ledger.events if event.kind is EventKind.TRANSLATE]
        texts |= {ledger.texts[event.target] for event in written}
        words |= {event.text for event in ledger.events if event.kind is EventKind.COMMENT}
    assert {f"Texto {number}." for number in range(edits)} <= texts
    assert words == {f"words {number}" for number in range(comments)}
