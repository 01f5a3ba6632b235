"""Targets into a plain text: one on one line where its unit stood, or a whole paragraph as wide as it was."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import finish, splice
from pipeline.formats.editions import add_mark, find_newline, start_of_line
from pipeline.formats.line_directives import DIRECTIVE_START
from pipeline.formats.lines import BLANK, line_at
from pipeline.formats.plain_lines import BOM, count_columns
from pipeline.formats.plain_pieces import MARKER, has_word
from pipeline.language.joining import join_sentences
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.base import Edition
    from pipeline.model.document import Block, Document, Occurrence

_SHOWN: Final = 60
"""Characters of a text that an error shows."""
_LOOK_BACK: Final = 256
"""Bytes in which white space before a unit is looked for; more of it counts as the start of a line."""
_ENDS: Final = ("\n", "\r", "\f")
_BLANK_IN_LINE: Final = BLANK.translate(str.maketrans("", "", "".join(_ENDS)))
_NEW_LINE: Final = re.compile(r"(?<![ \t])[ \t]*+[\r\n\f][ \t\r\n\f]*+")
"""The look-behind keeps a long run of spaces linear."""
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_TEXT_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_GAP: Final = re.compile(r"([ \t]+)")


def encode_plain(document: Document, occurrence: Occurrence, target: str) -> bytes:
    """Return the bytes for a target; raises DocumentError for one that would change the structure."""
    if target == occurrence.key.source:
        return occurrence.range.cut(document.data)
    written = _NEW_LINE.sub(" ", target).strip(BLANK)
    problem = _find_problem(written)
    if not problem and _starts_line(document.data, occurrence.range.start):
        problem = _find_line_problem(written)
    if problem:
        message, hint = problem
        at = Location(document.path, line_at(document.data, occurrence.range.start))
        raise DocumentError(f'"{target[:_SHOWN]}" can\'t be written: {message}', at=at, hint=hint)
    return written.encode()


def _find_problem(text: str) -> tuple[str, str] | None:
    if "\0" in text:
        return "it holds a NUL character", "take it out"
    if not has_word(text):
        return "it holds no letter and no digit, so it would be decoration", "write words"
    return None


def _find_line_problem(text: str) -> tuple[str, str] | None:
    """Return what keeps a text from standing where a line starts."""
    if MARKER.match(text) or text.startswith(("•", "‣", "◦")):
        hint = "start with another word, or put a no-break space after the marker"
        return "it would start a list item", hint
    if text.startswith(DIRECTIVE_START):
        return "it would be a directive for authors", "start with another word"
    return None


def _starts_line(data: bytes, at: int) -> bool:
    before = data[max(0, at - _LOOK_BACK) : at].decode(errors="ignore").rstrip(_BLANK_IN_LINE)
    return not before or before.endswith(_ENDS)


def localize_plain(document: Document, edition: Edition) -> bytes:
    """Return the text as an edition has it; what is only for authors and translators is left out."""
    return finish(document, splice(document.data, _pieces(document, edition)))


def _pieces(document: Document, edition: Edition) -> Iterator[tuple[ByteRange, bytes]]:
    data = document.data
    top = len(BOM.encode()) if data.startswith(BOM.encode()) else 0
    end = find_newline(data)
    if edition.banner:
        yield ByteRange(top, top), _one_line(edition.banner.text) + end * 2
    for at, notice in sorted(edition.notices.items()):
        start = max(top, _line_start(data, document.blocks[at].occurrences[0].range.start))
        is_apart = start == top or data.endswith((end * 2, b"\f"), 0, start)
        yield ByteRange(start, start), (b"" if is_apart else end) + _one_line(notice.text) + end * 2
    for junk in document.junk:
        yield junk.range, b""
    for at, block in enumerate(document.blocks):
        yield from _localized(document, block, edition, is_marked=at in edition.fallback)


def _localized(
    document: Document, block: Block, edition: Edition, *, is_marked: bool
) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield a block's bytes, where they differ from the source's."""
    units = block.occurrences
    texts = [edition.text_of(unit) for unit in units]
    if is_marked:
        texts[0] = add_mark(edition, texts[0])
    if all(text == unit.key.source for text, unit in zip(texts, units, strict=True)):
        return
    written = [
        text if text == unit.key.source else encode_plain(document, unit, text).decode()
        for text, unit in zip(texts, units, strict=True)
    ]
    where = ByteRange(units[0].range.start, units[-1].range.stop)
    gaps = [document.data[one.range.stop : two.range.start] for one, two in pairwise(units)]
    glues = [" " if _LINE_END.search(gap) else gap.decode() for gap in gaps]
    text = join_sentences(written, glues, edition.locale)
    yield where, _filled(document.data, where, text).encode()


def _filled(data: bytes, where: ByteRange, text: str) -> str:
    """Return a text as wide as the lines of the source in its place; what stood on one line stays on one."""
    first = data[_line_start(data, where.start) : where.start].decode()
    source = where.cut(data).decode()
    end = _TEXT_LINE_END.search(source)
    if end is None:
        return text
    lines = _TEXT_LINE_END.split(first + source)
    following = lines[1]
    indent = following[: len(following) - len(following.lstrip(BLANK))]
    width = max(map(count_columns, lines))
    return (end[0] + indent).join(_fill(text, count_columns(first), count_columns(indent), width))


def _fill(text: str, first: int, indent: int, width: int) -> Iterator[str]:
    """Yield lines no wider than `width` where words allow it; none starts with what would start a list."""
    line, column = "", first
    gap = ""
    for at, word in enumerate(_GAP.split(text)):
        if at % 2:
            gap = word
            continue
        wider = column + count_columns(gap) + count_columns(word)
        if line and wider > width and _may_start_line(word):
            yield line
            line, column = word, indent + count_columns(word)
        else:
            line, column = line + gap + word, wider
    yield line


def _may_start_line(word: str) -> bool:
    return has_word(word) and _find_line_problem(f"{word} ") is None


def _line_start(data: bytes, at: int) -> int:
    return max(start_of_line(data, at), data.rfind(b"\f", 0, at) + 1)


def _one_line(text: str) -> bytes:
    return f"[{_NEW_LINE.sub(' ', text).strip(BLANK)}]".encode()
