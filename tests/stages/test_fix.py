"""`check --fix`: what nobody sees goes out of machine drafts, which stay drafts; people's texts stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.model.catalog import FUZZY
from pipeline.model.draft import Origin, find_origin
from pipeline.model.locale import Locale
from pipeline.stages.extract import extract
from pipeline.stages.fix import fix
from pipeline.stages.update import update
from tests.projects import DAY, Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.catalog import Entry

AR = Locale("ar")
BROKEN = "ا\u202eشرب\u200b الماء\x07؟ ok?"
SOURCE = "Drink water."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with catalogs."""
    made = make_project(tmp_path)
    workspace = made.open()
    extract(workspace)
    update(workspace, locales=[AR], today=DAY)
    return made


def put(project: Project, target: str, comments: tuple[str, ...], *flags: str) -> None:
    path = project.open().catalog(AR, "cramps")
    catalog = read_catalog(path, "cramps.po")
    entries = tuple(
        revise(one, targets=(target,), comments=comments, flags=flags) if one.key.source == SOURCE else one
        for one in catalog.entries
    )
    write_catalog(path, replace(catalog, entries=entries))


def entry(project: Project) -> Entry:
    catalog = read_catalog(project.open().catalog(AR, "cramps"), "cramps.po")
    return next(one for one in catalog.entries if one.key.source == SOURCE)


def origin_of(text: str) -> str:
    return Origin.of(
        text, engine="maker/model", date=DAY, note="2 unknown words", alarm=0.6, confidence=0.3
    ).render()


def test_a_draft_is_mended_and_stays_a_draft_of_its_engine(project: Project) -> None:
    put(project, BROKEN, ("Of Ana.", origin_of(BROKEN)), FUZZY)
    [row] = fix(project.open(), locales=[AR])
    assert (row.before, row.after) == (BROKEN, "اشرب الماء؟ ok?")
    assert set(row.rules) == {"character.bidi-control", "character.invisible", "character.control"}
    mended = entry(project)
    assert (mended.target, mended.flags, mended.comments[0]) == (row.after, (FUZZY,), "Of Ana.")
    origin = find_origin(mended.comments)
    assert origin is not None
    assert origin.is_of(row.after)
    assert (origin.engine, origin.confidence, origin.alarm) == ("maker/model", 0.3, 0.6)
    assert origin.note.startswith("2 unknown words, mended character.")
    assert fix(project.open(), locales=[AR]) == ()


def test_a_mark_of_another_script_becomes_the_scripts_own(project: Project) -> None:
    text = "هل تشرب?"
    put(project, text, (origin_of(text),), FUZZY)
    path = project.open().catalog(AR, "cramps")
    path.write_bytes(path.read_bytes().replace(b'msgid "Drink water."', b'msgid "Do you drink?"'))
    [row] = fix(project.open(), locales=[AR])
    assert (row.after, row.rules) == ("هل تشرب؟", ("punctuation.own-mark",))


@pytest.mark.parametrize(
    ("comments", "flags"),
    [((), (FUZZY,)), ((), ()), ((origin_of(BROKEN),), ()), ((origin_of("other"),), (FUZZY,))],
    ids=["fuzzy of a person", "of a person", "taken over by a person", "touched by a person"],
)
def test_a_persons_text_is_left_alone(
    project: Project, comments: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    put(project, BROKEN, comments, *flags)
    before = project.files("locales")
    assert fix(project.open(), locales=[AR]) == ()
    assert project.files("locales") == before
