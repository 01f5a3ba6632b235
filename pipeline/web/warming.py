"""What the page reads before anybody asks: catalogs before it opens, findings while nobody waits."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError
from pipeline.review.queue import PAGE, Wait, order_queue
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


def warm(desk: Desk, people: Sequence[Reviewer], progress: Progress) -> None:
    """Read what the first pages of some people show, so that none of them waits for it.

    What can't be read is skipped here: the page that needs it says so.
    """
    with suppress(CaveatError):
        view = desk.library.open(desk.today())
        locales = _locales_of(desk, people)
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


def _locales_of(desk: Desk, people: Sequence[Reviewer]) -> list[Locale]:
    listed = {code for person in people for code in person.locales}
    return [one for one in desk.workspace.config.locales if one.code in listed]


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


def _units(view: View, locale: Locale) -> Iterator[UnitStanding]:
    for source in view.sources.catalogs:
        with suppress(CaveatError):
            yield from view.shelved(locale, source.id).units


@dataclass(slots=True)
class Checker:
    """Looks for findings in the background, so that a page that shows them has them."""

    desk: Desk
    people: Sequence[Reviewer]
    _end: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Check while something else is done."""
        thread = threading.Thread(target=self._run, name="checks", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join()

    def _run(self) -> None:
        while not self._end.is_set():
            if self.desk.traffic.take_note():
                with suppress(CaveatError):
                    self.check_all()
            self._end.wait(_REST_SECONDS)

    def check_all(self) -> None:
        """Check every text of the people's languages that was not checked as it stands."""
        view = self.desk.library.open(self.desk.today())
        for locale in _locales_of(self.desk, self.people):
            for one in _units(view, locale):
                if one.unit.key.id in view.catalog_findings(locale, one.document).by_unit:
                    continue
                self.desk.traffic.wait_until_quiet()
                if self._end.is_set():
                    return
                view.findings(one)
