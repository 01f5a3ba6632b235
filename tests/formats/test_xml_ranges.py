import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.xml_ranges import (
    Node,
    Source,
    escape_text,
    escape_value,
    find_illegal,
    offset_in_text,
    parse_xml,
    read_text,
    unescape,
)
from pipeline.model.document import ByteRange

SOURCE = Source(path="a.docx", member="m.xml", names={"urn:one": "one"})
TEXT = st.text(alphabet="ab &<>\"'\té字😀\u0085\u2028", max_size=30)


def _parse(text: str) -> Node:
    data = text.encode()
    return parse_xml(data, ByteRange(0, len(data)), SOURCE)


def test_elements_know_where_they_stand() -> None:
    data = b"xx<?xml version='1.0'?><a><b c='>\"'>t&amp;<!-- <b> --><![CDATA[<&]]></b ><d/></a>\n"
    root = parse_xml(data, ByteRange(2, len(data)), SOURCE)
    first, second = root.children
    assert first.range.cut(data).startswith(b"<b ")
    assert data[first.open_stop : first.close_start] == b"t&amp;<!-- <b> --><![CDATA[<&]]>"
    assert first.text(data) == "t&<&"
    assert first.get(data, "c") == '>"'
    assert second.range.cut(data) == b"<d/>"
    assert (second.close_start, second.parent) == (second.stop, root)


def test_names_are_those_of_their_namespaces() -> None:
    data = (
        b'<x:a xmlns:x="urn:one" xmlns="urn:&#116;wo"><b x:c="1" d="2"><x:e xmlns:x="urn:three"/></b></x:a>'
    )
    root = parse_xml(data, ByteRange(0, len(data)), SOURCE)
    inner = root.children[0]
    assert (root.name, inner.name, inner.children[0].name) == ("one:a", "{urn:two}b", "{urn:three}e")
    assert [one.name for one in inner.attributes(data)] == ["one:c", "d"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a b='1' b='2'/>", "<a b=1/>", "<a>&b;</a>"),
        *(
            "<a>]]></a>",
            "<a b='<'/>",
            "<!DOCTYPE a><a/>",
            "<a",
            "<a>\x01</a>",
            "<a><!-- -- --></a>",
            "<x:a/>",
        ),
        *("<a/>x", "<a>&#xD800;</a>"),
    ],
)
def test_what_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"m\.xml: ") as caught:
        _parse(text)
    assert str(caught.value.at) == "a.docx:1"
    assert caught.value.hint


def test_a_byte_order_mark_is_no_text() -> None:
    assert _parse("\ufeff<a/>").start == 3


@given(TEXT)
def test_text_comes_back_from_its_escaped_form(text: str) -> None:
    data = b"<a>" + escape_text(text) + b"</a>"
    root = parse_xml(data, ByteRange(0, len(data)), SOURCE)
    assert root.text(data) == text
    value = b"<a b='" + escape_value(text) + b"' c=\"" + escape_value(text) + b'"/>'
    root = parse_xml(value, ByteRange(0, len(value)), SOURCE)
    assert [one.value for one in root.attributes(value)] == [text, text]


@given(
    st.lists(st.sampled_from(("a", "é", "字", "&amp;", "&#x41;", "&#8217;", "\r\n", "\r", "\n"))), st.data()
)
def test_a_character_is_found_at_its_byte(pieces: list[str], chosen: st.DataObject) -> None:
    raw = "".join(pieces).encode()
    where = ByteRange(2, 2 + len(raw))
    data = b"xx" + raw + b"yy"
    text = read_text(data, where, False)  # noqa: FBT003 - one of Node.texts
    at = chosen.draw(st.integers(0, len(text)))
    middle = offset_in_text(data, where, at)
    assert unescape(data[2:middle].decode()) == text[:at]
    assert unescape(data[middle : where.stop].decode()) == text[at:]


def test_illegal_characters_are_named() -> None:
    assert find_illegal("a\t\n\u0085\ufffd😀") is None
    assert [find_illegal(text) for text in ("a\x0b", "\ud800", "\ufffe")] == ["U+000B", "U+D800", "U+FFFE"]
