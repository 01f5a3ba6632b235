"""Workbooks: texts of the first sheet with the key, and nothing but the wanted cells is ever touched."""

import json
import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CaveatError, ConfigError, DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.export_parts import split_parts
from pipeline.formats.export_rows import Patch, Value
from pipeline.formats.export_write import delta
from pipeline.formats.export_xlsx import XlsxCodec
from pipeline.formats.export_xlsx_parts import column_letters, column_number
from pipeline.formats.registry import open_formats
from pipeline.model.document import UntranslatedKind
from tests.formats.exports import FRENCH, make_edition, make_reading, parse, units
from tests.formats.workbooks import (
    KINDS,
    SHEET,
    SPACE,
    STRINGS,
    formula,
    inline,
    make_sheet,
    make_sheets,
    make_strings,
    make_workbook,
    member,
    number,
    shared,
    small_workbook,
    two_sheets,
)

XLSX = open_formats().get("xlsx")
ONE = make_reading("xlsx", {"Title": "text"})


def test_shared_and_inline_strings_are_text_with_their_places() -> None:
    document = parse(small_workbook(), "xlsx")
    assert units(document) == [
        ("Title", "Cramps"),
        (None, "One < two."),
        ("heading", "Rest"),
        (None, "."),
        ("Title", "Sleep & rest"),
    ]
    assert [unit.range.cut(document.data) for unit in document.occurrences()][1] == b"One &lt; two."
    assert [block.line for block in document.blocks] == [2, 2, 2, 2, 3]
    assert document.package is not None


def test_identity() -> None:
    data = small_workbook()
    document = parse(data, "xlsx")
    assert rebuild(XLSX, document, lambda unit: unit.key.source) == data
    for unit in document.occurrences():
        assert XLSX.encode(document, unit, unit.key.source) == unit.range.cut(document.data)


def test_runs_with_their_own_looks_are_left_out_and_told() -> None:
    document = parse(small_workbook(), "xlsx")
    [left] = [one for one in document.untranslated if one.kind is UntranslatedKind.UNKNOWN]
    assert left.range.cut(document.data).startswith(b"<si><r><t>Bold</t></r>")
    [notice] = document.notices
    assert (notice.rule, notice.line) == ("source.not-understood", 3)
    assert 'Body of "2"' in notice.message
    assert [len(part.notices) for part in split_parts(document)] == [0, 1]


@pytest.mark.parametrize(
    "item", ["<t><![CDATA[a]]></t>", "<t>a<!-- b -->c</t>", "<r><t>a</t></r>", "<t>a</t><rPh><t>b</t></rPh>"]
)
def test_text_with_anything_between_is_left_out(item: str) -> None:
    rows = [[inline("id"), inline("Title")], [number("1"), shared(0)], [number("2"), inline("B")]]
    document = parse(make_workbook(rows, [item]), "xlsx", ONE)
    assert (units(document), len(document.notices)) == ([("Title", "B")], 1)


def test_hints_for_reading_aloud_as_a_whole_are_no_text() -> None:
    rows = [[inline("id"), inline("Title")], [number("1"), shared(0)]]
    document = parse(make_workbook(rows, ['<t>a</t><phoneticPr fontId="1"/>']), "xlsx", ONE)
    assert units(document) == [("Title", "a")]


def test_a_row_of_runs_only_is_told_with_the_first_row() -> None:
    data = make_workbook(
        [[inline("id"), inline("Title")], [number("1"), inline("A")], [number("2"), shared(0)]],
        ["<r><t>B</t></r>"],
    )
    [part] = split_parts(parse(data, "xlsx", ONE))
    assert [notice.line for notice in part.notices] == [3]


def test_only_the_sheet_changes_and_other_cells_keep_their_bytes() -> None:
    data = small_workbook()
    out = XLSX.localize(parse(data, "xlsx"), make_edition(str.upper))
    before, after = (zipfile.ZipFile(BytesIO(one)) for one in (data, out))
    assert before.namelist() == after.namelist()
    assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [SHEET]
    rows = [re.findall(r"<c .*?</c>", line, re.DOTALL) for line in member(data).split("<row")[1:]]
    new = [re.findall(r"<c .*?</c>", line, re.DOTALL) for line in member(out).split("<row")[1:]]
    assert [line[: len(old)] for old, line in zip(rows, new, strict=True)] == rows
    assert [len(line) for line in new] == [7, 7, 6]
    assert '<dimension ref="A1:G3"/>' in member(out)
    assert re.findall(r'<row r="(\d)" spans="(\S+)"', member(out)) == [
        ("1", "1:7"),
        ("2", "1:7"),
        ("3", "1:7"),
    ]
    assert [unit.key for unit in parse(out, "xlsx").occurrences()] == [
        unit.key for unit in parse(data, "xlsx").occurrences()
    ]


def test_a_cell_that_is_there_is_filled_in_place_with_its_look() -> None:
    rows = [
        [inline("id"), inline("Title (Spanish)"), inline("Title"), inline("n")],
        [number("1"), 's="7" ' + shared(0), shared(0), number("5")],
        [number("2"), "", inline("B"), number("6")],
    ]
    out = XLSX.localize(parse(make_workbook(rows, ["A"]), "xlsx", ONE), make_edition(lambda text: text + "é"))
    cells = re.findall(r'<c r="B[23]".*?</c>', member(out))
    assert cells == [
        '<c r="B2" t="inlineStr" s="7"><is><t xml:space="preserve">Aé</t></is></c>',
        '<c r="B3" t="inlineStr"><is><t xml:space="preserve">Bé</t></is></c>',
    ]
    assert member(out).index('r="A3"') < member(out).index('r="B3"') < member(out).index('r="C3"')
    assert member(out, STRINGS) == make_strings(["A"])


def test_a_formula_is_no_text_however_its_value_is_kept() -> None:
    rows = [[inline("id"), inline("Title")], [number("1"), 't="s"><f>A1</f><v>0</v>']]
    with pytest.raises(DocumentError, match='Title of "1" is no text'):
        parse(make_workbook(rows, ["A"]), "xlsx", ONE)


def test_what_looks_like_an_escape_is_escaped() -> None:
    rows = [[inline("id"), inline("Title")], [number("1"), inline("_x0041_ b")]]
    document = parse(make_workbook(rows), "xlsx", ONE)
    assert units(document) == [("Title", "A b")]
    out = XLSX.localize(document, make_edition({"A b": "_x0041_ \r_x00"}))
    assert '<t xml:space="preserve">_x005F_x0041_ _x00</t>' in member(out)


def test_a_formula_is_not_replaced_by_a_translation() -> None:
    rows = [
        [inline("id"), inline("Title"), inline("Title (Spanish)")],
        [number("1"), inline("A"), formula("B2", "A")],
    ]
    with pytest.raises(DocumentError) as caught:
        XLSX.localize(parse(make_workbook(rows), "xlsx", ONE), make_edition(str.upper))
    assert caught.value.message.startswith('Title (Spanish) of "1" holds no text')
    assert str(caught.value.at) == "s/doc:2"


def test_a_text_that_another_column_shares_is_not_rewritten_in_place() -> None:
    document = parse(small_workbook(), "xlsx")
    title = next(document.occurrences())
    with pytest.raises(DocumentError, match="can't hold"):
        XLSX.encode(document, title, "Calambres")


def test_rows_that_share_a_text_are_rewritten_together() -> None:
    rows = [[inline("id"), inline("Title")], *([number(str(n)), shared(0)] for n in range(3))]
    document = parse(make_workbook(rows, ["Same"]), "xlsx", ONE)
    out = rebuild(XLSX, document, lambda unit: unit.key.source + " & so")
    assert "Same &amp; so" in member(out, STRINGS)
    assert units(parse(out, "xlsx", ONE)) == [("Title", "Same & so")] * 3


TEXTS = st.text(st.sampled_from(list("ab_x0D&<>\"'é語🙂 \n\r\t")), min_size=1, max_size=12)


@settings(deadline=None)
@given(TEXTS)
def test_what_is_written_is_read_back(text: str) -> None:
    target = f"x{text}x"
    rows = [[inline("id"), inline("Title")], [number("1"), inline("A")]]
    reading = make_reading("xlsx", {"Title": "record"})
    document = parse(make_workbook(rows), "xlsx", make_reading("xlsx", {"Title": "text"}))
    codec = document.codec
    from pipeline.formats.export_rows import Patch, Value  # noqa: PLC0415 - this test goes below the format

    patch = Patch(cells={"1": {"new": Value(text=target)}}, columns={"new": "Title"})
    out = codec.write(document.file, "p", "id", ("id",), patch)
    [row] = codec.read(out, "p", reading.collection.fields and ("id",)).rows
    assert row.cells["new"].text == target
    cell = row.cells["new"]
    for at in range(len(target) + 1):
        place = cell.place(len(target[:at].encode()))
        assert cell.start <= place <= cell.stop
    assert cell.place(len(target.encode())) == cell.stop


def test_a_character_that_xml_can_not_hold_is_refused() -> None:
    document = parse(small_workbook(), "xlsx")
    with pytest.raises(DocumentError, match="U\\+0007"):
        XLSX.localize(document, make_edition(lambda text: text + "\x07"))
    sleep = list(document.occurrences())[-1]
    with pytest.raises(DocumentError, match="holds U\\+0007, which no xlsx file can hold"):
        XLSX.encode(document, sleep, "a\x07")


def test_whatever_is_to_be_written_holds_only_what_xml_can_hold() -> None:
    patch = Patch(cells={"2": {"Title": Value(text="a\x07")}})
    with pytest.raises(DocumentError, match="holds U\\+0007, which no xlsx file can hold"):
        XlsxCodec().write(small_workbook(), "x.xlsx", "id", ("id",), patch)


def test_the_sheet_is_the_first_whose_header_names_the_key() -> None:
    book = (
        f'<workbook xmlns="{SPACE}" xmlns:r="{KINDS}"><sheets><sheet name="Notes" r:id="r8"/>'
        '<sheet name="Gone" r:id="r99"/><sheet name="Data" r:id="r1"/></sheets></workbook>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{KINDS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r8" Type="{KINDS}/worksheet" Target="worksheets/sheet8.xml"/>'
        f'<Relationship Id="r99" Type="{KINDS}/worksheet" Target="worksheets/gone.xml"/>'
        f'<Relationship Id="e" Type="{KINDS}/hyperlink" Target="http://x" TargetMode="External"/>'
        "</Relationships>"
    )
    data = make_workbook(
        [[inline("id"), inline("Title")], [number("1"), inline("A")]],
        others={
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "xl/worksheets/sheet8.xml": make_sheet([[inline("about")]]).encode(),
        },
    )
    assert units(parse(data, "xlsx", ONE)) == [("Title", "A")]
    with pytest.raises(DocumentError) as caught:
        parse(data, "xlsx", make_reading("xlsx", {"Title": "text"}, key="no"))
    assert caught.value.hint == 'the columns are "about", "id", "Title"'


def test_prefixes_gaps_and_cells_without_references() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{SPACE}"><x:sheetData><x:row/><x:row r="3">'
        '<x:c t="inlineStr"><x:is><x:t>id</x:t></x:is>'
        '</x:c><x:c t="inlineStr"><x:is><x:t>Title</x:t></x:is></x:c></x:row>'
        '<x:row r="7"><x:c><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>A</x:t></x:is></x:c></x:row>'
        '<x:row r="9"><x:c r="B9"/></x:row></x:sheetData></x:worksheet>'
    )
    document = parse(make_workbook([], sheet=sheet), "xlsx", ONE)
    assert [(block.part, block.line) for block in document.blocks] == [("1", 7)]
    out = member(XLSX.localize(document, make_edition(str.lower)))
    assert '<x:c r="C7" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c></x:row>' in out
    assert '<x:c r="C3"' in out


def test_a_delta_keeps_the_header_and_the_named_rows() -> None:
    document = parse(small_workbook(), "xlsx")
    out = delta(document, ["2"], [make_edition(str.upper), make_edition(str.lower, FRENCH)])
    assert [block.part for block in parse(out, "xlsx").blocks] == ["2"]
    assert '<row r="3"' in member(out)
    assert '<row r="2"' not in member(out)


def test_rows_move_up_where_nothing_names_them() -> None:
    rows = [[inline("id"), inline("Title")], *([number(str(n)), inline(f"T{n}")] for n in range(2, 6))]
    document = parse(make_workbook(rows), "xlsx", ONE)
    out = delta(document, ["3", "5"], [make_edition(str.lower)])
    assert re.findall(r'<row r="(\d)"|<c r="(\w+)"', member(out)) == [
        *[("1", ""), ("", "A1"), ("", "B1"), ("", "C1")],
        *[("2", ""), ("", "A2"), ("", "B2"), ("", "C2")],
        *[("3", ""), ("", "A3"), ("", "B3"), ("", "C3")],
    ]
    assert '<dimension ref="A1:C3"/>' in member(out)
    assert units(parse(out, "xlsx", ONE)) == [("Title", "T3"), ("Title", "T5")]


def test_a_removed_row_moves_changed_and_new_ones_up_and_new_ones_look_like_the_last() -> None:
    rows = [[inline("id"), inline("Title"), inline("n")]]
    rows += [[number(str(n)), inline(f"T{n}"), number("5", n)] for n in range(1, 4)]
    value = Value(text="6", raw=b"6", kind="n")
    patch = Patch(
        cells={"3": {"Title": Value(text="New")}},
        removed=frozenset({"2"}),
        added=({"id": Value(text="4"), "Title": Value(text="Four"), "n": value},),
    )
    out = member(XlsxCodec().write(make_workbook(rows), "a.xlsx", "id", ("id",), patch))
    assert re.findall(r'<row r="(\d)"|<c (?:s="\d" )?r="(\w+)"', out)[8:] == [
        *[("3", ""), ("", "A3"), ("", "B3"), ("", "C3")],
        *[("4", ""), ("", "A4"), ("", "B4"), ("", "C4")],
    ]
    assert out.count('r="B3"') == 1
    assert '<c s="3" r="C4"><v>6</v></c>' in out
    assert '<dimension ref="A1:C4"/>' in out


@pytest.mark.parametrize(
    ("rows", "strings", "line", "message"),
    [
        ([[inline("id"), inline("Title")], [number("1"), shared(4)]], ["A"], 2, 'no shared string "4"'),
        ([[inline("id"), inline("Title")], [number("1"), shared(-1)]], ["A"], 2, 'no shared string "-1"'),
        ([[inline("id"), inline("Title")], ["", inline("A")]], [], 2, 'a row has no "id"'),
        (
            [[inline("id"), inline("Title")], [number("1"), inline("A")], [inline("1"), inline("B")]],
            [],
            3,
            'two rows have the id "1"; the other is on line 2',
        ),
        ([[inline("id"), inline("Title")], [number("1"), number("7")]], [], 2, 'Title of "1" is no text: 7'),
        ([[inline("id"), inline("id")]], [], 1, 'two columns are named "id"'),
        ([[inline("id"), inline("Title")]], [], 1, "the export has no rows"),
        ([], [], 1, 'there is no column "id"'),
        ([[inline("id"), inline("Title")], [number("1"), inline("_xD800_")]], [], 2, "half a character"),
    ],
)
def test_what_is_wrong_is_told_with_the_row(
    rows: list[list[str]], strings: list[str], line: int, message: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(make_workbook(rows, strings), "xlsx", ONE)
    assert message in caught.value.message
    assert str(caught.value.at) == f"s/doc:{line}"
    assert caught.value.hint


@pytest.mark.parametrize(
    "others",
    [
        {"_rels/.rels": b"<Relationships/>"},
        {"xl/workbook.xml": b"<workbook/>"},
        {SHEET: b"<worksheet"},
        {SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'},
        {STRINGS: b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>'},
        {SHEET: b'<?xml version="1.0" encoding="UTF-16"?><worksheet/>'},
        {SHEET: b"<a>" * 5000},
        {SHEET: b"a\0b"},
    ],
)
def test_packages_that_are_broken_or_hostile_are_refused(others: dict[str, bytes]) -> None:
    data = make_workbook([[inline("id"), inline("Title")], [number("1"), inline("A")]], others=others)
    with pytest.raises(CaveatError) as caught:
        parse(data, "xlsx", ONE)
    assert caught.value.hint


def test_a_bomb_is_refused() -> None:
    sheet = make_sheet([[inline("id"), inline("Title")]]).encode() + b" " * (20 << 20)
    with pytest.raises(DocumentError, match="would unpack to"):
        parse(make_workbook([], others={SHEET: sheet}), "xlsx", ONE)


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_letters(column: int, letters: str) -> None:
    assert (column_letters(column), column_number(letters)) == (letters, column)


def test_workbooks_and_json_of_the_same_rows_are_the_same_units() -> None:
    rows = [[inline("id"), inline("Title")], [number("1"), inline("A & b")], [number("2"), inline("C")]]
    table = json.dumps([{"id": 1, "Title": "A & b"}, {"id": 2, "Title": "C"}])
    other = parse(table, "json", make_reading("json", {"Title": "text"}))
    assert units(parse(make_workbook(rows), "xlsx", ONE)) == units(other)


def test_without_a_name_it_is_the_first_sheet_with_the_key_and_with_one_that_sheet() -> None:
    first = parse(two_sheets(), "xlsx")
    assert units(first)[1] == (None, "Old text.")
    for name, text in (("Data", "Drink water."), ("Old & gone", "Old text.")):
        chosen = parse(two_sheets(), "xlsx", make_reading("xlsx", sheet=name))
        assert units(chosen)[1] == (None, text)


def test_identity_in_a_chosen_sheet() -> None:
    """Law 1: putting every unit's source back gives the file byte for byte."""
    document = parse(two_sheets(), "xlsx", make_reading("xlsx", sheet="Data"))
    assert rebuild(XLSX, document, lambda unit: unit.key.source) == two_sheets()


def test_only_the_chosen_sheet_changes() -> None:
    """Law 2: a chosen sheet gets the languages, in an export and a delta; the others keep their bytes."""
    data, reading = two_sheets(), make_reading("xlsx", sheet="Data")
    document = parse(data, "xlsx", reading)
    edition = make_edition(str.upper)
    for out in (XLSX.localize(document, edition), delta(document, ["1"], [edition])):
        before, after = (zipfile.ZipFile(BytesIO(one)) for one in (data, out))
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
        assert changed == ["xl/worksheets/sheet2.xml"]
        assert "DRINK WATER. REST." in member(out, changed[0])
        again = parse(out, "xlsx", reading)
        assert [unit.key for unit in again.occurrences()] == [unit.key for unit in document.occurrences()]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DocumentError) as caught:
        parse(two_sheets(), "xlsx", make_reading("xlsx", sheet="data"))
    assert str(caught.value.at) == "s/doc:1"
    assert caught.value.message == 'there is no sheet "data"'
    assert caught.value.hint == 'the sheets are "Old & gone", "Data"'


def test_the_key_must_stand_in_the_chosen_sheet() -> None:
    data = make_sheets(
        {"A": [[inline("id"), inline("Title")], [number("1"), inline("a")]], "B": [[inline("n")]]}
    )
    with pytest.raises(DocumentError) as caught:
        parse(data, "xlsx", make_reading("xlsx", sheet="B"))
    assert (caught.value.message, caught.value.hint) == ('there is no column "id"', 'the columns are "n"')


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_what_has_no_sheets_has_none_of_a_name(kind: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse("", kind, make_reading(kind, sheet="Data"))
    message = f'[collections.c]: an export of the format "{kind}" has no sheets, so none is called "Data"'
    assert (str(caught.value.at), caught.value.message) == ("caveat.toml", message)
