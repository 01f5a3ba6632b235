"""What both versions of XLIFF say in the same way: who worked on a unit, and texts with tags in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.catalogs.exchange_rows import InlineTag
from pipeline.catalogs.xliff_xml import attribute, local_name, tag_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.catalogs.exchange_rows import Piece, SentUnit

    ReadChild = Callable[[Any], Iterator[Piece]]


def people_attributes(unit: SentUnit) -> str:
    """Return who wrote and approved a text, and with which tool, as ITS provenance."""
    return (
        attribute("its:person", "; ".join(unit.authors))
        + attribute("its:revPerson", "; ".join(unit.approvers))
        + attribute("its:tool", unit.tool)
    )


def read_pieces(element: Any, read_child: ReadChild) -> Iterator[Piece]:
    """Yield the texts and tags of a source or target; a marker around a text is no tag."""
    yield element.text or ""
    for child in element:
        is_marker = local_name(child) == "mrk"
        yield from read_pieces(child, read_child) if is_marker else read_child(child)
        yield child.tail or ""


def read_pair(element: Any, read_child: ReadChild) -> Iterator[Piece]:
    """Yield the opening tag, the pieces and the closing tag of an element that stands for a pair."""
    number = tag_number(element.get("id"))
    yield InlineTag(number, "open")
    yield from read_pieces(element, read_child)
    yield InlineTag(number, "close")
