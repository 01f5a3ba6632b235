"""Lines of plain text to pieces: title, headings, paragraphs, list items; and what the author says of them.

Blank lines end a piece, and so do list markers, underlines, directives, declared headings and lines without
a letter or digit. Any other line goes on with the piece above it, unless it is indented differently and
does not start with a small letter: joining too much costs a translator little, cutting a sentence does harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from pipeline.formats.headings import MAX_LENGTH, MAX_WORDS
from pipeline.formats.line_directives import LineDirectives, is_directive
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config.project import Profile
    from pipeline.formats.plain_lines import TextLine
    from pipeline.formats.wishes import Wish
    from pipeline.model.document import Junk

PieceKind = Literal["title", "heading", "paragraph", "item"]

MARKER: Final = re.compile(r"(?:[-*+•‣◦·–]|\(?\d{1,3}[.)])[ \t]+")
"""What starts a list item, with the white space after it."""
_BULLET_GLUED: Final = re.compile(r"[•‣◦]")
"""Bullets that need no white space after them."""
_INTERRUPTING: Final = re.compile(r"[-*+•‣◦]|\(?1[.)]")
"""A marker that starts a list in the middle of a paragraph. `20.` may end a sentence, a dash be one in it."""
_UNDERLINE: Final = re.compile(r"={3,}+|-{3,}+")
"""What makes a heading of the lines above it, however many: a translation may need more of them, or fewer."""
_OPENING: Final = "\"'“‘«([¿¡"
_NO_HEADING_END: Final = tuple(".!?:;,…")
_FEWEST_CAPITALS: Final = 2


@dataclass(frozen=True, slots=True)
class Chunk:
    """A line's share of a piece."""

    text: str
    start: int
    """Byte offset."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """A title, a heading, a paragraph or a list item."""

    kind: PieceKind
    line: int
    indent: int
    """Columns before its first line, the marker of an item included in the text, not in them."""
    chunks: list[Chunk]
    wish: Wish
    level: int = 0
    """Headings and the title: 1 or 2."""

    @property
    def range(self) -> ByteRange:
        """From its first letter to its last."""
        last = self.chunks[-1]
        return ByteRange(self.chunks[0].start, last.start + len(last.text.encode()))


@dataclass(slots=True)
class _Reader:
    """A plain text being understood."""

    profile: Profile
    directives: LineDirectives
    has_title: bool
    pieces: list[Piece] = field(default_factory=list)
    current: Piece | None = None
    """The piece that the next line may go on with."""


def read_pieces(
    lines: Sequence[TextLine], profile: Profile, path: str, *, has_title: bool
) -> tuple[list[Piece], list[Junk]]:
    """Return the pieces and the directives in order; raises DocumentError for a directive that is wrong."""
    reader = _Reader(profile, LineDirectives(path), has_title)
    for line in lines:
        if is_directive(line.text):
            reader.directives.take(line.number, line.text, ByteRange(line.begin, line.end))
            reader.current = None
        else:
            _take_line(reader, line)
    reader.directives.check_ended()
    for piece in reader.pieces[:-1]:
        if _is_capital_heading(piece):
            piece.kind, piece.level = "heading", 1
    return reader.pieces, reader.directives.lines


def _take_line(reader: _Reader, line: TextLine) -> None:
    current = None if line.is_first else reader.current
    if current and _is_underlining(current, line):
        if current.kind != "title":
            current.kind, current.level = "heading", 1 if line.text[0] == "=" else 2
        reader.current = None
    elif not has_word(line.text[_marker_length(line.text) :]):
        reader.current = None
    elif reader.profile.find(line.text):
        _start(reader, line, "heading", 0)
    elif marker := _find_marker(line, current):
        _start(reader, line, "item", marker)
    elif current and _is_part_of(current, line):
        current.chunks.append(Chunk(line.text, line.start))
    else:
        _start(reader, line, "paragraph", 0)


def _start(reader: _Reader, line: TextLine, kind: PieceKind, skipped: int) -> None:
    is_title = reader.has_title and not reader.pieces and kind != "item"
    reader.current = Piece(
        kind="title" if is_title else kind,
        line=line.number,
        indent=line.indent,
        chunks=[Chunk(line.text[skipped:], line.start + len(line.text[:skipped].encode()))],
        wish=reader.directives.next_wish(),
        level=1 if kind == "heading" or is_title else 0,
    )
    reader.pieces.append(reader.current)


def has_word(text: str) -> bool:
    """Return whether a text holds anything but signs: what does not is decoration."""
    return any(map(str.isalnum, text))


def _is_underlining(current: Piece, line: TextLine) -> bool:
    return current.kind != "item" and _UNDERLINE.fullmatch(line.text) is not None


def _find_marker(line: TextLine, current: Piece | None) -> int:
    """Return how many characters a list marker takes up; 0 where the line starts no item."""
    is_inside = current is not None and current.kind != "item"
    return 0 if is_inside and not _INTERRUPTING.match(line.text) else _marker_length(line.text)


def _marker_length(text: str) -> int:
    found = MARKER.match(text) or _BULLET_GLUED.match(text)
    return found.end() if found else 0


def _is_part_of(current: Piece, line: TextLine) -> bool:
    if _is_capital_heading(current) and not line.text.isupper():
        return False
    if line.text.lstrip(_OPENING)[:1].islower():
        return current.kind != "heading"
    if current.kind == "item":
        return line.indent > current.indent
    return current.kind == "paragraph" and line.indent == current.indent


def _is_capital_heading(piece: Piece) -> bool:
    """Return whether a piece in capitals is a heading, if something follows: short, no sentence."""
    if piece.kind != "paragraph" or len(piece.chunks) > MAX_WORDS:
        return False
    text = " ".join(chunk.text for chunk in piece.chunks)
    is_short = len(text) <= MAX_LENGTH and len(text.split()) <= MAX_WORDS
    is_sentence = text.endswith(_NO_HEADING_END)
    return is_short and not is_sentence and text.isupper() and sum(map(str.isupper, text)) >= _FEWEST_CAPITALS
