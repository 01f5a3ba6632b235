"""The bytes of a plain text to its lines that hold text: where each stands, how far it is indented."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.lines import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

BOM: Final = "\ufeff"
TAB_STOP: Final = 8
"""Columns, as terminals and most editors have it for text."""

_LINE: Final = re.compile(rb"([^\r\n\f]*+)(\r\n|\r|\n|\f|\Z)")
_WIDE: Final = frozenset("WF")
_NO_WIDTH: Final = frozenset(("Mn", "Me", "Cf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line that is not blank."""

    number: int
    text: str
    """Without the white space around it."""
    start: int
    """Byte offset of the text."""
    begin: int
    """Byte offset of the line's first byte."""
    end: int
    """Byte offset after the line's end."""
    indent: int
    """Columns before the text."""
    is_first: bool
    """Whether nothing, a blank line or the end of a page stands above it."""


def read_lines(data: bytes) -> Iterator[TextLine]:
    """Yield the lines that are not blank.

    A form feed ends a line and a page, but is no line of its own for an editor.
    """
    number = 1
    is_first = True
    for found in _LINE.finditer(data):
        whole = found[1].decode()
        text = whole.strip(BLANK)
        if text:
            before = whole[: len(whole) - len(whole.lstrip(BLANK))]
            yield TextLine(
                number=number,
                text=text,
                start=found.start() + len(before.encode()),
                begin=found.start(),
                end=found.end(),
                indent=count_columns(before),
                is_first=is_first,
            )
        is_first = not text or found[2] == b"\f"
        number += found[2] != b"\f"


def count_columns(text: str) -> int:
    """Return how wide a text is in a font of one width: what East Asia writes wide takes two columns."""
    if "\t" in text:
        text = text.expandtabs(TAB_STOP)
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1
