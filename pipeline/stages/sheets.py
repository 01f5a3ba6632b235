"""review list --sheet: units as a table that a person reads and signs in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.catalogs.sheets import render_csv, render_xlsx, unguarded, why_not_cell
from pipeline.errors import ConfigError, Location, ReviewError
from pipeline.formats.export_csv import CsvCodec
from pipeline.formats.export_rows import missing_column
from pipeline.formats.export_xlsx import XlsxCodec
from pipeline.review.answers import Answer, clean_words, parse_kind
from pipeline.workspace.files import read_bytes, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.formats.export_rows import Row
    from pipeline.stages.standings import UnitStanding

_COLUMNS: Final = {
    "decision": 12,
    "words": 30,
    "source": 60,
    "target": 60,
    "state": 13,
    "risk": 11,
    "missing": 24,
    "document": 20,
    "locale": 9,
    "unit": 30,
}
"""Column -> how many characters wide it is shown."""
_NEEDED: Final = ("decision", "words", "source", "target", "document", "locale", "unit")
_ZIP: Final = b"PK"


def write_sheet(path: Path, units: Sequence[UnitStanding]) -> None:
    """Write units as CSV or XLSX, after the file's ending, with empty cells for the decision and the words.

    Raises ConfigError for another ending, and for a text that a workbook can't hold.
    """
    rows = [tuple(_COLUMNS), *map(_row, units)]
    kind = path.suffix.casefold()
    if kind not in (".csv", ".xlsx"):
        raise ConfigError(f'no sheet ends in "{path.suffix}"', hint="name it FILE.csv or FILE.xlsx")
    if kind == ".csv":
        write_if_changed(path, render_csv(rows))
        return
    why = next((why for row in rows for cell in row if (why := why_not_cell(cell))), None)
    if why:
        raise ConfigError(f"a text does not fit: {why}", hint="write CSV instead")
    write_if_changed(path, render_xlsx(rows, tuple(_COLUMNS.values())))


def _row(one: UnitStanding) -> tuple[str, ...]:
    cells = {
        "source": one.unit.key.source,
        "target": one.entry.whole_target.replace("\0", "\n"),
        "state": one.standing.state.value,
        "risk": one.risk.label,
        "missing": one.standing.missing or "",
        "document": one.document,
        "locale": one.locale.code,
        "unit": f"{one.unit.key.id}@{one.mark}",
    }
    return tuple(cells.get(column, "") for column in _COLUMNS)


def read_sheet(path: Path) -> tuple[Answer, ...]:
    """Return the rows of a sheet in which somebody wrote a decision; raises CaveatError with the line."""
    name = str(path)
    data = read_bytes(path, name)
    codec = XlsxCodec() if data.startswith(_ZIP) else CsvCodec()
    sheet = codec.read(data, name, _NEEDED)
    missing = next((one for one in _NEEDED if one not in (sheet.columns or ())), None)
    if missing:
        raise missing_column(missing, sheet.columns or (), name)
    return tuple(_answers(sheet.rows, name))


def _answers(rows: Iterator[Row], name: str) -> Iterator[Answer]:
    for row in rows:
        found = {column: row.cells.get(column) for column in _NEEDED}
        cells = {column: unguarded(cell.text or "") if cell else "" for column, cell in found.items()}
        if not cells["decision"].strip():
            continue
        at = Location(name, row.line)
        bad = next((column for column, cell in found.items() if cell and not cell.is_text), None)
        if bad:
            hint = "write it as text, or export the sheet again"
            raise ReviewError(f'"{bad}" is a number, a date or a formula, not text', at=at, hint=hint)
        yield Answer(
            locale=cells["locale"].strip(),
            document=cells["document"].strip(),
            unit=cells["unit"].strip(),
            kind=parse_kind(cells["decision"], at),
            words=clean_words(cells["words"], at),
            source=cells["source"],
            target=cells["target"],
            line=row.line,
        )
