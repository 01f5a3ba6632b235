"""What both versions of XLIFF say in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from pipeline.catalogs.exchange_rows import InlineTag
from pipeline.catalogs.xliff_parts import read_pair, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.catalogs.exchange_rows import Piece


def read_child(child: Any) -> Iterator[Piece]:
    yield from read_pair(child, read_child)


def test_a_pair_is_opened_and_closed_around_what_it_holds_and_a_marker_is_no_tag() -> None:
    element = etree.fromstring('<target>A <g id="1">b<mrk>c<g id="2">d</g></mrk>e</g> f</target>')
    assert [piece for piece in read_pieces(element, read_child) if piece] == [
        "A ",
        InlineTag(1, "open"),
        "b",
        "c",
        InlineTag(2, "open"),
        "d",
        InlineTag(2, "close"),
        "e",
        InlineTag(1, "close"),
        " f",
    ]
