"""A project with two small documents, its catalogs filled in, and people who read and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.model.catalog import FUZZY
from pipeline.model.draft import Origin
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.selection import Scope, Selection
from pipeline.stages.extract import extract
from pipeline.stages.review import Filter, ReviewResult, decide, list_units
from pipeline.stages.update import update
from tests.factories import ANA, ES, TODAY
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace

DOSE = "Cramps\nRest\nRest well. Take 5 ml.\nHelp\nCall a doctor. Wait for help.\n"
OTHER = "Other\nRest\nRest well. Go home.\n"
TARGETS = {
    "Rest well.": "Descanse bien.",
    "Take 5 ml.": "Tome 5 ml.",
    "Call a doctor.": "Llame a un médico.",
    "Wait for help.": "Espere ayuda.",
    "Go home.": "Vaya a casa.",
}


def make_desk(root: Path, *, is_draft: bool = False) -> Workspace:
    """Return the project; its targets are the claimed work of a translator, or untouched machine drafts."""
    workspace = make_project(root)
    for name, text in (("dose", DOSE), ("other", OTHER)):
        write(root / "source" / "articles" / f"{name}.txt", text)
    extract(workspace)
    update(workspace, locales=[ES], today=TODAY)
    for name in ("dose", "other"):
        _fill(workspace, name, is_draft=is_draft)
        if not is_draft:
            claim = Decision(kind=EventKind.CLAIM, by=ANA, on=TODAY)
            everything = [Selection(scope=Scope.CATALOG, unit="")]
            decide(workspace, locale=ES, document=name, chosen=everything, decision=claim)
    return workspace


def _fill(workspace: Workspace, document: str, *, is_draft: bool) -> None:
    path = workspace.catalog(ES, document)
    catalog = read_catalog(path, "x.po")
    entries = []
    for entry in catalog.entries:
        text = TARGETS.get(entry.key.source)
        origin = Origin.of(text or "", engine="fake@1", date=TODAY)
        marks = {"flags": (FUZZY,), "comments": (origin.render(),)} if is_draft else {"flags": ()}
        entries.append(revise(entry, targets=(text,), **marks) if text else entry)
    write_catalog(path, type(catalog)(entries=tuple(entries)))


def find(workspace: Workspace, source: str, document: str = "dose") -> UnitStanding:
    """Return a unit as it stands now."""
    units = list_units(workspace, [ES], Filter(documents=frozenset({document})))
    return next(one for one in units if one.unit.key.source == source)


def read(workspace: Workspace, source: str, document: str = "dose") -> Selection:
    """Return the choice of somebody who has just read a unit."""
    one = find(workspace, source, document)
    return Selection(scope=Scope.UNIT, unit=one.unit.key.id, mark=one.mark, read=one.entry.targets)


def sign(
    workspace: Workspace, by: str, *chosen: Selection, kind: EventKind = EventKind.APPROVE, text: str = "no"
) -> ReviewResult:
    """Decide on what was read, in the document `dose`."""
    decision = Decision(kind=kind, by=by, on=TODAY, text=text)
    return decide(workspace, locale=ES, document="dose", chosen=chosen, decision=decision)


def edit_in_an_editor(workspace: Workspace, old: str, new: str, document: str = "dose") -> None:
    """Change the catalog behind everybody's back."""
    path = workspace.catalog(ES, document)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
