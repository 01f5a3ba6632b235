import pytest

from pipeline.errors import DocumentError
from pipeline.formats.lines import Line, find_control, line_at, split_lines
from pipeline.model.document import ByteRange


def found(data: bytes) -> list[tuple[int, str, bytes]]:
    lines = split_lines(data, "a.txt")
    return [(line.number, line.text, line.cut(0, len(line.text)).cut(data)) for line in lines]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_counts_once(end: bytes) -> None:
    data = end.join([b"one", b"", b"  two\t", b"three"])
    assert found(data) == [(1, "one", b"one"), (3, "two", b"two"), (4, "three", b"three")]


def test_mixed_line_ends_and_none_at_the_end() -> None:
    data = b"a\r\n\r\nb\rc\n\nd"
    assert [line[:2] for line in found(data)] == [(1, "a"), (3, "b"), (4, "c"), (6, "d")]


def test_a_mark_of_byte_order_and_spaces_without_width_stay_outside() -> None:
    data = "\ufeff\u00a0 \ufeffTitle\u200b\u3000\n\u00a0\u200b\n".encode()
    assert found(data) == [(1, "Title", b"Title")]


def test_ranges_are_bytes_not_characters() -> None:
    data = "\u00a0é𝄞 ü".encode()
    line = split_lines(data, "a.txt")[0]
    assert line.cut(3, 4).cut(data).decode() == "ü"
    assert [where.cut(data).decode() for where in line.cut_all([(0, 1), (1, 2), (3, 4)])] == ["é", "𝄞", "ü"]


def test_cut_counts_from_where_the_line_starts() -> None:
    assert Line(1, "abc", 10).cut(1, 2) == ByteRange(11, 12)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a\nb\xff\n", 2, "not UTF-8: byte 0xff can't be read"),
        ("a\nbé".encode()[:-1], 2, "not UTF-8: byte 0xc3 can't be read"),
        (b"\xed\xa0\x80", 1, "not UTF-8: byte 0xed can't be read"),
        (b"a\rb\0", 2, "holds a NUL byte, so it is not text"),
        ("a\n".encode("utf-16"), 1, "not UTF-8: byte 0xff can't be read"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_line(data: bytes, line: int, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        split_lines(data, "a.txt")
    assert (str(caught.value.at), caught.value.message) == (f"a.txt:{line}", message)
    assert caught.value.hint


def test_control_characters_are_found_but_not_line_ends_and_tabs() -> None:
    assert find_control(b"a\tb\r\nc\x0cd\n") is None
    assert find_control("a\nb\x85".encode()) is None
    assert find_control(b"a\nb\x07") == 2
    assert find_control("a\r\n\x9f".encode()) == 2
    assert line_at(b"a\r\nb\rc\nd", 7) == 4
