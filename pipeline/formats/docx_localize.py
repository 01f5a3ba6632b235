"""An edition to a Word file: first the texts are exchanged, then paragraphs and runs get their marks.

Word shows its readers no language, so a fallback says in words which one it is in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.formats.base import finish, splice, write_units
from pipeline.formats.docx_encode import layout_of, write_target
from pipeline.formats.docx_marks import Language, mark_paragraph, prefix_of, read_language, write_paragraph
from pipeline.formats.docx_parts import read_parts
from pipeline.formats.docx_units import split_like
from pipeline.formats.editions import add_mark, dropped_glue
from pipeline.formats.packages import repack
from pipeline.formats.xml_ranges import escape_value
from pipeline.model.document import BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.formats.base import DocumentFormat, Edition, Passage
    from pipeline.formats.docx_leaf import Layout, Leaf
    from pipeline.formats.docx_parts import Parts
    from pipeline.formats.xml_ranges import Node
    from pipeline.model.document import Block, Document, Occurrence

_LINK: Final = "hyperlink"


@dataclass(slots=True)
class _Marks:
    """What is said of paragraphs, by their place among all that a file holds."""

    languages: dict[int, Language] = field(default_factory=dict)
    notices: dict[int, list[Passage]] = field(default_factory=dict)
    """What readers are told before a paragraph."""
    top: list[Passage] = field(default_factory=list)
    """What they are told before everything."""


def localize_docx(document: Document, edition: Edition, one: DocumentFormat) -> bytes:
    """Return the file as an edition has it; raises DocumentError for a target that can't be written."""
    layout = layout_of(document)
    texts = dict(_texts(document, edition))
    edits = [*_glue(document, edition), *_links(layout, edition.links)]
    data = _write(document, layout, texts, edits, one)
    is_marked = bool(edition.fallback or edition.notices or edition.banner)
    if edition.locale == edition.source_locale and not is_marked:
        return data
    parts = read_parts(data, document.path)
    pieces = _mark(parts, _find_marks(document, layout, edition))
    return repack(parts.package, splice(parts.data, pieces))


def rebuild_docx(document: Document, target: Callable[[Occurrence], str], one: DocumentFormat) -> bytes:
    """Return the file with each unit's text replaced by `target`, and the copies of these texts with them."""
    texts = {unit.range: target(unit) for unit in document.occurrences()}
    return _write(document, layout_of(document), texts, [], one)


def _write(
    document: Document,
    layout: Layout,
    texts: Mapping[ByteRange, str],
    edits: Sequence[tuple[ByteRange, bytes]],
    one: DocumentFormat,
) -> bytes:
    edits = [*edits, *_copies(document, layout, texts)]
    written = write_units(document, lambda unit: one.encode(document, unit, texts[unit.range]), edits)
    return finish(document, splice(document.data, written))


def _texts(document: Document, edition: Edition) -> Iterator[tuple[ByteRange, str]]:
    for place, block in enumerate(document.blocks):
        for number, unit in enumerate(block.occurrences):
            text = edition.text_of(unit)
            is_marked = place in edition.fallback and not number
            yield unit.range, add_mark(edition, text) if is_marked else text


def _glue(document: Document, edition: Edition) -> Iterator[tuple[ByteRange, bytes]]:
    for block in document.blocks:
        yield from dropped_glue(document, block, edition)


def _copies(
    document: Document, layout: Layout, texts: Mapping[ByteRange, str]
) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield what copies of texts become: they say what the text they are copies of says."""
    for block in document.blocks:
        leaf = layout.leaf_at(block.occurrences[0].range.start)
        for copy in leaf.copies:
            yield from _copy(leaf, copy, block, layout, texts)


def _copy(
    leaf: Leaf, copy: Leaf, block: Block, layout: Layout, texts: Mapping[ByteRange, str]
) -> Iterator[tuple[ByteRange, bytes]]:
    if copy.context:
        where = ByteRange(copy.start, copy.stop)
        text = texts[block.occurrences[0].range]
        if text != block.occurrences[0].key.source:
            yield where, write_target(layout, copy, where, text, {})
        return
    units = split_like(leaf, [unit.range for unit in block.occurrences], copy, layout.data, layout.styles)
    if [unit.source for unit in units] != [unit.key.source for unit in block.occurrences]:
        return
    for unit, original in zip(units, block.occurrences, strict=True):
        if texts[original.range] != unit.source:
            inside = {code.number: code.opening for code in unit.codes if code.closing is None}
            yield unit.range, write_target(layout, copy, unit.range, texts[original.range], inside)


def _links(layout: Layout, links: Mapping[str, str]) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the link targets that differ in this locale."""
    for part in layout.parts.stories:
        for link in part.links.values():
            if link.kind == _LINK and link.target in links:
                yield link.range, escape_value(links[link.target])


def _find_marks(document: Document, layout: Layout, edition: Edition) -> _Marks:
    places = {node.start: place for place, node in enumerate(_paragraphs(layout.parts))}
    marks = _Marks(top=[edition.banner] if edition.banner else [])
    own, source = read_language(edition.locale), read_language(edition.source_locale)
    for place, block in enumerate(document.blocks):
        leaf = layout.leaf_at(block.occurrences[0].range.start)
        at = places[leaf.paragraph.start] if leaf.paragraph else None
        if place in edition.notices:
            (marks.top if at is None else marks.notices.setdefault(at, [])).append(edition.notices[place])
        if block.kind is BlockKind.VALUE:
            continue
        is_source = place in edition.fallback
        for one in (leaf, *leaf.copies):
            if one.paragraph and (is_source or edition.locale != edition.source_locale):
                marks.languages[places[one.paragraph.start]] = source if is_source else own
    return marks


def _paragraphs(parts: Parts) -> Iterator[Node]:
    for part in parts.stories:
        yield from (node for node in part.root.walk() if node.name == "w:p")


def _mark(parts: Parts, marks: _Marks) -> Iterator[tuple[ByteRange, bytes]]:
    body = parts.stories[0].root.find("w:body")
    if body is not None:
        for passage in marks.top:
            at = ByteRange(body.open_stop, body.open_stop)
            yield at, write_paragraph(passage, prefix_of(body))
    for place, node in enumerate(_paragraphs(parts)):
        for passage in marks.notices.get(place, ()):
            yield ByteRange(node.start, node.start), write_paragraph(passage, prefix_of(node))
        if place in marks.languages:
            yield from mark_paragraph(node, parts.data, marks.languages[place])
