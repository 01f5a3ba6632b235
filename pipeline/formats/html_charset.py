"""The encoding that an HTML file says it is in: Caveat reads and writes UTF-8, and a page must say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.html_tokens import Context, read_pieces
from pipeline.formats.lines import line_at
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTENT: Final = re.compile(rb"\bcharset\s*+=\s*+[\"']?\s*+([\w:.-]++)", re.IGNORECASE)
_XML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?<\?xml\b[^>]*?\bencoding\s*+=\s*+[\"']([\w:.-]++)", re.IGNORECASE
)
_LOOKED_AT: Final = 4096
"""Bytes in which a declaration is looked for; browsers look into 1024."""
_SAME: Final = frozenset({b"utf-8", b"utf8", b"unicode-1-1-utf-8"})


def find_charsets(data: bytes) -> Iterator[ByteRange]:
    """Yield where the names of other encodings than UTF-8 stand that a file declares."""
    for where in _declared(data):
        if where.cut(data).lower() not in _SAME:
            yield where


def _declared(data: bytes) -> Iterator[ByteRange]:
    instruction = _XML.match(data)
    if instruction:
        yield ByteRange(*instruction.span(1))
    start = data[:_LOOKED_AT].decode(errors="ignore").encode()
    for piece in read_pieces(start, 0, Context()):
        if piece.kind != "open" or piece.name != "meta":
            continue
        attributes = {one.name: one for one in piece.attributes(start)}
        if "charset" in attributes:
            yield attributes["charset"].range
        content = attributes.get("content")
        found = _CONTENT.search(start, content.range.start, content.range.stop) if content else None
        if found and "http-equiv" in attributes:
            yield ByteRange(*found.span(1))


def refuse_other_charset(data: bytes, path: str) -> None:
    """Raise DocumentError for a file that is in another encoding, as it says itself."""
    if _is_utf_8(data):
        return
    readable = data.decode(errors="replace").encode()
    declared = next(find_charsets(readable), None)
    if declared is None:
        return
    name = declared.cut(readable).decode()
    at = Location(path, line_at(readable, declared.start))
    hint = f'convert it with "iconv -f {name} -t utf-8" and declare utf-8'
    raise DocumentError(f"is in {name}, as it says, and not in UTF-8", at=at, hint=hint)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
