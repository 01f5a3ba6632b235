"""Bytes to the lines that hold text, each with its byte offset; a line ends at LF, CR LF or a lone CR."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, DocumentError, Location
from pipeline.model.document import ByteRange
from pipeline.workspace.files import decode_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BLANK: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u200b\u2060\ufeff"
)
"""Unicode's white space, and the characters without width that exports leave at the ends of a line."""

_LINE: Final = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_END: Final = re.compile(rb"\r\n|\r|\n")
_CONTROL: Final = re.compile(rb"[\x01-\x08\x0e-\x1f\x7f\xc2](?:(?<!\xc2)|[\x80-\x84\x86-\x9f])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its text without outer white space, and where it stands."""

    number: int
    text: str
    start: int
    """Byte offset of the text."""

    def cut(self, start: int, stop: int) -> ByteRange:
        """Return the byte range of characters `start` to `stop`."""
        return next(self.cut_all([(start, stop)]))

    def cut_all(self, spans: Iterable[tuple[int, int]]) -> Iterator[ByteRange]:
        """Yield the byte ranges of spans in rising order, in one walk over the text."""
        position, offset = 0, self.start
        for start, stop in spans:
            first = offset + _size(self.text, position, start)
            position, offset = stop, first + _size(self.text, start, stop)
            yield ByteRange(first, offset)


def _size(text: str, start: int, stop: int) -> int:
    return stop - start if text.isascii() else len(text[start:stop].encode())


def split_lines(data: bytes, path: str) -> list[Line]:
    """Return the lines that are not blank; raises DocumentError for bytes that are not text."""
    refuse_binary(data, path)
    lines = []
    for number, found in enumerate(_LINE.finditer(data), 1):
        text = found[1].decode()
        body = text.strip(BLANK)
        if body:
            before = len(text) - len(text.lstrip(BLANK))
            lines.append(Line(number, body, found.start() + len(text[:before].encode())))
    return lines


def refuse_binary(data: bytes, path: str) -> None:
    """Raise DocumentError, with the line, for bytes that are not text in UTF-8."""
    try:
        decode_utf8(data, path)
    except CaveatError as error:
        raise DocumentError(error.message, at=error.at, hint="export the file again as UTF-8") from error
    nul = data.find(b"\0")
    if nul >= 0:
        at = Location(path, line_at(data, nul))
        raise DocumentError("holds a NUL byte, so it is not text", at=at, hint="export it again")


def line_at(data: bytes, offset: int) -> int:
    """Return the number of the line that a byte stands on."""
    return len(_END.findall(data, 0, offset)) + 1


def line_counter(data: bytes) -> Callable[[int], int]:
    """Return a function from a file offset to the number of its line."""
    starts = list(accumulate(map(len, data.splitlines(keepends=True))))
    if starts and not data.endswith((b"\n", b"\r")):
        starts.pop()
    return lambda at: bisect_right(starts, at) + 1


def find_control(data: bytes) -> int | None:
    """Return the line of the first control character that no text should hold, or None."""
    found = _CONTROL.search(data)
    return line_at(data, found.start()) if found else None
