"""Markdown: CommonMark with GitHub's tables, task lists, strikethrough and footnotes.

Units are ranges of bytes that stand side by side with the skeleton, so that a document comes back byte for
byte (Law 1); a target is parsed again before it is written, so that its structure stays (Law 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.article import Article, Heading
from pipeline.formats.front_matter import add_front_matter, encode_value, find_metadata, is_front_matter
from pipeline.formats.html_leaf import HtmlLeaf
from pipeline.formats.html_units import HtmlPage, add_leaf
from pipeline.formats.inline_units import is_prose
from pipeline.formats.lines import line_counter, refuse_binary
from pipeline.formats.markdown_encode import encode_target, read_shapes
from pipeline.formats.markdown_events import DEFINITION_LISTS
from pipeline.formats.markdown_html import encode_in_html, read_html
from pipeline.formats.markdown_images import ALT, encode_alt, find_alt_unit, find_picture
from pipeline.formats.markdown_layout import read_layout
from pipeline.formats.markdown_localize import localize_markdown
from pipeline.formats.markdown_units import find_units
from pipeline.formats.markdown_untranslated import find_left_out
from pipeline.formats.notices import of_control
from pipeline.formats.wishes import find_wishes
from pipeline.model.document import BlockKind, Document, Notice, Occurrence, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.base import Edition, Reading
    from pipeline.formats.inline_units import FoundUnit
    from pipeline.formats.markdown_layout import Layout
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.formats.wishes import Wish
    from pipeline.model.document import Untranslated

_WHOLE: Final = ("heading", "cell", "title", "term")


@dataclass(frozen=True, slots=True)
class MarkdownFormat:
    """The format `markdown`."""

    name: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdx")

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError, or ManyErrors with every problem."""
        refuse_binary(data, reading.path)
        profile = reading.collection.profile
        dialect = DEFINITION_LISTS if profile.has_definition_lists else ""
        layout = read_layout(data, reading.path, dialect)
        article = Article.start(reading, line_counter(data))
        add_front_matter(article, data)
        html = read_html(layout.html, data, reading.path, profile.rules, article.line_at)
        page = HtmlPage(article, data, html.untranslated)
        leaves: list[Leaf | HtmlLeaf] = [*layout.leaves, *html.leaves]
        leaves.sort(key=lambda leaf: (leaf.start, -leaf.stop))
        for leaf, wish in find_wishes(leaves, layout.marks, reading.path, article.line_at):
            if isinstance(leaf, HtmlLeaf):
                add_leaf(page, leaf, wish)
            else:
                page.untranslated += _add_leaf(article, layout, leaf, wish, data)
        blocks = article.finish()
        untranslated = (*find_metadata(data, blocks), *layout.untranslated, *page.untranslated)
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=blocks,
            junk=tuple(page.junk),
            notices=tuple(sorted(_notices(page, untranslated), key=lambda notice: notice.line)),
            untranslated=untranslated,
            dialect=dialect,
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes of a target; raises DocumentError for one that would change the structure."""
        if is_front_matter(document, occurrence):
            return encode_value(document, occurrence, target)
        layout = read_shapes(document.data, document.path, document.dialect)
        if layout.html.find(occurrence.range.start):
            return encode_in_html(document, occurrence, target, layout.html)
        picture = find_picture(layout, occurrence.range)
        if picture:
            return encode_alt(document, occurrence, target, picture)
        return encode_target(document, occurrence, target)

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the file as an edition has it; raises DocumentError for what would change its structure."""
        return localize_markdown(document, edition, self)


def _notices(page: HtmlPage, untranslated: Sequence[Untranslated]) -> Iterator[Notice]:
    yield from page.junk_notices
    yield from page.article.notices()
    yield from of_control(page.data)
    unknown = [one.range for one in untranslated if one.kind is UntranslatedKind.UNKNOWN]
    letters = sum(
        map(str.isalpha, b"".join(where.cut(page.data) for where in unknown).decode(errors="ignore"))
    )
    if letters:
        first = min(where.start for where in unknown if any(map(str.isalpha, where.cut(page.data).decode())))
        yield Notice(
            rule="source.not-understood",
            line=page.article.line_at(first),
            message=f"{letters} letters stand in HTML that is not understood, so nobody translates them",
            hint="write them as Markdown",
        )


def _find_units(
    article: Article, layout: Layout, leaf: Leaf, wish: Wish, data: bytes
) -> tuple[FoundUnit, ...]:
    reading = article.reading
    is_whole = (
        leaf.kind in _WHOLE
        or wish.is_whole
        or reading.collection.segmentation == "paragraph"
        or article.is_disclaimer
        or layout.is_near_table(leaf, data)
    )
    return find_units(leaf.tokens, data, reading.find_sentences, is_whole=is_whole)


def _add_leaf(
    article: Article, layout: Layout, leaf: Leaf, wish: Wish, data: bytes
) -> Sequence[Untranslated]:
    """Add the blocks of a leaf; return what of it is in no unit."""
    if wish.is_skipped:
        return find_left_out(leaf, (), data, is_skipped=True)
    units = _find_units(article, layout, leaf, wish, data)
    if leaf.kind == "heading":
        text = (
            units[0].source if units else "".join(token.text for token in leaf.tokens if token.kind == "text")
        )
        is_title = leaf.level == 1 and not article.outline.has_headings
        heading = Heading(text=text, level=leaf.level, at=leaf.start, is_title=is_title)
        article.add_heading(heading, units, wish)
    else:
        article.add_prose(units, "label" if leaf.kind == "title" else None, wish, leaf.start)
    for picture in leaf.pictures:
        if is_prose(picture.text):
            article.add_aside(find_alt_unit(picture), BlockKind.VALUE, ALT, wish)
    return find_left_out(leaf, units, data, is_skipped=False)
