"""The pages that show much at once: where a person starts, the queue, who did what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.language.names import english_name
from pipeline.review.queue import (
    ANY_FINDING,
    Progress,
    Wait,
    add_progress,
    cut_page,
    measure_progress,
)
from pipeline.stages.sources import DISCLAIMERS, INTERFACE
from pipeline.web.links import parse_page, parse_wanted
from pipeline.web.queues import find_queue, findings_in_time
from pipeline.web.rendering import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.web.desk import Asked

RECENT: Final = 200
"""Events that the page of what people did shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One catalog on the first page."""

    document: str
    title: str
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleCard:
    """One language on the first page."""

    locale: Locale
    progress: Progress
    lines: tuple[DocumentLine, ...]


def show_home(asked: Asked) -> Response:
    """Return where a person starts: their languages, and what waits for them."""
    cards = tuple(_card(asked, locale) for locale in asked.locales())
    return asked.show("home.html", cards=cards, title="Review")


def _card(asked: Asked, locale: Locale) -> LocaleCard:
    lines: list[DocumentLine] = []
    for source in asked.view.sources.catalogs:
        title, progress = title_of(asked, source.id), _progress(asked, locale, source.id)
        lines.append(DocumentLine(document=source.id, title=title, progress=progress))
    return LocaleCard(
        locale=locale, progress=add_progress(line.progress for line in lines), lines=tuple(lines)
    )


def _progress(asked: Asked, locale: Locale, document: str) -> Progress:
    items = asked.view.items(locale, document, asked.person)
    name = ("progress", locale, document, asked.person.email)
    return asked.view.library.keep(name, items, lambda: measure_progress(items))


def title_of(asked: Asked, document: str) -> str:
    """Return what a catalog is called: a document's first words, or what the others are for."""
    own = {DISCLAIMERS: "Disclaimers", INTERFACE: "Words around the pages"}
    found = asked.view.find_document(document)
    first = next(found.occurrences(), None) if found else None
    return own.get(document) or (first.key.source if first else document)


def show_queue(asked: Asked) -> Response:
    """Return one page of the queue, with the form that filters it."""
    wanted = parse_wanted(asked.query, asked.today)
    queue = find_queue(asked, wanted)
    page = cut_page(queue.items, parse_page(asked.query))
    return asked.show(
        "queue.html",
        title="Queue",
        page=page,
        unchecked=queue.unchecked,
        wanted=wanted,
        findings=findings_in_time(asked, page.items),
        titles={source.id: title_of(asked, source.id) for source in asked.view.sources.catalogs},
        locales={one.code: one for one in asked.locales()},
        locale_choices=[(one.code, english_name(one)) for one in asked.locales()],
        state_choices=[(state.value, word) for state, word in STATES.items()],
        finding_choices=[(ANY_FINDING, "any at all"), *((name, name) for name in _concerns(asked))],
        waiting=sum(item.wait is Wait.YOU for item in queue.items),
    )


def _concerns(asked: Asked) -> list[str]:
    return sorted({check.name for check in asked.view.library.found.checks.checks})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a person did, and where."""

    event: Event
    locale: Locale
    document: str
    source: str
    target: str
    unit: str | None
    """The unit's id, where the document still has it."""


def show_activity(asked: Asked) -> Response:
    """Return who did what, the newest first."""
    deeds = sorted(_deeds(asked), key=lambda deed: (deed.event.on, deed.event.id), reverse=True)
    return asked.show("activity.html", title="Who did what", deeds=deeds[:RECENT], total=len(deeds))


def _deeds(asked: Asked) -> Iterator[Deed]:
    for locale in asked.locales():
        for source in asked.view.sources.catalogs:
            shelved = asked.view.shelved(locale, source.id)
            ledger = shelved.ledger
            known = {(unit.key.context, unit.key.source): unit.key.id for unit in source.units}
            for event in ledger.events:
                text = ledger.texts.get(event.source, "")
                yield Deed(
                    event=event,
                    locale=locale,
                    document=source.id,
                    source=text,
                    target=ledger.texts.get(event.target, ""),
                    unit=known.get((event.context, text)),
                )


def show_help(asked: Asked) -> Response:
    """Return the keys and the rules of the page."""
    return asked.show("help.html", title="Keys and rules", policy=asked.view.signing.policy)
