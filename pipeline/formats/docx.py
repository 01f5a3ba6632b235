"""Word documents: the text of a file that Word, LibreOffice or another program wrote as `.docx`.

Only text runs are rewritten: units are ranges of bytes in the file's members, which stand side by side with
the skeleton, so that a file comes back byte for byte (Law 1); a target is put into the runs its tags name, so
that paragraphs, tables, links, notes and drawings stay (Law 2). A line in messages is a paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.article import Article, Heading
from pipeline.formats.docx_comments import find_marks
from pipeline.formats.docx_encode import encode_target
from pipeline.formats.docx_layout import read_layout
from pipeline.formats.docx_localize import localize_docx, rebuild_docx
from pipeline.formats.docx_units import find_units
from pipeline.formats.inline import render_inline
from pipeline.formats.inline_units import FoundUnit
from pipeline.formats.wishes import find_wishes
from pipeline.model.document import (
    BlockKind,
    ByteRange,
    Document,
    Notice,
    Occurrence,
    Untranslated,
    UntranslatedKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.formats.base import Edition, Reading
    from pipeline.formats.docx_leaf import Layout, Leaf
    from pipeline.formats.wishes import Wish

_DEEPEST: Final = 9
"""The deepest level of a heading."""


@dataclass(frozen=True, slots=True)
class DocxFormat:
    """The format `docx`."""

    name: str = "docx"
    suffixes: tuple[str, ...] = (".docx", ".dotx")

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError, or ManyErrors with every problem."""
        layout = read_layout(data, reading.path)
        article = Article.start(reading, layout.line_at)
        skipped: list[Leaf] = []
        part = 0
        marks = find_marks(layout, reading.path)
        for leaf, wish in find_wishes(layout.leaves, marks, reading.path, layout.line_at):
            if leaf.part != part:
                # A header or a note stands in no section of the text.
                article.outline.leave()
                part = leaf.part
            if wish.is_skipped:
                skipped.append(leaf)
            else:
                _add_leaf(article, layout, leaf, wish)
        blocks = article.finish()
        untranslated = (*layout.untranslated, *_of_skipped(skipped))
        inside = [unit.range for block in blocks for unit in block.occurrences]
        return Document(
            id=reading.id,
            path=reading.path,
            data=layout.data,
            blocks=blocks,
            notices=tuple(sorted([*article.notices(), *_notices(layout)], key=lambda notice: notice.line)),
            untranslated=tuple(_outside(untranslated, sorted(inside))),
            package=layout.parts.package,
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes of a target; raises DocumentError for one that would change the structure."""
        return encode_target(document, occurrence, target)

    def rebuild(self, document: Document, target: Callable[[Occurrence], str]) -> bytes:
        """Return the file with each unit's text replaced by `target`; what repeats a text follows it."""
        return rebuild_docx(document, target, self)

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the file as an edition has it; raises DocumentError for a target that can't be written."""
        return localize_docx(document, edition, self)


def _add_leaf(article: Article, layout: Layout, leaf: Leaf, wish: Wish) -> None:
    if leaf.context:
        unit = FoundUnit(render_inline((leaf.text,)), ByteRange(leaf.start, leaf.stop), ())
        article.add_aside(unit, BlockKind.VALUE, leaf.context, wish)
        return
    reading = article.reading
    is_heading = leaf.level is not None
    is_whole = is_heading or leaf.is_cell or wish.is_whole or article.is_disclaimer
    is_whole = is_whole or reading.collection.segmentation == "paragraph"
    find = None if is_whole else reading.find_sentences
    units = find_units(leaf, layout.data, layout.styles, find)
    if leaf.level is None:
        article.add_prose(units, None, wish, leaf.start)
        return
    text = units[0].source if units else " ".join(leaf.text.split())
    is_title = leaf.is_title and not article.outline.has_headings
    heading = Heading(text=text, level=min(leaf.level, _DEEPEST), at=leaf.start, is_title=is_title)
    article.add_heading(heading, units, wish)


def _of_skipped(leaves: Sequence[Leaf]) -> Iterator[Untranslated]:
    for leaf in leaves:
        for where in leaf.texts:
            yield Untranslated(range=where, kind=UntranslatedKind.EXCLUDED)


def _outside(found: Sequence[Untranslated], units: Sequence[ByteRange]) -> Iterator[Untranslated]:
    """Yield what stands in no unit, in order: a unit keeps what is inside its tags."""
    for one in sorted(found, key=lambda one: one.range):
        at = bisect_right(units, one.range.start, key=lambda where: where.start) - 1
        if at < 0 or units[at].stop <= one.range.start:
            yield one


def _notices(layout: Layout) -> Iterator[Notice]:
    if layout.changes:
        yield Notice(
            rule="source.tracked-changes",
            line=layout.line_at(min(layout.changes)),
            message=f"{len(layout.changes)} tracked changes are open: what was inserted is read, "
            "what was deleted is not",
            hint="accept or reject them before the document is translated",
        )
    if layout.differing:
        yield Notice(
            rule="source.not-understood",
            line=layout.line_at(min(layout.differing)),
            message="a drawing says something else to old programs than to new ones; that stays as it is",
            hint="draw it anew in a current program",
        )
    if layout.bound:
        yield Notice(
            rule="source.bound-text",
            line=layout.line_at(min(layout.bound)),
            message=f"{len(layout.bound)} content controls show data that the file holds elsewhere, "
            "so that Word may put the source text back",
            hint="remove the content controls and keep their text",
        )
    unknown = [one for one in layout.untranslated if one.kind is UntranslatedKind.UNKNOWN]
    if unknown:
        letters = sum(sum(map(str.isalpha, one.range.cut(layout.data).decode())) for one in unknown)
        yield Notice(
            rule="source.not-understood",
            line=layout.line_at(min(one.range.start for one in unknown)),
            message=f"{letters} letters stand in charts or drawings, which nobody translates",
            hint="write them into the text",
        )
