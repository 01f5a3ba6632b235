"""An edition to a Markdown file: the texts, language marks, banner and notices; the rest stays as it is.

A fallback stands in a `span` that names its language, because that works in headings, cells and items alike.
Directions are given with the marks alone: Markdown has no place for the direction of a file, and the site
that shows it sets one for the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import splice, write_units
from pipeline.formats.editions import (
    add_mark,
    dropped_glue,
    find_newline,
    is_marked_in_words,
    start_of_line,
)
from pipeline.formats.html_places import Page, mark, needs_words, passage, place_before
from pipeline.formats.html_tree import is_xml, read_tree
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
    from pipeline.model.document import Block, Document, Occurrence
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
    layout = read_layout(document.data, document.path, document.dialect) if is_marked else None
    page = _html_page(document, edition, layout) if layout else None
    inserted = _insertions(document, edition, layout, page) if layout else _Insertions()
    marked = {
        block.occurrences[0].range
        for place, block in enumerate(document.blocks)
        if is_marked_in_words(edition, block, place)
        or (place in edition.fallback and _is_html(layout, block) and page and needs_words(page, block))
    }
    by_range = {unit.range: unit for unit in document.occurrences()}

    def write(unit: Occurrence) -> bytes:
        text = edition.text_of(by_range[unit.range])
        return one.encode(document, unit, add_mark(edition, text) if unit.range in marked else text)

    edits = [
        *_edits(document, edition, inserted),
        *_marks_of_fallbacks(document, edition, layout, page, marked),
    ]
    data = splice(document.data, write_units(document, write, edits))
    if layout and _shape(read_layout(data, document.path, document.dialect)) != _expected(layout, inserted):
        message = "its language marks or notices would change its structure"
        hint = "put empty lines around what looks like a table or a list but is none"
        raise DocumentError(message, at=Location(document.path), hint=hint)
    return relink(data, document.path, edition.links, document.dialect)


def _html_page(document: Document, edition: Edition, layout: Layout) -> Page | None:
    """Return the file's raw HTML as a page that is written in the edition."""
    if not layout.html.lines:
        return None
    blanked = replace(document, data=layout.html.data)
    return Page(blanked, edition, read_tree(blanked.data, is_xml=is_xml(blanked.data, document.path)))


def _edits(document: Document, edition: Edition, inserted: _Insertions) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the edits beside the units: what is said before blocks, junk, spaces that the language drops."""
    for at, text in inserted.texts.items():
        yield ByteRange(at, at), text
    for junk in document.junk:
        yield junk.range, b""
    for block in document.blocks:
        yield from dropped_glue(document, block, edition)


def _marks_of_fallbacks(
    document: Document, edition: Edition, layout: Layout | None, page: Page | None, marked: set[ByteRange]
) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield what names the language of each fallback that does not say it in words."""
    opening, closing = _marks(edition.source_locale)
    for place in sorted(edition.fallback):
        block = document.blocks[place]
        if block.occurrences[0].range in marked:
            continue
        if page and _is_html(layout, block):
            yield from mark(page, block)
            continue
        for number, unit in enumerate(block.occurrences):
            # A mark never reaches over what stands between two units.
            if not _continues(document, block, number):
                yield ByteRange(unit.range.start, unit.range.start), opening
            if not _continues(document, block, number + 1):
                yield ByteRange(unit.range.stop, unit.range.stop), closing


def _is_html(layout: Layout | None, block: Block) -> bool:
    return layout is not None and bool(layout.html.find(block.occurrences[0].range.start))


def _continues(document: Document, block: Block, number: int) -> bool:
    """Return whether only white space stands between a unit of a block and the one before it."""
    if not 0 < number < len(block.occurrences):
        return False
    before, after = block.occurrences[number - 1].range.stop, block.occurrences[number].range.start
    return not document.data[before:after].strip()


def _marks(locale: Locale) -> tuple[bytes, bytes]:
    """Return what stands before and after a text in another language than the file's."""
    return f'<span lang="{locale.tag}" dir="{direction(locale)}">'.encode(), b"</span>"


def _insertions(document: Document, edition: Edition, layout: Layout, page: Page | None) -> _Insertions:
    found = _Insertions()
    data = document.data
    newline = find_newline(data)
    top = find_front_matter(data, len(BOM) if data.startswith(BOM) else 0)
    if edition.banner:
        _insert_at_top(found, top, data, _passage(edition, edition.banner), newline)
    for place, notice in sorted(edition.notices.items()):
        block = document.blocks[place]
        if page and _is_html(layout, block):
            at = place_before(page, block)
            found.texts[at] = found.texts.get(at, b"") + passage("p", "caveat-notice", notice)
            continue
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
