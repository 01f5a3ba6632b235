"""Localized fields back into an export: what is filled, what is left, and the rows of a delta."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.export_parts import split_parts
from pipeline.formats.export_write import delta, write_back, write_versions
from pipeline.formats.registry import open_formats
from pipeline.model.locale import Locale
from tests.formats.exports import ENGLISH, FRENCH, make_edition, make_reading, parse

DATA = """\
id,Title,Body (English),note,Body (Spanish)
1,Cramps,"Rest
Sleep. Drink.",a,old
2,Sleep,,b,viejo
3,Pain,Call.,c,
"""
SPANISH_COLUMN = {"Cramps": "Calambres", "Sleep": "Dormir", "Pain": "Dolor", "Rest": "Descanso"}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_an_edition_in_the_source_language_gives_the_file() -> None:
    """For exports localizing into the source locale gives the file byte for byte."""
    document = parse(DATA)
    assert write_back(document, [make_edition(str.upper, ENGLISH)]) == DATA.encode()
    assert write_back(document, []) == DATA.encode()


def test_columns_that_are_there_are_filled_and_others_added_for_several_languages() -> None:
    out = rows(write_back(parse(DATA), [make_edition(str.upper), make_edition(str.lower, FRENCH)]))
    assert list(out[0]) == [
        *["id", "Title", "Body (English)", "note", "Body (Spanish)"],
        *["Title (Spanish)", "Title (French)", "Body (French)"],
    ]
    assert [row["Body (Spanish)"] for row in out] == ["REST\nSLEEP. DRINK.", "viejo", "CALL."]
    assert [row["Title (French)"] for row in out] == ["cramps", "sleep", "pain"]
    kept = ["id", "Title", "Body (English)", "note"]
    assert [[row[name] for name in kept] for row in out] == [
        [row[name] for name in kept] for row in rows(DATA.encode())
    ]


def test_a_language_with_a_country_has_its_english_name_and_is_found_again() -> None:
    for code, name in (("pt_BR", "Brazilian Portuguese"), ("sr_Latn", "Serbian (Latin)")):
        once = write_back(parse(DATA), [make_edition(str.upper, Locale(code))])
        assert f"Title ({name})".encode() in once
        assert write_back(parse(once), [make_edition(str.upper, Locale(code))]) == once


@pytest.mark.parametrize(("place", "left"), [(0, "Title (Spanish)"), (2, "Body (Spanish)")])
def test_a_field_with_any_fallback_is_left_as_it_was(place: int, left: str) -> None:
    document = parse(DATA)
    out = rows(write_back(document, [make_edition(str.upper, fallback=frozenset({place}))]))
    full = rows(write_back(document, [make_edition(str.upper)]))
    assert out[0][left] == ("old" if left == "Body (Spanish)" else "")
    full[0][left] = out[0][left]
    assert out == full


def test_when_all_falls_back_nothing_changes() -> None:
    document = parse(DATA)
    everywhere = frozenset(range(len(document.blocks)))
    assert write_back(document, [make_edition(str.upper, fallback=everywhere)]) == DATA.encode()


def test_a_notice_that_a_disclaimer_is_not_translated_leaves_the_field_too() -> None:
    document = parse(DATA)
    edition = make_edition(str.upper)
    object.__setattr__(edition, "notices", {2: None})
    assert rows(write_back(document, [edition]))[0]["Body (Spanish)"] == "old"


def test_rows_can_be_written_each_with_its_own_editions() -> None:
    """The same text may be translated another way in another row."""
    data = "id,Title\n1,Cold\n2,Cold\n3,Cold\n"
    whole = parse(data, reading=make_reading(fields={"Title": "text"}))
    first, second, _ = split_parts(whole)
    versions = [
        (first, make_edition({"Cold": "Frío"})),
        (second, make_edition({"Cold": "Resfriado"})),
        (second, make_edition({"Cold": "Rhume"}, FRENCH)),
    ]
    assert write_versions(first, versions).decode() == (
        "id,Title,Title (Spanish),Title (French)\n1,Cold,Frío,\n2,Cold,Resfriado,Rhume\n3,Cold,,\n"
    )
    only = write_back(second, [make_edition({"Cold": "Resfriado"})])
    assert rows(only)[0]["Title (Spanish)"] == ""
    assert rows(only)[1]["Title (Spanish)"] == "Resfriado"


def test_the_fallback_of_a_row_counts_its_own_blocks() -> None:
    _, second, third = split_parts(parse(DATA))
    out = rows(write_back(third, [make_edition(str.upper, fallback=frozenset({1}))]))
    assert (out[2]["Title (Spanish)"], out[2]["Body (Spanish)"]) == ("PAIN", "")
    assert rows(write_back(second, [make_edition(str.upper)]))[1]["Title (Spanish)"] == "SLEEP"


def test_a_delta_holds_the_named_rows_only() -> None:
    document = parse(DATA)
    edition = make_edition(str.upper)
    full, some = rows(write_back(document, [edition])), delta(document, ["3", "1"], [edition])
    assert rows(some) == [full[0], full[2]]
    assert delta(document, [], [edition]).count(b"\n") == 1
    assert rows(delta(document, ["2"], [])) == [rows(DATA.encode())[1]]
    with pytest.raises(DocumentError) as caught:
        delta(document, ["1", "9"], [edition])
    assert (caught.value.message, caught.value.hint) == ('there is no row "9"', "name rows by their key")


def test_a_delta_of_json_is_json() -> None:
    for kind, data in (("json", '{"rows": [{"id":1,"Title":"a"}, {"id":2,"Title":"b"}]}'),):
        document = parse(data, kind, make_reading(kind, {"Title": "text"}))
        assert json.loads(delta(document, ["2"], []))["rows"] == [{"id": 2, "Title": "b"}]
        assert json.loads(delta(document, [], []))["rows"] == []
    lines = parse(
        '{"id":1,"Title":"a"}\n{"id":2,"Title":"b"}\n', "jsonl", make_reading("jsonl", {"Title": "text"})
    )
    assert delta(lines, ["2"], []) == b'{"id":2,"Title":"b"}\n'


TARGETS = st.text(st.sampled_from(list("ab é,;\t\"'\\語🙂=")), min_size=1, max_size=10).map(
    lambda text: f"x{text}x"
)


@settings(deadline=None)
@given(st.lists(TARGETS, min_size=3, max_size=3), st.sampled_from(["csv", "json", "jsonl", "xlsx"]))
def test_what_is_written_is_read_back_and_nothing_else_changes(targets: list[str], kind: str) -> None:
    source = {
        "csv": 'id;Title;n\r\n1;One;a\r\n2;Two;"b"\r\n3;Three;\r\n',
        "json": '[{"id":1,"Title":"One","n":"a"},{"id":2,"Title":"Two"},{"id":3,"Title":"Three"}]',
        "jsonl": '{"id":1,"Title":"One","n":"a"}\n{"id":2,"Title":"Two"}\n{"id":3,"Title":"Three"}',
    }
    data = source[kind].encode() if kind in source else _workbook()
    reading = make_reading(kind, {"Title": "text"})
    one = open_formats().get(kind)
    document = one.parse(data, reading)
    wanted = dict(zip(["One", "Two", "Three"], targets, strict=True))
    out = one.localize(document, make_edition(wanted))
    spanish = make_reading(kind, {"Title": "text"}, source=Locale("es"))
    found = [unit.key.source for unit in one.parse(out, spanish).occurrences()]
    assert found == targets
    assert [unit.key for unit in one.parse(out, reading).occurrences()] == [
        unit.key for unit in document.occurrences()
    ]
    assert one.localize(one.parse(out, reading), make_edition(wanted)) == out


def _workbook() -> bytes:
    from tests.formats.workbooks import inline, make_workbook, number, shared  # noqa: PLC0415 - one use

    return make_workbook(
        [
            [inline("id"), inline("Title"), inline("n")],
            [number("1"), shared(0), shared(0)],
            [number("2"), shared(1)],
            [number("3"), inline("Three")],
        ],
        ["One", "Two"],
    )
