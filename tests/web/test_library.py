"""What the page keeps in memory is what the files say, at every moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.model.finding import Severity
from pipeline.stages.shelves import read_checked
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.web.findings import index_catalog
from tests.projects import DAY
from tests.web.site import DORA, ES, TOMAS, prepare

if TYPE_CHECKING:
    from pipeline.stages.sources import Sources
    from pipeline.web.view import View
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


def test_what_is_read_with_what_was_read_before_is_what_is_read_without(site: Site) -> None:
    """Law: what is read with them is what is read without."""
    library, article = site.desk.library, "source/articles/cramps.txt"
    library.open(DAY)

    def told(sources: Sources) -> tuple[Sources, list[str]]:
        return replace(sources, problems=()), [str(one) for one in sources.problems]

    site.project.write("source/articles/twin.txt", site.project.read(article))
    before = library.open(DAY).sources
    changes = {
        "source/articles/twin.txt": ("Drink water.", "Drink tea."),
        "source/disclaimers.toml": ("This page teaches.", "This page shows."),
        article: ("This page teaches.", "This page shows."),
    }
    for name, (old, new) in changes.items():
        site.project.write(name, site.project.read(name).replace(old, new))
        assert told(library.open(DAY).sources) == told(read_sources(site.project.open()))
    (site.project.root / "source/articles/twin.txt").unlink()
    after = library.open(DAY).sources
    assert told(after) == told(read_sources(site.project.open())) != told(before)


def test_only_the_document_that_changed_is_read_again(site: Site) -> None:
    article = "source/articles/cramps.txt"
    site.project.write("source/articles/twin.txt", site.project.read(article))
    before = {one.id: one for one in site.desk.library.open(DAY).sources.catalogs}
    site.project.write(article, site.project.read(article).replace("Drink water.", "Drink tea."))
    after = {one.id: one for one in site.desk.library.open(DAY).sources.catalogs}
    assert after["twin"] is before["twin"]
    assert after["cramps"] != before["cramps"]


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


def test_findings_name_their_own_catalog_where_two_say_the_same(site: Site) -> None:
    site.project.write("source/articles/twin.txt", site.project.read("source/articles/cramps.txt"))
    prepare(site.project)
    own = site.project.read("locales/es/LC_MESSAGES/cramps.po").replace(
        'msgstr "' + site.unit(PLAIN).entry.target, 'msgstr "Beba 5 litros'
    )
    for name in ("cramps", "twin"):
        site.project.write(f"locales/es/LC_MESSAGES/{name}.po", own)
    view = site.desk.library.open(DAY)
    for name in ("cramps", "twin"):
        found = view.findings(site.unit(PLAIN, document=name))
        assert {one.file for one in found} == {f"locales/es/LC_MESSAGES/{name}.po"}


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


def test_a_changed_configuration_needs_no_restart(site: Site) -> None:
    assert "Arabic" in site.get("/").words
    text = site.project.read("caveat.toml")
    site.project.write("caveat.toml", text.replace('locales = ["es", "ar"]', 'locales = ["es"]'))
    assert "Arabic" not in site.get("/").words
    site.project.write("caveat.toml", text.replace(', "ar"', ', "ar", "fr"'))
    site.project.write(
        "locales/reviewers.toml", site.project.read("locales/reviewers.toml").replace('"ar"]', '"fr"]')
    )
    assert "French" in site.get("/").words


def test_a_policy_that_changed_counts_for_the_next_page(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    before, one = site.desk.library.open(DAY), site.unit(PLAIN)

    def severity(view: View) -> Severity:
        return next(finding.severity for finding in view.findings(one) if finding.check == "number.added")

    assert severity(before) is Severity.WARNING
    site.project.write("caveat.toml", site.project.read("caveat.toml") + '"number.added" = "notice"\n')
    assert severity(site.desk.library.open(DAY)) is Severity.NOTICE
    assert severity(before) is Severity.WARNING  # a request keeps its own


def test_findings_stay_known_when_the_configuration_says_the_same_of_checks(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.desk.library.open(DAY).findings(site.unit(PLAIN))
    site.project.write("caveat.toml", site.project.read("caveat.toml") + "# a remark\n")
    monkeypatch.setattr("pipeline.web.findings.run_checks", None)
    site.desk.library.open(DAY).findings(site.unit(PLAIN))


@pytest.mark.parametrize(
    ("name", "line", "broken"),
    [
        ("caveat.toml", 1, "[project\n"),
        ("locales/reviewers.toml", 1, "[[reviewers]\n"),
        ("source/disclaimers.toml", 1, "[[disclaimers\n"),
        ("locales/es/glossary.csv", 2, "source,target\nrest,reposo,x,y,z,a,b,c,d,e,f\n"),
        ("locales/es/waivers.toml", 1, "[[waivers\n"),
    ],
)
def test_a_broken_file_is_named_with_its_line_until_it_is_mended(
    site: Site, name: str, line: int, broken: str
) -> None:
    path = site.project.root / name
    text = path.read_bytes() if path.exists() else None
    page = f"/unit/es/cramps/{site.unit(PLAIN).unit.key.id}"
    assert site.get(page).status == 200
    path.write_text(broken, "utf-8")
    answer = site.get(page)
    assert (answer.status, f"{name}:{line}" in answer.words) == (503, True), answer.words
    sent = site.post(page, {"do": "edit", "mark": "x", "target": "Mi <texto>."})
    assert (sent.status in (409, 503), "Mi <texto>." in sent.words) == (True, True), sent.words
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text)
    assert site.get(page).status == 200


def test_a_project_whose_configuration_is_gone_is_not_taken_for_the_one_around_it(site: Site) -> None:
    around = site.project.root.parent / "caveat.toml"
    around.write_bytes((site.project.root / "caveat.toml").read_bytes())
    (site.project.root / "caveat.toml").unlink()
    answer = site.get("/")
    assert answer.status == 503
    assert "caveat.toml" in answer.words
