"""Link targets in a Markdown file that differ by locale: found as the parser sees them, replaced in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.formats.base import splice
from pipeline.formats.html_places import link_edits
from pipeline.formats.html_tree import is_xml, read_tree
from pipeline.formats.markdown_events import read_definitions
from pipeline.formats.markdown_layout import read_layout
from pipeline.formats.markdown_regions import BOM, find_front_matter
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.formats.inline_units import Token

_UNSAFE: Final = re.compile(r"[\s()<>]")
_END_OF_LABEL: Final = re.compile(rb"\]:[ \t\r\n]*")


def relink(data: bytes, path: str, links: Mapping[str, str], dialect: str = "") -> bytes:
    """Return a file with every destination replaced that is, as a whole, one that `links` names."""
    wanted = {old: new for old, new in links.items() if old != new}
    if not any(old.encode() in data for old in wanted):
        return data
    layout = read_layout(data, path, dialect)
    html = layout.html.data
    pieces = dict(link_edits(read_tree(html, is_xml=is_xml(html, path)), wanted))
    for token in (token for leaf in layout.leaves for token in leaf.tokens):
        where = ByteRange(token.start, token.stop)
        if token.what == "html":
            pieces |= _html_edits(where, where.cut(data), wanted)
            continue
        old = _destination(token, where.cut(data), wanted)
        if old is not None:
            pieces[where] = _replace_last(where.cut(data), old, wanted[old])
    for where, old in _definitions(data, path, dialect):
        if old in wanted:
            pieces[where] = _replace_definition(where.cut(data), old, wanted[old])
    return splice(data, pieces.items())


def _html_edits(where: ByteRange, raw: bytes, wanted: Mapping[str, str]) -> dict[ByteRange, bytes]:
    """Return the edits of an inline tag."""
    edits = link_edits(read_tree(raw, is_xml=False), wanted)
    return {ByteRange(where.start + one.start, where.start + one.stop): written for one, written in edits}


def _destination(token: Token, raw: bytes, wanted: Mapping[str, str]) -> str | None:
    """Return the destination that stands in a token's own bytes, or None."""
    if token.what == "link" and token.kind == "close" and raw.startswith(b"]("):
        return next((old for old in wanted if token.detail in (old, *_titled(token.detail, old))), None)
    if token.what == "image" and b"](" in raw:
        return token.text if token.text in wanted else None
    return token.text if token.kind == "text" and token.text in wanted and _is_address(token) else None


def _is_address(token: Token) -> bool:
    """Return whether a text is an address between angle brackets: it is its own destination."""
    return "://" in token.text and " " not in token.text


def _titled(detail: str, old: str) -> tuple[str, ...]:
    return (detail,) if detail.startswith(f'{old} "') else ()


def _replace_last(raw: bytes, old: str, new: str) -> bytes:
    """Return a token with its destination replaced; what is written in another spelling stays."""
    before, found, after = raw.rpartition(old.encode())
    is_bare = before.endswith(b"](")
    written = f"<{new}>" if is_bare and _UNSAFE.search(new) else new
    return before + written.encode() + after if found else raw


def _replace_definition(raw: bytes, old: str, new: str) -> bytes:
    label = _END_OF_LABEL.search(raw)
    at = label.end() if label else 0
    written = f"<{new}>" if raw[at : at + 1] != b"<" and _UNSAFE.search(new) else new
    return raw[:at] + raw[at:].replace(old.encode(), written.encode(), 1)


def _definitions(data: bytes, path: str, dialect: str) -> Iterator[tuple[ByteRange, str]]:
    """Yield each link reference definition with its destination."""
    start = find_front_matter(data, len(BOM) if data.startswith(BOM) else 0)
    for _, target, first, last in read_definitions(data[start:].decode(), path, dialect):
        yield ByteRange(start + first, start + last), target
