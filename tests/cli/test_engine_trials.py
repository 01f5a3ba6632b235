"""draft --compare and engines score, as somebody at a terminal meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import Project, make_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = make_project(tmp_path_factory.mktemp("trials"))
    assert made.run("extract").code in (0, 1)
    assert made.run("update").code == 0
    rows = "".join(f"Patient {n} rests.\tPatient {n} rests.\n" for n in range(30))
    made.write("es.tsv", f"source\ttarget\n{rows}")
    return made


def test_drafts_stand_below_their_unit_and_the_page_is_named(project: Project) -> None:
    before = project.files("locales")
    ran = project.run(
        "draft", "--compare", "pseudo,glossary", "-l", "es", "--limit", "1", "--document", "cramps"
    )
    assert ran.code == 0
    unit, first, second, page = ran.out.splitlines()
    assert unit.startswith("es cramps ")
    assert first.startswith("  pseudo           ")
    assert second.startswith("  glossary         no draft: ")
    assert page == "side by side: output/compare/es.html"
    assert project.files("locales") == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--compare", "pseudo"), '--compare "pseudo" does not name two engines: write A,B'),
        (("--compare", "pseudo, ,pseudo"), "does not name two engines"),
        (("--compare", "pseudo,glossary", "--redraft"), "--redraft has no effect with --compare"),
        (("--compare", "pseudo,glossary", "--engine", "pseudo"), "--engine has no effect with --compare"),
        (("--compare", "pseudo,glossary", "--option", "a=b"), "options of engines stand under"),
        (("--compare", "pseudo,glossary", "--as-of", "2026-01-01"), "--as-of has no effect with --compare"),
        (("--limit", "3"), "--limit has no effect without --compare"),
        (("--compare", "pseudo,glosary"), 'no engine is named "glosary"'),
    ],
)
def test_what_has_no_effect_or_makes_no_sense_is_refused(
    project: Project, words: tuple[str, ...], message: str
) -> None:
    ran = project.run("draft", *words)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""


def test_a_comparison_can_be_priced_before(project: Project) -> None:
    ran = project.run("draft", "--compare", "pseudo,glossary", "-l", "es", "--limit", "2", "--dry-run")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "nothing was sent"
    assert len(ran.out.splitlines()) == 3


def test_scores_are_one_line_an_engine(project: Project) -> None:
    words = ("engines", "score", "-l", "es", "--engine", "pseudo", "--engine", "glossary")
    ran = project.run(*words, "--against", "{locale}.tsv")
    assert ran.code == 0
    pseudo, glossary = ran.out.splitlines()
    assert pseudo.startswith("es       pseudo           chrF2 ")
    assert "30 units, 0% without a draft" in pseudo
    assert glossary.startswith("es       glossary         chrF2 0.0 (0.0 to 0.0), BLEU 0.0, TER 100.0")
    assert "100% without a draft" in glossary
    few = project.run(*words, "--against", "{locale}.tsv", "--limit", "29")
    assert few.out.startswith("es       pseudo           not measured: 29 units")


def test_without_anything_to_compare_with_the_exit_code_says_so(project: Project) -> None:
    ran = project.run("engines", "score", "-l", "es", "--engine", "pseudo")
    assert ran.code == 4
    assert ran.out.startswith("es       nothing that a person wrote is approved yet")


def test_options_stand_behind_the_command_that_they_are_for(project: Project) -> None:
    for words in (("-l", "es"), ("--json",)):
        ran = project.run("engines", *words, "score")
        assert ran.code == 2
        assert "write -l and --json behind score" in ran.err


def test_a_bad_file_is_told_with_its_place(project: Project, tmp_path: Path) -> None:
    project.write("bad.tsv", "source\ttarget\nonly one\n")
    ran = project.run("engines", "score", "-l", "es", "--engine", "pseudo", "--against", "bad.tsv")
    assert ran.code == 3
    assert "bad.tsv:2: 1 cells, and the first line has 2" in ran.err
    assert "Traceback" not in ran.err
    missing = project.run("engines", "score", "-l", "es", "--against", str(tmp_path / "none.tmx"))
    assert "no such file" in missing.err
