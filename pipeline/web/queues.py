"""A person's queue under a filter: put together from the parts of its catalogs, each made when it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.finding import Finding
from pipeline.review.queue import QueueItem, Urgency, join_parts, part_by_urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model.locale import Locale
    from pipeline.review.queue import Wanted
    from pipeline.web.desk import Asked

Findings = tuple[Finding, ...] | None
Part = Mapping[Urgency, Sequence[QueueItem]]
CHECKING_SECONDS: Final = 0.05
"""How long one request looks for findings that are not known yet; what is left is told, and found later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQueue:
    """The units that a filter lets through, the riskiest first."""

    items: tuple[QueueItem, ...]
    unchecked: int = 0
    """Units of which nobody knows yet whether they have the findings that are asked for."""


def find_queue(asked: Asked, wanted: Wanted) -> FoundQueue:
    """Return the queue under a filter, as far as findings are known where it asks for some."""
    parts: list[Part] = []
    unchecked = 0
    end = asked.desk.clock() + CHECKING_SECONDS
    for locale, document in _catalogs(asked, wanted):
        part = _part(asked, wanted, locale, document)
        if wanted.finding:
            part, left = _with_findings(asked, wanted, locale, document, part, end)
            unchecked += left
        parts.append(part)
    return FoundQueue(items=join_parts(parts), unchecked=unchecked)


def _catalogs(asked: Asked, wanted: Wanted) -> Iterator[tuple[Locale, str]]:
    for locale in asked.locales():
        for source in asked.view.sources.catalogs:
            if wanted.locale in ("", locale.code) and wanted.document in ("", source.id):
                yield locale, source.id


def _part(asked: Asked, wanted: Wanted, locale: Locale, document: str) -> Part:
    items = asked.view.items(locale, document, asked.person)
    return asked.view.library.keep(
        ("part", locale, document, asked.person.email),
        (wanted, items),
        lambda: part_by_urgency(item for item in items if wanted.lets(item)),
    )


def _with_findings(
    asked: Asked, wanted: Wanted, locale: Locale, document: str, part: Part, end: float
) -> tuple[Part, int]:
    """Return the items that have such findings, and how many nobody has checked when the time is over."""
    known = asked.view.catalog_findings(locale, document).by_unit
    kept: dict[Urgency, list[QueueItem]] = {}
    unchecked = 0
    for urgency, items in part.items():
        for item in items:
            found = known.get(item.unit)
            if found is None and asked.desk.clock() >= end:
                unchecked += 1
                continue
            found = findings_of(asked, item) if found is None else found
            if found and wanted.lets_findings(found):
                kept.setdefault(urgency, []).append(item)
    return kept, unchecked


def findings_in_time(asked: Asked, items: Iterable[QueueItem]) -> dict[tuple[str, str, str], Findings]:
    """Return the findings of some items by place; None for those that are not known when the time is over."""
    end = asked.desk.clock() + CHECKING_SECONDS
    found: dict[tuple[str, str, str], Findings] = {}
    for item in items:
        locale = asked.workspace.config.get_locale(item.locale)
        known = asked.view.catalog_findings(locale, item.document).by_unit.get(item.unit)
        is_late = known is None and asked.desk.clock() >= end
        found[item.place] = None if is_late else findings_of(asked, item)
    return found


def findings_of(asked: Asked, item: QueueItem) -> tuple[Finding, ...]:
    """Return what the checks say of an item's target."""
    locale = asked.workspace.config.get_locale(item.locale)
    found = asked.view.find_unit(locale, item.document, item.unit)
    return asked.view.findings(found) if found else ()


def still_waits(asked: Asked, wanted: Wanted, item: QueueItem) -> bool:
    """Return whether an item of a queue that was read before is in it now."""
    now = asked.view.find_item(item.place, asked.person)
    if now is None or not wanted.lets(now):
        return False
    return not wanted.finding or wanted.lets_findings(findings_of(asked, now))
