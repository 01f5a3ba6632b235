from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.masking import (
    PROTECTED,
    TokenStyle,
    is_translatable,
    mask,
    split_lines,
    unmask,
    with_outer_space,
)
from pipeline.language.inline import PLACEHOLDER, TAG

STYLE = TokenStyle(write="⟦{}⟧".format, find=re.compile(r"⟦(\d+)⟧"), read=int)


@pytest.mark.parametrize(
    "code",
    [
        "<1>",
        "</1>",
        "<2/>",
        "{name}",
        "{}",
        "{0}",
        "{{name}}",
        "${name}",
        "{dose:.1f}",
        "%(x)s",
        "%(x).2f",
        "%s",
        "%1$s",
        "https://www.who.int/a_b?c=d&e=f",
        "www.who.int",
        "help@who.int",
        "&amp;",
        "&#8212;",
        '<a href="x">',
        "<!-- note -->",
    ],
)
def test_a_code_is_hidden_whole(code: str) -> None:
    masked = mask(f"Take {code} now.", STYLE)
    assert masked.codes == (code,)
    assert masked.text == "Take ⟦0⟧ now."


@pytest.mark.parametrize(
    "text",
    [
        "50% of people",
        "20%-30% sure",
        "5 < 6 and 7 > 6",
        "AT&T no",
        "100%s",
        "a {b c} d",
        "salt & water",
        "% s",
    ],
)
def test_prose_is_not_hidden(text: str) -> None:
    assert mask(text, STYLE).codes == ()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See https://who.int/news.", "https://who.int/news"),
        ("(https://who.int)", "https://who.int"),
        ("见 (https://who.int/x)。", "https://who.int/x"),
        ("“https://who.int”, he said", "https://who.int"),
    ],
)
def test_punctuation_after_an_address_is_not_part_of_it(text: str, url: str) -> None:
    assert mask(text, STYLE).codes == (url,)


@pytest.mark.parametrize("code", ["<1>", "</12>", "<3/>", "{name}", "{}", "{3}", "%(dose)s", "%d"])
def test_what_counts_as_no_prose_elsewhere_is_protected_here(code: str) -> None:
    assert TAG.fullmatch(code) or PLACEHOLDER.fullmatch(code)
    assert PROTECTED.fullmatch(code)


@given(
    st.lists(st.sampled_from(["Take ", "<1>", "</1>", "{a}", "%(b)s", "50% ", "⟦x", "https://a.b/c ", "."]))
)
def test_unmasking_gives_the_text_back(parts: list[str]) -> None:
    text = "".join(parts)
    masked = mask(text, STYLE)
    assert unmask(masked.text, masked.codes, STYLE) == text


@pytest.mark.parametrize("text", ["⟦0⟧ b", "⟦0⟧ ⟦0⟧ ⟦1⟧", "⟦0⟧ ⟦1⟧ ⟦2⟧", "", "⟦1⟧ ⟦7⟧"])
def test_a_token_that_is_not_there_exactly_once_refuses_the_text(text: str) -> None:
    assert unmask(text, ("{a}", "{b}"), STYLE) is None


def test_tokens_may_change_places() -> None:
    assert unmask("⟦1⟧ de ⟦0⟧", ("{a}", "{b}"), STYLE) == "{b} de {a}"


def test_escape_and_clean_are_for_what_lies_between_codes() -> None:
    masked = mask("a {a} b", STYLE, escape=str.upper)
    assert masked.text == "A ⟦0⟧ B"
    assert unmask(masked.text, masked.codes, STYLE, clean=str.lower) == "a {a} b"


@pytest.mark.parametrize(
    ("text", "expected"), [("<1>50</1> {name} %", False), ("<1>50 mg</1>", True), ("…", False)]
)
def test_is_translatable(text: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_translatable(text) is expected


def test_lines_and_breaks_take_turns() -> None:
    assert split_lines("a\nb \n\n c") == ["a", "\n", "b", " \n\n ", "c"]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [("x", " a\n", " x\n"), (" x ", "a", "x"), ("x", " ", " "), ("x", "a b ", "x ")],
)
def test_outer_space_is_the_source_s(text: str, source: str, expected: str) -> None:
    assert with_outer_space(text, source) == expected
