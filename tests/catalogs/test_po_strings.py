from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.po_strings import BadLiteral, quote, unquote


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_unquote_reverses_quote(text: str) -> None:
    literal = quote(text)
    assert unquote(literal) == text
    assert "\n" not in literal
    assert "\r" not in literal


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r'"\303\251"', "é"),  # octal escapes name bytes, as msgcat reads them
        (r'"\xc3\xa9\n"', "é\n"),
        (r'"\\n"', "\\n"),
        (r'"\101b"', "Ab"),
        ('"\u2028"', "\u2028"),
    ],
)
def test_escapes_are_read_as_gettext_reads_them(literal: str, text: str) -> None:
    assert unquote(literal) == text


@pytest.mark.parametrize(
    ("literal", "message"),
    [
        ("x", "a string must start with a double quote"),
        ('"', "the string is not closed by a double quote"),
        ('"abc', "the string is not closed by a double quote"),
        (r'"abc\"', "the string is not closed by a double quote"),
        ('"a" "b"', "a double quote inside the string is not escaped"),
        (r'"a\\"b"', "a double quote inside the string is not escaped"),
        (r'"50\%"', r'"\%" is not an escape'),
        (r'"\x"', r'"\x" is not an escape'),
        (r'"\0"', r'"\0" names no bytes of a text'),
        (r'"\777"', r'"\777" names no bytes of a text'),
        (r'"\x41b"', r'"\x41b" names no bytes of a text'),  # C takes every digit: no way to guess
        (r'"\303"', r'"\303" is not UTF-8'),
    ],
)
def test_a_bad_literal_is_refused(literal: str, message: str) -> None:
    with pytest.raises(BadLiteral) as error:
        unquote(literal)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Año 1", '"Año 1"'),
        ("a\\b", r'"a\\b"'),
        ('say "a"', r'"say \"a\""'),
        ("a\tb\n", r'"a\tb\n"'),
    ],
)
def test_what_would_be_read_as_something_else_is_escaped(text: str, literal: str) -> None:
    assert quote(text) == literal
    assert unquote(literal) == text
