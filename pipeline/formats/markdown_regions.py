"""The bytes of a Markdown file to regions: what the parser is to see as one document, and where it stands.

Front matter is cut off. The indented bodies that dialects give to a marker line (`!!! note`) become regions
of their own, without the indentation, so that they are read as Markdown and not as code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.document import ByteRange

BOM: Final = b"\xef\xbb\xbf"

_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_END: Final = rb"[ \t]*(?:\r\n?|\n)"
_YAML: Final = re.compile(
    rb"---%b(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*[\w\"'][\w\"'.-]*:(?:[ \t][^\r\n]*)?(?:\r\n?|\n)"
    rb"(?:[^\r\n]*(?:\r\n?|\n))*?(?:---|\.\.\.)(?:%b|[ \t]*\Z)" % (_END, _END)
)
"""A YAML block starts with a key: a rule above a paragraph above another rule is none."""
_TOML: Final = re.compile(rb"\+\+\+%b(?:[^\r\n]*(?:\r\n?|\n))*?\+\+\+(?:%b|[ \t]*\Z)" % (_END, _END))


def find_front_matter(data: bytes, start: int) -> int:
    """Return where the text starts: after a YAML or TOML block at `start`, if there is one."""
    found = _YAML.match(data, start) or _TOML.match(data, start)
    return found.end() if found else start


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One line of a region: its bytes, line end included, and where the first of them stands in the file."""

    data: bytes
    start: int


@dataclass(frozen=True)
class Region:
    """Lines that are parsed together."""

    lines: tuple[RegionLine, ...]
    stand_ins: Mapping[int, int]
    """File offset of each line that stands in for a marker -> where what belongs to the marker ends."""
    titles: tuple[ByteRange, ...] = ()
    """Titles on marker lines, which are inline Markdown outside any block."""

    @cached_property
    def data(self) -> bytes:
        """What the parser sees."""
        return b"".join(line.data for line in self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for line in self.lines:
            starts.append(position)
            position += len(line.data)
        return starts

    @cached_property
    def shift(self) -> int | None:
        """The distance to the file when it is the same for all lines."""
        distances = {line.start - at for line, at in zip(self.lines, self._starts, strict=True)}
        return distances.pop() if len(distances) == 1 else None

    def line_of(self, at: int) -> int:
        """Return the index of the line that holds a byte of the region."""
        return max(0, bisect_right(self._starts, at) - 1)

    def locate(self, at: int) -> int:
        """Return the file offset of a byte of the region."""
        if self.shift is not None:
            return at + self.shift
        index = self.line_of(at)
        return self.lines[index].start + at - self._starts[index]

    def locate_end(self, at: int) -> int:
        """Return the file offset after the byte before `at`, so that a range never runs into a cut prefix."""
        return at + self.shift if self.shift is not None else self.locate(at - 1) + 1


def split_region(data: bytes, start: int) -> Region:
    """Return everything from `start` as one region."""
    lines = tuple(RegionLine(found[0], found.start()) for found in _LINE.finditer(data, start))
    return Region(lines, {})


def indent_of(line: bytes) -> tuple[int, int]:
    """Return how many columns and how many bytes of white space a line starts with."""
    columns = 0
    for count, byte in enumerate(line):
        if byte == ord("\t"):
            columns += 4 - columns % 4
        elif byte == ord(" "):
            columns += 1
        else:
            return columns, count
    return columns, len(line)


def dedent(line: RegionLine, columns: int) -> RegionLine:
    """Return a line without its first `columns` of white space; a tab that crosses the edge goes too."""
    position = count = 0
    while count < len(line.data) and position < columns and line.data[count] in b" \t":
        position += 4 - position % 4 if line.data[count] == ord("\t") else 1
        count += 1
    return RegionLine(line.data[count:], line.start + count)


def is_blank(line: RegionLine) -> bool:
    """Return whether a line holds white space only."""
    return not line.data.strip()
