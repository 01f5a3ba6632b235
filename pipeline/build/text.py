"""Page to text in the record's own shape: the skeleton stays, junk goes, labels speak the page's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.build.page import Mode
from pipeline.formats.base import splice
from pipeline.model.document import Block, BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.build.assemble import ShownBlock
    from pipeline.build.page import Page
    from pipeline.model.document import Document

_BOM: Final = "\ufeff".encode()
_LABEL_END: Final = b":"
_LONE_CR: Final = re.compile(rb"\r(?!\n)")


def render_text(document: Document, shown: Sequence[ShownBlock], page: Page) -> bytes:
    """Return the record with each block's shown text in the place of its source."""
    newline = "\r\n" if b"\r\n" in document.data else "\n"
    pieces = [(_range(document, one.block), _text_of(one, page).encode()) for one in shown]
    pieces += [(junk.range, b"") for junk in document.junk]
    pieces += _disclaimer_pieces(document, page, newline)
    body = _LONE_CR.sub(b"\n", splice(document.data, pieces).removeprefix(_BOM))
    return _banner(page, newline).encode() + body


def _banner(page: Page, newline: str) -> str:
    """Return the first line of a preview: what it is, and that English stands where a translation is missing."""
    if page.banner is None:
        return ""
    texts = " ".join(text.text for text in (page.banner, *page.notices))
    return f"[{texts}]{newline}{newline}"


def _text_of(shown: ShownBlock, page: Page) -> str:
    """Return the block's text; a release has no banner, so there each fallback has its own mark.

    A label names its language itself.
    """
    is_marked = shown.is_fallback and page.mode is Mode.RELEASE and shown.block.kind is not BlockKind.LABEL
    return f"[{page.interface['mark-source'].text}] {shown.content.text}" if is_marked else shown.content.text


def _range(document: Document, block: Block) -> ByteRange:
    start, stop = block.occurrences[0].range.start, block.occurrences[-1].range.stop
    if block.kind is BlockKind.LABEL and block.language:
        stop = document.data.index(_LABEL_END, block.language.stop) + len(_LABEL_END)
    return ByteRange(start, stop)


def _disclaimer_pieces(document: Document, page: Page, newline: str) -> Iterator[tuple[ByteRange, bytes]]:
    shown = {one.id: one for one in (*page.disclaimers_top, *page.disclaimers_bottom)}
    for block in document.blocks:
        if block.disclaimer:
            one = shown[block.disclaimer]
            is_heading = block.kind is BlockKind.HEADING
            text = one.heading.text if is_heading else one.text.text
            if is_heading and one.notice:
                text = f"[{one.notice.text}]{newline}{text}"
            yield _range(document, block), text.encode()
