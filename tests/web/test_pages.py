"""What the pages show to whom: the first one, the queue, a text with everything around it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.model.draft import find_origin
from pipeline.model.locale import Locale
from pipeline.stages.build import render_preview
from pipeline.stages.waivers import WaiverOrder, waive
from pipeline.web.app import make_app
from tests.projects import DAY
from tests.web.site import DORA, ES, LUIS, TOMAS, address_of, open_site, prepare

if TYPE_CHECKING:
    from tests.web.site import Site

PLAIN, CRITICAL = "Drink water.", "Call a doctor if the pain stays."
GLOSSARY = "source,target,forbidden,note\nwater,agua,líquido,plain word\nleg,pierna,,\n"


def rows(site: Site, query: str, person: str = DORA) -> list[str]:
    return [one.partition("?")[0] for one in site.get(f"/queue?{query}", person).links("/unit/")]


def test_the_first_page_shows_a_persons_own_languages_and_what_waits_for_them(site: Site) -> None:
    dora, luis = site.get("/", DORA), site.get("/", LUIS)
    assert "Spanish" in dora.words
    assert "Arabic" in dora.words
    assert "Arabic" not in luis.words
    waiting = len(rows(site, "locale=es&wait=you"))
    assert f"Spanish Español {waiting} texts for your signature" in dora.words


def test_progress_goes_up_with_each_approval(site: Site) -> None:
    assert "0 % of the words approved" in site.get("/", LUIS).words
    site.decide("approve", PLAIN)
    assert "0 % of the words approved" not in site.get("/", LUIS).words


@pytest.mark.parametrize(
    ("query", "has_plain", "has_critical"),
    [
        ("locale=es", True, True),
        ("locale=ar", False, False),
        ("locale=es&document=cramps", True, True),
        ("locale=es&document=interface", False, False),
        ("locale=es&state=draft", True, True),
        ("locale=es&state=approved", False, False),
        ("locale=es&risk=critical", False, True),
        ("locale=es&risk=standard", True, False),
        ("locale=es&wait=you", True, True),
        ("locale=es&wait=translator", False, False),
        ("locale=es&words=drink", True, False),
        ("locale=es&days=1000", False, False),
        ("locale=es&days=0", False, False),
        ("locale=es&state=nonsense&risk=nonsense&days=-1", True, True),
        ("locale=es&document=..%2F..%2Fetc", False, False),
    ],
)
def test_each_filter_of_the_queue(site: Site, query: str, *, has_plain: bool, has_critical: bool) -> None:
    found = rows(site, query)
    assert (address_of(site.unit(PLAIN)) in found) is has_plain
    assert (address_of(site.unit(CRITICAL)) in found) is has_critical


def test_a_draft_that_looks_wrong_comes_first_in_its_risk_class(site: Site) -> None:
    drink = site.unit(PLAIN)
    assert rows(site, "locale=es&risk=standard").index(address_of(drink)) > 0
    origin = find_origin(drink.entry.comments)
    assert origin is not None
    path = site.project.open().catalog(ES, "cramps")
    text = path.read_text("utf-8").replace(origin.render(), replace(origin, alarm=0.9).render())
    path.write_text(text, "utf-8")
    assert rows(site, "locale=es&risk=standard")[0] == address_of(site.unit(PLAIN))


def test_a_queue_by_age_holds_what_is_older(site: Site) -> None:
    later = replace(site, desk=replace(site.desk, today=lambda: "2026-03-31"))
    later = replace(later, app=make_app(later.desk))
    assert address_of(site.unit(PLAIN)) in rows(later, "locale=es&days=29")
    assert address_of(site.unit(PLAIN)) not in rows(later, "locale=es&days=30")


def test_the_queue_can_be_asked_for_findings(site: Site) -> None:
    assert address_of(site.unit(PLAIN)) not in rows(site, "locale=es&finding=number")
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    page = site.get("/queue?locale=es&finding=number")
    assert address_of(site.unit(PLAIN)) in page.text
    assert "finding" in page.words
    assert address_of(site.unit(PLAIN)) in rows(site, "locale=es&finding=any")
    assert address_of(site.unit(PLAIN)) not in rows(site, "locale=es&finding=term")


def test_the_riskiest_come_first(site: Site) -> None:
    found = rows(site, "locale=es")
    assert found[0].startswith("/unit/es/disclaimers/")
    assert found.index(address_of(site.unit(CRITICAL))) < found.index(address_of(site.unit(PLAIN)))


def test_a_text_is_shown_in_its_paragraph_with_what_stands_around_it(site: Site) -> None:
    page = site.get(address_of(site.unit(PLAIN)))
    around = page.text.partition('<div class="context">')[2].partition("</section>")[0]
    assert "Rest" in around
    assert "Stretch the leg." in around
    assert "When to Seek Care" in around
    assert '<b class="here">' in around


def test_every_text_says_its_language_and_direction(site: Site) -> None:
    page = site.get(address_of(site.unit(PLAIN, Locale("ar"))))
    assert '<p class="text target" lang="ar" dir="rtl">' in page.text
    assert '<p class="text source" lang="en" dir="ltr">' in page.text


def test_where_a_draft_comes_from_is_told_until_somebody_touches_it(site: Site) -> None:
    assert "Machine draft by pseudo" in site.get(address_of(site.unit(PLAIN))).words
    site.decide("edit", PLAIN, TOMAS, target="Beba agua.")
    assert "Machine draft by pseudo" not in site.get(address_of(site.unit(PLAIN))).words


def test_terms_and_findings_are_marked_in_place(site: Site) -> None:
    site.project.write("locales/es/glossary.csv", GLOSSARY)
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    page = site.get(address_of(site.unit(PLAIN)))
    assert '<mark class="mark-term " title="glossary: agua">water</mark>' in page.text
    assert '<mark class="mark-finding "' in page.text
    assert ">5</mark>" in page.text
    assert "plain word" in page.words
    assert "<del>líquido</del>" in page.text


def test_a_waived_finding_is_not_told_as_blocking(site: Site) -> None:
    site.decide("edit", CRITICAL, TOMAS, target=CRITICAL)
    assert "error, blocks" in site.get(address_of(site.unit(CRITICAL))).words
    order = WaiverOrder(
        rule="residue.untranslated",
        unit=site.unit(CRITICAL).unit.key.id,
        person=LUIS,
        reason="Quoted in English on purpose.",
        on=DAY,
    )
    found = site.desk.library.open(DAY).findings(site.unit(CRITICAL))
    waive(site.project.open(), ES, found, order)
    page = site.get(address_of(site.unit(CRITICAL)))
    assert "error, blocks" not in page.words
    assert "residue.untranslated" in page.words
    assert "Quoted in English on purpose." in page.words


def test_the_memory_offers_texts_with_score_and_origin_and_puts_them_into_the_form(site: Site) -> None:
    article = site.project.read("source/articles/cramps.txt")
    site.decide("edit", PLAIN, TOMAS, target="Beba agua.")
    site.project.write("source/articles/other.txt", article.replace(PLAIN, "Drink warm water."))
    prepare(site.project)
    again = open_site(site.project)
    one = again.unit("Drink warm water.", document="other")
    page = again.get(address_of(one))
    suggested = page.text.partition('<ol class="suggestions">')[2].partition("</ol>")[0]
    assert "Beba agua." in suggested
    own = again.get(address_of(again.unit(PLAIN)))
    assert "The memory knows nothing like it" in own.words  # but for the text that is there already
    assert "%</strong>" in suggested
    assert "cramps" in suggested
    assert "<ins>" in suggested
    [take] = [link for link in page.links("take=") if link.endswith("take=0#edit")]
    assert "Beba agua.</textarea>" in again.get(take.partition("#")[0]).text


def test_what_changed_since_the_last_approval_is_shown(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba agua.")
    site.decide("approve", PLAIN, DORA)
    site.decide("edit", PLAIN, LUIS, target="Beba mucha agua.")
    page = site.get(address_of(site.unit(PLAIN)))
    changed = page.text.partition("Since it was last approved")[2].partition("</section>")[0]
    assert "<ins>mucha " in changed or "<ins> mucha" in changed


def test_an_older_source_is_shown_as_a_difference(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba agua.")
    article = site.project.read("source/articles/cramps.txt")
    site.project.write("source/articles/cramps.txt", article.replace(PLAIN, "Drink cold water."))
    prepare(site.project)
    page = site.get(address_of(site.unit("Drink cold water.")))
    assert "The English has changed" in page.words
    assert "Drink<ins> cold</ins> water." in page.text.partition("The English has changed")[2]
    assert "must be revised first" in page.words


def test_who_did_what_names_people(site: Site) -> None:
    site.decide("approve", PLAIN)
    assert "Dora Test approved 2026-03-01" in site.get(address_of(site.unit(PLAIN))).words
    assert "Dora Test approved 2026-03-01 es · cramps" in site.get("/activity").words


def test_a_file_that_changes_under_the_page_is_read_again(site: Site) -> None:
    site.get(address_of(site.unit(PLAIN)))
    catalog = "locales/es/LC_MESSAGES/cramps.po"
    target = site.unit(PLAIN).entry.target
    site.project.write(catalog, site.project.read(catalog).replace(target, "Beba agua, por favor."))
    assert "Beba agua, por favor." in site.get(address_of(site.unit(PLAIN))).words


def test_what_is_not_there_is_said_on_a_page_of_its_own(site: Site) -> None:
    answer = site.get("/unit/es/cramps/000000000000")
    assert answer.status == 404
    assert "the document has no such unit" in answer.words


def test_the_preview_shows_the_text_that_is_there_now(site: Site) -> None:
    assert "Beba mucha agua." not in site.get("/preview/es/cramps").words
    site.decide("edit", PLAIN, TOMAS, target="Beba mucha agua.")
    assert "Beba mucha agua." in site.get("/preview/es/cramps").words
    assert "<style>" in site.get("/preview/es/cramps").text
    assert site.get("/preview/es/interface").status == 404


def test_the_preview_is_what_the_build_makes_but_for_anchors(site: Site) -> None:
    """Whatever the checks find, and with the head that no reader of the frame needs."""
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 mg de <agua>.")
    workspace, view = site.project.open(), site.desk.library.open(DAY)
    assert view.findings(site.unit(PLAIN))
    built = render_preview(workspace, view.sources, ES, ["cramps"], DAY)["es/cramps.html"].decode()
    shown = site.get("/preview/es/cramps").text
    assert f'<span id="unit-{site.unit(PLAIN).unit.key.id}"></span>' in shown
    assert re.search("[\ue000-\uf8ff]", shown) is None
    plain = re.sub('<span id="unit-[^"]*"></span>|<style>.*?</style>', "", shown, flags=re.DOTALL)
    head = '<meta http-equiv="Content-Security-Policy"[^>]*>\n?|<link rel="stylesheet"[^>]*>'
    assert plain == re.sub(head, "", built)


def test_the_page_of_a_text_opens_the_preview_at_that_text(site: Site) -> None:
    one = site.unit(PLAIN)
    assert f'src="/preview/es/cramps#unit-{one.unit.key.id}"' in site.get(address_of(one)).text


def test_the_preview_of_another_document_format_is_text(site: Site) -> None:
    notes = '[collections.notes]\npath = "source/notes"\nfiles = ["*.md"]\nformat = "markdown"\n'
    site.project.write("caveat.toml", site.project.read("caveat.toml") + f'\n{notes}output = "document"\n')
    site.project.write("source/notes/tips.md", "# Tips\n\nRest *well*.\n")
    prepare(site.project)
    answer = open_site(site.project).get("/preview/es/tips")
    assert answer.status == 200
    assert "<pre>" in answer.text
    assert "sandbox" in answer.header("content-security-policy")


def test_the_help_tells_the_projects_own_policy(site: Site) -> None:
    words = site.get("/help").words
    assert "clinical" in words
    assert "2 approvers" in words
