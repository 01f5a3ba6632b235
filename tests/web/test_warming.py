"""What is read before anybody asks."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from pipeline.ledger.ledger_file import Ledger
from pipeline.stages.progress import Silent
from pipeline.web.traffic import YIELD_SECONDS, Traffic
from pipeline.web.warming import Checker, settle_memory, warm
from tests.projects import DAY
from tests.web.site import DORA, ES, PEOPLE, TOMAS, address_of

if TYPE_CHECKING:
    import pytest

    from pipeline.model.people import Reviewer
    from tests.web.site import Site


PLAIN = "Drink water."


def dora(site: Site) -> Reviewer:
    return next(one for one in site.desk.library.open(DAY).signing.reviewers if one.email == DORA)


class Steps(Silent):
    """Progress that counts."""

    def __init__(self) -> None:
        self.total, self.done = 0, 0

    def start(self, stage: str, total: int) -> None:  # noqa: ARG002 - as the protocol has it
        self.total = total

    def advance(self, what: str) -> None:  # noqa: ARG002 - the same
        self.done += 1


def test_first_pages_read_no_catalog_that_was_warmed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    warm(site.desk, [dora(site)], steps)
    assert steps.done == steps.total > 0

    def refuse(*_: object) -> None:
        raise AssertionError("a catalog is read again")

    monkeypatch.setattr("pipeline.web.view.read_shelved", refuse)
    monkeypatch.setattr("pipeline.web.library.read_sources", refuse)
    assert site.get("/").status == 200
    assert site.get("/queue?wait=you").status == 200


def test_a_broken_catalog_keeps_nobody_from_the_others(site: Site) -> None:
    path = site.project.open().catalog(ES, "cramps")
    path.write_text(path.read_text("utf-8") + 'msgid "open', "utf-8")
    steps = Steps()
    warm(site.desk, [dora(site)], steps)
    assert steps.done == steps.total
    Checker(site.desk, [dora(site)]).check_all()
    view = site.desk.library.open(DAY)
    units = view.shelved(ES, "interface").units
    assert {one.unit.key.id for one in units} <= view.catalog_findings(ES, "interface").by_unit.keys()


def test_a_broken_glossary_keeps_the_checks_from_its_own_language_alone(site: Site) -> None:
    site.project.write("locales/ar/glossary.csv", "a,b\n")
    site.project.write("locales/reviewers.toml", PEOPLE.replace('["es", "ar"]', '["ar", "es"]'))
    site.project.write(
        "caveat.toml", site.project.read("caveat.toml").replace('["es", "ar"]', '["ar", "es"]')
    )
    Checker(site.desk, [dora(site)]).check_all()
    view = site.desk.library.open(DAY)
    assert [one.code for one in view.workspace.config.locales] == ["ar", "es"]
    units = view.shelved(ES, "cramps").units
    assert {one.unit.key.id for one in units} <= view.catalog_findings(ES, "cramps").by_unit.keys()


def test_checks_wait_for_a_quiet_moment_but_not_for_ever() -> None:
    traffic, started, waited = Traffic(), threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        traffic.wait_until_quiet()
        waited.set()

    with traffic.answering():
        thread = threading.Thread(target=wait)
        thread.start()
        started.wait(5)
        assert not waited.wait(YIELD_SECONDS / 10)
        assert waited.wait(10 + YIELD_SECONDS)
    thread.join()
    traffic.wait_until_quiet()


def test_after_a_request_there_may_be_something_to_check() -> None:
    traffic = Traffic()
    assert traffic.take_note()
    assert not traffic.take_note()
    with traffic.answering():
        pass
    assert traffic.take_note()


def test_the_checks_run_beside_the_page_and_end_with_it(site: Site) -> None:
    checker = Checker(site.desk, [dora(site)])
    with checker.running():
        view = site.desk.library.open(DAY)
        wanted = {one.unit.key.id for one in view.shelved(ES, "cramps").units}
        for _ in range(600):
            if wanted <= view.catalog_findings(ES, "cramps").by_unit.keys():
                break
            threading.Event().wait(0.05)
    assert wanted <= view.catalog_findings(ES, "cramps").by_unit.keys()
    assert not any(thread.name == "checks" for thread in threading.enumerate())


def test_a_page_that_is_used_all_day_keeps_no_old_ledgers(site: Site) -> None:
    """Pages make cycles that hold what they showed; somebody must collect them."""

    def ledgers() -> int:
        return sum(type(one) is Ledger for one in gc.get_objects())

    settle_memory()
    try:
        before = ledgers()
        for number in range(20):
            site.decide("edit", PLAIN, TOMAS, target=f"Beba {number} vasos.")
            site.get(address_of(site.unit(PLAIN)))
        assert ledgers() - before < 10
    finally:
        gc.unfreeze()
