"""What the page keeps in memory is what the files say, at every moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.stages.shelves import read_checked
from pipeline.stages.standings import read_signing
from pipeline.web.findings import index_catalog
from tests.projects import DAY
from tests.web.site import DORA, ES, TOMAS, prepare

if TYPE_CHECKING:
    from tests.web.site import Site

PLAIN = "Drink water."


def test_nothing_is_read_twice_while_nothing_changes(site: Site) -> None:
    library = site.desk.library
    one, other = library.open(DAY), library.open(DAY)
    assert one.sources is other.sources
    assert one.signing is other.signing
    assert one.shelved(ES, "cramps") is other.shelved(ES, "cramps")
    person = one.signing.reviewers[0]
    assert one.items(ES, "cramps", person) is other.items(ES, "cramps", person)


def test_a_decision_in_one_document_leaves_the_others_in_memory(site: Site) -> None:
    before = site.desk.library.open(DAY)
    kept, changed = before.shelved(ES, "interface"), before.shelved(ES, "cramps")
    site.decide("approve", PLAIN)
    after = site.desk.library.open(DAY)
    assert after.shelved(ES, "interface") is kept
    assert after.shelved(ES, "cramps") is not changed


@pytest.mark.parametrize(
    "name", ["source/articles/cramps.txt", "source/disclaimers.toml", "locales/reviewers.toml"]
)
def test_a_file_that_changed_is_read_again(site: Site, name: str) -> None:
    before = site.desk.library.open(DAY)
    text = site.project.read(name)
    site.project.write(
        name,
        text.replace("Drink water.", "Drink tea.").replace("teaches", "shows").replace("Dora", "Dr Dora"),
    )
    after = site.desk.library.open(DAY)
    assert (after.sources, after.signing) != (before.sources, before.signing)


def test_a_document_that_comes_or_goes_is_noticed(site: Site) -> None:
    def documents() -> set[str]:
        return {one.id for one in site.desk.library.open(DAY).sources.documents}

    assert documents() == {"cramps"}
    twin = site.project.write(
        "source/articles/more/twin.txt", site.project.read("source/articles/cramps.txt")
    )
    assert documents() == {"cramps"}  # the collection has no such pattern
    twin.unlink()
    twin = site.project.write("source/articles/twin.txt", site.project.read("source/articles/cramps.txt"))
    assert documents() == {"cramps", "twin"}
    twin.unlink()
    assert documents() == {"cramps"}


def test_findings_are_those_of_the_whole_catalog(site: Site) -> None:
    article = site.project.read("source/articles/cramps.txt")
    site.project.write(
        "source/articles/cramps.txt", article.replace("Drink water.", "Drink water. Drink 5 glasses.")
    )
    prepare(site.project)
    site.decide("edit", PLAIN, TOMAS, target="Beba 6 vasos.")
    site.decide("edit", "Drink 5 glasses.", TOMAS, target="Beba 6 vasos.")
    workspace = site.project.open()
    view = site.desk.library.open(DAY)
    source = next(one for one in view.sources.catalogs if one.id == "cramps")
    whole = read_checked(workspace, source, ES, read_signing(workspace), DAY)
    found = 0
    for one in view.shelved(ES, "cramps").units:
        expected = sorted(whole.findings.get(one.unit.key.id, ()), key=repr)
        assert sorted(view.findings(one), key=repr) == expected
        found += len(expected)
    assert found > 1


def test_the_queue_of_one_person_is_not_anothers(site: Site) -> None:
    site.decide("approve", "Call a doctor if the pain stays.")
    path = "/queue?locale=es&wait=you&words=pain+stays"
    assert "/unit/es/cramps/57e67b769953?" not in site.get(path, DORA).text
    assert "/unit/es/cramps/57e67b769953?" in site.get(path, TOMAS).text
    assert "/unit/es/cramps/57e67b769953?" not in site.get(path, DORA).text


def test_a_text_keeps_its_neighbours_and_those_like_it_when_it_is_checked_alone(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Rest")
    site.decide("edit", "They pass soon.", TOMAS, target="Rest")
    shelved = site.desk.library.open(DAY).shelved(ES, "cramps")
    entries = list(shelved.catalog.units())
    index = index_catalog(shelved, "cramps.po")
    for place, entry in enumerate(entries):
        around = index.neighbours[entry.key]
        alone = list(around.catalog("cramps.po").units())
        at = alone.index(entry)
        assert alone[at - 1] == entries[place - 1] if place else at == 0
        is_last = place + 1 == len(entries)
        assert at + 1 == len(alone) if is_last else alone[at + 1] == entries[place + 1]
        alike = [one for one in entries if one != entry and one.target == entry.target]
        assert set(alike) <= set(alone)
    assert len(index.neighbours[site.unit(PLAIN).unit.key].alike) == 1
