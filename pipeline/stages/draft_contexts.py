"""What stands around each unit: for engines that translate better when they see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.drafting.base import Context
from pipeline.model.document import BlockKind
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.language.termbase import Termbase
    from pipeline.model.document import Document
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import Sources

_NEIGHBOURS = 2


def read_surroundings(sources: Sources) -> dict[str, dict[UnitKey, Context]]:
    """Return the context of each unit by catalog, without what differs by locale.

    A unit that stands in several places has the context of the first. The interface and the disclaimers have
    no running text around them.
    """
    return {document.id: _surroundings(document) for document in sources.documents}


def _surroundings(document: Document) -> dict[UnitKey, Context]:
    headings: dict[UnitKey, str] = {}
    for block in document.blocks:
        for occurrence in block.occurrences if block.disclaimer is None else ():
            headings.setdefault(occurrence.key, block.section or "")
    keys = list(headings)
    sources = [key.source for key in keys]
    title = _title(document)
    return {
        key: Context(
            before=tuple(sources[max(0, at - _NEIGHBOURS) : at]),
            after=tuple(sources[at + 1 : at + 1 + _NEIGHBOURS]),
            heading=headings[key],
            title=title,
        )
        for at, key in enumerate(keys)
    }


def _title(document: Document) -> str:
    titles = (block for block in document.blocks if block.kind is BlockKind.TITLE and block.occurrences)
    found = next(titles, None)
    return " ".join(one.key.source for one in found.occurrences) if found is not None else ""


def with_terms(
    keys: Iterable[UnitKey],
    around: Mapping[UnitKey, Context],
    risks: Mapping[UnitKey, Risk],
    termbase: Termbase | None,
) -> dict[UnitKey, Context]:
    """Return the contexts of the units asked for, with risk and the terms of one locale's glossary."""
    nothing = Context()
    return {
        key: Context(
            before=found.before,
            after=found.after,
            heading=found.heading,
            title=found.title,
            terms=termbase.find_terms(key.source) if termbase is not None else (),
            risk=risks.get(key, Risk.CRITICAL),
        )
        for key in keys
        for found in (around.get(key, nothing),)
    }
