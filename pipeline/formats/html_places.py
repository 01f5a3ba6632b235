"""Places in an HTML file where an edition can say something: a language, a notice, another link target."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pipeline.formats.html_elements import BLOCKS, EMBEDDED, FLOW, HEAD
from pipeline.formats.html_encode import encode_value, escape, is_self_contained
from pipeline.formats.html_its import Filter
from pipeline.language.names import direction
from pipeline.model.document import BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.formats.base import Edition, Passage
    from pipeline.formats.html_tokens import Attribute
    from pipeline.formats.html_tree import Element, Tree
    from pipeline.model.document import Block, Document
    from pipeline.model.locale import Locale

Edit = tuple[ByteRange, bytes]
"""What stands in a range of the source in an edition."""

_LINKS: Final = ("href", "src")
_SPANLESS: Final = frozenset({"select", "optgroup", "table", "tbody", "thead", "tfoot", "tr", "colgroup"})
"""Elements that lose a `span` put into them."""


@dataclass
class Page:
    """A document that is being written in one edition."""

    document: Document
    edition: Edition
    tree: Tree
    dropped: dict[ByteRange, set[int]] = field(default_factory=dict)
    """Of units, the numbers of the tags that the locale does not have."""

    @property
    def is_source(self) -> bool:
        """Whether it is written in the language it is in already."""
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
        """Return whether a byte stands in what the locale does not have."""
        place = bisect_right(self.removed, at, key=lambda where: where.start) - 1
        return place >= 0 and at < self.removed[place].stop


def insert(at: int, written: bytes) -> Edit:
    """Return the edit that puts bytes at a place."""
    return ByteRange(at, at), written


def passage(name: str, kind: str, said: Passage, style: str = "") -> bytes:
    """Return an element that says something, and in which language."""
    look = f' style="{style}"' if style else ""
    opening = f'<{name} class="{kind}"{_languages(said.locale)}{look}>'
    return f"{opening}{escape(said.text)}</{name}>".encode()


def _languages(locale: Locale) -> str:
    return f' lang="{locale.tag}" dir="{direction(locale)}"'


def language_edits(element: Element, locale: Locale) -> Iterator[Edit]:
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
            yield value_edit(attribute, value)
    if missing:
        yield insert(element.start + 1 + len(element.name.encode()), missing.encode())


def value_edit(attribute: Attribute, value: str) -> Edit:
    """Return the edit that gives an attribute of a start tag another value."""
    written = encode_value(attribute, value) if attribute.has_value else f'="{value}"'.encode()
    return attribute.range, written


def content_start(tree: Tree) -> int:
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


def link_edits(tree: Tree, links: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the link targets that are others in a locale: where a whole attribute is the source's."""
    for element in tree.elements if links else ():
        for name in _LINKS:
            attribute = element.attributes.get(name)
            if attribute and links.get(attribute.value, attribute.value) != attribute.value:
                yield attribute.range, encode_value(attribute, links[attribute.value])


def mark(page: Page, block: Block) -> Iterator[Edit]:
    """Yield what names a block's language: on its element, or around it where the element holds more."""
    locale = page.edition.source_locale
    owner = find_owner(page, block)
    if owner:
        yield from language_edits(owner, locale)
        return
    yield insert(block.occurrences[0].range.start, f"<span{_languages(locale)}>".encode())
    yield insert(block.occurrences[-1].range.stop, b"</span>")


def needs_words(page: Page, block: Block) -> bool:
    """Return whether a block stands where no language can be named, so that words must say it."""
    if block.kind is BlockKind.VALUE:
        return True
    if find_owner(page, block):
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


def find_owner(page: Page, block: Block) -> Element | None:
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


def place_before(page: Page, block: Block) -> int:
    """Return where a paragraph may stand that is about a block: before its element, or first inside of it."""
    at = block.occurrences[0].range.start
    element = _container(page.tree, at)
    if element is None:
        return at
    parent = element.parent
    is_open = element.name in FLOW and (find_owner(page, block) is None or not _takes_paragraphs(parent))
    if is_open:
        return at
    for one in element.up():
        if one.name in ("html", "head", "title", "body") and not one.is_foreign:
            break
        if _takes_paragraphs(one.parent):
            return one.start
    return content_start(page.tree)


def _takes_paragraphs(element: Element | None) -> bool:
    return element is None or (
        element.name in FLOW and (not element.is_foreign or element.name == "foreignobject")
    )
