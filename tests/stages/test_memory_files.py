from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CaveatError
from pipeline.memory.matching import Question, find_matches
from pipeline.memory.tmx import TmxUnit, parse_tmx, render_tmx
from pipeline.model.locale import Locale
from pipeline.stages.memory import open_memory
from pipeline.stages.memory_files import find_locale
from tests.projects import Project, make_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    for stage in ("extract", "update"):
        assert project.run(stage).code == 0
    return project


def put(project: Project, *units: tuple[str, dict[str, str]], name: str = "old.tmx") -> None:
    made = [TmxUnit(source=source, targets=tuple(targets.items())) for source, targets in units]
    project.write(name, "".join(render_tmx(made, "en-US")))


def targets(project: Project, source: str, locale: str = "es") -> list[tuple[int, str, str]]:
    with open_memory(project.open()) as store:
        found = find_matches(store, Question(source=source, locale=locale))
    return [(match.score, match.pair.target, match.pair.state.value) for match in found]


def test_a_memory_of_another_tool_is_offered_as_nobodys(project: Project) -> None:
    put(project, ("Drink tea.", {"es-419": "Tome té.", "de": "Tee trinken."}), ("Rest.", {"ar": "استرح."}))
    ran = project.run("tm", "import", "old.tmx")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "locales/memory/old.tmx: 1 ar, 1 es\n  1 text left out: de is not a language asked for\n"
    )
    assert targets(project, "Drink tea.") == [(95, "Tome té.", "unattributed")]
    assert targets(project, "Rest.", "ar") == [(95, "استرح.", "unattributed")]


def test_what_a_file_says_of_approval_counts_for_nothing(project: Project) -> None:
    signed = (("state", "approved"),)
    unit = TmxUnit(source="Drink tea.", targets=(("es", "Tome té."),), properties=signed)
    project.write("old.tmx", "".join(render_tmx([unit], "en")))
    assert project.run("tm", "import", "old.tmx").code == 0
    assert targets(project, "Drink tea.") == [(95, "Tome té.", "unattributed")]


def test_a_second_import_changes_nothing(project: Project) -> None:
    put(project, ("Drink tea.", {"es": "Tome té."}))
    project.run("tm", "import", "old.tmx")
    before = project.files("locales")
    assert "nothing changed" in project.run("tm", "import", "old.tmx").out
    assert project.files("locales") == before


def test_a_memory_that_is_taken_away_is_forgotten(project: Project) -> None:
    put(project, ("Drink tea.", {"es": "Tome té."}))
    project.run("tm", "import", "old.tmx")
    assert targets(project, "Drink tea.")
    (project.root / "locales/memory/old.tmx").unlink()
    assert targets(project, "Drink tea.") == []


def test_only_the_languages_asked_for_are_taken(project: Project) -> None:
    put(project, ("Drink tea.", {"es": "Tome té.", "ar": "اشرب الشاي."}))
    assert project.run("tm", "import", "old.tmx", "-l", "ar").code == 0
    assert targets(project, "Drink tea.") == []
    assert len(targets(project, "Drink tea.", "ar")) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<html/>", "old.tmx:1: not a TMX file"),
        (
            "".join(render_tmx([TmxUnit(source="a", targets=(("de", "b"),))], "en")),
            "holds no text in a language",
        ),
    ],
)
def test_a_file_of_no_use_writes_nothing(project: Project, text: str, what: str) -> None:
    project.write("old.tmx", text)
    ran = project.run("tm", "import", "old.tmx")
    assert ran.code == 3
    assert what in ran.err
    assert "hint" in ran.err
    assert not (project.root / "locales/memory").exists()


def test_a_missing_file_and_a_bad_name_are_told(project: Project) -> None:
    assert "no such file" in project.run("tm", "import", "none.tmx").err
    put(project, ("a", {"es": "b"}), name="-\n.tmx")
    assert project.run("tm", "import", ["--", "-\n.tmx"][1]).code == 2


def test_the_project_s_memory_goes_out_with_states(project: Project) -> None:
    name = "locales/es/LC_MESSAGES/cramps.po"
    text = project.read(name)
    project.write(name, text.replace('"Drink water."\nmsgstr ""', '"Drink water."\nmsgstr "Tome agua."'))
    ran = project.run("tm", "export", "out.tmx")
    assert (ran.code, ran.out) == (0, "out.tmx: 1 pair\n")
    (unit,) = parse_tmx(project.read("out.tmx").encode(), "out.tmx")
    assert (unit.source, unit.targets) == ("Drink water.", (("es", "Tome agua."),))
    assert dict(unit.properties) == {"document": "cramps", "state": "unattributed"}


def test_an_empty_memory_is_no_success(project: Project) -> None:
    assert project.run("tm", "export", "out.tmx").code == 4


def test_a_text_that_xml_can_not_hold_is_told(project: Project) -> None:
    name = "locales/es/LC_MESSAGES/cramps.po"
    text = project.read(name)
    project.write(name, text.replace('"Drink water."\nmsgstr ""', '"Drink water."\nmsgstr "Tome\\vagua."'))
    ran = project.run("tm", "export", "out.tmx")
    assert "U+000B" in ran.out
    assert list(parse_tmx(project.read("out.tmx").encode(), "out.tmx")) == []


LOCALES = [Locale(code) for code in ("es", "pt_BR", "zh_Hans", "fr", "fr_CA", "sr_Latn")]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("es", "es"), ("ES", "es"), ("es-419", "es"), ("es-LA", "es"), ("es_MX", "es"), ("pt", "pt_BR"),
        ("pt-BR", "pt_BR"), ("pt-PT", None), ("zh-CN", "zh_Hans"), ("zh", "zh_Hans"), ("zh-TW", None),
        ("zh-Hant", None), ("fr-CA", "fr_CA"), ("fr-FR", "fr"), ("sr", None), ("sr-Latn", "sr_Latn"),
        ("de", None), ("", None), ("x", None), ("../es", None), ("es-es-es-es", "es"),
    ],
)  # fmt: skip
def test_a_language_of_another_tool_is_one_of_ours_or_none(language: str, code: str | None) -> None:
    found = find_locale(language, LOCALES)
    assert (found.code if found else None) == code


def test_a_damaged_memory_stops_the_search_with_its_place(project: Project) -> None:
    project.write("locales/memory/old.tmx", "<tmx><body>")
    with pytest.raises(CaveatError) as caught, open_memory(project.open()):
        pass
    assert str(caught.value.at) == "locales/memory/old.tmx:1"
