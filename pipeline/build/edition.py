"""A document and a locale's targets to an edition: what a page decides, for a document in its own format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.build.assemble import decide, disclaimers_in, is_unmarkable
from pipeline.build.compose import banner_id, page_standing, show_interface
from pipeline.build.page import Mode
from pipeline.config.project import Fallback
from pipeline.formats.base import Edition, Passage
from pipeline.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pipeline.build.compose import Setting
    from pipeline.build.page import Text
    from pipeline.build.targets import Shelf
    from pipeline.model.document import ByteRange, Document
    from pipeline.model.unit import Risk

Texts = dict["ByteRange", str]
"""The final text of each unit, by where it stands."""


def make_edition(
    document: Document,
    setting: Setting,
    shelf: Shelf,
    *,
    links: Mapping[str, str],
    refused: Collection[ByteRange] = (),
) -> Edition:
    """Return a document in one locale; blocks with `refused` units fall back: their format can't hold them.

    A disclaimer's wording is the pinned one, or the canonical one with a notice: the catalog that its drafts
    stand in is not among the arguments.
    """
    texts: Texts = {}
    fallback: dict[int, Risk] = {}
    for place, block in enumerate(document.blocks):
        if block.disclaimer is None:
            made = decide(block, setting.locale, setting.source, shelf, setting.mode, refused)
            texts |= {unit.range: text for unit, text in zip(block.occurrences, made.texts, strict=True)}
            if made.is_fallback:
                fallback[place] = made.risk
    interface = show_interface(setting, shelf)
    owed = dict(_add_disclaimers(document, setting, shelf, texts, refused))
    notices = {place: _passage(interface["notice-disclaimer"], setting) for place in owed.values()}
    first = _place_of_notice(document, setting, shelf, fallback.values())
    if first is not None:
        notices[first] = _passage(interface["notice-fallback"], setting)
    banner = interface[banner_id(page_standing(document, setting, shelf))]
    return Edition(
        locale=setting.locale,
        source_locale=setting.source,
        text_of=lambda unit: texts[unit.range],
        fallback=frozenset(fallback) | {n for n, one in enumerate(document.blocks) if one.disclaimer in owed},
        mark=f"[{interface['mark-source'].text}]",
        banner=_passage(banner, setting) if setting.mode is Mode.PREVIEW else None,
        notices=notices,
        links=links,
    )


def _passage(text: Text, setting: Setting) -> Passage:
    is_own = text.tongue.tag == setting.locale.tag
    return Passage(text.text, setting.locale if is_own else setting.source)


def _add_disclaimers(
    document: Document, setting: Setting, shelf: Shelf, texts: Texts, refused: Collection[ByteRange]
) -> Iterator[tuple[str, int]]:
    """Add the wordings to the texts; yield each disclaimer that the locale owes, with its first block."""
    for disclaimer in disclaimers_in(document, shelf):
        own = {n: block for n, block in enumerate(document.blocks) if block.disclaimer == disclaimer.id}
        units = [unit for block in own.values() for unit in block.occurrences]
        pinned = shelf.find_pinned(disclaimer)
        is_source = setting.locale == setting.source
        if is_source or pinned is None or any(unit.range in refused for unit in units):
            texts |= {unit.range: unit.key.source for unit in units}
            if not is_source:
                yield disclaimer.id, min(own)
        else:
            for block in own.values():
                is_heading = block.kind is BlockKind.HEADING
                texts |= {u.range: pinned.heading if is_heading else pinned.text for u in block.occurrences}


def _place_of_notice(
    document: Document, setting: Setting, shelf: Shelf, risks: Collection[Risk]
) -> int | None:
    """Return the first block of the text, when readers are to be told that some of it is in the source's."""
    is_wanted = setting.mode is Mode.PREVIEW or Fallback.SOURCE_WITH_NOTICE in map(shelf.fallback.get, risks)
    places = (n for n, one in enumerate(document.blocks) if one.disclaimer is None and not is_unmarkable(one))
    return next(places, None) if risks and is_wanted else None
