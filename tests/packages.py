"""A translator's package in tests: handed out, changed as a person or a program would, given back."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from pipeline.formats.zip_write import render_zip
from pipeline.model.job import JobFormat
from pipeline.review.decisions import Decision
from pipeline.stages.draft import draft
from pipeline.stages.extract import extract
from pipeline.stages.handoff import HandoffResult, Order, handoff
from pipeline.stages.receive import ReceiveResult, receive
from pipeline.stages.review import decide
from pipeline.stages.update import update
from tests.factories import ANA, ES, TODAY
from tests.projects import Project, make_project
from tests.selections import as_read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.event import EventKind

_MADE: dict[str, bytes] = {}
"""The files of a project whose catalogs are there: they are the same in every test."""
CATALOG = "locales/es/LC_MESSAGES/cramps.po"
LEDGER = "locales/es/reviews/cramps.jsonl"
CRAMPS = "po/cramps.po"


def make_updated(root: Path) -> Project:
    """Return a small project, extracted and updated."""
    if not _MADE:
        project = make_project(root)
        bring_up(project)
        _MADE.update(project.files())
        return project
    for name, data in _MADE.items():
        Project(root).write(name, data)
    return Project(root)


def bring_up(project: Project) -> None:
    extract(project.open())
    update(project.open(), locales=project.open().config.locales, today=TODAY)


def draft_all(project: Project) -> None:
    draft(project.open(), locales=(ES,), today=TODAY)


def decide_all(project: Project, kind: EventKind, person: str) -> None:
    """Take a decision on every unit that allows it."""
    decision = Decision(kind=kind, by=person, on=TODAY)
    chosen = as_read(project.open(), ES, "cramps", "all")
    decide(project.open(), locale=ES, document="cramps", chosen=chosen, decision=decision)


def hand_out(project: Project, path: Path, **wanted: object) -> HandoffResult:
    order = Order(**{"locale": ES, "person": ANA, "today": TODAY, "documents": ("cramps",), **wanted})
    return handoff(project.open(), order, path)


def hand_out_omegat(project: Project, path: Path) -> HandoffResult:
    return hand_out(project, path, format=JobFormat.OMEGAT)


def unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, files: Mapping[str, bytes]) -> Path:
    path.write_bytes(render_zip(files))
    return path


def change(path: Path, old: str, new: str, name: str = CRAMPS) -> Path:
    """Replace a text in a file of a package; it must be there once."""
    files = unpack(path)
    text = files[name].decode()
    assert text.count(old) == 1, old
    return pack(path, files | {name: text.replace(old, new).encode()})


def translate(path: Path, source: str, target: str, before: str = "", name: str = CRAMPS) -> Path:
    """Write a target in place of another one, as a person would, and take the fuzzy mark off."""
    files = unpack(path)
    text = edited(files[name].decode(), source, target, before)
    return pack(path, files | {name: text.encode()})


def edited(text: str, source: str, target: str, before: str = "") -> str:
    old = f'msgid "{source}"\nmsgstr "{before}"'
    assert text.count(old) == 1, source
    head, tail = text.split(old)
    kept, _, own = head.rpartition("\n\n")
    own = "".join(line for line in own.splitlines(keepends=True) if not line.startswith(("#, fuzzy", "#| ")))
    return f'{kept}\n\n{own}msgid "{source}"\nmsgstr "{target}"{tail}'


def take_back(
    project: Project, path: Path, by: str | None = None, *, claim: bool = False, brought_by: str = ANA
) -> ReceiveResult:
    return receive(project.open(), path, by=by, brought_by=brought_by, today=TODAY, claim_cleared=claim)


def outcomes(result: ReceiveResult) -> dict[str, str]:
    """Return what became of each unit that did not stay as it was, by its source."""
    return {unit.source: unit.outcome.value for row in result.documents for unit in row.rows}
