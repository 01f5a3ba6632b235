"""Small Excel workbooks for tests: shared and inline strings, numbers, formulas, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pipeline.formats.packages import open_archive
from tests.formats.zips import zipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
RICH = '<r><t>Bold</t></r><r><rPr><b/></rPr><t xml:space="preserve"> word</t></r>'


def shared(index: int) -> str:
    return f't="s"><v>{index}</v>'


def inline(text: str) -> str:
    return f't="inlineStr"><is><t>{escape(text)}</t></is>'


def number(value: str, look: int = 0) -> str:
    return (f's="{look}"' if look else "") + f"><v>{value}</v>"


def formula(text: str, value: str) -> str:
    return f't="str"><f>{escape(text)}</f><v>{value}</v>'


def make_sheet(rows: Sequence[Sequence[str]], before: str = "") -> str:
    lines = "".join(
        f'<row r="{line}" spans="1:{len(row)}">'
        + "".join(f'<c r="{chr(65 + at)}{line}" {cell}</c>' for at, cell in enumerate(row) if cell)
        + "</row>"
        for line, row in enumerate(rows, 1)
    )
    end = f"{chr(64 + max(map(len, rows), default=1))}{len(rows)}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{SPACE}">{before}<dimension ref="A1:{end}"/>'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )


def make_strings(items: Sequence[str]) -> str:
    inner = "".join(f"<si>{one}</si>" if "<" in one else f"<si><t>{one}</t></si>" for one in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{SPACE}" count="9">{inner}</sst>'


def make_workbook(
    rows: Sequence[Sequence[str]],
    strings: Sequence[str] = (),
    *,
    others: Mapping[str, bytes] | None = None,
    sheet: str | None = None,
) -> bytes:
    """Return a workbook with one sheet, and what `others` adds or replaces."""
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" '
        f'Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{KINDS}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" '
        f'Type="{KINDS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{KINDS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        SHEET: make_sheet(rows) if sheet is None else sheet,
        STRINGS: make_strings(strings),
    }
    texts = {name: text.encode() for name, text in members.items()}
    return zipped({**texts, **(others or {})})


def member(data: bytes, name: str = SHEET) -> str:
    return open_archive(data, "").read(name).decode()


def small_workbook() -> bytes:
    """Return a workbook with two rows; a shared string stands in a text and in another column."""
    header = [inline("id"), shared(0), shared(1), inline("state"), inline("n")]
    return make_workbook(
        [
            header,
            [number("1"), shared(2), shared(3), shared(2), number("4.50", 1)],
            [number("2"), inline("Sleep & rest"), shared(4), inline("ok"), formula("A3*2", "4")],
        ],
        ["Title", "Body (English)", "Cramps", "One &lt; two.&#10;Rest_x000D_.", RICH],
    )


def make_sheets(sheets: Mapping[str, Sequence[Sequence[str]]], strings: Sequence[str] = ()) -> bytes:
    """Return a workbook with these sheets, by their names; the first is the member `SHEET`."""
    numbered = list(enumerate(sheets.items(), 1))
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="s{at}"/>' for at, (name, _) in numbered
    )
    links = "".join(
        f'<Relationship Id="s{at}" Type="{KINDS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    book = f'<workbook xmlns="{SPACE}" xmlns:r="{KINDS}"><sheets>{names}</sheets></workbook>'
    linked = (
        f'<Relationships xmlns="{LINKS}">{links}<Relationship Id="r2" Type="{KINDS}/sharedStrings" '
        'Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    others = {f"xl/worksheets/sheet{at}.xml": make_sheet(rows).encode() for at, (_, rows) in numbered}
    others |= {"xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": linked.encode()}
    return make_workbook([], strings, others=others)


def two_sheets() -> bytes:
    """Return a workbook whose second sheet, `Data`, has the same columns as the first."""
    header = [inline("id"), inline("Title"), inline("Body (English)")]
    return make_sheets(
        {
            "Old & gone": [header, [number("1"), shared(0), inline("Old text.")]],
            "Data": [header, [number("1"), shared(0), inline("Drink water. Rest.")]],
        },
        ["Cramps"],
    )
