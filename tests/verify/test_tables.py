"""Exports to rows of cells, by readers that know nothing of the formats."""

from __future__ import annotations

import pytest

from pipeline.verify.native import UnreadableError
from pipeline.verify.tables import TableShape, Value, read_table
from tests.formats.workbooks import inline, make_sheets, make_workbook, number, shared

CSV, JSON = TableShape(format="csv", key="id"), TableShape(format="json", key="id")


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    table = read_table(CSV, b"\xef\xbb\xbfid;a\r\n1;x\r\n")
    assert (table.columns, [row.cells for row in table.rows]) == (("id", "a"), [{"id": "1", "a": "x"}])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": [{"id": 1}], "b": [{"id": 2}]}', "holds not one list of rows"),
        ('{"a": 1}', "holds not one list of rows"),
        ('[{"id": 1, "id": 2}]', "an object names a value twice"),
        ("1", "holds no list of rows"),
    ],
)
def test_what_is_not_one_table_is_not_read(text: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_table(JSON, text.encode())


def test_a_path_takes_its_value_and_those_beside_it_out_of_the_object() -> None:
    shape = TableShape(format="json", key="id", fields=("c.t",))
    [row] = read_table(shape, b'[{"id": "1", "c": {"t": "A", "t (Spanish)": "B", "u": 1}}]').rows
    assert (row.cells["c.t"], row.cells["c.t (Spanish)"]) == ("A", "B")
    assert row.cells["c"] == Value(repr({"u": Value("1")}))


def test_the_sheet_is_the_one_of_a_name_else_the_first_with_the_key() -> None:
    data = make_sheets({"A": [[inline("id")], [inline("1")]], "B": [[inline("id")], [inline("2")]]})
    found = [
        read_table(TableShape(format="xlsx", key="id", sheet=sheet), data).rows[0].cells["id"]
        for sheet in (None, "A", "B")
    ]
    assert found == ["1", "1", "2"]


def test_cells_are_read_as_a_program_shows_them() -> None:
    hint = '<r><t>A</t></r><rPh sb="0" eb="1"><t>no</t></rPh>'
    data = make_workbook([[inline("id"), shared(0)], [inline("x_x000D_y"), number("4.50")]], ["T"])
    table = read_table(TableShape(format="xlsx", key="id"), data)
    assert table.rows[0].cells == {"id": "x\ry", "T": Value("n:None:4.50")}
    said = make_workbook([[inline("id")], [shared(0)]], [f"{hint}<r><t>B</t></r>"])
    assert read_table(TableShape(format="xlsx", key="id"), said).rows[0].cells == {"id": "B"}


def test_the_longest_name_leads_and_a_whole_one_wins_over_a_way() -> None:
    shape = TableShape(format="json", key="id", fields=("a.b.c", "d.e", "f.g.h"))
    ways = b'"a": {"b.c": "No"}, "a.b": {"c": "A"}, "d.e": "B", "d": {"e": "No"}, "f": {"g": {"h": "C"}}'
    [found] = read_table(shape, b'[{"id": "1", ' + ways + b"}]").rows
    assert [found.cells[name] for name in ("a.b.c", "d.e", "f.g.h")] == ["A", "B", "C"]
    assert (found.cells["a"], found.cells["d"]) == (Value("{'b.c': 'No'}"), Value("{'e': 'No'}"))


def test_everything_but_the_sheet_and_its_texts_is_to_be_compared() -> None:
    data = make_sheets({"A": [[inline("id")], [inline("1")]], "B": [[inline("x")], [inline("2")]]})
    rest = read_table(TableShape(format="xlsx", key="id"), data).rest
    assert isinstance(rest, dict)
    assert "xl/worksheets/sheet2.xml" in rest
    assert not {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"} & set(rest)
