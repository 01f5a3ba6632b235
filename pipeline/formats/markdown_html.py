"""The raw HTML blocks of a Markdown file, read by the rules of HTML at the places where they stand.

Everything else in the file is blanked out, so that all offsets stay and an element may reach over Markdown
from one block to another. A text that would have to reach over Markdown, or over the signs of a quote, is
not understood and stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats import html_encode
from pipeline.formats.html_its import find_traits
from pipeline.formats.html_leaf import FoundLeaves, HtmlLeaf
from pipeline.formats.html_leaves import read_leaves
from pipeline.formats.html_tree import is_xml, read_tree
from pipeline.formats.lines import line_at
from pipeline.formats.markdown_events import read_events, split_tag
from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.config.project import MarkupRule
    from pipeline.model.document import Document, Occurrence

_LINE_END: Final = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_BLANKED: Final = bytes(byte if byte in b"\r\n" else ord(" ") for byte in range(256))
"""Every byte to what stands in its place where a file is no HTML."""
_DIRECTIVE: Final = re.compile(rb"<!--\s*caveat:.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_ODD_START: Final = re.compile(rb"[ \t]*<(?:\?|!\[|![A-Za-z])")
"""Instructions, CDATA and declarations: Markdown waits for their end, which a target may take away."""


@dataclass(frozen=True, slots=True)
class HtmlBlocks:
    """The HTML blocks of a file."""

    data: bytes
    """The file with all else blanked out, and the directives for authors, which Markdown's reader takes."""
    lines: tuple[tuple[ByteRange, ...], ...]
    """Of each block, in order, the ranges that the parser took for HTML."""

    def find(self, at: int) -> tuple[ByteRange, ...]:
        """Return the lines of the block that a byte stands in; none where it stands in Markdown."""
        place = bisect_right(self.lines, at, key=lambda lines: lines[0].start) - 1
        is_inside = place >= 0 and at < self.lines[place][-1].stop
        return self.lines[place] if is_inside else ()


def blank_markdown(data: bytes, lines: Sequence[tuple[ByteRange, ...]]) -> HtmlBlocks:
    """Return the HTML blocks of a file, from the lines of each."""
    if not lines:
        return HtmlBlocks(b"", ())
    parts: list[bytes] = []
    position = 0
    for where in (one for block in sorted(lines) for one in block):
        parts += [data[position : where.start].translate(_BLANKED), where.cut(data)]
        position = where.stop
    blanked = b"".join([*parts, data[position:].translate(_BLANKED)])
    blanked = _DIRECTIVE.sub(lambda found: found[0].translate(_BLANKED), blanked)
    return HtmlBlocks(blanked, tuple(sorted(lines)))


def between_tags(source: bytes, start: int, stop: int) -> Iterator[Untranslated]:
    """Yield the texts of an HTML block that is not read as HTML."""
    text = source[start:stop].decode()
    position = 0
    for found in (*_TAG.finditer(text), None):
        piece = text[position : found.start() if found else None]
        end = start + len(piece.encode())
        yield Untranslated(range=ByteRange(start, end), kind=UntranslatedKind.UNKNOWN)
        if found:
            position, start = found.end(), end + len(found[0].encode())


def read_html(
    html: HtmlBlocks, data: bytes, path: str, rules: Sequence[MarkupRule], line_of: Callable[[int], int]
) -> FoundLeaves:
    """Return the leaves that are understood, and what of the others is in no unit."""
    if not html.lines:
        return FoundLeaves()
    tree = read_tree(html.data, is_xml=is_xml(html.data, path))
    found = read_leaves(tree, find_traits(tree, rules), path, line_of)
    kept = FoundLeaves(untranslated=found.untranslated)
    for leaf in found.leaves:
        if leaf.kind != "value" and leaf.element is not None and leaf.element.is_pre:
            kept.untranslated += _texts(leaf, UntranslatedKind.CODE)
        elif html.data[leaf.start : leaf.stop] == data[leaf.start : leaf.stop] and _is_within(html, leaf):
            kept.leaves.append(leaf)
        else:
            kept.untranslated += _texts(leaf, UntranslatedKind.UNKNOWN)
    return kept


def _is_within(html: HtmlBlocks, leaf: HtmlLeaf) -> bool:
    """Return whether a text stands in one block, of a kind that ends for Markdown where it ends in HTML."""
    lines = html.find(leaf.start)
    is_whole = bool(lines) and leaf.stop <= lines[-1].stop
    return is_whole and not _ODD_START.match(html.data, lines[0].start)


def _texts(leaf: HtmlLeaf, kind: UntranslatedKind) -> Iterator[Untranslated]:
    for token in leaf.tokens:
        if token.kind == "text":
            yield Untranslated(range=ByteRange(token.start, token.stop), kind=kind)


def encode_in_html(document: Document, occurrence: Occurrence, target: str, html: HtmlBlocks) -> bytes:
    """Return the bytes of a target; raises DocumentError for one that would change a block.

    An HTML block begins with what stands on its first line and ends at an empty one.
    """
    if target == occurrence.key.source:
        return occurrence.range.cut(document.data)
    blanked = replace(document, data=html.data)
    written = html_encode.encode_target(blanked, occurrence, _LINE_END.sub(" ", target))
    lines, raw = html.find(occurrence.range.start), occurrence.range.cut(document.data)
    wanted = _blocks(document, lines, occurrence.range, raw)
    for attempt in (written, _with_line_end(occurrence, raw, written)):
        if attempt.strip() and _blocks(document, lines, occurrence.range, attempt) == wanted:
            return attempt
    at = Location(document.path, line_at(document.data, occurrence.range.start))
    message = f'the translation "{target[:60]}" can\'t be written: the HTML block would be another'
    hint = "put the block's first tag on a line of its own in the source, and leave no text empty"
    raise DocumentError(message, at=at, hint=hint)


def _blocks(document: Document, lines: tuple[ByteRange, ...], where: ByteRange, written: bytes) -> list[str]:
    """Return the blocks that a text gives in its place; it matters only at the first tag."""
    before = document.data[lines[0].start : where.start]
    if b">" in before:
        return []
    last = next(line for line in lines if where.stop <= line.stop)
    text = before + written + document.data[where.stop : last.stop]
    events = read_events(text.decode(), document.path)
    return [str(split_tag(value)[0]) for name, value, _, _ in events if name == "Start"]


def _with_line_end(occurrence: Occurrence, raw: bytes, written: bytes) -> bytes:
    """Return a text whose first tag stands on a line of its own, if it does so in the source."""
    opening = occurrence.codes[0].opening if occurrence.codes else b""
    after = raw[len(opening) :]
    gap = after[: len(after) - len(after.lstrip())]
    has_line = opening and raw.startswith(opening) and written.startswith(opening) and b"\n" in gap
    return opening + gap + written[len(opening) :].lstrip() if has_line else written
