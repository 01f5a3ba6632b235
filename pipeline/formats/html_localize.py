"""An edition to an HTML file: texts, languages, banner, notices, links, and what a locale does not have.

Everything is an edit of the source's bytes: where no edit is, the file stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import finish, splice, write_units
from pipeline.formats.editions import add_mark, dropped_glue
from pipeline.formats.html_charset import find_charsets
from pipeline.formats.html_elements import BLOCKS, EMBEDDED, FLOW, HEAD
from pipeline.formats.html_encode import (
    encode_target,
    encode_value,
    escape,
    is_self_contained,
    render_parts,
)
from pipeline.formats.html_its import Filter
from pipeline.formats.html_tree import Element, Tree, is_xml, read_tree
from pipeline.formats.inline import Part, Tag, parse_inline
from pipeline.formats.lines import line_at
from pipeline.language.names import direction
from pipeline.model.document import BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.formats.base import Edition, Passage
    from pipeline.formats.html_tokens import Attribute
    from pipeline.model.document import Block, Document, Occurrence
    from pipeline.model.locale import Locale

Edit = tuple[ByteRange, bytes]

_LINKS: Final = ("href", "src")
_SPANLESS: Final = frozenset({"select", "optgroup", "table", "tbody", "thead", "tfoot", "tr", "colgroup"})
"""Elements that lose a `span` put into them."""


@dataclass
class _Page:
    """A document that is being written in one edition."""

    document: Document
    edition: Edition
    tree: Tree
    dropped: dict[ByteRange, set[int]] = field(default_factory=dict)
    """Of units, the numbers of the tags that the locale does not have."""

    @property
    def is_source(self) -> bool:
        return self.edition.locale == self.edition.source_locale

    @cached_property
    def values(self) -> dict[int, int]:
        """Where attributes with words stand, and the place of the block of each."""
        blocks = enumerate(self.document.blocks)
        return {block.occurrences[0].range.start: n for n, block in blocks if block.kind is BlockKind.VALUE}

    @cached_property
    def starts(self) -> list[int]:
        """Where the blocks of text start, sorted."""
        blocks = (block for block in self.document.blocks if block.kind is not BlockKind.VALUE)
        return sorted(block.occurrences[0].range.start for block in blocks)

    @cached_property
    def removed(self) -> tuple[ByteRange, ...]:
        """What the locale does not have, in order. The source has everything."""
        found: list[ByteRange] = []
        for one in () if self.is_source else self.document.restricted:
            is_inner = bool(found) and one.range.stop <= found[-1].stop
            if not is_inner and not Filter(one.languages, one.is_exclusion).admits(self.edition.locale):
                found.append(one.range)
        return tuple(found)

    def is_removed(self, at: int) -> bool:
        place = bisect_right(self.removed, at, key=lambda where: where.start) - 1
        return place >= 0 and at < self.removed[place].stop


def localize_html(document: Document, edition: Edition) -> bytes:
    """Return the file; raises DocumentError for a target that would change its structure."""
    page = _Page(document, edition, read_tree(document.data, is_xml=is_xml(document.data, document.path)))
    edits = [*_removals(page), *_page_edits(page), *_link_edits(page), *_block_edits(page)]
    edits += [(junk.range, b"") for junk in document.junk]
    marked = {
        document.blocks[place].occurrences[0].range
        for place in edition.fallback
        if _needs_words(page, document.blocks[place])
    }
    by_range = {unit.range: unit for unit in document.occurrences()}

    def write(unit: Occurrence) -> bytes:
        text = edition.text_of(by_range[unit.range])
        return _write(page, unit, add_mark(edition, text) if unit.range in marked else text)

    return finish(document, splice(document.data, write_units(document, write, edits)))


def _write(page: _Page, unit: Occurrence, text: str) -> bytes:
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


def _removals(page: _Page) -> Iterator[Edit]:
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


def _page_edits(page: _Page) -> Iterator[Edit]:
    """Yield the page's language, its encoding, and for previews what says that it is one."""
    tree, edition = page.tree, page.edition
    html = tree.find("html")
    if not page.is_source:
        top = html or tree.find("body")
        yield from _language_edits(top, edition.locale) if top else ()
        yield from ((where, b"utf-8") for where in find_charsets(page.document.data))
    if edition.banner is None:
        return
    head = tree.find("head") or html
    if head:
        end = b" /" if tree.is_xml else b""
        yield _insert(head.inner_start, b'<meta name="robots" content="noindex"%b>' % end)
    yield _insert(_content_start(tree), _passage("div", "caveat-banner", edition.banner))


def _insert(at: int, written: bytes) -> Edit:
    return ByteRange(at, at), written


def _passage(name: str, kind: str, passage: Passage) -> bytes:
    opening = f'<{name} class="{kind}"{_languages(passage.locale)}>'
    return f"{opening}{escape(passage.text)}</{name}>".encode()


def _languages(locale: Locale) -> str:
    return f' lang="{locale.tag}" dir="{direction(locale)}"'


def _language_edits(element: Element, locale: Locale) -> Iterator[Edit]:
    """Yield what makes a start tag name a language and its direction."""
    wanted = {"lang": locale.tag, "dir": direction(locale)}
    if "xml:lang" in element.attributes:
        wanted["xml:lang"] = locale.tag
    missing = ""
    for name, value in wanted.items():
        attribute = element.attributes.get(name)
        if attribute is None:
            missing += f' {name}="{value}"'
        elif attribute.value != value:
            yield attribute.range, _value(attribute, value)
    if missing:
        yield _insert(element.start + 1 + len(element.name.encode()), missing.encode())


def _value(attribute: Attribute, value: str) -> bytes:
    return encode_value(attribute, value) if attribute.has_value else f'="{value}"'.encode()


def _content_start(tree: Tree) -> int:
    """Return where what a page shows begins."""
    body = tree.find("body")
    if body:
        return body.inner_start
    for event in tree.events:
        element = event.element
        is_head = element is not None and any(one.name in HEAD - {"html", "head"} for one in element.up())
        if (
            event.kind in ("open", "empty")
            and element is not None
            and element.name not in HEAD
            and not is_head
        ):
            return event.start
        if event.kind == "text" and not is_head and tree.data[event.start : event.stop].strip():
            return event.start
    return len(tree.data)


def _link_edits(page: _Page) -> Iterator[Edit]:
    links = page.edition.links
    if not links:
        return
    for element in page.tree.elements:
        for name in _LINKS:
            attribute = element.attributes.get(name)
            if attribute and links.get(attribute.value, attribute.value) != attribute.value:
                yield attribute.range, encode_value(attribute, links[attribute.value])


def _block_edits(page: _Page) -> Iterator[Edit]:
    """Yield the notices before blocks, the marks of fallbacks, and the spaces that the language drops."""
    for place, block in enumerate(page.document.blocks):
        if page.is_removed(block.occurrences[0].range.start):
            continue
        notice = page.edition.notices.get(place)
        if notice:
            yield _insert(_place_before(page, block), _passage("p", "caveat-notice", notice))
        if place in page.edition.fallback and not _needs_words(page, block):
            yield from _mark(page, block)
        yield from dropped_glue(page.document, block, page.edition, is_collapsed=True)


def _mark(page: _Page, block: Block) -> Iterator[Edit]:
    """Yield what names a block's language: on its element, or around it where the element holds more."""
    locale = page.edition.source_locale
    owner = _owner(page, block)
    if owner:
        yield from _language_edits(owner, locale)
        return
    yield _insert(block.occurrences[0].range.start, f"<span{_languages(locale)}>".encode())
    yield _insert(block.occurrences[-1].range.stop, b"</span>")


def _needs_words(page: _Page, block: Block) -> bool:
    """Return whether a block stands where no language can be named, so that words must say it."""
    if block.kind is BlockKind.VALUE:
        return True
    if _owner(page, block):
        return False
    around = _container(page.tree, block.occurrences[0].range.start)
    is_spanless = around is not None and around.name in _SPANLESS
    whole = page.document.data[block.occurrences[0].range.start : block.occurrences[-1].range.stop]
    return is_spanless or not is_self_contained(whole)


def _container(tree: Tree, at: int) -> Element | None:
    """Return the block that a text stands in."""
    place = bisect_right(tree.starts, at) - 1
    around = tree.elements[place].up() if place >= 0 else iter(())
    return next((one for one in around if one.start < at < one.stop and one.name in BLOCKS | EMBEDDED), None)


def _owner(page: _Page, block: Block) -> Element | None:
    """Return the element that holds a block and no other text, or None."""
    element = _container(page.tree, block.occurrences[0].range.start)
    if element is None or element.name in ("html", "body", *_SPANLESS):
        return None
    first = bisect_left(page.starts, element.inner_start)
    is_alone = bisect_left(page.starts, element.inner_stop) - first == 1
    ends_inside = block.occurrences[-1].range.stop <= element.inner_stop
    spoken = {
        page.values[one.range.start] for one in element.attributes.values() if one.range.start in page.values
    }
    is_own = is_alone and ends_inside and spoken <= page.edition.fallback
    return element if is_own or element.is_foreign else None


def _place_before(page: _Page, block: Block) -> int:
    """Return where a paragraph may stand that is about a block: before its element, or first inside of it."""
    at = block.occurrences[0].range.start
    element = _container(page.tree, at)
    if element is None:
        return at
    parent = element.parent
    is_open = element.name in FLOW and (_owner(page, block) is None or not _takes_paragraphs(parent))
    if is_open:
        return at
    for one in element.up():
        if one.name in ("html", "head", "title", "body") and not one.is_foreign:
            break
        if _takes_paragraphs(one.parent):
            return one.start
    return _content_start(page.tree)


def _takes_paragraphs(element: Element | None) -> bool:
    return element is None or (
        element.name in FLOW and (not element.is_foreign or element.name == "foreignobject")
    )
