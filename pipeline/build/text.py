"""Page to text in the record's own shape: the skeleton stays, junk goes, labels speak the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.formats.base import splice
from pipeline.model.document import Block, BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.build.assemble import ShownBlock
    from pipeline.build.page import Page
    from pipeline.model.document import Document

_LABEL_END = b"):"


def render_text(document: Document, shown: Sequence[ShownBlock], page: Page) -> bytes:
    """Return the record with each block's shown text in the place of its source."""
    newline = "\r\n" if b"\r\n" in document.data else "\n"
    pieces = [(_range(document, one.block), one.content.text.encode()) for one in shown]
    pieces += [(junk.range, b"") for junk in document.junk]
    pieces += _disclaimer_pieces(document, page, newline)
    body = splice(document.data, pieces).removeprefix(b"\xef\xbb\xbf")
    banner = f"[{page.banner.text}]{newline}{newline}".encode() if page.banner else b""
    return banner + body


def _range(document: Document, block: Block) -> ByteRange:
    start, stop = block.occurrences[0].range.start, block.occurrences[-1].range.stop
    if block.kind is BlockKind.LABEL and block.language:
        stop = document.data.index(_LABEL_END, block.language.stop) + len(_LABEL_END)
    return ByteRange(start, stop)


def _disclaimer_pieces(document: Document, page: Page, newline: str) -> list[tuple[ByteRange, bytes]]:
    shown = {one.id: one for one in (*page.disclaimers_top, *page.disclaimers_bottom)}
    pieces = []
    for block in document.blocks:
        if block.disclaimer:
            one = shown[block.disclaimer]
            is_heading = block.kind is BlockKind.HEADING
            text = one.heading.text if is_heading else one.text.text
            if is_heading and one.notice:
                text = f"[{one.notice.text}]{newline}{text}"
            pieces.append((_range(document, block), text.encode()))
    return pieces
