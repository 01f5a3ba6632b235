"""Disclaimers are read and signed as a whole, and pinned by the last person needed."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.web.site import DORA, LUIS, TOMAS

if TYPE_CHECKING:
    from tests.web.site import Site

PATH = "/disclaimer/es/educational"


def mark(site: Site) -> str:
    return site.get(PATH).text.partition('name="mark" value="')[2].partition('"')[0]


def sign(site: Site, person: str, **fields: str) -> str:
    answer = site.post(PATH, {"mark": mark(site), **fields}, person)
    return site.get(PATH, person).words if answer.status == 303 else answer.words


def test_two_people_one_of_them_legal_pin_a_disclaimer(site: Site) -> None:
    assert "It still needs" in sign(site, DORA)
    assert not (site.project.root / "locales/es/disclaimers.toml").exists()
    told = sign(site, LUIS, expires="2027-12-31", jurisdiction="Spain")
    assert "Approved and pinned" in told
    pinned = site.project.read("locales/es/disclaimers.toml")
    assert '"2027-12-31"' in pinned
    assert '"Spain"' in pinned
    assert DORA in pinned
    assert LUIS in pinned


def test_after_signing_the_queue_that_it_was_opened_from_goes_on(site: Site) -> None:
    page = site.get(f"{PATH}?locale=es&wait=you")
    hidden = unescape(page.text.partition('name="queue" value="')[2].partition('"')[0])
    assert hidden == "locale=es&wait=you"
    onward = site.post(PATH, {"mark": mark(site), "queue": hidden}).header("location")
    there = site.get(onward)
    assert "It still needs" in there.words
    assert PATH in there.links("/disclaimer/")
    assert onward == site.get(f"/queue?{hidden}").links("/unit/es/")[0]
    assert "/disclaimers/" not in onward


def test_a_wording_that_was_not_taken_keeps_its_queue(site: Site) -> None:
    answer = site.post(PATH, {"mark": "0" * 64, "queue": "locale=es&wait=you"})
    assert 'name="queue" value="locale=es&amp;wait=you"' in answer.text


def test_nobody_signs_twice(site: Site) -> None:
    sign(site, DORA)
    page = site.get(PATH)
    assert "disabled" in page.text
    assert "you have approved this text already" in page.words


def test_a_disclaimer_that_was_not_read_is_not_signed(site: Site) -> None:
    answer = site.post(PATH, {"mark": "0" * 64}, TOMAS)
    assert answer.status == 409
    assert "Not recorded" in answer.words
    assert not list((site.project.root / "locales").rglob("*.jsonl"))


@pytest.mark.parametrize("day", ["tomorrow", "2027-13-01", "<script>"])
def test_a_last_day_is_a_date(site: Site, day: str) -> None:
    assert site.post(PATH, {"mark": mark(site), "expires": day}, DORA).status == 400
    assert not list((site.project.root / "locales").rglob("*.jsonl"))


def test_a_part_of_a_disclaimer_leads_to_the_whole(site: Site) -> None:
    part = next(link for link in site.get("/queue?locale=es&risk=disclaimer").links("/unit/es/disclaimers/"))
    page = site.get(part)
    assert site.get(PATH).status == 200
    assert f"{PATH}?locale=es&risk=disclaimer" in page.links("/disclaimer/")
    assert "Approve the paragraph" not in page.words
    assert 'name="do" value="approve"' not in page.text


def test_an_unknown_disclaimer_is_not_there(site: Site) -> None:
    assert site.get("/disclaimer/es/nothing").status == 404
    assert site.get("/disclaimer/ar/educational", LUIS).status == 404
