"""Page to text in the record's own shape: the skeleton stays, junk goes, labels speak the page's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.formats.base import splice
from pipeline.model.document import Block, BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.build.assemble import ShownBlock
    from pipeline.build.page import Page
    from pipeline.model.document import Document

Piece = tuple[ByteRange, bytes]
"""What is replaced, and by what."""

_BOM: Final = "\ufeff".encode()
_LABEL_END: Final = b":"
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_ARTICLE: Final = (BlockKind.HEADING, BlockKind.PARAGRAPH)
_LONE_CR: Final = re.compile(rb"\r(?!\n)")


def render_text(document: Document, shown: Sequence[ShownBlock], page: Page) -> bytes:
    """Return the record with each block's shown text in the place of its source."""
    newline = "\r\n" if b"\r\n" in document.data else "\n"
    pieces = [(_range(document, one.block), _text_of(one, page).encode()) for one in shown]
    pieces += [(junk.range, b"") for junk in document.junk]
    pieces += _disclaimer_pieces(document, page, newline)
    body = splice(document.data, _in_place(document, page, pieces, newline))
    return _banner(page, newline).encode() + _LONE_CR.sub(b"\n", body.removeprefix(_BOM))


def _in_place(document: Document, page: Page, pieces: Sequence[Piece], newline: str) -> list[Piece]:
    """Return the pieces with each disclaimer above or below the article, wherever the source has it."""
    data = document.data
    labels = {block.line for block in document.blocks if block.kind is BlockKind.LABEL}
    article = [
        block
        for block in document.blocks
        if block.kind in _ARTICLE and block.disclaimer is None and block.line not in labels
    ]
    if not article:
        return list(pieces)
    first = _lines(data, article[0], article[0]).start
    placed = list(pieces)
    for one, is_top in [(x, True) for x in page.disclaimers_top] + [
        (x, False) for x in page.disclaimers_bottom
    ]:
        own = [block for block in document.blocks if block.disclaimer == one.id]
        where = _lines(data, own[0], own[-1])
        is_misplaced = first < where.start if is_top else article[-1].line > own[-1].line
        if is_misplaced:
            inside = [piece for piece in placed if where.start <= piece[0].start < where.stop]
            text = splice(data[: where.stop], inside)[where.start :].strip(b"\r\n") + newline.encode()
            at = first if is_top else len(data)
            is_cut_off = at == len(data) and not data.endswith((b"\n", b"\r"))
            text = newline.encode() + text if is_cut_off else text
            placed = [piece for piece in placed if piece not in inside]
            placed += [(where, b""), (ByteRange(at, at), text)]
    return placed


def _lines(data: bytes, first: Block, last: Block) -> ByteRange:
    """Return the range of whole lines, line end included, from one block to another."""
    start, stop = first.occurrences[0].range.start, last.occurrences[-1].range.stop
    end = _LINE_END.search(data, stop)
    return ByteRange(
        max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1, end.end() if end else len(data)
    )


def _banner(page: Page, newline: str) -> str:
    """Return the first line of a preview: what it is."""
    return f"[{page.banner.text}]{newline}{newline}" if page.banner else ""


def _text_of(shown: ShownBlock, page: Page) -> str:
    """Return the block's text, with a mark when it is the source's; a label names its language itself."""
    is_marked = shown.is_fallback and shown.block.kind is not BlockKind.LABEL
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
