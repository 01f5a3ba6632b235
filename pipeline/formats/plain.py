"""Plain text: paragraphs with blank lines between them, list items, underlined headings, capitals.

Nothing in it is markup, so that a target is written as it is; the few that a reader would take for another
structure are refused (Law 2). Indentation, markers, underlines and line ends are skeleton (Law 1).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.article import Article, Heading
from pipeline.formats.inline_units import FoundUnit
from pipeline.formats.lines import line_counter, refuse_binary
from pipeline.formats.notices import of_control
from pipeline.formats.plain_lines import read_lines
from pipeline.formats.plain_pieces import read_pieces
from pipeline.formats.plain_write import encode_plain, localize_plain
from pipeline.model.document import (
    ByteRange,
    Document,
    Occurrence,
    Untranslated,
    UntranslatedKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.base import Edition, Reading
    from pipeline.formats.plain_pieces import Chunk, Piece

_UNSPACED: Final = ("zh", "ja", "yue", "lzh")
"""Languages whose lines break inside of words, which have no spaces between them."""


@dataclass(frozen=True, slots=True)
class PlainFormat:
    """The format `plain`."""

    name: str = "plain"
    suffixes: tuple[str, ...] = (".text",)

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError, or ManyErrors with every problem."""
        refuse_binary(data, reading.path)
        lines = list(read_lines(data))
        pieces, directives = read_pieces(
            lines, reading.collection.profile, reading.path, has_title=reading.has_title
        )
        article = Article.start(reading, line_counter(data))
        for piece in pieces:
            if not piece.wish.is_skipped:
                _add_piece(article, piece)
        skipped = [piece.range for piece in pieces if piece.wish.is_skipped]
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=article.finish(),
            junk=tuple(directives),
            notices=tuple(sorted([*article.notices(), *of_control(data)], key=lambda notice: notice.line)),
            untranslated=tuple(Untranslated(range=one, kind=UntranslatedKind.EXCLUDED) for one in skipped),
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes of a target; raises DocumentError for one that would change the structure."""
        return encode_plain(document, occurrence, target)

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the text as an edition has it: marks and notices in words, no line wider."""
        return localize_plain(document, edition)


def _add_piece(article: Article, piece: Piece) -> None:
    language = article.reading.source_locale.language
    text, seams = _join(piece.chunks, language)
    is_heading = piece.kind in ("title", "heading")
    is_whole = is_heading or piece.wish.is_whole or article.is_disclaimer
    is_whole = is_whole or article.reading.collection.segmentation == "paragraph"
    spans = ((0, len(text)),) if is_whole else article.reading.find_sentences(text)
    places = _locate(piece.chunks, seams, spans)
    units = tuple(FoundUnit(text[slice(*span)], where, ()) for span, where in zip(spans, places, strict=True))
    if is_heading:
        is_title = piece.kind == "title"
        heading = Heading(text=text, level=piece.level, at=piece.range.start, is_title=is_title)
        article.add_heading(heading, units, piece.wish)
    else:
        article.add_prose(units, None, piece.wish, piece.range.start)


def _join(chunks: Sequence[Chunk], language: str) -> tuple[str, list[int]]:
    """Return a piece's lines as one text, and where in it each of them starts."""
    parts: list[str] = []
    seams: list[int] = []
    position = 0
    for chunk in chunks:
        glue = _glue(parts[-1], chunk.text, language) if parts else ""
        seams.append(position + len(glue))
        parts += [glue, chunk.text]
        position += len(glue) + len(chunk.text)
    return "".join(parts), seams


def _glue(before: str, after: str, language: str) -> str:
    """Return what stands for the end of a line: nothing after the hyphen of `over-the-counter`."""
    if before[-1:] == "-" and before[-2:-1].isalpha() and after[:1].islower():
        return ""
    return "" if language in _UNSPACED else " "


def _locate(
    chunks: Sequence[Chunk], seams: Sequence[int], spans: Sequence[tuple[int, int]]
) -> Iterator[ByteRange]:
    """Yield the byte ranges of spans in rising order, in one walk over the text."""
    walk = _Walk(chunks)
    for start, stop in spans:
        first, last = bisect_right(seams, start) - 1, bisect_left(seams, stop) - 1
        begin = walk.offset(first, start - seams[first])
        yield ByteRange(begin, walk.offset(last, stop - seams[last]))


@dataclass(slots=True)
class _Walk:
    """Characters of a piece to byte offsets, as long as they are asked for in rising order."""

    chunks: Sequence[Chunk]
    chunk: int = 0
    character: int = 0
    size: int = 0

    def offset(self, chunk: int, character: int) -> int:
        """Return the byte offset of a character of a chunk."""
        if chunk != self.chunk:
            self.chunk, self.character, self.size = chunk, 0, 0
        text = self.chunks[chunk].text
        self.size += len(text[self.character : character].encode())
        self.character = character
        return self.chunks[chunk].start + self.size
