"""What documentation tools add to Markdown, found line by line: admonitions, containers, MDX.

Each marker line is replaced, for the parser, by an empty comment at the same place, and the indented body of
an admonition becomes a region of its own. The file's bytes stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.formats.markdown_events import read_events, split_tag
from pipeline.formats.markdown_regions import Region, RegionLine, dedent, indent_of, is_blank, split_region
from pipeline.formats.markdown_tokens import MARKS
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BODY_INDENT: Final = 4
"""Columns by which the body of an admonition is indented, in Python-Markdown."""

_HINTS: Final = (b"!!!", b"???", b"===", b":::", b"///")
_HINT: Final = re.compile(rb"!!!|\?\?\?|={3}[!+]? ?[\"']|:::|///")
_ADMONITION: Final = re.compile(
    rb"(?P<before>[ \t>]*+)(?:(?:!!!|\?\?\?\+?)[ \t]*+[\w-]++(?:[ \t]++[\w-]++)*+|={3}[!+]?)"
    rb"(?:[ \t]++(?P<quote>[\"'])(?P<title>.*?)(?P=quote))?[ \t]*+[\r\n]*+\Z"
)
_TAB: Final = re.compile(rb"[ \t>]*+={3}")
_CONTAINER: Final = re.compile(
    rb"(?P<before>[ \t>]*+)(?::{3,}+|/{3,}+)[ \t]*+(?P<kind>[\w.-]*+)(?:\[(?P<label>[^\]\r\n]*+)\])?+"
    rb"[ \t]*+(?:\{[^{}\r\n]*+\})?+[ \t]*+(?:\|[ \t]*+)?+(?P<title>[^\r\n]*+)"
)
_SLASHES: Final = re.compile(rb"[ \t>]*+/{3,}+(?:[ \t]*+[\r\n]*+\Z|[ \t]++[\w-]++[ \t]*+(?:\||[\r\n]|\Z))")
_MODULE: Final = re.compile(rb"(?:import|export)[ \t{*]")
_JSX: Final = re.compile(rb"[ \t]*(?:</?[A-Z][\w.]*(?:[\s/>]|\Z)|</?>|\{)")
_TEXT_BLOCKS: Final = (
    "Paragraph",
    "DefinitionListTitle",
    "Heading",
    "TableCell",
    "CodeBlock",
    "HtmlBlock",
    "Image",
)
_OPENED_BY_COLONS: Final = ("DefinitionListTitle", "Heading")
"""What a marker may seem to be where definitions are read; of an underlined heading, without a line below."""
_JSX_LINES: Final = 50
"""Lines that an element's opening tag may take up."""
_COMMENT: Final = b"<!---->"


@dataclass(slots=True)
class _Rewrite:
    """A region being rewritten: what its lines become."""

    lines: list[RegionLine | None]
    """None where a line went to another region."""
    stand_ins: dict[int, int] = field(default_factory=dict)
    titles: list[ByteRange] = field(default_factory=list)
    bodies: list[tuple[RegionLine, ...]] = field(default_factory=list)


def split_dialects(
    data: bytes, start: int, path: str, dialect: str = "", *, is_mdx: bool
) -> tuple[Region, ...]:
    """Return the file from `start` with its markers hidden, and the bodies of its admonitions, likewise.

    Markers are hidden by plain Markdown first, because the parser would take `:::` for a definition; then by
    the dialect, for those that stand inside of what only it knows.
    """
    has_hint = any(hint in data for hint in _HINTS) and _HINT.search(data, start)
    if not is_mdx and not has_hint:
        return (Region((RegionLine(data[start:], start),), {}),)
    done: list[Region] = []
    waiting = [split_region(data, start)]
    while waiting:
        one = waiting.pop()
        for way in dict.fromkeys(("", dialect)):
            rewrite = _rewrite(one, path, way, is_mdx=is_mdx)
            one = Region(tuple(filter(None, rewrite.lines)), rewrite.stand_ins, tuple(rewrite.titles))
            waiting += [Region(body, {}) for body in rewrite.bodies]
        done.append(one)
    return tuple(done)


def _rewrite(region: Region, path: str, dialect: str, *, is_mdx: bool) -> _Rewrite:
    rewrite = _Rewrite(list(region.lines), dict(region.stand_ins), list(region.titles))
    for first, last, quotes in _paragraphs(region, path, dialect):
        if is_mdx:
            _hide_modules(rewrite, first, last)
        at = first
        while at <= last:
            at = _rewrite_line(rewrite, at, last, quotes, is_mdx=is_mdx)
    return rewrite


def _paragraphs(region: Region, path: str, dialect: str) -> Iterator[tuple[int, int, int]]:
    """Yield first and last line of each paragraph, and the quotes around it; code and HTML hold no marker.

    A tight list item's text is one too, though the parser says nothing of it.
    """
    quotes = depth = 0
    tight: tuple[int, int] | None = None
    for name, value, start, stop in read_events(region.data.decode(), path, dialect):
        tag = split_tag(value)[0] if name in ("Start", "End") else ""
        if name == "Text" and not depth:
            tight = (tight[0] if tight else start, stop)
        elif tight and tag and tag not in MARKS:
            yield region.line_of(tight[0]), region.line_of(tight[1] - 1), quotes
            tight = None
        step = 1 if name == "Start" else -1
        quotes += step if tag == "BlockQuote" else 0
        depth += step if tag in _TEXT_BLOCKS else 0
        if name == "Start" and (tag == "Paragraph" or (dialect and tag in _OPENED_BY_COLONS)):
            yield region.line_of(start), region.line_of(stop - 1), quotes


def _rewrite_line(rewrite: _Rewrite, at: int, last: int, quotes: int, *, is_mdx: bool) -> int:
    """Rewrite one line of a paragraph if it is a marker; return the line to go on with."""
    line = rewrite.lines[at]
    if line is None:
        return at + 1
    prefix = line.data[: len(line.data) - len(line.data.lstrip(b" \t>"))]
    if prefix.count(b">") > quotes:  # the last of them is text
        return at + 1
    if found := _find_admonition(line.data):
        return _take_admonition(rewrite, at, line, found)
    if found := _find_container(line.data):
        title = "label" if found["label"] else "title"
        _hide(rewrite, at, line, found["before"], _span(line, found, title))
    elif is_mdx and _JSX.match(line.data):
        return _hide_jsx(rewrite, at, last)
    return at + 1


def _find_admonition(line: bytes) -> re.Match[bytes] | None:
    found = _ADMONITION.match(line)
    return None if found and _TAB.match(line) and not found["title"] else found


def _find_container(line: bytes) -> re.Match[bytes] | None:
    is_slashed = line.lstrip(b" \t>").startswith(b"/")
    return None if is_slashed and not _SLASHES.match(line) else _CONTAINER.match(line)


def _span(line: RegionLine, found: re.Match[bytes], group: str) -> ByteRange | None:
    if not found[group]:
        return None
    start = line.start + found.start(group)
    return ByteRange(start, start + len(found[group].rstrip()))


def _hide(
    rewrite: _Rewrite, at: int, line: RegionLine, before: bytes, title: ByteRange | None = None
) -> None:
    """Put an empty comment where a marker stands; it ends the paragraph above it."""
    body = line.data.rstrip(b"\r\n")
    rewrite.lines[at] = RegionLine(before + _COMMENT + line.data[len(body) :], line.start)
    rewrite.stand_ins[line.start + len(before)] = line.start + len(line.data)
    if title:
        rewrite.titles.append(title)


def _take_admonition(rewrite: _Rewrite, at: int, line: RegionLine, found: re.Match[bytes]) -> int:
    """Hide a marker and move its body out; return the line after the body."""
    before = found["before"]
    body = list(_body(rewrite.lines, at + 1, before))
    while body and is_blank(body[-1]):
        body.pop()
    _hide(rewrite, at, line, before, _span(line, found, "title"))
    if body:
        rewrite.lines[at + 1 : at + 1 + len(body)] = [None] * len(body)
        rewrite.stand_ins[line.start + len(before)] = body[-1].start + len(body[-1].data)
        rewrite.bodies.append(tuple(body))
    return at + 1 + len(body)


def _body(lines: Sequence[RegionLine | None], first: int, before: bytes) -> Iterator[RegionLine]:
    for at in range(first, len(lines)):
        line = lines[at]
        inner = _inside(line, before) if line else None
        if inner is None:
            return
        yield inner


def _inside(line: RegionLine, before: bytes) -> RegionLine | None:
    """Return a line without the indentation of the body it belongs to, or None when it belongs to none."""
    columns = indent_of(before)[0]
    if b">" in before:
        quote = before.rstrip()
        if not line.data.startswith(quote):
            return None
        line = RegionLine(line.data[len(quote) :], line.start + len(quote))
        columns = len(before) - len(quote)
    if is_blank(line):
        return dedent(line, columns + BODY_INDENT)
    has_indent = indent_of(line.data)[0] >= columns + BODY_INDENT
    return dedent(line, columns + BODY_INDENT) if has_indent else None


def _hide_modules(rewrite: _Rewrite, first: int, last: int) -> None:
    """Hide a paragraph of `import` and `export`."""
    line = rewrite.lines[first]
    if line is not None and _MODULE.match(line.data):
        _hide_lines(rewrite, first, last)


def _hide_lines(rewrite: _Rewrite, first: int, last: int) -> None:
    for at in range(first, last + 1):
        line = rewrite.lines[at]
        if line is not None:
            _hide(rewrite, at, line, b"")


def _hide_jsx(rewrite: _Rewrite, first: int, last: int) -> int:
    """Hide the lines of an element or an expression that stands alone; return the line after it."""
    shown = rewrite.lines[first : min(last + 1, first + _JSX_LINES)]
    lines = [line for line in shown if line is not None]
    count = _count_jsx_lines(lines)
    if count:
        _hide_lines(rewrite, first, first + count - 1)
    return first + max(count, 1)


def _count_jsx_lines(lines: Sequence[RegionLine]) -> int:
    """Return how many lines a tag or a brace takes up; 0 where text follows it on its last line."""
    is_brace = lines[0].data.lstrip().startswith(b"{")
    depth = 0
    for count, line in enumerate(lines, 1):
        for at, byte in enumerate(line.data):
            depth += (byte == ord("{")) - (byte == ord("}"))
            is_end = byte == ord("}") if is_brace else byte == ord(">") and line.data[at - 1 : at] != b"="
            if depth == 0 and is_end:
                return 0 if line.data[at + 1 :].strip() else count
    return 0
