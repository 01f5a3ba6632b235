from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.sheets import guarded, render_csv, render_xlsx, unguarded, why_not_cell
from pipeline.formats.export_csv import CsvCodec
from pipeline.formats.export_xlsx import XlsxCodec

DANGEROUS = "=+-@\t\r\n＝＋－＠"
TEXTS = st.text(
    st.one_of(
        st.sampled_from("a'=+-@\t\r\n\",;_x000D_ <&>＝ع"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=12,
)


def read(codec: CsvCodec | XlsxCodec, data: bytes) -> list[tuple[str, str]]:
    rows = codec.read(data, "x", ("unit", "target")).rows
    return [
        (unguarded(row.cells["unit"].text or ""), unguarded(row.cells["target"].text or "")) for row in rows
    ]


@given(TEXTS)
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    assert not guarded(text).startswith(tuple(DANGEROUS))
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("=1+1", "=1+1"), ("'tis", "'tis"), ("'=1", "=1"), ("''=1", "'=1"), ("'", "'"), ("", "")],
)
def test_what_a_person_types_is_taken_as_they_meant_it(typed: str, meant: str) -> None:
    assert unguarded(typed) == meant


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_csv_file_comes_back(texts: list[str]) -> None:
    rows = [("unit", "target"), *((f"u{number}", text) for number, text in enumerate(texts))]
    data = render_csv(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data == render_csv(rows)
    python = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert [tuple(map(unguarded, row)) for row in python] == rows
    assert read(CsvCodec(), data) == rows[1:]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_workbook_comes_back(texts: list[str]) -> None:
    rows = [("unit", "target"), *((f"u{number}", text) for number, text in enumerate(texts))]
    data = render_xlsx(rows, (10, 20))
    assert data == render_xlsx(rows, (10, 20))
    assert read(XlsxCodec(), data) == rows[1:]


@pytest.mark.parametrize("text", ["_x000D_", "a_x0041_b", "_x005F_x000D_", "a\r\nb\x07", "\ufffe", "_x00"])
def test_what_looks_like_an_escape_of_a_workbook_is_text(text: str) -> None:
    assert read(XlsxCodec(), render_xlsx([("unit", "target"), ("1", text)], (10, 20))) == [("1", text)]


def test_a_workbook_holds_text_cells_alone() -> None:
    data = render_xlsx([("unit", "target"), ("1", "=HYPERLINK(1)"), ("2", "3.50")], (10, 20))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<c ") == sheet.count('t="inlineStr"') == 6
    assert "<f>" not in sheet
    assert "<v>" not in sheet
    assert {one.date_time for one in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_text_that_is_too_long_for_a_cell_is_told() -> None:
    assert why_not_cell("a" * 32_767) is None
    assert why_not_cell("a" * 32_768) == "it is 32768 characters long, a cell holds 32767"
    assert why_not_cell("😀" * 16_384) == "it is 32768 characters long, a cell holds 32767"
