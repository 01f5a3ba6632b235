"""An Excel workbook to the rows of one sheet: where the text of each cell stands, shared or its own."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.packages import open_archive
from pipeline.formats.xml_ranges import Source, parse_xml, unescape
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.formats.export_rows import Step
    from pipeline.formats.packages import Archive
    from pipeline.formats.xml_ranges import Node
    from pipeline.model.document import Package

_MAIN: Final = "s"
NAMES: Final = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": _MAIN,
    "http://purl.oclc.org/ooxml/spreadsheetml/main": _MAIN,
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
}
_ROOT_LINKS: Final = "_rels/.rels"
_NOT_EXCEL: Final = "save it as .xlsx, or give the collection another format"
_SHEETS_SHOWN: Final = 20
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ATOM: Final = re.compile(rb"_x[0-9A-Fa-f]{4}_|&[^;]{1,12};|\r\n|\r")
"""What stands for one character of a text."""
_ATTRIBUTE: Final = re.compile(rb"([^\s=/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HALF: Final = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """The text of a cell."""

    text: str
    range: ByteRange
    steps: tuple[Step, ...] = ()
    is_plain: bool = True
    """False for text in runs with looks of their own, or with anything else between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A workbook's sheet with its shared strings."""

    package: Package
    data: bytes
    """The members that hold text."""
    sheet: Node
    strings: tuple[Node, ...]

    def rows(self) -> Iterator[tuple[int, Node]]:
        """Yield the sheet's rows with their numbers."""
        found = self.sheet.find("s:sheetData")
        number = 0
        for row in found.children if found else ():
            if row.name == "s:row":
                given = row.get(self.data, "r")
                number = int(given) if given.isdecimal() and len(given) < _DIGITS else number + 1
                yield number, row

    def cells(self, row: Node) -> Iterator[tuple[int, Node]]:
        """Yield the cells of a row with the numbers of their columns, from 1."""
        column = 0
        for cell in row.children:
            if cell.name == "s:c":
                found = _REFERENCE.fullmatch(cell.get(self.data, "r"))
                column = column_number(found[1]) if found else column + 1
                yield column, cell

    def text_of(self, cell: Node, path: str, line: int) -> FoundText | None:
        """Return a cell's text, or None where it holds a number, a formula or nothing."""
        kind = cell.get(self.data, "t")
        if cell.find("s:f"):
            return None
        if kind == "inlineStr":
            inline = cell.find("s:is")
            return self._text(inline, path, line) if inline else None
        if kind != "s":
            return None
        index = (self.value_of(cell) or "").strip()
        if not index.isdecimal() or len(index) > _DIGITS or int(index) >= len(self.strings):
            at = Location(path, line)
            raise DocumentError(f'there is no shared string "{index[:20]}"', at=at, hint=_NOT_EXCEL)
        return self._text(self.strings[int(index)], path, line)

    def value_of(self, cell: Node) -> str | None:
        """Return how a cell's value is spelled, or None where it has none."""
        value = cell.find("s:v")
        return value.text(self.data) if value else None

    def value_range(self, cell: Node) -> ByteRange:
        """Return where a cell's value stands."""
        value = cell.find("s:v")
        return ByteRange(value.open_stop, value.close_start) if value else ByteRange(cell.stop, cell.stop)

    def _text(self, item: Node, path: str, line: int) -> FoundText:
        texts = [child for child in item.children if child.name != "s:phoneticPr"]
        if len(texts) == 1 and texts[0].name == "s:t" and not texts[0].children:
            pieces = texts[0].texts
            if not pieces:
                return FoundText(text="", range=ByteRange(texts[0].open_stop, texts[0].open_stop))
            if len(pieces) == 1 and not pieces[0][1]:
                text, steps = _decode(self.data, pieces[0][0])
                if _HALF.search(text):
                    at = Location(path, line)
                    message = "a text holds a NUL or half a character"
                    raise DocumentError(message, at=at, hint="correct the export")
                return FoundText(text=text, range=pieces[0][0], steps=steps)
        whole = "".join(one.text(self.data) for one in item.walk() if one.name == "s:t")
        return FoundText(text=whole, range=item.range, is_plain=False)


_DIGITS: Final = 8
"""Digits of a row's number or of a string's index; a sheet has 1,048,576 rows."""


def column_number(letters: str) -> int:
    """Return a column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return a column's letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _decode(data: bytes, where: ByteRange) -> tuple[str, tuple[Step, ...]]:
    """Return the text of a range of XML, and where it is shorter than its bytes."""
    raw = where.cut(data)
    parts, steps = [], []
    position = offset = 0
    for found in _ATOM.finditer(raw):
        before, one = raw[position : found.start()].decode(), _character(found[0].decode())
        parts += [before, one]
        offset += found.start() - position + len(one.encode("utf-8", "surrogatepass"))
        position = found.end()
        steps.append((offset, where.start + position))
    return "".join([*parts, raw[position:].decode()]), tuple(steps)


def _character(atom: str) -> str:
    return chr(int(atom[2:6], 16)) if atom.startswith("_x") else unescape(atom)


def read_workbook(data: bytes, path: str, sheet: str) -> Workbook:
    """Return the workbook with one of its sheets."""
    archive = open_archive(data, path)
    strings = _find_strings(archive, path)
    package, text = archive.unpack([*strings, sheet])
    ranges = dict(package.members)
    found: tuple[Node, ...] = ()
    if strings:
        root = parse_xml(text, ranges[strings[0]], Source(path=path, member=strings[0], names=NAMES))
        found = tuple(child for child in root.children if child.name == "s:si")
    root = parse_xml(text, ranges[sheet], Source(path=path, member=sheet, names=NAMES))
    return Workbook(package=package, data=text, sheet=root, strings=found)


def find_sheets(data: bytes, path: str, name: str | None = None) -> list[str]:
    """Return the members that hold the workbook's sheets, in the workbook's order, or that of one name."""
    archive = open_archive(data, path)
    book = _find_book(archive, path)
    links = {one: target for one, kind, target in _links(archive, book, path) if kind == "worksheet"}
    text = archive.read_text(book)
    root = parse_xml(text, ByteRange(0, len(text)), Source(path=path, member=book, names=NAMES))
    nodes = [node for node in root.walk() if node.name == "s:sheet"]
    sheets = [(node.get(text, "name"), links.get(node.get(text, "r:id"), "")) for node in nodes]
    found = [(one, member) for one, member in sheets if member in archive.members]
    if not found:
        raise DocumentError("holds no sheet", at=Location(path, 1), hint=_NOT_EXCEL)
    chosen = [member for one, member in found if name in (None, one)]
    if not chosen:
        shown = ", ".join(f'"{one}"' for one, _ in found[:_SHEETS_SHOWN])
        hint = f"the sheets are {shown}"
        raise DocumentError(f'there is no sheet "{name}"', at=Location(path, 1), hint=hint)
    return chosen


def _find_book(archive: Archive, path: str) -> str:
    found = {kind: target for _, kind, target in _links(archive, "", path)}
    book = found.get("officeDocument", "")
    if book not in archive.members:
        raise DocumentError("is no Excel workbook", at=Location(path, 1), hint=_NOT_EXCEL)
    return book


def _find_strings(archive: Archive, path: str) -> list[str]:
    links = _links(archive, _find_book(archive, path), path)
    return [target for _, kind, target in links if kind == "sharedStrings" and target in archive.members][:1]


def _links(archive: Archive, part: str, path: str) -> list[tuple[str, str, str]]:
    """Return the relationships of a part: id, kind, member."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels") if part else _ROOT_LINKS
    if member not in archive.members:
        return []
    text = archive.read_text(member)
    root = parse_xml(text, ByteRange(0, len(text)), Source(path=path, member=member, names=NAMES))
    found = []
    for node in root.children:
        target = node.get(text, "Target")
        if node.name == "rel:Relationship" and node.get(text, "TargetMode") != "External":
            resolved = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((node.get(text, "Id"), node.get(text, "Type").rpartition("/")[2], resolved))
    return found


def attributes(values: Mapping[str, str]) -> bytes:
    """Return attributes as a start tag holds them; one without a value is left out."""
    return "".join(f' {name}="{value}"' for name, value in values.items() if value).encode()


def attributes_but(node: Node, data: bytes, others: Mapping[str, str]) -> bytes:
    """Return an element's attributes as the file writes them, with the values of `others`."""
    raw = data[node.start + 1 + len(node.tag) : node.open_stop]
    kept = (found for found in _ATTRIBUTE.finditer(raw) if found[1].decode() not in others)
    return attributes(others) + b"".join(b" " + found[0] for found in kept)
