"""An edition to a Markdown file: the texts, language marks, banner and notices; the rest stays as it is.

A fallback stands in a `span` that names its language, because that works in headings, cells and items alike.
Directions are given with the marks alone: Markdown has no place for the direction of a file, and the site
that shows it sets one for the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import splice
from pipeline.formats.editions import (
    add_mark,
    dropped_glue,
    find_newline,
    is_marked_in_words,
    start_of_line,
)
from pipeline.formats.markdown_escape import Style, render_markdown
from pipeline.formats.markdown_layout import read_layout
from pipeline.formats.markdown_links import relink
from pipeline.formats.markdown_regions import BOM, find_front_matter
from pipeline.language.names import direction
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.base import DocumentFormat, Edition, Passage
    from pipeline.formats.markdown_layout import Layout
    from pipeline.model.document import Block, Document
    from pipeline.model.locale import Locale

_CONTAINER: Final = re.compile(rb"[ \t>]*")
_BEFORE_CONTENT: Final = re.compile(rb"[ \t>]*(?:#{1,6}[ \t]*)?")
_BLANK_LINE: Final = re.compile(rb"(?:\A|\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z")
_PLAIN: Final = Style(has_brackets=True, has_angles=True, has_pipes=True)
_QUOTED: Final = ("paragraph", 0)
"""What an inserted passage is: a paragraph in a quote of its own."""

Shape = list[tuple[str, int, int]]
"""Of each leaf its kind, its level, and in how many quotes it stands."""


@dataclass(frozen=True, slots=True)
class _Insertions:
    """What is said before blocks: by place in the file, the bytes and how many passages they are."""

    texts: dict[int, bytes] = field(default_factory=dict)
    quotes: dict[int, list[int]] = field(default_factory=dict)
    """Of each passage, in how many quotes it stands."""

    def add(self, at: int, text: bytes, quotes: int) -> None:
        self.texts[at] = self.texts.get(at, b"") + text
        self.quotes.setdefault(at, []).append(quotes)


def localize_markdown(document: Document, edition: Edition, one: DocumentFormat) -> bytes:
    """Return the file; raises DocumentError for a target, mark or notice that would change its structure."""
    is_marked = bool(edition.fallback or edition.notices or edition.banner)
    layout = read_layout(document.data, document.path) if is_marked else None
    inserted = _insertions(document, edition, layout) if layout else _Insertions()
    data = splice(document.data, _pieces(document, edition, one, inserted))
    if layout and _shape(read_layout(data, document.path)) != _expected(layout, inserted):
        message = "its language marks or notices would change its structure"
        hint = "put empty lines around what looks like a table or a list but is none"
        raise DocumentError(message, at=Location(document.path), hint=hint)
    return relink(data, document.path, edition.links)


def _pieces(
    document: Document, edition: Edition, one: DocumentFormat, inserted: _Insertions
) -> Iterator[tuple[ByteRange, bytes]]:
    for place, block in enumerate(document.blocks):
        yield from dropped_glue(document, block, edition)
        yield from _block(document, edition, one, place)
    for junk in document.junk:
        yield junk.range, b""
    for at, text in inserted.texts.items():
        yield ByteRange(at, at), text


def _block(
    document: Document, edition: Edition, one: DocumentFormat, place: int
) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the bytes of a block's units; marks never reach over what stands between two of them."""
    block = document.blocks[place]
    is_value = is_marked_in_words(edition, block, place)
    is_fallback = place in edition.fallback and not is_value
    for number, unit in enumerate(block.occurrences):
        text = edition.text_of(unit)
        written = one.encode(document, unit, add_mark(edition, text) if is_value and not number else text)
        if is_fallback:
            first = not _continues(document, block, number)
            last = not _continues(document, block, number + 1)
            opening, closing = _marks(edition.source_locale)
            written = (opening if first else b"") + written + (closing if last else b"")
        yield unit.range, written


def _continues(document: Document, block: Block, number: int) -> bool:
    """Return whether only white space stands between a unit of a block and the one before it."""
    if not 0 < number < len(block.occurrences):
        return False
    before, after = block.occurrences[number - 1].range.stop, block.occurrences[number].range.start
    return not document.data[before:after].strip()


def _marks(locale: Locale) -> tuple[bytes, bytes]:
    """Return what stands before and after a text in another language than the file's."""
    return f'<span lang="{locale.tag}" dir="{direction(locale)}">'.encode(), b"</span>"


def _insertions(document: Document, edition: Edition, layout: Layout) -> _Insertions:
    found = _Insertions()
    data = document.data
    newline = find_newline(data)
    top = find_front_matter(data, len(BOM) if data.startswith(BOM) else 0)
    if edition.banner:
        _insert_at_top(found, top, data, _passage(edition, edition.banner), newline)
    for place, notice in sorted(edition.notices.items()):
        block = document.blocks[place]
        text = _passage(edition, notice)
        leaf = layout.leaf_at(block.occurrences[0].range.start)
        line = start_of_line(data, leaf.start)
        prefix = _prefix(data, max(line, top), leaf.start)
        if prefix is not None and leaf.kind in ("paragraph", "heading"):
            at = max(line, top)
            is_close = not prefix and at not in found.texts and not _is_after_blank(data, line)
            gap = newline if is_close else b""
            lines = gap + prefix + b"> " + text + newline + prefix.rstrip(b" \t") + newline
            found.add(at, lines, leaf.quotes + 1)
        elif block.disclaimer is None:
            _insert_at_top(found, top, data, text, newline)
        else:
            line = data.count(b"\n", 0, leaf.start) + 1
            message = "the notice that the disclaimer is not in the reader's language has no place before it"
            hint = "give the disclaimer's heading a line of its own, outside of lists and tables"
            raise DocumentError(message, at=Location(document.path, line), hint=hint)
    return found


def _insert_at_top(found: _Insertions, top: int, data: bytes, text: bytes, newline: bytes) -> None:
    is_first = top not in found.texts
    gap = newline if is_first and top and not data[:top].endswith((b"\n", b"\r", BOM)) else b""
    found.add(top, gap + b"> " + text + newline + newline, 1)


def _prefix(data: bytes, line: int, at: int) -> bytes | None:
    """Return what opens a line in a block's container, or None where the block does not start its line."""
    lead = data[line:at]
    opened = _CONTAINER.match(lead)
    return opened[0] if opened and _BEFORE_CONTENT.fullmatch(lead) else None


def _is_after_blank(data: bytes, line: int) -> bool:
    before = data[:line].removeprefix(BOM)
    return not before or _BLANK_LINE.search(before) is not None


def _passage(edition: Edition, passage: Passage) -> bytes:
    text = render_markdown((passage.text,), {}, _PLAIN)
    if passage.locale == edition.locale:
        return text
    opening, closing = _marks(passage.locale)
    return opening + text + closing


def _shape(layout: Layout) -> Shape:
    return [(leaf.kind, leaf.level, leaf.quotes) for leaf in layout.leaves]


def _expected(layout: Layout, inserted: _Insertions) -> Shape:
    """Return the shape of the source with the inserted passages where they were put."""
    shape: Shape = []
    waiting = sorted(inserted.quotes)
    for leaf in layout.leaves:
        while waiting and waiting[0] <= leaf.start:
            shape += [(*_QUOTED, quotes) for quotes in inserted.quotes[waiting.pop(0)]]
        shape.append((leaf.kind, leaf.level, leaf.quotes))
    return shape + [(*_QUOTED, quotes) for at in waiting for quotes in inserted.quotes[at]]
