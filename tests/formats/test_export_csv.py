"""CSV: the same cells as the csv module reads, byte by byte the same file, and what is wrong by its line."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.export_csv import CsvCodec
from pipeline.formats.export_rows import Patch, Value
from pipeline.formats.lines import BLANK
from pipeline.formats.registry import open_formats
from tests.formats.exports import make_edition, make_reading, parse, units

CSV = open_formats().get("csv")
HOSTILE = st.text(st.sampled_from(list('ab =,;\t"\r\né語🙂\\x')), max_size=12)
PLAIN = st.text(st.sampled_from(list("ab é語🙂.\\x'-")), max_size=12)


def read(data: bytes | str, key: str = "id") -> list[dict[str, str | None]]:
    raw = data if isinstance(data, bytes) else data.encode()
    sheet = CsvCodec().read(raw, "s/doc", (key,))
    return [{name: cell.text for name, cell in row.cells.items()} for row in sheet.rows]


def spell(text: str, style: str, delimiter: str) -> str:
    needs = any(one in text for one in ('"', "\r", "\n", delimiter))
    return '"' + text.replace('"', '""') + '"' if needs or style == "all" else text


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, list[list[str]], str]:
    """Draw a table, spelled in a random dialect, with its cells."""
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    columns = ["id", "Title", "Body (English)", "note"]
    count = draw(st.integers(1, 4))
    rows = [[str(number), draw(PLAIN), draw(HOSTILE), draw(HOSTILE)] for number in range(1, count + 1)]
    lines = [
        delimiter.join(spell(cell, draw(st.sampled_from(["all", "few"])), delimiter) for cell in row)
        for row in [columns, *rows]
    ]
    text = end.join(lines) + draw(st.sampled_from(["", end, end + end]))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return (bom + text).encode(), rows, delimiter


@settings(deadline=None)
@given(tables())
def test_the_cells_are_those_that_the_csv_module_reads(drawn: tuple[bytes, list[list[str]], str]) -> None:
    data, rows, delimiter = drawn
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
    header, *expected = [row for row in reader if row]
    assert expected == rows
    assert read(data) == [dict(zip(header, row, strict=True)) for row in rows]


@settings(deadline=None)
@given(tables())
def test_identity(drawn: tuple[bytes, list[list[str]], str]) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    data, rows, _ = drawn
    assume(any(cell.strip(BLANK) for row in rows for cell in row[1:3]))
    document = parse(data)
    assert rebuild(CSV, document, lambda unit: unit.key.source) == data
    for unit in document.occurrences():
        assert unit.range.cut(data).decode().replace('""', '"') == unit.key.source
        assert CSV.encode(document, unit, unit.key.source) == unit.range.cut(data)
    assert len(rows) >= len({block.part for block in document.blocks})


@settings(deadline=None)
@given(tables(), HOSTILE.filter(lambda text: text.strip("= \t\r\n")))
def test_only_the_target_columns_change(drawn: tuple[bytes, list[list[str]], str], target: str) -> None:
    data, rows, delimiter = drawn
    patch = Patch(
        cells={row[0]: {"note": Value(text=target), "new": Value(text=row[0] + target)} for row in rows},
        columns={"note": "Title", "new": "Title"},
    )
    out = CsvCodec().write(data, "s/doc", "id", ("id",), patch)
    reader = csv.reader(io.StringIO(out.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
    header, *found = [row for row in reader if row]
    assert header == ["id", "Title", "Body (English)", "note", "new"]
    assert found == [[*row[:3], target, row[0] + target] for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_finds_the_columns(delimiter: str) -> None:
    header = delimiter.join(["id", '"a,b;c\td"', "Title"])
    assert read(f"{header}\n{delimiter.join('123')}\n")[0] == {"id": "1", "a,b;c\td": "2", "Title": "3"}


def test_a_cell_counts_its_line_and_its_line_ends() -> None:
    data = b'id,a,b\r\n\r\n1,"x\r\ny","z"\r2,,\n'
    rows = list(CsvCodec().read(data, "p", ("id",)).rows)
    assert [(row.line, row.cells["b"].line) for row in rows] == [(3, 4), (5, 5)]


@pytest.mark.parametrize(
    ("data", "line", "message", "hint"),
    [
        ("", 1, "the export is empty", "export it again"),
        ("\n\r\n", 1, "the export is empty", "export it again"),
        ("no,Title\n1,x\n", 1, 'there is no column "id"', 'the columns are "no", "Title"'),
        ("id,Title,Title\n1,x,y\n", 1, 'two columns are named "Title"', "rename one of them in the export"),
        ("id,Body\n1,x\n", 1, 'there is no column "Title (English)"', 'the columns are "id", "Body"'),
        ("id,Title\n1,x\n\n2\n", 4, "the row has 1 cells, the header 2", "a cell that holds a delimiter"),
        ("id,Title\n1,x,y\n", 2, "the row has 3 cells, the header 2", "a cell that holds a delimiter"),
        ('id,Title\n1,"x\ny\n', 2, "a quote is not closed", "the cell that starts here never ends"),
        ('id,Title\n1,"x"y\n', 2, "text follows the closing quote of a cell", "write a quote inside"),
        ('id,Title\n1,"x\\"y"\n', 2, "text follows the closing quote of a cell", "write a quote inside"),
        ('"id,Title\n', 1, "a quote is not closed", "the cell that starts here never ends"),
        ("id,Title\n,x\n", 2, 'a row has no "id"', "give every row a key that never changes"),
        ("id,Title\n ,x\n", 2, 'a row has no "id"', "give every row a key that never changes"),
        (
            'id,Title\n1,"x\ny"\n1,z\n',
            4,
            'two rows have the id "1"; the other is on line 2',
            "give every row",
        ),
        ("id,Title\n", 1, "the export has no rows", "export it again"),
        ("id,Title\n1,\n", 1, "no field of any row holds text", "look at [collections.NAME.fields]"),
        (b"id,Title\n1,\xff\n", 2, "not UTF-8: byte 0xff can't be read", "export the file again as UTF-8"),
        (b"id,Title\n1,a\0b\n", 2, "holds a NUL byte, so it is not text", "export it again"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_hint(
    data: str | bytes, line: int, message: str, hint: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(data, reading=make_reading(fields={"Title": "text"}))
    assert (str(caught.value.at), caught.value.message) == (f"s/doc:{line}", message)
    assert (caught.value.hint or "").startswith(hint)


def test_a_bare_cell_gets_quotes_only_where_its_target_needs_them() -> None:
    data = "id;Title\n1;One\n2;Two, three\n"
    document = parse(data, reading=make_reading(fields={"Title": "text"}))
    first, second = document.occurrences()
    assert CSV.encode(document, first, "Uno, dos") == b"Uno, dos"
    assert CSV.encode(document, first, 'U;"no"') == b'"U;""no"""'
    assert CSV.encode(document, second, "Dos") == b"Dos"
    quoted = parse('id;Title\n1;"One"\n', reading=make_reading(fields={"Title": "text"}))
    assert CSV.encode(quoted, next(quoted.occurrences()), 'U;"no"') == b'U;""no""'


def test_a_bare_cell_of_two_sentences_gets_quotes_as_a_whole() -> None:
    data = "id,Title,Body\n1,,One. Two.\n"
    document = parse(data)
    first, _ = document.occurrences()
    with pytest.raises(DocumentError, match="can't hold") as caught:
        CSV.encode(document, first, "Uno, uno.")
    assert caught.value.hint == "give the cell quotes, or a text of its own, in the export"
    target = {"One.": "Uno, uno.", "Two.": "Dos."}
    assert (
        rebuild(CSV, document, lambda unit: target[unit.key.source])
        == b'id,Title,Body\n1,,"Uno, uno. Dos."\n'
    )
    assert CSV.localize(document, make_edition(target)) == (
        b'id,Title,Body,Body (Spanish)\n1,,One. Two.,"Uno, uno. Dos."\n'
    )


def test_new_cells_are_spelled_like_the_source_cell() -> None:
    document = parse('"id","Title"\n"1","One"\n2,Two', reading=make_reading(fields={"Title": "text"}))
    out = CSV.localize(document, make_edition(str.upper))
    assert out == b'"id","Title","Title (Spanish)"\n"1","One","ONE"\n2,Two,TWO'


def test_quotes_before_a_unit_do_not_move_it() -> None:
    data = 'id,Title,Body\n1,,"""Rest"" now. Then ""go"" on. Stop."\n'
    document = parse(data)
    found = [unit.range.cut(document.data).decode() for unit in document.occurrences()]
    assert found == ['""Rest"" now.', 'Then ""go"" on.', "Stop."]


def test_a_target_in_a_bare_cell_stays_bare_where_it_can() -> None:
    data = 'id,Title,Title (Spanish)\n1,One,viejo\n2,Two,"viejo"\n3,Three,\n'
    document = parse(data, reading=make_reading(fields={"Title": "text"}))
    out = CSV.localize(document, make_edition({"One": "Uno", "Two": "Dos", "Three": "Tres, tres"}))
    assert out.decode() == 'id,Title,Title (Spanish)\n1,One,Uno\n2,Two,"Dos"\n3,Three,"Tres, tres"\n'


def test_rows_are_removed_and_added_in_the_dialect_of_the_file() -> None:
    data = b"id\tTitle\r\n1\tOne\r\n2\tTwo\r\n3\tThree"
    patch = Patch(removed=frozenset("2"), added=({"id": Value(text="4"), "Title": Value(text="a\tb")},))
    out = CsvCodec().write(data, "p", "id", ("id",), patch)
    assert out == b'id\tTitle\r\n1\tOne\r\n3\tThree\r\n4\t"a\tb"\r\n'


def test_empty_columns_at_the_end_are_no_twins() -> None:
    data = "id,Title,,\n1,One,,\n"
    document = parse(data, reading=make_reading(fields={"Title": "text"}))
    assert units(document) == [("Title", "One")]
    assert CSV.localize(document, make_edition(str.upper)) == b"id,Title,,,Title (Spanish)\n1,One,,,ONE\n"


def test_a_file_of_one_column_gets_others_after_a_comma() -> None:
    patch = Patch(cells={"1": {"note": Value(text="n")}}, columns={"note": "id"})
    assert CsvCodec().write(b"id\n1\n", "p", "id", ("id",), patch) == b"id,note\n1,n\n"


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("id;Title,Body;note,x", ("id", "Title,Body", "note,x")),
        ("id,Title (English);id;x;y", ("id", "Title (English);id;x;y")),
        (" id ; Title", ("id", "Title")),
    ],
)
def test_the_key_tells_the_delimiter_then_the_fields_tell_it(header: str, columns: tuple[str, ...]) -> None:
    assert CsvCodec().read(header.encode(), "p", ("id", "Title", "Body")).columns == columns


def test_where_no_delimiter_finds_a_column_the_one_that_makes_most_is_told() -> None:
    with pytest.raises(DocumentError) as caught:
        CsvCodec().read(b"no;x\n1;2\n", "p", ("id",))
    assert caught.value.hint == 'the columns are "no", "x"'


def test_an_empty_quoted_cell_is_a_row_and_an_empty_line_is_none() -> None:
    assert read('id\n1\n""\n\n2\n') == [{"id": "1"}, {"id": ""}, {"id": "2"}]


def test_lines_are_counted_in_every_cell_of_a_row() -> None:
    data = b'id,a,b,c,d\n1,"x\ny","z\nw",v,u\n'
    [row] = CsvCodec().read(data, "p", ("id",)).rows
    assert [cell.line for cell in row.cells.values()] == [2, 2, 3, 4, 4]


def test_a_cell_with_doubled_quotes_counts_its_lines_too() -> None:
    document = parse('id,Title,Body\n1,,"Say ""a"" now.\n\nThen go."\n')
    assert [block.line for block in document.blocks] == [2, 4]


@pytest.mark.parametrize("text", ['U "no"', "U\rV", "U\nV"])
def test_a_bare_cell_gets_quotes_for_quotes_and_for_line_ends(text: str) -> None:
    data = b"id,Title,note\n1,One,x\n"
    [row] = CsvCodec().read(data, "p", ("id",)).rows
    cell = row.cells["Title"]
    expected = '"{}"'.format(text.replace('"', '""')).encode()
    assert CsvCodec().spell(data, cell, cell.range, text) == expected
    assert CsvCodec().spell(data, cell, replace(cell.range, stop=cell.stop - 1), text) is None


def test_an_added_row_is_spelled_like_the_last_one() -> None:
    row = {"id": Value(text="2"), "Title": Value(text="Two"), "note": Value(text="n")}
    bare, quoted = b'"id","Title"\n1,One\n', b'"id","Title"\n1,"One"\n'
    patch = Patch(added=(row,), columns={"note": "Title"})
    assert CsvCodec().write(bare, "p", "id", ("id",), patch) == b'"id","Title","note"\n1,One,\n2,Two,n\n'
    out = CsvCodec().write(quoted, "p", "id", ("id",), patch)
    assert out == b'"id","Title","note"\n1,"One",""\n2,"Two","n"\n'


def test_an_added_row_stands_on_the_next_line_whatever_ends_a_line() -> None:
    patch = Patch(added=({"id": Value(text="2")},))
    for end in ("\n", "\r\n", "\r"):
        expected = f"id{end}1{end}2{end}".encode()
        for data in (f"id{end}1{end}", f"id{end}1"):
            assert CsvCodec().write(data.encode(), "p", "id", ("id",), patch) == expected
