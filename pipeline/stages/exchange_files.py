"""The files that other tools read and give back: rows to bytes, and bytes of any of the kinds to rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, get_args

from pipeline.catalogs.exchange_rows import InlineTag, Pieces, ReturnedUnit, why_not_xml
from pipeline.catalogs.sheets import MOST_ROWS, render_csv, render_xlsx, unguarded, why_not_cell
from pipeline.catalogs.xliff1 import parse_xliff1, render_xliff1
from pipeline.catalogs.xliff2 import parse_xliff2, render_xliff2
from pipeline.catalogs.xliff_xml import read_version
from pipeline.errors import CatalogError, ConfigError, DocumentError, Location
from pipeline.formats.export_csv import CsvCodec
from pipeline.formats.export_rows import missing_column
from pipeline.formats.export_xlsx import XlsxCodec
from pipeline.formats.inline import Tag, parse_inline, render_inline
from pipeline.formats.packages import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.catalogs.exchange_rows import SentFile, SentUnit
    from pipeline.formats.export_rows import Cell, Row

ExchangeFormat = Literal["xliff1", "xliff2", "csv", "xlsx"]
FORMATS: Final[tuple[ExchangeFormat, ...]] = get_args(ExchangeFormat)
_COLUMNS: Final = {
    "unit": 32,
    "document": 20,
    "locale": 9,
    "state": 13,
    "source": 60,
    "target": 60,
    "notes": 40,
}
"""Column -> how many characters wide it is shown."""
_NEEDED: Final = ("unit", "document", "locale", "source", "target")
_ZIP: Final = b"PK"
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_NONE: Final = "give a file that `caveat exchange export` wrote, saved by another tool"


def cut(text: str, notes: Mapping[int, str]) -> Pieces:
    """Return a unit's text as pieces, each tag with what the notes say of its number."""
    return tuple(
        InlineTag(part.number, part.kind, notes.get(part.number, "")) if isinstance(part, Tag) else part
        for part in parse_inline(text)
    )


def joined(pieces: Pieces) -> str:
    """Return a unit's text; the inverse of `cut`."""
    return render_inline(Tag(one.number, one.kind) if isinstance(one, InlineTag) else one for one in pieces)


def why_not_writable(unit: SentUnit, kind: ExchangeFormat) -> str | None:
    """Return why a kind of file can't hold a unit, or None when it can."""
    if kind == "xliff1":
        return why_not_xml(unit.source) or why_not_xml(unit.target)
    if kind == "xlsx":
        return next((why for text in _cells(unit) if (why := why_not_cell(text))), None)
    return None


def render_files(files: Sequence[SentFile], kind: ExchangeFormat) -> bytes:
    """Return the bytes of a file; raises ConfigError for more than its kind can hold."""
    if kind == "xliff1":
        return "".join(render_xliff1(files)).encode()
    if kind == "xliff2":
        if len({file.language for file in files}) > 1:
            raise ConfigError("an XLIFF 2 file holds one language", hint="choose one with -l")
        return "".join(render_xliff2(files)).encode()
    rows = [tuple(_COLUMNS), *(row for file in files for row in _rows(file))]
    if kind == "csv":
        return render_csv(rows)
    if len(rows) > MOST_ROWS:
        raise ConfigError(f"a sheet holds {MOST_ROWS} units", hint="choose with -l, --document or --state")
    data = render_xlsx(rows, tuple(_COLUMNS.values()))
    _refuse_unreadable(data)
    return data


def _refuse_unreadable(data: bytes) -> None:
    """Raise ConfigError for a workbook above the limits within which the import reads one."""
    archive = open_archive(data, "")
    try:
        for name in archive.members:
            archive.read(name)
    except DocumentError as error:
        hint = "choose with -l, --document or --state, or write csv"
        raise ConfigError(f"too much for one workbook: {error.message}", hint=hint) from error


def _rows(file: SentFile) -> Iterator[tuple[str, ...]]:
    for unit in file.units:
        source, target, notes = _cells(unit)
        yield unit.id, file.document, file.language, unit.state.value, source, target, notes


def _cells(unit: SentUnit) -> tuple[str, str, str]:
    return joined(unit.source), joined(unit.target), "\n".join(unit.notes)


def parse_files(data: bytes, name: str) -> list[ReturnedUnit]:
    """Return the units in a file of whichever kind; raises CaveatError, with the line, before giving any."""
    if data.startswith(_ZIP):
        return list(_parse_sheet(data, name, XlsxCodec()))
    if not _XML.match(data):
        return list(_parse_sheet(data, name, CsvCodec()))
    return list(_parse_xml(data, name))


def _parse_xml(data: bytes, name: str) -> Iterator[ReturnedUnit]:
    """Return the units of an XLIFF file; its root says which version it is."""
    version = read_version(data, name)
    if version.startswith("1."):
        return parse_xliff1(data, name)
    if version.startswith("2."):
        return parse_xliff2(data, name)
    raise CatalogError("not an XLIFF file of version 1 or 2", at=Location(name, 1), hint=_NONE)


def _parse_sheet(data: bytes, name: str, codec: CsvCodec | XlsxCodec) -> Iterator[ReturnedUnit]:
    sheet = codec.read(data, name, _NEEDED)
    missing = next((one for one in _NEEDED if one not in (sheet.columns or ())), None)
    if missing:
        raise missing_column(missing, sheet.columns or (), name)
    for row in sheet.rows:
        if any(cell.text and cell.text.strip() for cell in row.cells.values()):  # people leave rows blank
            yield _returned(row)


def _returned(row: Row) -> ReturnedUnit:
    cells = {column: row.cells.get(column) for column in _NEEDED}
    bad = next((column for column in ("source", "target") if _is_value(cells[column])), None)
    return ReturnedUnit(
        document=_text(cells["document"]),
        language=_text(cells["locale"]),
        id=_text(cells["unit"]),
        line=row.line,
        source=() if bad else cut(_text(cells["source"]), {}),
        target=() if bad else cut(_text(cells["target"]), {}),
        problem=f"its {bad} is a number, a date or a formula, not text" if bad else None,
    )


def _is_value(cell: Cell | None) -> bool:
    return cell is not None and not cell.is_text


def _text(cell: Cell | None) -> str:
    return unguarded(cell.text or "") if cell else ""
