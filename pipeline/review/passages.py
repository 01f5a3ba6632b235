"""Passages: the units that stand in one paragraph or section, as a person reads and signs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.document import Block, Document
    from pipeline.model.unit import UnitKey


def paragraph_of(document: Document, key: UnitKey) -> tuple[UnitKey, ...]:
    """Return the units of the first paragraph that a unit stands in, in reading order."""
    block = _find_block(document, key)
    return _keys([block]) if block else ()


def section_of(document: Document, key: UnitKey) -> tuple[UnitKey, ...]:
    """Return the units of the section that a unit stands in: its heading and what stands under it."""
    home = _find_block(document, key)
    if home is None:
        return ()
    place = document.blocks.index(home)
    start = next((at for at in range(place, -1, -1) if _is_heading(document.blocks[at])), 0)
    end = next(
        (at for at in range(start + 1, len(document.blocks)) if _is_heading(document.blocks[at])),
        len(document.blocks),
    )
    return _keys(document.blocks[start:end])


def heading_of(document: Document, key: UnitKey) -> str | None:
    """Return the source of the heading that a unit stands under, or None."""
    block = _find_block(document, key)
    return block.section if block else None


def _is_heading(block: Block) -> bool:
    return block.kind in (BlockKind.HEADING, BlockKind.TITLE)


def _find_block(document: Document, key: UnitKey) -> Block | None:
    return next((one for one in document.blocks if any(x.key == key for x in one.occurrences)), None)


def _keys(blocks: Iterable[Block]) -> tuple[UnitKey, ...]:
    return tuple(dict.fromkeys(unit.key for block in blocks for unit in block.occurrences))
