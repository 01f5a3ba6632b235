"""Markdown: CommonMark with GitHub's tables, task lists, strikethrough and footnotes.

Units are ranges of bytes that stand side by side with the skeleton, so that a document comes back byte for
byte (Law 1); a target is parsed again before it is written, so that its structure stays (Law 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.article import Article, Heading
from pipeline.formats.front_matter import add_front_matter, encode_value, find_metadata, is_front_matter
from pipeline.formats.lines import refuse_binary
from pipeline.formats.markdown_encode import encode_target
from pipeline.formats.markdown_layout import line_counter, read_layout
from pipeline.formats.markdown_localize import localize_markdown
from pipeline.formats.markdown_marks import find_wishes
from pipeline.formats.markdown_units import find_units
from pipeline.formats.markdown_untranslated import find_left_out
from pipeline.formats.notices import of_control
from pipeline.model.document import Document, Notice, Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.base import Edition, Reading
    from pipeline.formats.inline_units import FoundUnit
    from pipeline.formats.markdown_layout import Layout
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.formats.markdown_marks import Wish
    from pipeline.model.document import Untranslated

_WHOLE: Final = ("heading", "cell", "title")


@dataclass(frozen=True, slots=True)
class MarkdownFormat:
    """The format `markdown`."""

    name: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdx")

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError, or ManyErrors with every problem."""
        refuse_binary(data, reading.path)
        layout = read_layout(data, reading.path)
        article = Article.start(reading, line_counter(data))
        add_front_matter(article, data)
        left_out: list[Untranslated] = []
        for leaf, wish in find_wishes(layout.leaves, layout.marks, reading.path, article.line_at):
            units = () if wish.is_skipped else _find_units(article, layout, leaf, wish, data)
            left_out += find_left_out(leaf, units, data, is_skipped=wish.is_skipped)
            if not wish.is_skipped:
                _add_leaf(article, leaf, units, wish)
        blocks = article.finish()
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=blocks,
            notices=tuple(sorted(_notices(article, data, layout), key=lambda notice: notice.line)),
            untranslated=(*find_metadata(data, blocks), *layout.untranslated, *left_out),
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes of a target; raises DocumentError for one that would change the structure."""
        if is_front_matter(document, occurrence):
            return encode_value(document, occurrence, target)
        return encode_target(document, occurrence, target)

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the file as an edition has it; raises DocumentError for what would change its structure."""
        return localize_markdown(document, edition, self)


def _notices(article: Article, data: bytes, layout: Layout) -> Iterator[Notice]:
    yield from article.notices()
    yield from of_control(data)
    if layout.html_at is not None:
        yield Notice(
            rule="source.not-understood",
            line=article.line_at(layout.html_at),
            message=f"{layout.html_letters} letters stand in HTML blocks, which nobody translates",
            hint="write them as Markdown",
        )


def _find_units(
    article: Article, layout: Layout, leaf: Leaf, wish: Wish, data: bytes
) -> tuple[FoundUnit, ...]:
    collection = article.reading.collection
    is_heading = leaf.kind == "heading"
    is_whole = leaf.kind in _WHOLE or wish.is_whole or collection.segmentation == "paragraph"
    is_whole = is_whole or layout.is_near_table(leaf, data) or (article.is_disclaimer and not is_heading)
    return find_units(leaf.tokens, data, article.reading.find_sentences, is_whole=is_whole)


def _add_leaf(article: Article, leaf: Leaf, units: tuple[FoundUnit, ...], wish: Wish) -> None:
    if leaf.kind != "heading":
        article.add_prose(units, "label" if leaf.kind == "title" else None, wish, leaf.start)
        return
    text = units[0].source if units else "".join(token.text for token in leaf.tokens if token.kind == "text")
    is_title = leaf.level == 1 and not article.outline.has_headings
    heading = Heading(text=text, level=leaf.level, at=leaf.start, is_title=is_title)
    article.add_heading(heading, units, wish)
