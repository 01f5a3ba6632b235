"""Markdown: what a CommonMark reader shows is exactly the text."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.build.compose import compose_page
from pipeline.build.markdown import escape, render_markdown
from pipeline.build.page import Mode
from pipeline.model.state import State
from tests.build.shelves import ES, make_document, make_setting, make_shelf, make_targets, pin

COMMONMARK = MarkdownIt("commonmark")
GITHUB = MarkdownIt("gfm-like", {"linkify": False})


def read(reader: MarkdownIt, markdown: str, tag: str) -> str:
    rendered = reader.render(markdown + "\n").rstrip("\n")
    found = re.fullmatch(rf"<{tag}>(.*)</{tag}>", rendered, re.DOTALL)
    assert found, rendered
    return html.unescape(found[1])


TRICKY = (
    "# no heading",
    "#",
    "C#",
    "Heading ##",
    "1. no list",
    "1)",
    "1.",
    "- no list",
    "-",
    "+ no list",
    "---",
    "- - -",
    "* * *",
    "___",
    "===",
    "=",
    "~~~",
    "~~gone~~",
    "```",
    "> no quote",
    "| a | b |",
    "a <b>bold</b> <!-- c --> <script>",
    "<!--",
    "&nbsp; &amp; &#35; &copy",
    "*no* _no_ **no** `no`",
    "[a](b) ![a](b) [a]: b <http://a.b>",
    "\\ \\* \\\\",
    "ends in \\",
    "  spaces  ",
    "a\nb\r\n# c",
    "\ttab",
    "a  b",
    "«árbol» 中文 العربية",
    "$x$ {#id} :::note",
)


@pytest.mark.parametrize("text", TRICKY)
@pytest.mark.parametrize("reader", [COMMONMARK, GITHUB], ids=["commonmark", "github"])
def test_tricky_text_is_shown_as_it_is(text: str, reader: MarkdownIt) -> None:
    assert read(reader, escape(text), "p") == text
    assert read(reader, "## " + escape(text), "h2") == text
    assert read(reader, f"_{escape('x' + text + 'x')}_", "p") == f"<em>x{text}x</em>"


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("#-+*_=~`|<>&;:.)(1a\\!\"'[] \n\t"),
            st.characters(exclude_categories=["Cs", "Cc"]),
        ),
        min_size=1,
    )
)
@example("\u00a0")
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert read(COMMONMARK, escape(text), "p") == text
    assert read(COMMONMARK, "# " + escape(text), "h1") == text


def page(state: State) -> str:
    document = make_document()
    shelf = make_shelf(make_targets(document, state), pinned=(pin(),))
    return render_markdown(compose_page(document, make_setting(ES, Mode.PREVIEW), shelf))


def test_the_structure_is_the_articles() -> None:
    tokens = COMMONMARK.parse(page(State.APPROVED))
    found = [
        (token.tag, tokens[index + 1].content)
        for index, token in enumerate(tokens)
        if token.type in ("heading_open", "paragraph_open")
    ]
    assert found[1:] == [
        ("h1", "«Cramps»"),
        ("p", "«Symptoms» (español):"),
        ("h2", "Nota"),
        ("p", "Esto no es un consejo."),
        ("h2", "«Causes»"),
        ("p", "«Heat hurts.» «Cold hurts.»"),
        ("h2", "«Tips»"),
        ("h3", "«Rest»"),
        ("p", "«Sleep well.»"),
        ("h2", "«Danger»"),
        ("p", "«Sleep well.»"),
    ]


def test_the_disclaimer_stands_in_an_element_of_its_own() -> None:
    assert (
        '<div lang="es" dir="ltr" data-disclaimer="note">\n\n## Nota\n\nEsto no es un consejo.\n\n</div>\n'
        in page(State.APPROVED)
    )


def test_english_is_marked_for_readers_and_for_programs() -> None:
    text = page(State.EMPTY)
    assert (
        '<div lang="en" dir="ltr">\n\n_English_\n\n</div>\n\n<div lang="en" dir="ltr">\n\n## Causes\n\n</div>'
        in text
    )
    assert text.count("_English_") == 9
    assert "_English_" not in page(State.DRAFT)
