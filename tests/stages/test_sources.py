"""The English side: units by catalog, highest risk, problems that do not stop the others."""

import pytest

from pipeline.errors import CaveatError, DocumentError, raise_all
from pipeline.model.unit import Risk, UnitKey
from pipeline.stages.sources import DISCLAIMERS, INTERFACE, read_sources
from tests.projects import CONFIG, Project


def test_catalogs_are_the_documents_the_disclaimers_and_the_interface(project: Project) -> None:
    sources = read_sources(project.open())
    assert [source.id for source in sources.catalogs] == ["cramps", DISCLAIMERS, INTERFACE]
    units = {unit.key: unit for unit in sources.catalogs[0].units}
    assert UnitKey("title", "Leg Cramps at Night") in units
    assert not [key for key in units if (key.context or "").startswith("disclaimer:")]
    assert [unit.risk for unit in sources.catalogs[1].units] == [Risk.DISCLAIMER, Risk.DISCLAIMER]
    assert units[UnitKey(None, "They pass soon.")].notes == ("section: What They Are",)


def test_a_unit_in_two_sections_takes_the_higher_risk_and_names_both(project: Project) -> None:
    text = project.read("source/articles/cramps.txt").replace("They pass soon.", "Drink water.")
    project.write("source/articles/cramps.txt", text + "Drink water.\n")
    unit = next(
        one for one in read_sources(project.open()).catalogs[0].units if one.key.source == "Drink water."
    )
    assert (unit.risk, unit.reasons) == (Risk.CRITICAL, ("section",))
    assert unit.notes == ("section: What They Are", "section: Rest", "section: When to Seek Care")


def test_a_document_that_cannot_be_read_leaves_the_others(project: Project) -> None:
    project.write("source/articles/broken.txt", b"\xff")
    sources = read_sources(project.open())
    assert [document.id for document in sources.documents] == ["cramps"]
    assert [type(problem) for problem in sources.problems] == [DocumentError]


def test_an_unknown_format_is_one_problem_however_many_documents(project: Project) -> None:
    project.write("caveat.toml", CONFIG.replace('profile = "article"', 'format = "papyrus"'))
    project.write("source/articles/more.txt", "T\n")
    assert len(read_sources(project.open()).problems) == 1


@pytest.mark.parametrize(
    "name",
    ["interface", "disclaimers", "index", "Index", "DISCLAIMERS", ".hidden", "a:b", 'a"b', "dot.", "a\tb"],
)
def test_an_id_that_cannot_name_a_page_is_refused(name: str, project: Project) -> None:
    project.write("caveat.toml", CONFIG + f"\n[collections.articles.ids]\n\"cramps.txt\" = '{name}'\n")
    with pytest.raises(CaveatError) as caught:  # by the configuration, or when the document is read
        raise_all(read_sources(project.open()).problems)
    assert "id" in caught.value.message
    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_what_extraction_decided_becomes_findings(project: Project) -> None:
    project.write("source/notes.md", "x")
    found = [(one.file, one.check, one.line) for one in read_sources(project.open()).findings]
    assert found == [
        ("source/notes.md", "source.unclaimed", None),
        ("source/articles/cramps.txt", "source.junk", 3),
        ("source/articles/cramps.txt", "source.unknown-heading", 5),
    ]
