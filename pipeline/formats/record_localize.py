"""An edition to a record: the same lines in another language, for the system that the source came from.

A record has no markup, so what HTML says in attributes stands in brackets: `[Inglés] Leg Cramps`. Its first
line is its title, so a preview's banner and the notices about the whole record stand below it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.formats.base import splice
from pipeline.formats.editions import add_mark, dropped_glue, end_of_line, find_newline, start_of_line
from pipeline.language.names import render_label
from pipeline.model.document import BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.base import DocumentFormat, Edition, Passage
    from pipeline.model.document import Block, Document, Occurrence

_COLON: Final = b":"


def localize_record(document: Document, edition: Edition, one: DocumentFormat) -> bytes:
    """Return the record."""
    return splice(document.data, _pieces(document, edition, one))


def _pieces(document: Document, edition: Edition, one: DocumentFormat) -> Iterator[tuple[ByteRange, bytes]]:
    for place, block in enumerate(document.blocks):
        if block.kind is BlockKind.LABEL:
            yield _label(document, block, edition, is_fallback=place in edition.fallback)
        else:
            yield from dropped_glue(document, block, edition)
            for unit in block.occurrences:
                is_marked = place in edition.fallback and unit is block.occurrences[0]
                yield unit.range, _written(document, unit, edition, one, is_marked=is_marked)
    for junk in document.junk:
        yield junk.range, b""
    yield from _inserted(document, edition)


def _written(
    document: Document, unit: Occurrence, edition: Edition, one: DocumentFormat, *, is_marked: bool
) -> bytes:
    text = edition.text_of(unit)
    return one.encode(document, unit, add_mark(edition, text) if is_marked else text)


def _label(
    document: Document, block: Block, edition: Edition, *, is_fallback: bool
) -> tuple[ByteRange, bytes]:
    """Return a label up to its colon: it names its language itself, in that language."""
    [unit] = block.occurrences
    if edition.locale == edition.source_locale:
        return unit.range, unit.range.cut(document.data)
    stop = document.data.index(_COLON, block.language.stop if block.language else unit.range.stop) + len(
        _COLON
    )
    shown = edition.source_locale if is_fallback else edition.locale
    return ByteRange(unit.range.start, stop), render_label(edition.text_of(unit), shown).encode()


def _inserted(document: Document, edition: Edition) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the banner and the notices, each on a line of its own."""
    data, newline = document.data, find_newline(document.data)
    below_title = end_of_line(data, document.blocks[0].occurrences[-1].range.stop)
    passages: dict[int, list[Passage]] = defaultdict(list)
    if edition.banner:
        passages[below_title].append(edition.banner)
    for place, notice in sorted(edition.notices.items()):
        start = start_of_line(data, document.blocks[place].occurrences[0].range.start)
        passages[start if place else below_title].append(notice)
    for at, said in passages.items():
        is_cut_off = at == len(data) and not data.endswith((b"\n", b"\r"))
        lines = [f"[{one.text}]".encode() for one in said]
        text = newline.join([b"", *lines] if is_cut_off else [*lines, b""])
        yield ByteRange(at, at), text
