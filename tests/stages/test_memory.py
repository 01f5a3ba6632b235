from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.memory.matching import Question, find_matches
from pipeline.stages import memory as stage
from pipeline.stages.memory import open_memory
from pipeline.stages.standings import read_shelved
from tests.projects import Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "Call a doctor if the pain stays."
CATALOG = "locales/es/LC_MESSAGES/cramps.po"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    assert project.run("extract").code == 0
    assert project.run("update").code == 0
    return project


def translate(project: Project, source: str, target: str) -> None:
    text = project.read(CATALOG)
    assert f'msgid "{source}"\nmsgstr ""' in text
    project.write(
        CATALOG, text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    )


def ask(project: Project, source: str) -> list[tuple[int, str, str]]:
    with open_memory(project.open()) as store:
        found = find_matches(store, Question(source=source, locale="es"))
    return [(match.score, match.pair.target, match.pair.state.value) for match in found]


def test_what_a_person_writes_is_found_at_once(project: Project) -> None:
    assert ask(project, SENTENCE) == []
    translate(project, SENTENCE, "Llame al médico si el dolor persiste.")
    assert ask(project, SENTENCE) == [(96, "Llame al médico si el dolor persiste.", "unattributed")]
    assert ask(project, "Call a doctor if the pains stay.")[0][1] == "Llame al médico si el dolor persiste."


def test_machine_drafts_are_never_in_it(project: Project) -> None:
    assert project.run("draft").code == 0
    with open_memory(project.open()) as store:
        assert store.count() == 0


def test_a_text_that_leaves_its_catalog_is_still_known(project: Project) -> None:
    translate(project, SENTENCE, "Llame al médico.")
    assert project.run("update").code == 0
    article = "source/articles/cramps.txt"
    project.write(article, project.read(article).replace(SENTENCE, "Nothing else."))
    for name in ("extract", "update"):
        assert project.run(name).code == 0
    assert [target for _, target, _ in ask(project, SENTENCE)] == ["Llame al médico."]


def test_the_disclaimer_has_no_entry(project: Project) -> None:
    name = "locales/es/LC_MESSAGES/disclaimers.po"
    project.write(name, project.read(name).replace('msgstr ""', 'msgstr "Una traducción"'))
    assert ask(project, "This page teaches. It does not replace a doctor.") == []


def test_only_what_changed_is_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_memory(project.open()):
        pass
    read: list[str] = []

    def spy(workspace: Any, source: Any, locale: Any, signing: Any) -> object:
        read.append(f"{locale} {source.id}")
        return read_shelved(workspace, source, locale, signing)

    monkeypatch.setattr(stage, "read_shelved", spy)
    with open_memory(project.open()):
        assert read == []
    translate(project, SENTENCE, "Llame.")
    with open_memory(project.open()):
        assert read == ["es cramps"]


def test_a_document_that_is_gone_is_remembered_until_its_files_are_removed(project: Project) -> None:
    translate(project, SENTENCE, "Llame al médico.")
    before = ask(project, SENTENCE)
    assert before
    (project.root / "source/articles/cramps.txt").rename(project.root / "source/articles/other.txt")
    assert ask(project, SENTENCE) == before
    (project.root / CATALOG).unlink()
    assert ask(project, SENTENCE) == []


def test_git_never_sees_it(project: Project) -> None:
    with open_memory(project.open()):
        pass
    assert project.read(".caveat/.gitignore") == "*\n"


def test_the_command_shows_matches_with_what_differs(project: Project) -> None:
    translate(project, "Stretch the leg.", "Estire la pierna.")
    ran = project.run("tm", "search", "Never stretch the leg.", "-l", "es")
    assert ran.code == 0
    assert "Estire la pierna." in ran.out
    assert "{+Never stretch+}" in ran.out
    assert 'the negation differs: "" there, "Never" here' in ran.out
    assert "\x1b" not in ran.out


def test_the_command_speaks_json(project: Project) -> None:
    translate(project, "Stretch the leg.", "Estire la pierna.")
    (row,) = project.run("tm", "search", "Stretch the leg.", "--json").rows()
    assert row == {
        "kind": "match",
        "locale": "es",
        "score": 96,
        "match": "exact",
        "source": "Stretch the leg.",
        "target": "Estire la pierna.",
        "document": "cramps",
        "context": None,
        "state": "unattributed",
        "by": "",
        "differences": [],
        "may_be_filled": True,
    }


def test_an_empty_memory_and_no_match_are_no_success(project: Project) -> None:
    ran = project.run("tm", "search", "Stretch the leg.")
    assert (ran.code, ran.out) == (4, "the memory is empty: nobody has translated anything yet\n")
    translate(project, "Stretch the leg.", "Estire la pierna.")
    ran = project.run("tm", "search", "Something else entirely")
    assert (ran.code, ran.out) == (4, "no match\n")


def test_signs_that_move_the_cursor_are_spelt_out(project: Project) -> None:
    translate(project, "Stretch the leg.", rb"Estire\x1b[2J\u202e la pierna.".decode("unicode_escape"))
    ran = project.run("tm", "search", "Stretch the leg.")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_a_stale_text_that_leaves_is_never_offered_for_the_source_it_was_not_written_for(
    project: Project,
) -> None:
    translate(project, SENTENCE, "Llame al médico.")
    article = "source/articles/cramps.txt"
    changed = "Call a good doctor if the pain stays."
    for old, new in ((SENTENCE, changed), (changed, "Nothing else.")):
        project.write(article, project.read(article).replace(old, new))
        for name in ("extract", "update"):
            assert project.run(name).code == 0
    with open_memory(project.open()) as store:
        found = store.pairs_like(SENTENCE, "es")
        assert [one.target for one in found] == ["Llame al médico."]
        assert store.pairs_like(changed, "es") == ()
