"""Markdown in another language, in its own format: what is written, and what never changes."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import CaveatError, DocumentError
from pipeline.formats.base import Passage
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.document import BlockKind, ByteRange, Junk
from pipeline.model.locale import Locale
from tests.formats.editions import AR, EN, ES, make_edition
from tests.formats.markdowns import FORMAT, SNIPPETS, mutate, parse, rotated

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.formats.base import Edition
    from pipeline.model.document import Document, Occurrence

CANONICAL = Disclaimer(
    id="note", version="1", heading="Note", text="This is no advice.", placement=Placement.TOP
)
SPAN = '<span lang="en" dir="ltr">{}</span>'
BANNER = Passage("Vista previa.", ES)


def localize(text: str | bytes, edition: Callable[[Document], Edition], path: str = "source/a.md") -> str:
    document = parse(text, path=path)
    return FORMAT.localize(document, edition(document)).decode()


def fallback(text: str, *places: int, path: str = "source/a.md") -> str:
    return localize(text, lambda document: make_edition(document, fallback=places), path=path)


@settings(deadline=None)
@given(
    text=st.sampled_from([*SNIPPETS, *islice(mutate(SNIPPETS, 400, 7), 400)]),
    locale=st.sampled_from([ES, AR]),
)
def test_an_edition_that_says_what_the_source_says_gives_the_file_byte_for_byte(
    text: str, locale: Locale
) -> None:
    try:
        document = parse(text)
    except CaveatError:
        return
    assert FORMAT.localize(document, make_edition(document, locale=locale)) == document.data


READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def blocks(text: str) -> list[str]:
    """Return the blocks as a reader sees them that has nothing in common with ours."""
    return [f"{token.type} {token.tag}" for token in READER.parse(text) if token.type != "inline"]


@settings(deadline=None)
@given(
    text=st.sampled_from([one for one in SNIPPETS if not one.startswith(("---", "\ufeff", "<div"))]),
    seed=st.integers(0, 2**32),
    share=st.sampled_from([0.0, 0.3, 1.0]),
)
def test_block_structure_stays_with_any_mixture_of_translations_and_marked_fallbacks(
    text: str, seed: int, share: float
) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test's choice, no secret
    document = parse(text)
    places = [place for place in range(len(document.blocks)) if rng.random() < share]
    edition = make_edition(document, text=rotated, fallback=places)
    assert blocks(FORMAT.localize(document, edition).decode()) == blocks(text)


@settings(deadline=None)
@given(
    text=st.sampled_from([one for one in SNIPPETS if not one.startswith(("---", "\ufeff", "<div"))]),
    is_noticed=st.booleans(),
)
def test_a_banner_and_a_notice_are_quotes_at_the_top_and_change_nothing_else(
    text: str,
    is_noticed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    document = parse(text)
    notices = {0: Passage("Aviso.", ES)} if is_noticed else {}
    edition = make_edition(document, text=rotated, banner=BANNER, notices=notices)
    quote = [
        "blockquote_open blockquote",
        "paragraph_open p",
        "paragraph_close p",
        "blockquote_close blockquote",
    ]
    found = blocks(FORMAT.localize(document, edition).decode())
    assert found[:4] == quote
    rest = found[4:]
    if is_noticed:
        [at] = [n for n in range(len(rest)) if rest[n : n + 4] == quote][:1]
        rest = rest[:at] + rest[at + 4 :]
    assert rest == blocks(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Leg *cramps*\n", f"# {SPAN.format('Leg *cramps*')}\n"),
        ("Set in\ntwo lines\n===\n", f"{SPAN.format('Set in{0}two lines').format(chr(10))}\n===\n"),
        ("One. Two.\n", f"{SPAN.format('One. Two.')}\n"),
        ("- [x] done\n", f"- [x] {SPAN.format('done')}\n"),
        ("> quoted\n> text\n", "> " + SPAN.format("quoted\n> text") + "\n"),
        ("| a b |\n|---|\n", f"| {SPAN.format('a b')} |\n|---|\n"),
        ("Term\n:   Its meaning.\n", f"{SPAN.format('Term')}\n:   {SPAN.format('Its meaning.')}\n"),
        ('!!! note "A title"\n', f'!!! note "{SPAN.format("A title")}"\n'),
        ("A break  \nhere.\n", f"{SPAN.format('A break  {0}here.').format(chr(10))}\n"),
    ],
)
def test_a_fallback_names_its_language_in_any_block(text: str, expected: str) -> None:
    assert fallback(text, 0) == expected


def test_only_the_fallback_is_marked() -> None:
    found = fallback("# One\n\nTwo.\n\nThree.\n", 1)
    assert found == f"# One\n\n{SPAN.format('Two.')}\n\nThree.\n"


def test_the_banner_stands_below_front_matter_and_above_all_else() -> None:
    text = "---\ntitle: x\n---\n# T\n"
    found = localize(text, lambda document: make_edition(document, banner=BANNER))
    assert found == "---\ntitle: x\n---\n> Vista previa.\n\n# T\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_inserted_ends_its_lines_as_the_file_does(newline: str) -> None:
    text = f"# T{newline}{newline}A.{newline}"
    found = localize(text, lambda document: make_edition(document, banner=BANNER, notices={1: BANNER}))
    assert found == newline.join(["> Vista previa.", "", "# T", "", "> Vista previa.", "", "A.", ""])


def test_a_byte_order_mark_stays_first() -> None:
    found = localize("\ufeff# T\n", lambda document: make_edition(document, banner=BANNER))
    assert found == "\ufeff> Vista previa.\n\n# T\n"


def test_a_passage_in_another_language_says_so_and_markup_in_it_is_text() -> None:
    banner = Passage("Take *2* of <b>.", EN)
    found = localize("# T\n", lambda document: make_edition(document, banner=banner, locale=AR))
    assert found == "> " + SPAN.format("Take \\*2\\* of \\<b\\>.") + "\n\n# T\n"


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("A.\n\n## H\n", 1, "A.\n\n> Vista previa.\n\n## H\n"),
        ("A.\n## H\n", 1, "A.\n\n> Vista previa.\n\n## H\n"),
        ("> A.\n>\n> B.\n", 1, "> A.\n>\n> > Vista previa.\n>\n> B.\n"),
        ("- A.\n\n  B.\n", 1, "- A.\n\n  > Vista previa.\n\n  B.\n"),
        ("!!! note\n    A.\n\n    B.\n", 1, "!!! note\n    A.\n\n    > Vista previa.\n\n    B.\n"),
        ("- A.\n- B.\n", 0, "> Vista previa.\n\n- A.\n- B.\n"),
        ("| A |\n|---|\n", 0, "> Vista previa.\n\n| A |\n|---|\n"),
    ],
    ids=["heading", "close heading", "quote", "item", "admonition", "first item", "first cell"],
)
def test_a_notice_stands_before_its_block_in_the_same_container(text: str, place: int, expected: str) -> None:
    assert localize(text, lambda document: make_edition(document, notices={place: BANNER})) == expected


def test_a_notice_that_has_no_place_before_a_disclaimer_is_refused() -> None:
    profile = Profile(name="p", sections=(SectionRule(title="Note", disclaimer="note"),))
    document = parse("# T\n\n- ## Note\n\n  This is no advice.\n", profile, disclaimers=(CANONICAL,))
    [place, _] = [n for n, block in enumerate(document.blocks) if block.disclaimer]
    with pytest.raises(DocumentError, match="has no place before it") as caught:
        FORMAT.localize(document, make_edition(document, notices={place: BANNER}))
    assert str(caught.value.at) == "source/a.md:3"
    assert caught.value.hint


def test_a_mark_that_would_make_a_table_is_refused() -> None:
    text = "| Dose Note |\n|------|:----:|\nmore\n"
    with pytest.raises(DocumentError, match="would change its structure"):
        fallback(text, 0)


def test_a_target_that_the_file_can_not_hold_is_refused_with_its_line() -> None:
    document = parse("# T\n\nSee [it](a.md).\n")

    def text(unit: Occurrence) -> str:
        return "Sin enlace." if "See" in unit.key.source else unit.key.source

    with pytest.raises(DocumentError) as caught:
        FORMAT.localize(document, make_edition(document, text=text))
    assert str(caught.value.at) == "source/a.md:3"


def test_links_lead_where_the_locale_wants_them_and_code_stays() -> None:
    text = (
        'See [a](x.md) and [b](x.md "T"), ![p](x.png) and [r] or <https://e.org/x>.\n\n`](x.md)`\n\n'
        "    [r]: x.md\n\n- <a href=\"x.md\">raw</a>\n\n[r]: x.md 'T'\n"
    )
    links = {"x.md": "es/x y.md", "x.png": "es.png", "https://e.org/x": "https://e.org/es"}
    found = localize(text, lambda document: make_edition(document, links=links))
    assert found == (
        'See [a](<es/x y.md>) and [b](<es/x y.md> "T"), ![p](es.png) and [r] or <https://e.org/es>.\n\n`](x.md)`\n\n'
        "    [r]: x.md\n\n- <a href=\"es/x y.md\">raw</a>\n\n[r]: <es/x y.md> 'T'\n"
    )


def test_only_whole_targets_are_others_in_html_too() -> None:
    text = (
        '<p><a href=x.md>x.md</a> <a href="x.md#top" title="x.md">b</a></p>\n\n'
        '<pre>href="x.md"</pre>\n\nAn <img src=\'x.md\' alt="x.md"> `<a href="x.md">`\n\n'
        '[d](x.md#top) [e](a/x.md) <a href="a/x.md">c</a>\n\n```html\n<a href="x.md">\n```\n'
    )
    found = localize(text, lambda document: make_edition(document, links={"x.md": "es/x.md"}))
    assert found == text.replace("<a href=x.md>", '<a href="es/x.md">').replace("src='x.md'", "src='es/x.md'")


def test_a_text_about_a_link_is_no_link() -> None:
    links = {"x.md": "y.md"}
    text = "The file x.md is [here](z.md).\n"
    assert localize(text, lambda document: make_edition(document, links=links)) == text


def test_sentences_of_languages_without_spaces_stand_side_by_side() -> None:
    def text(unit: Occurrence) -> str:
        return "一。" if unit.key.source == "One." else "二。"

    chinese = Locale("zh_Hans")
    found = localize("One. Two.\n", lambda document: make_edition(document, text=text, locale=chinese))
    assert found == "一。二。\n"


def test_mdx_imports_stay_in_front_of_a_banner_or_behind_it_but_whole() -> None:
    text = "import X from './x'\n\n# T\n"
    found = localize(text, lambda document: make_edition(document, banner=BANNER), path="a.mdx")
    assert found == f"> Vista previa.\n\n{text}"


def test_no_block_is_marked_where_none_falls_back() -> None:
    document = parse(SNIPPETS[0])
    assert all(block.kind is not BlockKind.VALUE for block in document.blocks)
    found = FORMAT.localize(document, make_edition(document, text=rotated, locale=AR)).decode()
    assert "<span" not in found
    assert "dir=" not in found


def test_what_a_rule_calls_junk_is_left_out() -> None:
    document = parse("# T\n\nNullRest.\n")
    junk = Junk(range=ByteRange(5, 9), line=3, text="Null")
    document = replace(document, blocks=document.blocks[:1], junk=(junk,))
    assert FORMAT.localize(document, make_edition(document)) == b"# T\n\nRest.\n"
