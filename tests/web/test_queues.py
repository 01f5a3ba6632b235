"""A queue is put together from parts, and says what it does not know yet."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.web.app import make_app
from pipeline.web.queues import CHECKING_SECONDS
from pipeline.web.warming import Checker
from tests.projects import DAY
from tests.web.site import DORA, ES, TOMAS, address_of

if TYPE_CHECKING:
    from tests.web.site import Site

PLAIN = "Drink water."
FOUND = "/queue?locale=es&finding=number"


class Late:
    """A clock by which the time of one request is over after so many questions."""

    def __init__(self, questions: int) -> None:
        self.now, self.step = 0.0, CHECKING_SECONDS / (questions or 0.5)

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def slow(site: Site, questions: int) -> Site:
    """Return the site on a machine that checks only so many texts in one request."""
    desk = replace(site.desk, clock=Late(questions))
    return replace(site, desk=desk, app=make_app(desk))


def test_texts_that_nobody_checked_in_time_are_counted_and_not_left_out_in_silence(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    late = slow(site, 0)
    page = late.get(FOUND)
    waiting = re.search(r"(\d+) texts are not checked yet", page.words)
    assert waiting
    assert address_of(site.unit(PLAIN)) not in page.text
    [listed] = [one for one in site.desk.library.open(DAY).workspace.config.locales if one == ES]
    every = [
        one
        for source in site.desk.library.open(DAY).sources.catalogs
        for one in site.desk.library.open(DAY).shelved(listed, source.id).units
    ]
    assert int(waiting[1]) == len(every)


def test_each_look_finds_more_until_nothing_is_left(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    counts = []
    for _ in range(100):
        page = slow(site, 4).get(FOUND)
        left = re.search(r"(\d+) texts? are not checked yet", page.words)
        counts.append(int(left[1]) if left else 0)
        if not left:
            break
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert counts[-1] == 0
    assert address_of(site.unit(PLAIN)) in page.text


def test_rows_say_that_a_text_is_not_checked_yet(site: Site) -> None:
    assert "not checked yet" in slow(site, 0).get("/queue?locale=es").words
    assert "not checked yet" not in site.get("/queue?locale=es").words


def test_the_background_checks_what_the_queue_asks_for(site: Site) -> None:
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    people = [one for one in site.desk.library.open(DAY).signing.reviewers if one.email == DORA]
    Checker(site.desk, people).check_all()
    page = slow(site, 0).get(FOUND)
    assert "not checked yet" not in page.words
    assert address_of(site.unit(PLAIN)) in page.text


def test_a_catalog_that_another_program_writes_is_in_the_next_queue(site: Site) -> None:
    """Twice within one tick of the clock, with texts of one length: neither answer is the one before."""
    path = site.project.open().catalog(ES, "cramps")
    old = site.unit(PLAIN).entry.target
    for word in ("Agua uno.", "Agua dos.", "Agua tri."):
        path.write_text(path.read_text("utf-8").replace(f'"{old}"', f'"{word}"'), "utf-8")
        page = site.get("/queue?locale=es&words=agua+")
        assert word in page.text
        assert word in site.get(address_of(site.unit(PLAIN))).text
        old = word


def test_a_ledger_that_another_program_writes_is_in_the_next_answer(site: Site) -> None:
    path = site.project.open().ledger(ES, "cramps")
    site.decide("approve", PLAIN)
    assert "Approved" in site.get("/queue?locale=es&words=" + PLAIN).words
    whole = path.read_bytes()
    path.write_bytes(b"")
    assert address_of(site.unit(PLAIN)) not in site.get("/queue?locale=es&state=approved").text
    path.write_bytes(whole)
    assert address_of(site.unit(PLAIN)) not in site.get("/queue?locale=es&state=draft").text


def test_the_next_text_is_one_that_still_waits(site: Site) -> None:
    """What somebody else decided in the meantime is passed over."""
    rows = re.findall(r'href="(/unit/[^"?]+)', site.get("/queue?locale=es&wait=you&risk=standard").text)
    assert len(rows) > 2
    first, second, third = rows[:3]
    by_address = {
        address_of(one): one.unit.key.source
        for source in site.desk.library.open(DAY).sources.catalogs
        for one in site.desk.library.open(DAY).shelved(ES, source.id).units
    }
    unit = next(
        one
        for source in site.desk.library.open(DAY).sources.catalogs
        for one in site.desk.library.open(DAY).shelved(ES, source.id).units
        if address_of(one) == second
    )
    assert by_address[first] != by_address[second]
    site.post(second, {"do": "approve", "mark": unit.mark, "read": unit.entry.target}, TOMAS)
    page = site.get(f"{first}?locale=es&wait=you&risk=standard")
    mark = re.findall(r'name="mark" value="([^"]+)"', page.text)[0]
    form = {"do": "approve", "mark": mark, "queue": "locale=es&wait=you&risk=standard"}
    assert site.post(first, form).header("location").startswith(third)
