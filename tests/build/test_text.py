"""Text pages: the record's own shape in another language."""

from dataclasses import replace

import pytest

from pipeline.build.assemble import show_blocks
from pipeline.build.compose import compose_page
from pipeline.build.page import Mode
from pipeline.build.text import render_text
from pipeline.config.project import Fallback
from pipeline.model.disclaimer import Placement
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import Risk
from tests.build.shelves import (
    EN,
    ES,
    NOTE,
    SOURCE,
    make_document,
    make_setting,
    make_shelf,
    make_targets,
    pin,
)


def render(
    source: str | bytes = SOURCE,
    *,
    state: State = State.APPROVED,
    mode: Mode = Mode.RELEASE,
    locale: Locale = ES,
    pinned: bool = True,
) -> str:
    document = make_document(source)
    shelf = make_shelf(
        make_targets(document, state),
        pinned=(pin(),) if pinned else (),
        fallback=dict.fromkeys(Risk, Fallback.SOURCE_MARKED),
    )
    setting = make_setting(locale, mode)
    shown = show_blocks(document, locale, EN, shelf, mode)
    return render_text(document, shown, compose_page(document, setting, shelf)).decode()


def test_the_skeleton_stays_junk_goes_and_the_label_speaks_the_language() -> None:
    assert render() == (
        "«Cramps»\n«Symptoms» (español):\nNota\nEsto no es un consejo.\n«Causes»\n"
        "«Heat hurts.» «Cold hurts.»\n«Tips»\n«Rest»\n«Sleep well.»\n«Danger»\n«Sleep well.»\n"
    )


def test_the_source_page_is_the_file_without_its_junk() -> None:
    assert render(locale=EN) == SOURCE.replace("NullNote", "Note")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            "\ufeffT\r\n\r\n  NullNote\r\n\tThis is no advice.",
            "«T»\r\n\r\n  Nota\r\n\tEsto no es un consejo.",
        ),
        ("T\rNote\rThis is no advice.\r", "«T»\nNota\nEsto no es un consejo.\n"),
        ("T\nA (English) :  B c. \nX", "«T»\n«A» (español):  «B c.» \n«X»"),
        ("T\nA(English):\u00a0Get :) b): well.", "«T»\n«A» (español):\u00a0«Get :) b): well.»"),
        ("\u00a0T \u00a0\n \n", "\u00a0«T» \u00a0\n \n"),
    ],
)
def test_what_is_not_text_comes_out_as_it_went_in(source: str, shown: str) -> None:
    assert render(source) == shown


@pytest.mark.parametrize(("mode", "before"), [(Mode.RELEASE, 0), (Mode.PREVIEW, 2)])
def test_each_block_that_is_english_is_marked(mode: Mode, before: int) -> None:
    lines = render(state=State.STALE, mode=mode).split("\n")
    assert lines[before : before + 5] == [
        "[English] Cramps",
        "Symptoms (English):",
        "Nota",
        "Esto no es un consejo.",
        "[English] Causes",
    ]


def test_a_preview_says_what_it_is_on_its_first_line() -> None:
    draft = render(state=State.DRAFT, mode=Mode.PREVIEW)
    assert draft.startswith("[This page is a preview. Its text is a machine draft")
    assert draft.split("\n")[1:3] == ["", "«Cramps»"]


def test_an_owed_disclaimer_stands_below_its_notice() -> None:
    lines = render("T\r\nNote\r\nThis is no advice.\r\n", pinned=False).split("\r\n")
    assert lines[1].startswith("[This disclaimer is shown in English because")
    assert lines[2:] == ["Note", "This is no advice.", ""]


@pytest.mark.parametrize(
    ("placement", "source", "shown"),
    [
        (
            Placement.TOP,
            "T\nCauses\nHot.\n  NullNote\n\nThis is no advice.\nDanger\nGo.\n",
            "«T»\n  Nota\n\nEsto no es un consejo.\n«Causes»\n«Hot.»\n«Danger»\n«Go.»\n",
        ),
        (
            Placement.TOP,
            "T\r\nA (English): Now.\r\nHot.\r\nNote\r\nThis is no advice.",
            "«T»\r\n«A» (español): «Now.»\r\nNota\r\nEsto no es un consejo.\r\n«Hot.»\r\n",
        ),
        (
            Placement.BOTTOM,
            "T\nNullNote\nThis is no advice.\nCauses\nHot.",
            "«T»\n«Causes»\n«Hot.»\nNota\nEsto no es un consejo.\n",
        ),
        (
            Placement.BOTTOM,
            "T\nCauses\nHot.\n\nNote\nThis is no advice.\n",
            "«T»\n«Causes»\n«Hot.»\n\nNota\nEsto no es un consejo.\n",
        ),
    ],
)
def test_a_disclaimer_stands_in_its_place_wherever_the_source_has_it(
    placement: Placement, source: str, shown: str
) -> None:
    disclaimer = replace(NOTE, placement=placement)
    document = make_document(source, disclaimer)
    shelf = make_shelf(make_targets(document), pinned=(pin(disclaimer),), disclaimer=disclaimer)
    blocks = show_blocks(document, ES, EN, shelf, Mode.RELEASE)
    page = compose_page(document, make_setting(ES, Mode.RELEASE), shelf)
    assert render_text(document, blocks, page).decode() == shown
