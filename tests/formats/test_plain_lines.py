"""Lines of plain text: where they stand, how far they are indented."""

import pytest

from pipeline.formats.plain_lines import count_columns, read_lines


def test_lines_end_at_any_line_end_and_at_a_form_feed() -> None:
    data = b"a\r\nb\rc\n\x0cd\x0ce\n\nf"
    lines = list(read_lines(data))
    assert [(line.number, line.text, line.is_first) for line in lines] == [
        (1, "a", True),
        (2, "b", False),
        (3, "c", False),
        (4, "d", True),
        (4, "e", True),
        (6, "f", True),
    ]
    assert [data[line.begin : line.end] for line in lines] == [
        b"a\r\n",
        b"b\r",
        b"c\n",
        b"d\x0c",
        b"e\n",
        b"f",
    ]


def test_white_space_around_the_text_is_no_part_of_it() -> None:
    [first, second] = read_lines("\ufeff  Ä x \u00a0\t\n\t \u2003y".encode())
    assert (first.text, first.start, first.indent) == ("Ä x", 5, 2)
    assert (second.text, second.indent) == ("y", 10)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("\ufeff", 0), ("a\tb", 9), ("é", 1)]
)
def test_columns_are_what_a_font_of_one_width_takes(text: str, columns: int) -> None:
    assert count_columns(text) == columns
