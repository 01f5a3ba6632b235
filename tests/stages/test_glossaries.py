from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ConfigError
from pipeline.language.termbase import parse_termbase
from pipeline.model.locale import Locale
from pipeline.stages.check import check
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.shelves import read_checked
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.workspace.project import open_workspace
from tests.projects import DAY, REPOSITORY

if TYPE_CHECKING:
    from tests.projects import Project

SPANISH = Locale("es")
GLOSSARY = "locales/es/glossary.csv"
CATALOG = "locales/es/LC_MESSAGES/cramps.po"
LONGEST_TERM = 5
"""Words; what is longer than that is a sentence."""


def _translated(project: Project, target: str) -> None:
    for stage in ("extract", "update"):
        assert project.run(stage).code == 0
    text = project.read(CATALOG)
    place = 'msgid "Drink water."\nmsgstr ""'
    assert place in text
    project.write(CATALOG, text.replace(place, f'msgid "Drink water."\nmsgstr "{target}"'))


def _rules(project: Project) -> list[str]:
    found = check(project.open(), locales=[SPANISH], as_of=DAY).findings
    return [one.check for one in found if one.check.startswith("terms")]


def test_a_project_without_a_glossary_has_none(project: Project) -> None:
    assert find_termbase(project.open(), SPANISH) is None


def test_a_glossary_is_read_anew_when_it_changed(project: Project) -> None:
    for word in ("agua", "líquido"):
        project.write(GLOSSARY, f"source,target\nwater,{word}\n")
        termbase = find_termbase(project.open(), SPANISH)
        assert termbase is not None
        assert termbase.terms[0].targets == (word,)


def test_check_uses_the_glossary_of_the_locale(project: Project) -> None:
    _translated(project, "Beba jugo.")
    assert _rules(project) == []
    project.write("locales/ar/glossary.csv", "source,target\nwater,agua\n")
    assert _rules(project) == []
    project.write(GLOSSARY, "source,target,forbidden\nwater,agua,jugo\n")
    assert _rules(project) == ["terms.forbidden"]


@pytest.mark.parametrize("is_translated", [True, False])
def test_check_tells_a_bad_glossary_once_even_without_a_catalog(
    project: Project, *, is_translated: bool
) -> None:
    if is_translated:
        _translated(project, "Beba agua.")
    project.write(GLOSSARY, "source,traget\nwater,agua\n")
    ran = project.run("check", "-l", "es")
    assert ran.code == ConfigError.exit_code
    assert ran.err.count(f'{GLOSSARY}:1: unknown column "traget"') == 1


def test_check_tells_all_problems_of_all_glossaries(project: Project) -> None:
    project.write(GLOSSARY, "source,target\nwater,\n")
    project.write("locales/ar/glossary.csv", b"source\xff")
    problems = check(project.open(), locales=[SPANISH, Locale("ar")], as_of=DAY).problems
    assert [str(error.at) for error in problems] == [f"{GLOSSARY}:2", "locales/ar/glossary.csv:1"]
    assert all(isinstance(error, ConfigError) for error in problems)


def test_a_forbidden_word_keeps_a_critical_unit_from_a_release(project: Project) -> None:
    _translated(project, "Beba jugo.")
    project.write(GLOSSARY, "source,target,forbidden\nwater,agua,jugo\n")
    workspace = project.open()
    sources = read_sources(workspace)
    source = next(one for one in sources.catalogs if one.id == "cramps")
    checked = read_checked(workspace, source, SPANISH, read_signing(workspace))
    found = [finding.check for findings in checked.findings.values() for finding in findings]
    assert "terms.forbidden" in found


def test_the_glossaries_of_this_project_are_clean() -> None:
    workspace = open_workspace(REPOSITORY)
    for locale in workspace.config.locales:
        termbase = find_termbase(workspace, locale)
        assert termbase is not None, locale
        assert [x.source.casefold() for x in termbase.terms] == sorted(
            x.source.casefold() for x in termbase.terms
        )
        for term in termbase.terms:
            assert term.origin in {"TICO-19", "TICO-19 edited", "own"}
            assert len(term.source.split()) <= LONGEST_TERM
            assert not any(re.search(r"[\[\]():;/]", word) for word in term.targets), term


def test_a_plain_spreadsheet_file_of_this_project_is_a_glossary() -> None:
    text = (REPOSITORY / GLOSSARY).read_text(encoding="utf-8")
    assert parse_termbase(text, GLOSSARY).find_terms("two vaccines")
