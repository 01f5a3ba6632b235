import pytest

from pipeline.errors import CaveatError
from pipeline.stages.extract import extract
from tests.projects import Project


def test_templates_are_written_once(project: Project) -> None:
    first = extract(project.open())
    assert [(row.document, row.path, row.is_written) for row in first.rows] == [
        ("cramps", "locales/cramps.pot", True),
        ("disclaimers", "locales/disclaimers.pot", True),
        ("interface", "locales/interface.pot", True),
    ]
    assert first.documents == 1
    before = project.files()
    assert not any(row.is_written for row in extract(project.open()).rows)
    assert project.files() == before


def test_a_template_holds_risk_and_place_but_no_line_numbers(project: Project) -> None:
    extract(project.open())
    template = project.read("locales/cramps.pot")
    assert "#. section: When to Seek Care\n#. risk: critical" in template
    assert "#: source/articles/cramps.txt\n" in template
    assert 'msgctxt "heading"\nmsgid "Rest"\n' in template
    assert "Null" not in template


def test_templates_of_documents_that_are_gone_go(project: Project) -> None:
    project.write("locales/old.pot", "")
    assert extract(project.open()).removed == ("locales/old.pot",)
    assert not (project.root / "locales/old.pot").exists()


def test_nothing_is_removed_while_a_document_is_broken(project: Project) -> None:
    extract(project.open())
    project.write("source/articles/cramps.txt", b"\xff")
    with pytest.raises(CaveatError):
        extract(project.open())
    assert (project.root / "locales/cramps.pot").exists()


def test_a_template_tells_what_the_tags_of_a_markdown_unit_are(project: Project) -> None:
    notes = '[collections.notes]\npath = "source/notes"\nfiles = ["*.md"]\nformat = "markdown"\n'
    project.write("caveat.toml", f"{project.read('caveat.toml')}\n{notes}")
    project.write("source/notes/dose.md", "# Dose\n\nTake **500 mg** now.\n")
    extract(project.open())
    template = project.read("locales/dose.pot")
    assert 'msgid "Take <1>500 mg</1> now."' in template
    assert "#. <1> bold" in template
