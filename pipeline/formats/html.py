"""HTML, whole documents and fragments, and XHTML; ITS 2.0 says what is translated.

Units are ranges of bytes that stand side by side with the skeleton, so that a document comes back byte for
byte (Law 1); another parser reads a target before it is written, so that the structure stays (Law 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.formats.article import Article
from pipeline.formats.html_charset import refuse_other_charset
from pipeline.formats.html_encode import encode_target
from pipeline.formats.html_its import find_traits
from pipeline.formats.html_leaves import read_leaves
from pipeline.formats.html_localize import localize_html
from pipeline.formats.html_tree import is_xml, read_tree
from pipeline.formats.html_units import HtmlPage, add_leaf, is_translatable
from pipeline.formats.lines import line_counter, refuse_binary
from pipeline.formats.notices import of_control
from pipeline.formats.wishes import find_wishes
from pipeline.model.document import (
    ByteRange,
    Document,
    Notice,
    Occurrence,
    Restricted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.base import Edition, Reading
    from pipeline.formats.html_its import Traits
    from pipeline.formats.html_tree import Tree


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
        page = HtmlPage(article, data, found.untranslated)
        page.has_title = any(leaf.kind == "title" and is_translatable(page, leaf) for leaf in found.leaves)
        for leaf, wish in find_wishes(found.leaves, found.marks, reading.path, article.line_at):
            add_leaf(page, leaf, wish)
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


def _restricted(tree: Tree, traits: Sequence[Traits]) -> Iterator[Restricted]:
    """Yield the elements that not every locale has."""
    for element, one in zip(tree.elements, traits, strict=True):
        if one.filter:
            yield Restricted(
                range=ByteRange(element.start, element.stop),
                languages=one.filter.ranges,
                is_exclusion=one.filter.is_exclusion,
            )


def _notices(page: HtmlPage) -> Iterator[Notice]:
    yield from page.junk_notices
    yield from page.article.notices()
    yield from of_control(page.data)
