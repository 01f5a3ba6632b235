"""What every format asks when it writes an edition down: what stands between two units, how a mark reads."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.language.joining import join_sentences
from pipeline.model.document import BlockKind, ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.base import Edition
    from pipeline.model.document import Block, Document

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_NEAR: Final = 256
"""Bytes before a place where the start of its line is looked for first."""


def find_newline(data: bytes) -> bytes:
    """Return how lines end in a file: as its first one does."""
    found = _LINE_END.search(data)
    return found[0] if found else b"\n"


def start_of_line(data: bytes, at: int) -> int:
    """Return where the line of a byte starts."""
    reach = _NEAR
    while reach < at:  # a look back through all of a file that has no CR would be made for each unit
        found = max(data.rfind(b"\n", at - reach, at), data.rfind(b"\r", at - reach, at))
        if found >= 0:
            return found + 1
        reach *= 2
    return max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1


def end_of_line(data: bytes, at: int) -> int:
    """Return where the line of a byte ends: after its line end, or at the end of the file."""
    found = _LINE_END.search(data, at)
    return found.end() if found else len(data)


def add_mark(edition: Edition, text: str) -> str:
    """Return a text that says in words that it is in the source language: `[Inglés] Cramps`."""
    return f"{edition.mark} {text}"


def is_marked_in_words(edition: Edition, block: Block, place: int) -> bool:
    """Return whether a block falls back where no language can be declared, so that words must say it."""
    return place in edition.fallback and block.kind is BlockKind.VALUE


def dropped_glue(
    document: Document, block: Block, edition: Edition, *, is_collapsed: bool = False
) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the spaces between two sentences that the edition's language writes without one.

    `is_collapsed` says that the end of a line is shown as a space.
    """
    for one, other in pairwise(block.occurrences):
        where = ByteRange(one.range.stop, other.range.start)
        glue = where.cut(document.data)
        if glue and not glue.strip():
            before, after = edition.text_of(one), edition.text_of(other)
            joined = join_sentences(
                (before, after), (" " if is_collapsed else glue.decode(),), edition.locale
            )
            if joined == before + after:
                yield where, b""
