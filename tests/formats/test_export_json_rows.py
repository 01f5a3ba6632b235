"""Fields inside of objects: read by their paths, written beside the source, and all else as it was."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.export_json import JsonCodec
from pipeline.formats.export_json_rows import blend_objects
from pipeline.formats.export_merge import ExportFile, merge_rows
from pipeline.formats.export_parts import split_parts
from pipeline.formats.export_targets import read_targets
from pipeline.formats.lines import BLANK
from pipeline.formats.registry import open_formats
from tests.formats.exports import ENGLISH, SPANISH, make_edition, make_reading, parse, units

JSON, LINES = open_formats().get("json"), open_formats().get("jsonl")
CODEC = JsonCodec("json", is_lines=False)
FIELDS = {"content.title": "text", "content.care.now": "plain"}
TEXTS = st.text(st.sampled_from(list('ab "\\/é🙂.')), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw rows with a text two objects deep, at any place in each of them."""

    def around(name: str, value: Any) -> dict[str, Any]:
        members = [*draw(st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=2)).items(), (name, value)]
        return dict(draw(st.permutations(members)))

    count = draw(st.integers(1, 3))
    texts = [(draw(TEXTS), draw(TEXTS)) for _ in range(count)]
    # A line is text whatever it holds; a paragraph of marks alone only sets others apart.
    assume(any(line.strip(BLANK) or any(map(str.isalpha, text)) for line, text in texts))
    return [
        around("content", around("title", first) | {"care": around("now", second)}) | {"id": number}
        for number, (first, second) in enumerate(texts, 1)
    ]


def spell(found: list[dict[str, Any]], draw: st.DataObject) -> tuple[bytes, bool]:
    """Spell rows in one of many ways; the last says whether it is one row a line."""
    is_ascii, is_lines = draw.draw(st.booleans()), draw.draw(st.booleans())
    if is_lines:
        return "\n".join(json.dumps(row, ensure_ascii=is_ascii) for row in found).encode(), True
    indent = draw.draw(st.sampled_from([None, 0, 2, "\t"]))
    return json.dumps({"v": [1], "rows": found}, ensure_ascii=is_ascii, indent=indent).encode(), False


def load(data: bytes, *, is_lines: bool) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().split("\n")] if is_lines else json.loads(data)["rows"]


@settings(deadline=None)
@given(rows(), st.data())
def test_identity(found: list[dict[str, Any]], draw: st.DataObject) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    data, is_lines = spell(found, draw)
    one = LINES if is_lines else JSON
    document = one.parse(data, make_reading(one.name, FIELDS))
    assert rebuild(one, document, lambda unit: unit.key.source) == data
    said = [text for row in found for text in (row["content"]["title"], row["content"]["care"]["now"])]
    assert {unit.key.source for unit in document.occurrences() if unit.key.context == "content.title"} == {
        text.strip(BLANK) for text in said[::2] if text.strip(BLANK)
    }
    assert one.localize(document, make_edition(str, locale=ENGLISH)) == data


@settings(deadline=None)
@given(rows(), st.data())
def test_only_the_languages_are_new(found: list[dict[str, Any]], draw: st.DataObject) -> None:
    """Law 2: the structure of a localized file is its source's, and only targets were added."""
    data, is_lines = spell(found, draw)
    one = LINES if is_lines else JSON
    reading = make_reading(one.name, {"content.title": "text"})
    assume(any(row["content"]["title"].strip(BLANK) for row in found))
    document = one.parse(data, reading)
    out = one.localize(document, make_edition(lambda text: f"ñ{text}"))
    for row in found:
        title = row["content"]["title"]
        body = title.strip(BLANK)
        if body:
            row["content"]["title (Spanish)"] = title.replace(body, f"ñ{body}")
    assert load(out, is_lines=is_lines) == found
    again = one.parse(out, reading)
    assert [unit.key for unit in again.occurrences()] == [unit.key for unit in document.occurrences()]


def test_a_new_name_follows_its_source_inside_of_the_object_and_is_laid_out_like_it() -> None:
    data = (
        '[\n {"id": 1,\n  "content" : {\n    "title" : "One",\n    "care": {"now":"Rest.", "n": 1}\n  }}\n]'
    )
    document = parse(data, "json", make_reading("json", FIELDS))
    assert units(document) == [("content.title", "One"), (None, "Rest.")]
    out = JSON.localize(document, make_edition(str.upper)).decode()
    assert out == data.replace('"One"', '"One",\n    "title (Spanish)" : "ONE"').replace(
        '"Rest."', '"Rest.","now (Spanish)":"REST."'
    )


def test_a_target_in_an_object_is_filled_in_place_and_read_by_an_import() -> None:
    data = '[{"id":1,"content":{"title (Spanish)":"Uno","title (English)":"One"}}]'
    reading = make_reading("json", {"content.title": "text"})
    document = parse(data, "json", reading)
    assert JSON.localize(document, make_edition(str.upper)).decode() == data.replace("Uno", "ONE")
    [cell] = read_targets(JSON, data.encode(), reading, SPANISH)
    assert (cell.field, cell.text) == ("content.title", "Uno")
    assert [(pair.key.source, pair.text) for pair in cell.pairs] == [("One", "Uno")]


def test_a_row_is_a_document_and_its_key_may_be_a_path_too() -> None:
    data = '[{"sys":{"id":"a1"},"content":{"title":"One"}},{"content":{"title":"Two"},"sys":{"id":7}}]'
    document = parse(data, "json", make_reading("json", {"content.title": "text"}, key="sys.id"))
    assert [part.id for part in split_parts(document)] == ["c-a1", "c-7"]


@pytest.mark.parametrize(
    ("row", "source"),
    [
        ('"content.title": "literal", "content": {"title": "path"}', "literal"),
        ('"content": {"title": "path"}, "content.title (English)": "literal"', "literal"),
        (
            '"content": {"title (English)": "path", "care": {"now": "a"}}, "content.title": "literal"',
            "literal",
        ),
        ('"content": {"title": "path"}, "content.x": {"title": "other"}', "path"),
    ],
)
def test_a_name_that_holds_the_dot_wins_over_a_path(row: str, source: str) -> None:
    reading = make_reading("json", {"content.title": "text"})
    document = parse('[{"id": 1, ' + row + "}]", "json", reading)
    assert units(document) == [("content.title", source)]
    out = json.loads(JSON.localize(document, make_edition(str.upper)))[0]
    holder, name = (
        (out, "content.title (Spanish)") if source == "literal" else (out["content"], "title (Spanish)")
    )
    assert holder[name] == source.upper()
    assert json.dumps(out).count("Spanish") == 1


@pytest.mark.parametrize(
    "row",
    [
        '"content.title": "literal", "content": ["no object"]',
        '"content.title (English)": "literal", "content": 7',
    ],
)
def test_where_a_name_holds_the_dot_nothing_stands_in_the_way_of_a_path(row: str) -> None:
    document = parse('[{"id": 1, ' + row + "}]", "json", make_reading("json", {"content.title": "text"}))
    assert units(document) == [("content.title", "literal")]


def test_a_name_that_holds_the_dot_wins_where_another_path_leads_into_the_object() -> None:
    data = '[{"id":1,"content":{"title (English)":"path","care":{"now":"Rest."}},"content.title":"literal"}]'
    document = parse(data, "json", make_reading("json", FIELDS))
    assert units(document) == [(None, "Rest."), ("content.title", "literal")]
    other = '[{"id":1,"a":{"b.c":"short","x":"X"},"a.b":{"c":"long"}}]'
    document = parse(other, "json", make_reading("json", {"a.b.c": "text", "a.x": "text"}))
    assert units(document) == [("a.x", "X"), ("a.b.c", "long")]


def test_cells_come_in_the_order_of_the_file() -> None:
    data = '[{"id":1,"content":{"title":"One"},"body":"Two."}]'
    document = parse(data, "json", make_reading("json", {"body": "text", "content.title": "text"}))
    assert units(document) == [("content.title", "One"), ("body", "Two.")]


def test_objects_on_the_way_are_blended_and_others_replaced() -> None:
    old, new = '{"d": {"a": {"x": 1}, "e": {"x": 1}}}', '{"d": {"a": {"y": 2}, "e": {"y": 2}}}'
    assert blend_objects(old, new, "o", ("o.d.a.z",)) == '{"d": {"a": {"x": 1,"y": 2}, "e": {"y": 2}}}'


def test_at_every_step_the_longest_name_wins() -> None:
    data = '[{"id":1,"a":{"b.c":"one","b":{"c":"two"}}},{"id":2,"a":{"b":{"c":"three"}},"a.b":{"c":"four"}}]'
    document = parse(data, "json", make_reading("json", {"a.b.c": "text"}))
    assert units(document) == [("a.b.c", "one"), ("a.b.c", "four")]


@pytest.mark.parametrize("nothing", ["null", '""', "[]", "[ ]", "false", "{}"])
def test_a_row_without_the_object_has_no_such_field(nothing: str) -> None:
    data = '[{"id":1,"content":{"title":"One"}},{"id":2,"content":' + nothing + '},{"id":3}]'
    document = parse(data, "json", make_reading("json", {"content.title": "text"}))
    assert units(document) == [("content.title", "One")]
    out = JSON.localize(document, make_edition(str.upper)).decode()
    assert out == data.replace('"One"', '"One","title (Spanish)":"ONE"')


@pytest.mark.parametrize(
    ("row", "message", "is_list"),
    [
        ('"content": [{"title": "a"}]', 'content.title of "2" is no text: [{"title": "a"}]', True),
        ('"content": {"title":\n["a"]}', 'content.title of "2" is no text: ["a"]', True),
        ('"content": "a text"', 'content.title of "2" is no text: a text', False),
        ('"content": 7', 'content.title of "2" is no text: 7', False),
        ('"content": {"title": {"a": 1}}', 'content.title of "2" is no text: {"a": 1}', False),
    ],
)
def test_what_a_path_can_not_lead_to_is_told_with_row_and_line(
    row: str, message: str, *, is_list: bool
) -> None:
    data = '[{"id":1,"content":{"title":"One"}},\n{"id":2,' + row + "}]"
    with pytest.raises(DocumentError) as caught:
        parse(data, "json", make_reading("json", {"content.title": "text"}))
    line = 2 + row.count("\n")
    assert (str(caught.value.at), caught.value.message) == (f"s/doc:{line}", message)
    assert ("never into a list" in (caught.value.hint or "")) == is_list


def test_a_list_in_the_way_is_told_where_another_row_names_the_language() -> None:
    data = '[{"id":1,"content":{"title (English)":"One"}},{"id":2,"content":[{"title":"Two"}]}]'
    with pytest.raises(DocumentError, match=r'content.title of "2" is no text'):
        parse(data, "json", make_reading("json", {"content.title": "text"}))


def test_a_path_that_leads_nowhere_is_told_with_the_names_beside_it() -> None:
    with pytest.raises(DocumentError) as caught:
        parse('[{"id":1,"content":{"title":"a"}}]', "json", make_reading("json", {"content.tilte": "text"}))
    assert caught.value.message == 'there is no column "content.tilte (English)"'
    assert caught.value.hint == 'the columns are "id", "content", "content.title"'


def test_a_key_in_a_list_is_none() -> None:
    with pytest.raises(DocumentError, match=r'a row has no "sys.id"'):
        parse('[{"sys":[1],"t":"a"}]', "json", make_reading("json", {"t": "text"}, key="sys.id"))


def merged(old: dict[str, Any], new: dict[str, Any], paths: tuple[str, ...], prefix: str) -> dict[str, Any]:
    """Return what a blend must say, by the json module's own objects."""
    out = dict(old)
    for name, value in new.items():
        there = old.get(name)
        is_on_the_way = any(path.startswith(f"{prefix}{name}.") for path in paths)
        if is_on_the_way and isinstance(there, dict) and isinstance(value, dict):
            out[name] = merged(there, value, paths, f"{prefix}{name}.")
        else:
            out[name] = value
    return out


@settings(deadline=None)
@given(OBJECTS, OBJECTS, st.sampled_from([None, 1]), st.sampled_from([("o.a.b", "o.c.d.a"), ("o.d",)]))
def test_a_newer_object_changes_and_adds_members_and_takes_none_away(
    old: dict[str, Any], new: dict[str, Any], indent: int | None, paths: tuple[str, ...]
) -> None:
    before = json.dumps(old, indent=indent)
    out = blend_objects(before, json.dumps(new), "o", paths)
    assert json.loads(out) == merged(old, new, paths, "o.")
    again = json.dumps({name: value for name, value in old.items() if not isinstance(value, list | dict)})
    assert blend_objects(before, again, "o", paths) == before


def test_a_newer_export_keeps_the_languages_in_the_objects_of_the_older() -> None:
    old = (
        '[{"id":1,"content":{"title":"One","title (Spanish)":"Uno"},"n":{"a": 1}},\n {"id":2,"content":null}]'
    )
    new = (
        '[{"id": 1, "content": {"title": "One"}, "n": {"a": 1}},'
        '{"id": 2, "content": {"title": "Two"}}, {"id": 3, "content": {"title": "Three"}}]'
    )
    files = (ExportFile(data=old.encode(), path="old"), ExportFile(data=new.encode(), path="new"))
    found = merge_rows(CODEC, *files, key="id", is_full=False, fields=("content.title",))
    assert (found.added, found.changed, found.unchanged) == (("3",), ("2",), ("1",))
    kept = json.loads(found.data)
    assert kept[0]["content"] == {"title": "One", "title (Spanish)": "Uno"}
    assert [row["content"]["title"] for row in kept] == ["One", "Two", "Three"]
    newer = ExportFile(data=new.replace("One", "1st").encode(), path="new")
    found = merge_rows(CODEC, files[0], newer, key="id", is_full=False, fields=("content.title",))
    assert json.loads(found.data)[0]["content"] == {"title": "1st", "title (Spanish)": "Uno"}


def test_a_key_in_an_object_is_merged_by() -> None:
    old, new = (
        '[{"sys":{"id":"a","v":1},"t":"One"}]',
        '[{"sys":{"id":"a"},"t":"1st"},{"sys":{"id":"b"},"t":"Two"}]',
    )
    files = (ExportFile(data=old.encode(), path="old"), ExportFile(data=new.encode(), path="new"))
    found = merge_rows(CODEC, *files, key="sys.id", is_full=False, fields=("t",))
    assert json.loads(found.data) == [
        {"sys": {"id": "a", "v": 1}, "t": "1st"},
        {"sys": {"id": "b"}, "t": "Two"},
    ]


def test_rows_and_names_that_are_new_stand_outside_of_the_objects() -> None:
    old = '[{"id":1,"content":{"title":"One"}}]'
    new = '[{"id":1,"content":{"title":"One","more":"x"},"n":5},{"id":2,"content":{"title":"Two"}}]'
    files = (ExportFile(data=old.encode(), path="old"), ExportFile(data=new.encode(), path="new"))
    found = merge_rows(CODEC, *files, key="id", is_full=False, fields=("content.title",))
    assert (json.loads(found.data), found.new_columns) == (json.loads(new), ("n",))


def test_an_object_with_a_name_that_only_starts_like_a_path_is_replaced_as_a_whole() -> None:
    old = '[{"id":1,"con":{"x":1,"y":2},"content":{"title":"One","y":2}}]'
    new = '[{"id":1,"con":{"x":3},"content":{"title":"1st"}}]'
    files = (ExportFile(data=old.encode(), path="old"), ExportFile(data=new.encode(), path="new"))
    [row] = json.loads(
        merge_rows(CODEC, *files, key="id", is_full=False, fields=("content.title",)).data,
    )
    assert row == {"id": 1, "con": {"x": 3}, "content": {"title": "1st", "y": 2}}


def test_a_member_keeps_its_spelling_and_a_new_one_is_laid_out_like_the_last() -> None:
    old = '{\n  "a": "\\u00e9"\n}'
    assert blend_objects(old, '{"a":"é"}', "o", ("o.a",)) == old
    assert blend_objects(old, '{"a":"é","b":2}', "o", ("o.a",)) == '{\n  "a": "\\u00e9",\n  "b":2\n}'


def test_a_text_in_an_object_knows_its_line() -> None:
    inner = '{\n"x": 1,\n"title": "One",\n"care": {"now": "Rest."}}'
    data = f'[\n{{"id": 1,\n"a": 2, "b":\n3,\n"content": {inner}}}\n]'
    document = parse(data, "json", make_reading("json", FIELDS))
    assert [block.line for block in document.blocks] == [7, 8]


def test_a_name_that_holds_the_dot_wins_inside_of_an_object_too() -> None:
    data = '[{"id":1,"content":{"a.b":"One","a":{"b (Spanish)":"No","c":"Two"}}}]'
    document = parse(data, "json", make_reading("json", {"content.a.b": "text", "content.a.c": "text"}))
    assert [unit.key.source for unit in document.occurrences()] == ["One", "Two"]
    assert JSON.localize(document, make_edition(str.upper)).decode() == data.replace(
        '"One"', '"One","a.b (Spanish)":"ONE"'
    ).replace('"Two"', '"Two","c (Spanish)":"TWO"')


def test_of_two_ways_to_a_field_the_longer_name_leads() -> None:
    data = '[{"id":1,"a":{"d":"Two","b.c":"No"},"a.b":{"c":"One"}}]'
    document = parse(data, "json", make_reading("json", {"a.d": "text", "a.b.c": "text"}))
    assert [unit.key.source for unit in document.occurrences()] == ["Two", "One"]


def test_a_text_that_looks_like_an_object_is_none() -> None:
    with pytest.raises(DocumentError, match=r'content\.title of "1" is no text: \{"title": "One"\}'):
        parse(
            r'[{"id":1,"content":"{\"title\": \"One\"}"}]',
            "json",
            make_reading("json", {"content.title": "text"}),
        )
