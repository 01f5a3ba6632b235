"""An edition to an HTML file: texts, languages, banner, notices, links, and what a locale does not have.

Everything is an edit of the source's bytes: where no edit is, the file stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import finish, splice, write_units
from pipeline.formats.editions import add_mark, dropped_glue
from pipeline.formats.html_charset import find_charsets
from pipeline.formats.html_encode import encode_target, render_parts
from pipeline.formats.html_languages import inner_edits
from pipeline.formats.html_places import (
    Page,
    content_start,
    insert,
    language_edits,
    link_edits,
    mark,
    needs_words,
    passage,
    place_before,
)
from pipeline.formats.html_tree import is_xml, read_tree
from pipeline.formats.inline import Part, Tag, parse_inline
from pipeline.formats.lines import line_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.formats.base import Edition
    from pipeline.formats.html_places import Edit
    from pipeline.model.document import Document, Occurrence

_BANNER_STYLE: Final = (
    "margin: 0 0 1em; border: 2px solid #8a5a00; padding: 0.75em 1em; background: #fff4d6; color: #3a2a00"
)
"""How a preview's banner looks on any page, light or dark: it brings ink and paper of its own."""


def localize_html(document: Document, edition: Edition) -> bytes:
    """Return the file; raises DocumentError for a target that would change its structure."""
    page = Page(document, edition, read_tree(document.data, is_xml=is_xml(document.data, document.path)))
    edits = [*_removals(page), *_page_edits(page), *link_edits(page.tree, edition.links), *_block_edits(page)]
    edits += [(junk.range, b"") for junk in document.junk]
    marked = {
        document.blocks[place].occurrences[0].range
        for place in edition.fallback
        if needs_words(page, document.blocks[place])
    }
    by_range = {unit.range: unit for unit in document.occurrences()}

    def write(unit: Occurrence) -> bytes:
        text = edition.text_of(by_range[unit.range])
        return _write(page, unit, add_mark(edition, text) if unit.range in marked else text)

    return finish(document, splice(document.data, write_units(document, write, edits)))


def _write(page: Page, unit: Occurrence, text: str) -> bytes:
    """Return the bytes of a unit, without the tags that the locale does not have."""
    written = encode_target(page.document, unit, text)
    dropped = page.dropped.get(unit.range)
    if not dropped:
        return written
    codes = {code.number: code for code in unit.codes}
    return render_parts(tuple(_without(parse_inline(text), dropped)), codes)


def _without(parts: Iterable[Part], dropped: set[int]) -> Iterator[Part]:
    """Yield the parts that stand in none of some tags."""
    depth = 0
    for part in parts:
        is_dropped = isinstance(part, Tag) and part.number in dropped
        if isinstance(part, Tag) and is_dropped:
            depth += (part.kind == "open") - (part.kind == "close")
        elif not depth:
            yield part


def _removals(page: Page) -> Iterator[Edit]:
    """Yield what cuts out the elements that the locale does not have, where they are no part of a unit."""
    tags = _tags(page.document) if page.removed else {}
    for where in page.removed:
        unit, number = tags.get(where.start, (None, 0))
        if unit is None:
            yield where, b""
        elif where.stop <= unit.range.stop:
            page.dropped.setdefault(unit.range, set()).add(number)
        else:
            line = line_at(page.document.data, where.start)
            message = "an element that only some locales have starts inside of a text and ends after it"
            hint = "end it where the text ends"
            raise DocumentError(message, at=Location(page.document.path, line), hint=hint)


def _tags(document: Document) -> dict[int, tuple[Occurrence, int]]:
    """Return the tags of all units by where they stand."""
    found: dict[int, tuple[Occurrence, int]] = {}
    for unit in document.occurrences():
        position = unit.range.start
        for code in unit.codes:
            start = document.data.index(code.opening, position, unit.range.stop)
            position = start + len(code.opening)
            found[start] = (unit, code.number)
    return found


def _page_edits(page: Page) -> Iterator[Edit]:
    """Yield the page's language, its encoding, and for previews what says that it is one."""
    tree, edition = page.tree, page.edition
    html = tree.find("html")
    if not page.is_source:
        top = html or tree.find("body")
        yield from language_edits(top, edition.locale) if top else ()
        yield from inner_edits(page, top)
        yield from ((where, b"utf-8") for where in find_charsets(page.document.data))
    if edition.banner is None:
        return
    head = tree.find("head") or html
    if head:
        end = b" /" if tree.is_xml else b""
        yield insert(head.inner_start, b'<meta name="robots" content="noindex"%b>' % end)
    yield insert(content_start(tree), passage("div", "caveat-banner", edition.banner, _BANNER_STYLE))


def _block_edits(page: Page) -> Iterator[Edit]:
    """Yield the notices before blocks, the marks of fallbacks, and the spaces that the language drops."""
    for place, block in enumerate(page.document.blocks):
        if page.is_removed(block.occurrences[0].range.start):
            continue
        notice = page.edition.notices.get(place)
        if notice:
            yield insert(place_before(page, block), passage("p", "caveat-notice", notice))
        if place in page.edition.fallback and not needs_words(page, block):
            yield from mark(page, block)
        yield from dropped_glue(page.document, block, page.edition, is_collapsed=True)
