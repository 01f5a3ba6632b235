"""Shown blocks to a Page: the outline, the banner, the notices, the links to other languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.build.assemble import (
    ShownBlock,
    disclaimers_in,
    one_line,
    show_blocks,
    show_disclaimer,
    tongue_of,
)
from pipeline.build.interface import read_interface
from pipeline.build.page import LanguageLink, Mode, Page, PageBlock, PageDisclaimer, Section, Standing, Text
from pipeline.build.targets import Shelf, standing_of
from pipeline.config.project import Fallback
from pipeline.language.names import own_name
from pipeline.model.disclaimer import Placement
from pipeline.model.document import BlockKind
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.document import Document
    from pipeline.model.locale import Locale


MAIN_ID = "text"
"""The id of a page's main element, which no heading may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a page is built for."""

    locale: Locale
    source: Locale
    mode: Mode
    others: tuple[Locale, ...]
    """All locales that have this page, the present one included."""


def compose_page(document: Document, setting: Setting, shelf: Shelf) -> Page:
    """Return the page of one document in one locale."""
    shown = show_blocks(document, setting.locale, setting.source, shelf, setting.mode)
    interface = show_interface(setting, shelf)
    disclaimers = _disclaimers(document, setting, shelf, interface["notice-disclaimer"])
    standing = page_standing(document, setting, shelf)
    first = next(one for one in shown if one.block.kind is BlockKind.TITLE)
    return Page(
        document=document.id,
        locale=setting.locale.code,
        mode=setting.mode,
        tongue=tongue_of(setting.locale),
        title=_page_block(first),
        labels=tuple(_page_block(one) for one in shown if one.block.kind is BlockKind.LABEL),
        disclaimers_top=disclaimers[Placement.TOP],
        sections=_outline(shown),
        disclaimers_bottom=disclaimers[Placement.BOTTOM],
        banner=interface[banner_id(standing)] if setting.mode is Mode.PREVIEW else None,
        standing=standing,
        notices=_notices(shown, setting, shelf, interface),
        languages=language_links(setting, page_address(document.id), up="../"),
        interface=interface,
    )


def show_interface(setting: Setting, shelf: Shelf) -> Mapping[str, Text]:
    """Return the interface text by id; what may not be shown yet is English, marked as English."""
    shown = {}
    for text in read_interface():
        target = shelf.interface.get(text.unit.key)
        if setting.locale != setting.source and target and target.may_be_shown(setting.mode):
            shown[text.id] = Text(text=one_line(target.text), tongue=tongue_of(setting.locale))
        else:
            shown[text.id] = Text(text=text.unit.key.source, tongue=tongue_of(setting.source))
    return shown


def page_standing(document: Document, setting: Setting, shelf: Shelf) -> Standing:
    """Return how far a page has come; the source itself needs no review here."""
    if setting.locale == setting.source:
        return Standing.ORIGINAL
    keys = {unit.key for unit in document.occurrences() if unit.risk is not Risk.DISCLAIMER}
    targets = [shelf.units[key] for key in keys if key in shelf.units]
    is_whole = len(targets) == len(keys)
    owes = any(shelf.why_owed(one) for one in disclaimers_in(document, shelf))
    return standing_of(targets, owes_disclaimer=owes or not is_whole)


def page_address(document: str) -> str:
    """Return the address of a document's page, from the folder it stands in."""
    return quote(f"{document}.html")


def banner_id(standing: Standing) -> str:
    """Return the id of a preview's banner; a source page has no translation to warn of."""
    return "banner-reviewed" if standing is Standing.ORIGINAL else f"banner-{standing.value}"


def language_links(setting: Setting, page: str, up: str) -> tuple[LanguageLink, ...]:
    """Return the language switcher's links, in the project's order."""
    return tuple(
        LanguageLink(
            code=other.code,
            tongue=tongue_of(other),
            name=own_name(other),
            href=page if other == setting.locale else f"{up}{other.code}/{page}",
            is_current=other == setting.locale,
        )
        for other in setting.others
    )


def _disclaimers(
    document: Document, setting: Setting, shelf: Shelf, notice: Text
) -> Mapping[Placement, tuple[PageDisclaimer, ...]]:
    found: dict[Placement, tuple[PageDisclaimer, ...]] = dict.fromkeys(Placement, ())
    for one in disclaimers_in(document, shelf):
        shown = show_disclaimer(one, setting.locale, setting.source, shelf, notice)
        found[one.placement] = (*found[one.placement], shown)
    return found


def _notices(
    shown: Iterable[ShownBlock], setting: Setting, shelf: Shelf, interface: Mapping[str, Text]
) -> tuple[Text, ...]:
    policies = {shelf.fallback[one.risk] for one in shown if one.is_fallback}
    is_wanted = setting.mode is Mode.PREVIEW or Fallback.SOURCE_WITH_NOTICE in policies
    return (interface["notice-fallback"],) if policies and is_wanted else ()


def _page_block(shown: ShownBlock, anchor: str = "") -> PageBlock:
    return PageBlock(
        kind=shown.block.kind,
        content=shown.content,
        level=shown.block.level,
        anchor=anchor,
        is_critical=shown.is_critical,
        is_fallback=shown.is_fallback,
    )


def _outline(shown: Sequence[ShownBlock]) -> tuple[Section, ...]:
    """Return level-1 sections, each with its level-2 children."""
    anchors = _Anchors()
    grouped: list[list[Section]] = []
    for heading, paragraphs in _runs(shown):
        section = _section(heading, paragraphs, anchors)
        is_child = heading is not None and heading.block.level > 1
        if is_child and grouped and grouped[-1][0].heading:
            grouped[-1].append(section)
        elif heading is not None or paragraphs:
            grouped.append([section])
    return tuple(replace(first, children=tuple(children)) for first, *children in grouped)


def _runs(shown: Sequence[ShownBlock]) -> list[tuple[ShownBlock | None, list[ShownBlock]]]:
    """Return each heading with the paragraphs below it; the first run has none."""
    runs: list[tuple[ShownBlock | None, list[ShownBlock]]] = [(None, [])]
    for one in shown:
        if one.block.kind is BlockKind.HEADING:
            runs.append((one, []))
        elif one.block.kind is BlockKind.PARAGRAPH:
            runs[-1][1].append(one)
    return runs


def _section(heading: ShownBlock | None, paragraphs: Sequence[ShownBlock], anchors: _Anchors) -> Section:
    anchor = anchors.make(heading.block.occurrences[0].key.source) if heading else ""
    return Section(
        heading=_page_block(heading, anchor) if heading else None,
        paragraphs=tuple(_page_block(one) for one in paragraphs),
        is_critical=bool(heading and "section" in heading.block.occurrences[0].reasons),
    )


@dataclass(slots=True)
class _Anchors:
    """Link targets made from the English headings, so that they are the same in every language."""

    taken: dict[str, int] = field(default_factory=lambda: {"text": 1})
    """Anchor -> the highest number tried after it; `text` is the page's own."""

    def make(self, source: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-") or "section"
        anchor, number = base, self.taken.get(base, 0)
        while anchor in self.taken:
            number += 1
            anchor = f"{base}-{number}"
        self.taken[anchor] = 1
        self.taken[base] = max(number, 1)
        return anchor
