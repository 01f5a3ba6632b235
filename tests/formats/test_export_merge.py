"""A newer export into the kept one: rows changed, added, removed, and all else as it was."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.export_csv import CsvCodec
from pipeline.formats.export_json import JsonCodec
from pipeline.formats.export_merge import ExportFile, Merged, merge_rows
from pipeline.formats.export_rows import Codec
from pipeline.formats.export_xlsx import XlsxCodec
from tests.formats.workbooks import formula, inline, make_workbook, member, number, shared

CSV, JSON, LINES = CsvCodec(), JsonCodec("json", is_lines=False), JsonCodec("jsonl", is_lines=True)
OLD = 'id;Title;Body (Spanish)\r\n1;"One";Uno\r\n2;Two;"D""os"\r\n3;Three;Tres\r\n'


def merge(
    old: str | bytes,
    new: str | bytes,
    codec: Codec = CSV,
    *,
    is_full: bool = False,
    tombstone: str | None = None,
) -> Merged:
    files = [data if isinstance(data, bytes) else data.encode() for data in (old, new)]
    return merge_rows(
        codec,
        ExportFile(data=files[0], path="old"),
        ExportFile(data=files[1], path="new"),
        key="id",
        is_full=is_full,
        tombstone=tombstone,
    )


def test_a_partial_export_changes_and_adds_and_keeps_the_rest_byte_for_byte() -> None:
    found = merge(OLD, "Title,id\n2!,2\nFour; new,4\nThree,3\n")
    assert found.data.decode() == OLD.replace("Two", "2!") + '4;"Four; new";\r\n'
    assert (found.added, found.changed, found.removed) == (("4",), ("2",), ())
    assert (found.unchanged, found.kept, found.new_columns) == (("3",), ("1",), ())


def test_a_full_export_removes_what_it_does_not_name() -> None:
    found = merge(OLD, "id,Title\n3,Three\n", is_full=True)
    assert found.data.decode() == "id;Title;Body (Spanish)\r\n3;Three;Tres\r\n"
    assert (found.removed, found.unchanged, found.kept) == (("1", "2"), ("3",), ())
    with pytest.raises(DocumentError) as caught:
        merge(OLD, "id,Title\n", is_full=True)
    assert (str(caught.value.at), caught.value.message) == ("new:1", "the full export has no rows")
    assert merge(OLD, "id,Title\n").data == OLD.encode()


@pytest.mark.parametrize(
    ("value", "is_dead"),
    [
        *[(value, True) for value in ("1", "TRUE", "x")],
        *[(value, False) for value in ("0", "", " No ", "false", "n", "F", "off", "null", "None")],
    ],
)
def test_a_tombstone_removes_a_row(value: str, is_dead: bool) -> None:  # noqa: FBT001 - a parameter
    found = merge(OLD, f"id,Title,deleted\n2,Two,{value}\n9,Nine,1\n", tombstone="deleted")
    assert found.removed == (("2",) if is_dead else ())
    assert (b"Two" in found.data) is not is_dead
    assert b"deleted" not in found.data
    assert found.added == ()
    with pytest.raises(DocumentError, match='no column "gone"'):
        merge(OLD, "id,Title\n1,One\n", tombstone="gone")


def test_a_tombstone_column_that_is_kept_is_kept_up() -> None:
    old = "id,Title,deleted\n1,One,0\n2,Two,0\n"
    found = merge(old, "id,Title,deleted\n1,One,no\n2,Two,yes\n3,Three,0\n", tombstone="deleted")
    assert found.data.decode() == "id,Title,deleted\n1,One,no\n3,Three,0\n"


def test_an_unknown_column_is_added_at_the_end_and_told() -> None:
    found = merge("id,Title\n1,One\n2,Two\n", "id,Title,note\n2,Two,\n3,Three,n\n")
    assert found.data.decode() == "id,Title,note\n1,One,\n2,Two,\n3,Three,n\n"
    assert found.new_columns == ("note",)


def test_json_members_are_changed_in_place() -> None:
    old = '[\n  {"id": 1, "Title": "One", "n": 1.50, "es": "Uno"},\n  {"id": 2, "Title": null}\n]\n'
    new = '{"rows":[{"Title":"One!","id":1,"n":1.5,"extra":{"a":[1]}},{"id":3,"Title":"\\u00e9","n":null}]}'
    found = merge(old, new, JSON)
    assert json.loads(found.data) == [
        {"id": 1, "Title": "One!", "n": 1.5, "es": "Uno", "extra": {"a": [1]}},
        {"id": 2, "Title": None},
        {"id": 3, "Title": "é", "n": None},
    ]
    assert b'  {"id": 2, "Title": null},\n  {"id": 3, ' in found.data
    assert (found.changed, found.added, found.new_columns) == (("1",), ("3",), ("extra",))


def test_a_csv_of_a_header_takes_rows() -> None:
    assert merge("id,Title", 'id,Title\n1,"a ""b"""\n').data == b'id,Title\n1,"a ""b"""\n'
    assert merge("id\r\n", "id\n1\n2\n").data == b"id\r\n1\r\n2\r\n"


def test_a_tombstone_of_json_may_be_a_truth_value() -> None:
    old = '[{"id":1},{"id":2},{"id":3}]'
    new = '[{"id":1,"gone":false},{"id":2,"gone":true},{"id":3,"gone":null},{"id":4,"gone":true}]'
    found = merge(old, new, JSON, tombstone="gone")
    assert json.loads(found.data) == [{"id": 1}, {"id": 3}]
    assert (found.removed, found.unchanged, found.new_columns) == (("2",), ("1", "3"), ())


def test_a_tombstone_of_a_new_row_is_not_kept() -> None:
    new = '[{"id":1,"gone":false}]'
    for old in ("[]", '[{"id":2}]'):
        found = merge(old, new, JSON, tombstone="gone")
        assert json.loads(found.data)[-1] == {"id": 1}
        assert (found.added, found.removed) == (("1",), ())


def test_a_column_without_a_name_is_neither_added_nor_changed() -> None:
    found = merge("id,Title\n1,One\n", "id,Title,\n1,One!,x\n")
    assert (found.data, found.new_columns) == (b"id,Title\n1,One!\n", ())
    found = merge("id,Title,\n1,One,x\n", "id,Title,\n1,One,y\n")
    assert (found.data, found.unchanged) == (b"id,Title,\n1,One,x\n", ("1",))


def test_a_new_column_is_spelled_like_the_last_one() -> None:
    assert merge('id,Title\n1,"One"\n', "id,note\n1,n\n").data == b'id,Title,note\n1,"One","n"\n'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([{"id": 1}, {"id": 2, "x": 5}], [{"id": 1, "x": None}], [{"id": 1}, {"id": 2, "x": 5}]),
        ([{"id": 1}], [{"id": 1, "x": None}], [{"id": 1, "x": None}]),
        ([{"id": 1, "x": 5}], [{"id": 1, "x": None}], [{"id": 1, "x": None}]),
        ([{"id": 1, "x": "5"}], [{"id": 1, "x": 5}], [{"id": 1, "x": 5}]),
    ],
)
def test_a_row_changes_where_the_newer_says_something_else(
    old: list[dict[str, object]], new: list[dict[str, object]], expected: list[dict[str, object]]
) -> None:
    found = merge(json.dumps(old), json.dumps(new), JSON)
    assert repr(json.loads(found.data)) == repr(expected)
    assert found.changed == (("1",) if expected != old else ())


def test_json_of_no_rows_takes_rows() -> None:
    assert json.loads(merge("[]", '[{"id":1}]', JSON).data) == [{"id": 1}]
    assert merge('{"id":1}', '{"id":2}\n', LINES).data == b'{"id":1}\n{"id":2}'
    assert merge('{"id":1}\r\n', '{"id":2}\n', LINES).data == b'{"id":1}\r\n{"id":2}\r\n'


def test_a_workbook_takes_rows_with_their_kinds() -> None:
    head = [inline("id"), inline("Title"), inline("n")]
    old = make_workbook([head, [number("1"), shared(0), number("5", 3)], [number("2"), inline("B")]], ["A"])
    new = make_workbook(
        [
            [inline("n"), inline("id"), inline("Title"), inline("x")],
            [number("6"), number("1"), inline("A")],
            [formula("A1", "z"), number("3"), shared(0), 't="b"><v>1</v>'],
        ],
        ["C &amp; D"],
    )
    found = merge(old, new, XlsxCodec())
    text = member(found.data)
    assert '<c r="C2" s="3"><v>6</v></c>' in text
    assert '<row r="4"><c r="A4"><v>3</v></c><c r="B4" t="inlineStr"><is><t xml:space="preserve">' in text
    assert 'C &amp; D</t></is></c><c r="C4" t="str"><v>z</v></c><c r="D4" t="b"><v>1</v></c></row>' in text
    assert '<dimension ref="A1:D4"/>' in text
    assert (found.added, found.changed, found.kept, found.new_columns) == (("3",), ("1",), ("2",), ("x",))
    again = merge(found.data, new, XlsxCodec())
    assert (again.data, again.unchanged) == (found.data, ("1", "3"))


ROWS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.dictionaries(st.sampled_from(["t", "u", "v"]), st.sampled_from(["", "x", 'y";\n', "é"]), min_size=1),
    max_size=5,
)


def spelled(rows: dict[str, dict[str, str]], kind: str) -> bytes:
    table = [{"id": key, **row} for key, row in rows.items()]
    if kind == "json":
        return json.dumps(table).encode()
    names = ["id", *sorted({name for row in table for name in row} - {"id"})]
    quoted = [[row.get(name, "").replace('"', '""') for name in names] for row in table]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [names, *quoted]).encode() + b"\n"


@settings(deadline=None)
@given(ROWS, ROWS, st.booleans(), st.sampled_from(["csv", "json"]))
def test_after_a_merge_each_named_row_says_what_the_newer_says(
    old: dict[str, dict[str, str]],
    new: dict[str, dict[str, str]],
    is_full: bool,  # noqa: FBT001 - drawn
    kind: str,
) -> None:
    codec: Codec = CSV if kind == "csv" else JSON
    if is_full and not new:
        return
    found = merge(spelled(old, kind), spelled(new, kind), codec, is_full=is_full)
    expected = {key: dict(row) for key, row in old.items() if key in new or not is_full}
    for key, row in new.items():
        names = {name for one in new.values() for name in one} if kind == "csv" else row
        expected.setdefault(key, {}).update({name: row.get(name, "") for name in names})
    read = {
        str(row.cells["id"].text): {
            name: cell.text for name, cell in row.cells.items() if name != "id" and cell.text
        }
        for row in codec.read(found.data, "p", ("id",)).rows
    }
    assert read == {key: {name: text for name, text in row.items() if text} for key, row in expected.items()}
    assert sorted([*found.added, *found.changed, *found.unchanged]) == sorted(new)
    again = merge(found.data, spelled(new, kind), codec, is_full=is_full)
    assert (again.data, again.changed, again.added, again.removed) == (found.data, (), (), ())
