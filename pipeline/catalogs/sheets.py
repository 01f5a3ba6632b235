"""Tables for people who work in a spreadsheet: CSV and XLSX, text only, the same rows the same bytes.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and `unguarded` takes it off.
Both kinds of file do that, so that one may be saved as the other.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_CELL: Final = 32_767
"""UTF-16 units that a cell of a workbook holds."""
MOST_ROWS: Final = 1_048_575
"""Rows that a sheet of a workbook holds below its header."""
_BOM: Final = b"\xef\xbb\xbf"
_GUARDED: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""What a spreadsheet may take for a formula, with any apostrophes that are there already."""
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="units" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
        ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}
_VIEW: Final = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
    ' state="frozen"/></sheetView></sheetViews>'
)


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that a cell stands for; the inverse of `guarded`."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def render_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV for spreadsheets: UTF-8 with a BOM, every cell in quotes, CR LF."""
    lines = (",".join('"' + guarded(cell).replace('"', '""') + '"' for cell in row) for row in rows)
    return _BOM + "".join(f"{line}\r\n" for line in lines).encode()


def why_not_cell(text: str) -> str | None:
    """Return why a cell of a workbook can't hold a text, or None when it can."""
    size = len(_spelled(text).encode("utf-16-le")) // 2
    return f"it is {size} characters long, a cell holds {LONGEST_CELL}" if size > LONGEST_CELL else None


def render_xlsx(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return rows, the header first, as a workbook of text cells; no cell is a formula or a number."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" style="1" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    body = "".join(_row(number, row) for number, row in enumerate(rows, 1))
    sheet = (
        f'<worksheet xmlns="{_MAIN}">{_VIEW}<cols>{columns}</cols><sheetData>{body}</sheetData></worksheet>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            member = zipfile.ZipInfo(name)  # of 1980, so that the time of day does not get in
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # the same bytes on every system
            archive.writestr(member, (_XML + text).encode())
    return file.getvalue()


def _row(number: int, row: Sequence[str]) -> str:
    style = 2 if number == 1 else 1
    cells = "".join(
        f'<c r="{chr(ord("A") + column)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(_spelled(text))}</t></is></c>'
        for column, text in enumerate(row)
    )
    return f'<row r="{number}">{cells}</row>'


def _spelled(text: str) -> str:
    """Return a cell's text as workbooks spell it: `_x0007_` stands for what XML can't hold."""
    plain = _LOOKS_ESCAPED.sub("_x005F_", guarded(text))
    return _UNHOLDABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)
