from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.apertium import PRIVATE, SUPERBLANK
from pipeline.drafting.masking import (
    HTML,
    PROTECTED,
    TOKEN,
    WORD,
    XML,
    TokenStyle,
    is_translatable,
    mask,
    split_lines,
    unmask,
    with_outer_space,
)
from pipeline.language.inline import PLACEHOLDER, TAG

STYLE = TOKEN
STYLES = (TOKEN, WORD, HTML, XML, SUPERBLANK, PRIVATE)


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
    st.lists(
        st.sampled_from(
            [
                "Take ",
                "<1>",
                "</1>",
                "{a}",
                "%(b)s",
                "50% ",
                "a & b < c",
                "^x$ [y] ~ @ # * ",
                "https://a.b/c ",
                ".",
            ]
        )
    ),
    st.sampled_from(STYLES),
)
def test_unmasking_gives_the_text_back(parts: list[str], style: TokenStyle) -> None:
    """Unmasking gives the text back, in every style."""
    text = "".join(parts)
    masked = mask(text, style)
    assert unmask(masked.text, masked.codes, style) == text


@pytest.mark.parametrize("text", ["⟦0⟧ b", "⟦0⟧ ⟦0⟧ ⟦1⟧", "⟦0⟧ ⟦1⟧ ⟦2⟧", "", "⟦1⟧ ⟦7⟧"])
def test_a_token_that_is_not_there_exactly_once_refuses_the_text(text: str) -> None:
    assert unmask(text, ("{a}", "{b}"), STYLE) is None


def test_tokens_may_change_places() -> None:
    assert unmask("⟦1⟧ de ⟦0⟧", ("{a}", "{b}"), STYLE) == "{b} de {a}"


@pytest.mark.parametrize(
    ("style", "masked", "answer"),
    [
        (
            HTML,
            'a &lt; <span translate="no" data-i="0"></span>',
            "<span data-i='0' translate=no> </span > b &amp; c",
        ),
        (XML, 'a &lt; <x i="0"/>', '<x i="0"></x> b &amp; c'),
        (TOKEN, "a < ⟦0⟧", "⟦ 0 ⟧ b & c"),
        (WORD, "a < XQZ0X", "xqz0x b & c"),
        (SUPERBLANK, r"a \< [<g0>]", "[<g0>] b & c"),
        (PRIVATE, "a \\< \ue000", "\ue000 b & c"),
    ],
)
def test_each_style_writes_its_tokens_and_reads_what_engines_make_of_them(
    style: TokenStyle, masked: str, answer: str
) -> None:
    made = mask("a < {name}", style)
    assert (made.text, made.codes) == (masked, ("{name}",))
    assert unmask(answer, made.codes, style) == "{name} b & c"


def test_a_span_becomes_a_token_and_comes_back_as_what_was_wanted() -> None:
    masked = mask("Take {n} cold packs <1/>.", STYLE, [(9, 19, "bolsas de hielo")])
    assert masked.text == "Take ⟦0⟧ ⟦1⟧ ⟦2⟧."
    assert unmask("Tome ⟦0⟧ ⟦1⟧ ⟦2⟧.", masked.codes, STYLE) == "Tome {n} bolsas de hielo <1/>."


@pytest.mark.parametrize(
    ("text", "expected"), [("{a} 5.", False), ("{a} of 5.", True), ("cold packs", False)]
)
def test_it_is_known_whether_words_are_left_between_the_tokens(text: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    spans = [(0, 10, "bolsas")] if text == "cold packs" else []
    assert mask(text, STYLE, spans).has_words is expected


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
