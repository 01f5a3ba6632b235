"""What the page reads before anybody asks: catalogs before it opens, findings while nobody waits."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError
from pipeline.review.queue import PAGE, Wait, order_queue
from pipeline.web.check_process import CheckProcess
from pipeline.web.suggestions import find_suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.locale import Locale
    from pipeline.model.people import Reviewer
    from pipeline.stages.progress import Progress
    from pipeline.stages.standings import UnitStanding
    from pipeline.web.desk import Desk
    from pipeline.web.view import View

_REST_SECONDS: Final = 1.0
_BATCH: Final = 50
"""Texts that the other process is asked about at once."""


def warm(desk: Desk, people: Sequence[Reviewer], progress: Progress) -> None:
    """Read what the first pages of some people show, so that none of them waits for it.

    What can't be read is skipped here: the page that needs it says so.
    """
    with suppress(CaveatError):
        view = desk.library.open(desk.today())
        locales = _locales_of(view, people)
        progress.start("read", len(locales) * len(view.sources.catalogs))
        for locale in locales:
            for source in view.sources.catalogs:
                with suppress(CaveatError):
                    for person in people:
                        if locale.code in person.locales:
                            view.items(locale, source.id, person)
                progress.advance(f"{locale} {source.id}")
            for person in people:
                _read_first_page(desk, view, locale, person)
        progress.finish()


def settle_memory() -> None:
    """Take what is there for good out of the collector's sight.

    Reading a catalog moves all objects into the oldest generation while nothing is frozen, and then a page's
    own cycles, each with a ledger, would hardly ever be collected. It also need not look at them again.
    """
    gc.collect()
    gc.freeze()


def _locales_of(view: View, people: Sequence[Reviewer]) -> list[Locale]:
    """Return the project's languages that some people are listed for by now."""
    emails = {one.email for one in people}
    listed = {code for one in view.signing.reviewers if one.email in emails for code in one.locales}
    return [one for one in view.workspace.config.locales if one.code in listed]


def _read_first_page(desk: Desk, view: View, locale: Locale, person: Reviewer) -> None:
    """Look at what a person's queue begins with; by that the checks and the memory load what they know."""
    if locale.code not in person.locales:
        return
    with suppress(CaveatError):
        items = (item for source in view.sources.catalogs for item in view.items(locale, source.id, person))
        waiting = order_queue(item for item in items if item.wait is Wait.YOU)[:PAGE]
        ones = [one for item in waiting if (one := view.find_unit(locale, item.document, item.unit))]
        for one in ones:
            view.findings(one)
        if ones:
            find_suggestions(desk.memory, view, ones[0])


@dataclass(slots=True)
class Checker:
    """Looks for findings in the background, so that a page that shows them has them.

    A process of its own computes; where there is none, it is done here while nobody waits for an answer.
    """

    desk: Desk
    people: Sequence[Reviewer]
    process: CheckProcess | None = None
    _end: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Check while something else is done."""
        self.process = process = CheckProcess()
        thread = threading.Thread(target=self._run, name="checks", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join()
            process.close()

    def _run(self) -> None:
        while not self._end.is_set():
            if self.desk.traffic.take_note():
                with suppress(CaveatError):
                    self.check_all()
            self._end.wait(_REST_SECONDS)

    def check_all(self) -> None:
        """Check every text of the people's languages that was not checked as it stands."""
        view = self.desk.library.open(self.desk.today())
        for locale in _locales_of(view, self.people):
            for source in view.sources.catalogs:
                with suppress(CaveatError):
                    self._check_catalog(view, locale, source.id)

    def _check_catalog(self, view: View, locale: Locale, document: str) -> None:
        known = view.catalog_findings(locale, document).by_unit
        left = [one for one in view.shelved(locale, document).units if one.unit.key.id not in known]
        for start in range(0, len(left), _BATCH):
            if self._end.is_set():
                return
            self._check(view, left[start : start + _BATCH])

    def _check(self, view: View, units: Sequence[UnitStanding]) -> None:
        self.desk.traffic.wait_until_quiet()
        batch = view.unchecked(units)
        found = self.process.check(batch, self._end) if self.process and batch.texts else None
        if found is not None:
            view.library.found.keep(batch, found)
        for one in units:
            if found is None:
                self.desk.traffic.wait_until_quiet()
            if self._end.is_set():
                return
            view.findings(one)
