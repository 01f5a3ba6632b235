"""JSON and JSON Lines: read as the json module reads them, written back byte for byte but for what is new."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.export_json import JsonCodec
from pipeline.formats.export_json_scan import DEEPEST, Scanner
from pipeline.formats.export_rows import Patch, Value
from pipeline.formats.lines import BLANK
from pipeline.formats.registry import open_formats
from tests.formats.exports import make_edition, make_reading, parse

JSON, LINES = open_formats().get("json"), open_formats().get("jsonl")
CODEC, LINES_CODEC = JsonCodec("json", is_lines=False), JsonCodec("jsonl", is_lines=True)
TEXTS = st.text(st.sampled_from(list('ab "\\/\n\t\x01é語🙂\u2028.')), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
SNIPPETS = st.lists(
    st.sampled_from([*'[]{},:"\\u0e1-+. \n\ta', "null", "true", '"a"', '"a":']), max_size=14
).map("".join)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[dict[str, Any]], bool]:
    """Draw rows and a way to spell them; the last says whether it is one row a line."""
    count = draw(st.integers(1, 4))
    rows = [
        {"id": number, "Title": draw(TEXTS), **draw(st.dictionaries(st.sampled_from("xyz"), VALUES))}
        for number in range(1, count + 1)
    ]
    is_ascii, is_lines = draw(st.booleans()), draw(st.booleans())
    if is_lines:
        end = draw(st.sampled_from(["\n", "\r\n", "\n\n"]))
        text = end.join(json.dumps(row, ensure_ascii=is_ascii) for row in rows) + draw(
            st.sampled_from(["", end])
        )
    else:
        whole = draw(st.sampled_from([rows, {"n": [1, {}], "rows": rows, "z": {"rows": rows}}]))
        indent = draw(st.sampled_from([None, 0, 2, "\t"]))
        text = json.dumps(whole, ensure_ascii=is_ascii, indent=indent) + draw(st.sampled_from(["", "\n"]))
    return (draw(st.sampled_from(["", "\ufeff"])) + text).encode(), rows, is_lines


def load(data: bytes, *, is_lines: bool) -> list[dict[str, Any]]:
    text = data.decode("utf-8-sig")
    if is_lines:
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    whole = json.loads(text)
    return whole if isinstance(whole, list) else whole["rows"]  # type: ignore[no-any-return]


def codec(is_lines: bool) -> JsonCodec:  # noqa: FBT001 - drawn
    return LINES_CODEC if is_lines else CODEC


@settings(deadline=None)
@given(files())
def test_the_cells_are_those_that_the_json_module_reads(
    drawn: tuple[bytes, list[dict[str, Any]], bool],
) -> None:
    data, rows, is_lines = drawn
    found = list(codec(is_lines).read(data, "p", ("id",)).rows)
    assert [list(row.cells) for row in found] == [list(row) for row in rows]
    for row, expected in zip(found, rows, strict=True):
        assert json.loads(data[row.start : row.stop]) == expected
        for name, cell in row.cells.items():
            assert json.loads(cell.whole.cut(data)) == expected[name]
            assert cell.is_text == isinstance(expected[name], str | None)
            if isinstance(expected[name], str):
                assert cell.text == expected[name]


@settings(deadline=None)
@given(files())
def test_each_place_in_a_text_is_a_place_in_the_file(
    drawn: tuple[bytes, list[dict[str, Any]], bool],
) -> None:
    data, rows, is_lines = drawn
    for row, expected in zip(codec(is_lines).read(data, "p", ("id",)).rows, rows, strict=True):
        text = expected["Title"]
        for at in range(len(text) + 1):
            place = row.cells["Title"].place(len(text[:at].encode()))
            raw = data[row.cells["Title"].start : place]
            assert json.loads(b'"' + raw + b'"') == text[:at]


@settings(deadline=None)
@given(files())
def test_identity(drawn: tuple[bytes, list[dict[str, Any]], bool]) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    data, rows, is_lines = drawn
    assume(any(row["Title"].strip(BLANK) for row in rows))
    one = LINES if is_lines else JSON
    document = one.parse(data, make_reading(one.name, {"Title": "record"}))
    assert rebuild(one, document, lambda unit: unit.key.source) == data
    for unit in document.occurrences():
        assert json.loads(b'"' + unit.range.cut(data) + b'"') == unit.key.source
        assert one.encode(document, unit, unit.key.source) == unit.range.cut(data)


@settings(deadline=None)
@given(files(), TEXTS)
def test_only_the_target_changes(drawn: tuple[bytes, list[dict[str, Any]], bool], target: str) -> None:
    data, rows, is_lines = drawn
    patch = Patch(
        cells={str(row["id"]): {"x": Value(text=target), "new": Value(text="n" + target)} for row in rows},
        columns={"x": "Title", "new": "Title"},
    )
    out = codec(is_lines).write(data, "p", "id", ("id",), patch)
    assert load(out, is_lines=is_lines) == [row | {"x": target, "new": "n" + target} for row in rows]
    assert out.isascii() or not (data.isascii() and b"\\u" in data)


@settings(deadline=None)
@given(files(), st.data())
def test_rows_can_be_removed_and_added(
    drawn: tuple[bytes, list[dict[str, Any]], bool], data: st.DataObject
) -> None:
    raw, rows, is_lines = drawn
    gone = data.draw(st.sets(st.sampled_from([row["id"] for row in rows])))
    new = {"id": Value(text="77", raw=b"77"), "Title": Value(text='é"'), "x": Value(text=None)}
    patch = Patch(removed=frozenset(map(str, gone)), added=(new, new | {"id": Value(text="a b")}))
    out = codec(is_lines).write(raw, "p", "id", ("id",), patch)
    kept = [row for row in rows if row["id"] not in gone]
    assert load(out, is_lines=is_lines) == [
        *kept,
        {"id": 77, "Title": 'é"', "x": None},
        {"id": "a b", "Title": 'é"', "x": None},
    ]


@settings(max_examples=500, deadline=None)
@given(SNIPPETS | VALUES.map(json.dumps).map(lambda text: text[:-1]) | VALUES.map(json.dumps))
def test_what_is_json_is_what_the_json_module_takes(text: str) -> None:
    scanner = Scanner(text.encode(), "p")

    def refuse(_: str) -> None:
        raise ValueError

    try:
        json.loads(text, parse_constant=refuse)
        is_json = True
    except ValueError:
        is_json = False
    try:
        value = scanner.value(scanner.skip_space(0))
        scanner.expect_end(value.stop)
        assert is_json
    except DocumentError:
        assert not is_json


@pytest.mark.parametrize(
    "text", ["[1,]", '{"a":1,}', "[[1,]]", '[{"a":1,}]', "[,]", "{,}", "[[],]", "[1 2]", '{"a":[}', "[}", "]"]
)
def test_a_comma_stands_between_values_only(text: str) -> None:
    with pytest.raises(DocumentError, match="not JSON"):
        Scanner(text.encode(), "p").value(0)


def test_nesting_is_bounded() -> None:
    for text in (b"[" * 100_000, b'{"a":' * 100_000):
        with pytest.raises(DocumentError, match="inside of each other"):
            Scanner(text, "p").value(0)
    deep = b"[" * DEEPEST + b"]" * DEEPEST
    assert Scanner(deep, "p").value(0).stop == len(deep)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ("", 1, "the export is empty"),
        (" \n", 2, "the export is empty"),
        ("[]", 1, "the export has no rows"),
        ("7", 1, "the export is neither a list nor an object"),
        ("{}", 1, "the export holds no list of objects"),
        ('{"a":[{"id":1}],"b":[{"id":2}]}', 1, "the export holds 2 lists of objects"),
        ('[{"id": 1},\n 2]', 2, "a row is not an object"),
        ('[{"id": 1}\n{"id": 2}]', 2, 'not JSON: "{"id": 2}]" instead of a comma'),
        ('[{"id": 1},]', 1, 'not JSON: "]" instead of a value'),
        ('[{"id": 1,}]', 1, 'not JSON: "}]" instead of a name in quotes'),
        ('[{"id" 1}]', 1, 'not JSON: "1}]" instead of a colon'),
        ('[{"id": 1}] x', 1, 'not JSON: "x" after the end'),
        ('[{"id": 01}]', 1, 'not JSON: "1}]" instead of a comma'),
        ('[{"id": NaN}]', 1, 'not JSON: "NaN}]" instead of a value'),
        ('[{"id": "\t"}]', 1, 'not JSON: ""\t"}]" instead of a value'),
        ('[{"id": "\\x"}]', 1, 'not JSON: ""\\x"}]" instead of a value'),
        ('[{"id": 1', 1, 'not JSON: "the end of the file" instead of a comma'),
        ('[{"id": 1,\n"Title": "\\ud800"}]', 2, "a text holds half a character (a lone surrogate)"),
        ('[{"id": 1,\n"Title": "\\u0000"}]', 2, "a text holds a NUL character"),
        ('[{"id": 1, "Title": "a",\n"Title": "b"}]', 2, 'the name "Title" stands twice in one object'),
        ('[{"Title": "a"}]', 1, 'a row has no "id"'),
        ('[{"id": null, "Title": "a"}]', 1, 'a row has no "id"'),
        ('[{"id": true, "Title": "a"}]', 1, 'a row has no "id"'),
        ('[{"id": 1, "Title": "a"},\n{"id": "1"}]', 2, 'two rows have the id "1"; the other is on line 1'),
        ('[{"id": 1, "Head": "a"}]', 1, 'there is no column "Title (English)"'),
        ('[{"id": 1, "Title": "a"},\n{"id": 2, "Title": 7}]', 2, 'Title of "2" is no text: 7'),
        ('[{"id": 1, "Title": ["a"]}]', 1, 'Title of "1" is no text: ["a"]'),
        ('[{"id": 1, "Title": null}]', 1, "no field of any row holds text"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_hint(data: str, line: int, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(data, "json", make_reading("json", {"Title": "text"}))
    expected = message.replace('"the end of the file"', "the end of the file")
    assert (str(caught.value.at), caught.value.message) == (f"s/doc:{line}", expected)
    assert caught.value.hint


@pytest.mark.parametrize("data", ['{"id": 1} {"id": 2}\n', '{"id":\n1}\n', '{"id": 1}\n[{}]x\n'])
def test_a_line_holds_one_object(data: str) -> None:
    with pytest.raises(DocumentError, match=r"the line holds more or less than one value|not JSON"):
        parse(data, "jsonl", make_reading("jsonl", {"Title": "text"}))


def test_a_new_name_follows_its_source_and_is_laid_out_like_it() -> None:
    data = '[\n  {\n    "id" : 1,\n    "Title (English)" : "One",\n    "n" : 1.50e0\n  }\n]\n'
    document = parse(data, "json", make_reading("json", {"Title": "text"}))
    out = JSON.localize(document, make_edition(str.upper)).decode()
    assert out == data.replace('"One",\n', '"One",\n    "Title (Spanish)" : "ONE",\n')


def test_a_target_that_is_there_is_filled_in_place() -> None:
    data = '[{"id":1,"Title (Spanish)":null,"Title":"One"},{"id":2,"Title":"Two"}]'
    document = parse(data, "json", make_reading("json", {"Title": "text"}))
    out = JSON.localize(document, make_edition(str.upper)).decode()
    assert out == (
        '[{"id":1,"Title (Spanish)":"ONE","Title":"One"},{"id":2,"Title":"Two","Title (Spanish)":"TWO"}]'
    )


def test_a_number_is_not_replaced_by_a_translation() -> None:
    data = '[{"id":1,"Title":"One"},\n{"id":2,"Title":"Two","Title (Spanish)":7}]'
    document = parse(data, "json", make_reading("json", {"Title": "text"}))
    with pytest.raises(DocumentError) as caught:
        JSON.localize(document, make_edition(str.upper))
    assert str(caught.value.at) == "s/doc:2"
    assert caught.value.message.startswith('Title (Spanish) of "2" holds no text')


def test_a_text_that_is_not_changed_keeps_its_own_spelling() -> None:
    data = '[{"id":1,"Title":"a\\/b \\u0041é"}]'.encode()
    document = parse(data, "json", make_reading("json", {"Title": "text"}))
    [unit] = document.occurrences()
    assert unit.key.source == "a/b Aé"
    assert JSON.encode(document, unit, "a/b Aé") == b"a\\/b \\u0041" + "é".encode()
    assert JSON.encode(document, unit, "a/b") == b"a/b"


def test_a_file_that_escapes_every_letter_goes_on_to() -> None:
    data = '[{"id":1,"Title":"Caf\\u00e9 \\ud83d\\ude00","b":"\\/"}]'
    document = parse(data, "json", make_reading("json", {"Title": "text"}))
    assert JSON.localize(document, make_edition(lambda text: text + "é")) == (
        b'[{"id":1,"Title":"Caf\\u00e9 \\ud83d\\ude00","Title (Spanish)":"Caf\\u00e9 \\ud83d\\ude00\\u00e9",'
        b'"b":"\\/"}]'
    )
    plain = parse('[{"id":1,"Title":"Cafe"}]', "json", make_reading("json", {"Title": "text"}))
    assert "é".encode() in JSON.localize(plain, make_edition(lambda text: text + "é"))
