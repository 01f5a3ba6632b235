"""HTML, whole documents and fragments, and XHTML; ITS 2.0 says what is translated.

Units are ranges of bytes that stand side by side with the skeleton, so that a document comes back byte for
byte (Law 1); another parser reads a target before it is written, so that the structure stays (Law 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.formats.article import Article, Heading
from pipeline.formats.headings import strip_junk
from pipeline.formats.html_charset import refuse_other_charset
from pipeline.formats.html_encode import encode_target
from pipeline.formats.html_its import find_traits
from pipeline.formats.html_leaves import HtmlLeaf, read_leaves
from pipeline.formats.html_localize import localize_html
from pipeline.formats.html_tree import is_xml, read_tree
from pipeline.formats.inline import render_inline
from pipeline.formats.inline_units import FoundUnit, cut, is_prose, make_units, split_sentences
from pipeline.formats.lines import Line, refuse_binary
from pipeline.formats.markdown_layout import line_counter
from pipeline.formats.markdown_marks import find_wishes
from pipeline.formats.notices import of_control, of_junk
from pipeline.model.document import (
    BlockKind,
    ByteRange,
    Document,
    Junk,
    Notice,
    Occurrence,
    Restricted,
    Untranslated,
    UntranslatedKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.base import Edition, Reading
    from pipeline.formats.html_its import Traits
    from pipeline.formats.html_tree import Tree
    from pipeline.formats.inline_units import Token
    from pipeline.formats.markdown_marks import Wish

_BLANK: Final = b"\t\n\f\r "
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class HtmlFormat:
    """The format `html`."""

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError, or ManyErrors with every problem."""
        refuse_other_charset(data, reading.path)
        refuse_binary(data, reading.path)
        tree = read_tree(data, is_xml=is_xml(data, reading.path))
        traits = find_traits(tree, reading.collection.profile.rules)
        article = Article.start(reading, line_counter(data))
        found = read_leaves(tree, traits, reading.path, article.line_at)
        page = _Page(article, data, found.untranslated)
        page.has_title = any(leaf.kind == "title" and _is_translatable(page, leaf) for leaf in found.leaves)
        for leaf, wish in find_wishes(found.leaves, found.marks, reading.path, article.line_at):
            _add_leaf(page, leaf, replace(wish, notes=(*leaf.notes, *wish.notes)))
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=article.finish(),
            junk=tuple(page.junk),
            notices=tuple(sorted(_notices(page), key=lambda notice: notice.line)),
            untranslated=tuple(sorted(page.untranslated, key=lambda one: one.range)),
            restricted=tuple(_restricted(tree, traits)),
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes of a target; raises DocumentError for one that would change the structure."""
        return encode_target(document, occurrence, target)

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the document as an edition has it; raises DocumentError like `encode`."""
        return localize_html(document, edition)


@dataclass(slots=True)
class _Page:
    """An HTML document being understood."""

    article: Article
    data: bytes
    untranslated: list[Untranslated]
    junk: list[Junk] = field(default_factory=list)
    junk_notices: list[Notice] = field(default_factory=list)
    has_title: bool = False
    """Whether a `title` element names the document; otherwise its first heading of the first level does."""


def _restricted(tree: Tree, traits: Sequence[Traits]) -> Iterator[Restricted]:
    """Yield the elements that not every locale has."""
    for element, one in zip(tree.elements, traits, strict=True):
        if one.filter:
            yield Restricted(
                range=ByteRange(element.start, element.stop),
                languages=one.filter.ranges,
                is_exclusion=one.filter.is_exclusion,
            )


def _notices(page: _Page) -> Iterator[Notice]:
    yield from page.junk_notices
    yield from page.article.notices()
    yield from of_control(page.data)


def _is_translatable(page: _Page, leaf: HtmlLeaf) -> bool:
    return bool(_find_units(page, leaf, is_whole=True))


def _find_units(page: _Page, leaf: HtmlLeaf, *, is_whole: bool) -> tuple[FoundUnit, ...]:
    if leaf.kind == "value":
        return _value_units(page, leaf)
    find = page.article.reading.find_sentences
    parts = [leaf.tokens] if is_whole else split_sentences(leaf.tokens, page.data, find)
    return make_units(parts, page.data, lambda token, _: page.data[token.start : token.stop])


def _value_units(page: _Page, leaf: HtmlLeaf) -> tuple[FoundUnit, ...]:
    text = leaf.tokens[0].text
    if not is_prose(text):
        return ()
    raw = page.data[leaf.start : leaf.stop]
    start = leaf.start + len(raw) - len(raw.lstrip(_BLANK))
    where = ByteRange(start, start + len(raw.strip(_BLANK)))
    source = render_inline((text.strip().replace("\r\n", "\n"),))
    return (FoundUnit(source, where, ()),)


def _add_leaf(page: _Page, leaf: HtmlLeaf, wish: Wish) -> None:
    article = page.article
    is_whole = leaf.is_whole or wish.is_whole or article.reading.collection.segmentation == "paragraph"
    is_one = is_whole or (article.is_disclaimer and leaf.kind not in ("heading", "value", "title"))
    units = () if wish.is_skipped else _find_units(page, leaf, is_whole=is_one)
    page.untranslated += _left_out(leaf, units, is_skipped=wish.is_skipped)
    if wish.is_skipped:
        return
    if leaf.kind == "value":
        for unit in units:
            article.add_aside(unit, BlockKind.VALUE, leaf.role or "", wish)
    elif leaf.kind == "title":
        for unit in units:
            article.add_aside(unit, BlockKind.TITLE, BlockKind.TITLE.value, wish)
    elif leaf.kind == "heading":
        leaf, units = _without_junk(page, leaf, units)
        text = (
            units[0].source if units else "".join(token.text for token in leaf.tokens if token.kind == "text")
        )
        is_first = leaf.level == 1 and not article.outline.has_headings and not page.has_title
        heading = Heading(text=text, level=leaf.level, at=leaf.start, is_title=is_first)
        article.add_heading(heading, units, wish)
    else:
        article.add_prose(units, leaf.role, wish, leaf.start)


def _without_junk(
    page: _Page, leaf: HtmlLeaf, units: tuple[FoundUnit, ...]
) -> tuple[HtmlLeaf, tuple[FoundUnit, ...]]:
    """Take declared junk off a heading, but only where a declared heading is left."""
    text = units[0].source if units else ""
    heading = strip_junk(page.article.reading.collection.profile, text)
    length = len(text) - len(heading)
    first, rest = cut(leaf.tokens[0], length, page.data)
    if not length or first.text != text[:length]:
        return leaf, units
    line = Line(page.article.line_at(first.start), text, first.start)
    page.junk.append(Junk(range=ByteRange(first.start, first.stop), line=line.number, text=first.text))
    page.junk_notices.append(of_junk(line, first.text, heading))
    bare = replace(leaf, start=rest.start, tokens=(rest, *leaf.tokens[1:]))
    return bare, _find_units(page, bare, is_whole=True)


def _left_out(leaf: HtmlLeaf, units: Sequence[FoundUnit], *, is_skipped: bool) -> Iterator[Untranslated]:
    """Yield the texts of a leaf with letters that are in no unit, side by side ones as one."""
    waiting: list[Token] = []
    ranges = [unit.range for unit in units]
    place = 0
    for token in leaf.tokens:
        while place < len(ranges) and ranges[place].stop <= token.start:
            place += 1
        is_inside = place < len(ranges) and ranges[place].start <= token.start
        if token.kind == "text" and not is_inside:
            if waiting and (waiting[-1].stop != token.start or waiting[-1].detail != token.detail):
                yield from _one_left_out(waiting, is_skipped=is_skipped)
                waiting = []
            waiting.append(token)
    yield from _one_left_out(waiting, is_skipped=is_skipped)


def _one_left_out(tokens: Sequence[Token], *, is_skipped: bool) -> Iterator[Untranslated]:
    if any(_LETTER.search(token.text) for token in tokens):
        is_excluded = is_skipped or tokens[0].detail == "excluded"
        kind = UntranslatedKind.EXCLUDED if is_excluded else UntranslatedKind.CODE
        yield Untranslated(range=ByteRange(tokens[0].start, tokens[-1].stop), kind=kind)
