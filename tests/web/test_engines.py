"""Engines are asked on the page when somebody wants it; what they say is nobody's text until it is saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.projects import CONFIG
from tests.web.site import DORA, ES, TOMAS, Site, address_of, make_site, open_site

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages.standings import UnitStanding
    from pipeline.web.desk import Desk

PLAIN = "Drink water."
TEXT = "[Ðŕîñķ ŵåţéŕ. öñé]"


def ask(site: Site, source: str = PLAIN) -> str:
    """Press the button; return the page that it leads to."""
    one = site.unit(source)
    away = re.findall(r'name="away" value="([^"]*)"', site.get(address_of(one)).text)
    sent = site.post(address_of(one), {"do": "suggest", "mark": one.mark, "away": away})
    assert sent.status == 303
    assert sent.header("location") == f"{address_of(one)}#suggestions"
    return site.get(address_of(one)).text


def engines_part(page: str) -> str:
    return page.partition('<ol class="suggestions engines"')[2].partition("</ol>")[0]


def test_an_engine_is_asked_when_the_button_is_pressed_and_not_before(site: Site) -> None:
    before = site.get(address_of(site.unit(PLAIN))).text
    assert not engines_part(before)
    assert "Ask pseudo</button>" in before
    assert "The text stays on this machine." in before
    part = engines_part(ask(site))
    assert "Written by a machine: <bdi>pseudo" in part
    assert site.unit(PLAIN).entry.target in part


def test_nothing_is_written_until_a_person_saves_it(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba agua.")
    before = {name: data for name, data in site.project.files().items() if not name.startswith(".caveat")}
    page = ask(site)
    link = re.search(r'href="([^"]*take=e0)#edit"', page)
    assert link
    form = site.get(link[1].replace("&amp;", "&")).text
    taken = re.search(r'name="target"[^>]*>\n(.*?)</textarea>', form)
    assert taken
    assert taken[1] != "Beba agua."
    assert site.project.files() == before
    one = site.unit(PLAIN)
    site.post(address_of(one), {"do": "edit", "mark": one.mark, "target": taken[1]})
    assert site.unit(PLAIN).entry.target == taken[1]
    assert site.unit(PLAIN).standing.authors == (DORA,)


def test_what_an_engine_had_for_another_text_is_not_shown(site: Site) -> None:
    assert engines_part(ask(site))
    site.decide("edit", PLAIN, TOMAS, target="Tome agua.")
    assert not engines_part(site.get(address_of(site.unit(PLAIN))).text)
    assert not engines_part(site.get(address_of(site.unit("Rest"))).text)


def test_only_the_session_that_asked_sees_it(site: Site) -> None:
    assert engines_part(ask(site))
    assert not engines_part(site.get(address_of(site.unit(PLAIN)), TOMAS).text)


def test_a_question_needs_the_forms_own_token(site: Site) -> None:
    one = site.unit(PLAIN)
    assert site.post(address_of(one), {"do": "suggest", "csrf": "x"}).status == 403
    assert site.post(address_of(one), {"do": "suggest"}, origin="http://evil.example").status == 403
    assert not engines_part(site.get(address_of(one)).text)


def with_drafting(site: Site, drafting: str) -> Site:
    """Return the page over the same project with other engines."""
    site.project.write("caveat.toml", CONFIG.replace('engines = ["pseudo"]', drafting))
    return open_site(site.project)


@pytest.mark.parametrize(
    ("drafting", "source", "reason"),
    [
        ('engines = ["memory"]', PLAIN, "the project lists no engine under [drafting]"),
        (
            'engines = ["pseudo"]\nrisks = ["standard"]',
            "Call a doctor if the pain stays.",
            "the project does not draft critical units",
        ),
    ],
)
def test_no_engine_is_asked_for_what_the_project_keeps_from_them(
    site: Site, drafting: str, source: str, reason: str
) -> None:
    other = with_drafting(site, drafting)
    page = ask(other, source)
    assert reason in page
    assert 'value="suggest"' not in page
    assert not re.search("<li>", engines_part(page))


def test_an_engine_that_sends_the_text_away_is_told_before_it_is_asked(site: Site) -> None:
    """Only one that the project lists; without its key it says what is missing instead of a text."""
    other = with_drafting(site, 'engines = ["pseudo", "deepl"]')
    page = ask(other)
    assert "The text leaves this machine: deepl." in page
    assert "<bdi>deepl</bdi> has nothing:" in engines_part(page)
    assert "Written by a machine: <bdi>pseudo" in engines_part(page)


def test_a_text_goes_nowhere_that_the_readers_page_did_not_name(site: Site) -> None:
    one = site.unit(PLAIN)
    form = {"do": "suggest", "mark": one.mark}  # as the page has it while every engine is on this machine
    text = site.project.read("caveat.toml")
    site.project.write("caveat.toml", text.replace('engines = ["pseudo"]', 'engines = ["pseudo", "deepl"]'))
    assert site.post(address_of(one), form).status == 303
    page = site.get(address_of(one)).text
    assert "by now the text would leave this machine (deepl)" in page
    assert not engines_part(page)
    assert "<bdi>deepl</bdi> has nothing:" in engines_part(ask(site))


def test_what_an_engine_says_is_a_text_and_no_markup(tmp_path: Path) -> None:
    hostile = "Drink &lt;img src=x onerror=alert(1)&gt; water."
    ending = "NullEducational Disclaimer\nThis page teaches. It does not replace a doctor.\n"
    site = make_site(tmp_path / "project", f"Title\nPart\n{hostile}\n{ending}")
    source = next(one.unit.key.source for one in desk_units(site.desk) if "img" in one.unit.key.source)
    assert "<img" not in engines_part(ask(site, source))


def desk_units(desk: Desk) -> tuple[UnitStanding, ...]:
    return desk.library.open("2026-03-01").shelved(ES, "cramps").units
