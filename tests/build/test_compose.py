"""Pages: outline, banner, notices, links."""

import pytest

from pipeline.build.compose import compose_page, language_links, page_address
from pipeline.build.interface import read_interface
from pipeline.build.page import Mode, Page, Section, Standing
from pipeline.build.targets import Target
from pipeline.config.project import Fallback
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import Risk
from tests.build.shelves import (
    AR,
    EN,
    ES,
    WITHHOLD_ALL,
    make_document,
    make_setting,
    make_shelf,
    make_targets,
    pin,
)


def compose(
    state: State = State.APPROVED,
    mode: Mode = Mode.PREVIEW,
    policy: dict[Risk, Fallback] = WITHHOLD_ALL,
    locale: Locale = ES,
    text: str | None = None,
) -> Page:
    document = make_document(text) if text else make_document()
    shelf = make_shelf(make_targets(document, state), pinned=(pin(),), fallback=policy)
    return compose_page(document, make_setting(locale, mode), shelf)


def outline(sections: tuple[Section, ...]) -> list[tuple[str, str, int, object]]:
    return [
        (
            one.heading.content.text if one.heading else "",
            one.heading.anchor if one.heading else "",
            len(one.paragraphs),
            outline(one.children),
        )
        for one in sections
    ]


def test_level_two_sections_stand_in_their_group() -> None:
    assert outline(compose().sections) == [
        ("«Causes»", "causes", 1, []),
        ("«Tips»", "tips", 0, [("«Rest»", "rest", 1, [])]),
        ("«Danger»", "danger", 1, []),
    ]
    assert [one.is_critical for one in compose().sections] == [False, False, True]


def test_anchors_are_english_unique_and_never_the_pages_own() -> None:
    text = "T\nText\nA.\nÀ\nA.\nA 2\nA.\nA\nA.\nA\nA.\nText\nA.\n"
    page = compose(locale=AR, text=text)
    assert [one.heading.anchor for one in page.sections if one.heading] == [
        "text-2",
        "section",
        "a-2",
        "a",
        "a-3",
        "text-3",
    ]


def test_ten_thousand_equal_headings_take_no_time() -> None:
    page = compose(locale=EN, text="T\n" + "Rest\nA.\n" * 10_000)
    assert len({one.heading.anchor for one in page.sections if one.heading}) == 10_000


def test_what_comes_before_the_first_heading_has_a_section_without_one() -> None:
    assert outline(compose(text="T\nLead.\nCauses\nA.\n").sections) == [
        ("", "", 1, []),
        ("«Causes»", "causes", 1, []),
    ]


@pytest.mark.parametrize(
    ("state", "standing"),
    [(State.APPROVED, Standing.REVIEWED), (State.REVIEWED, Standing.PARTIAL), (State.DRAFT, Standing.DRAFT)],
)
def test_a_preview_says_how_far_it_is(state: State, standing: Standing) -> None:
    page = compose(state)
    assert page.standing is standing
    assert page.banner == page.interface[f"banner-{standing.value}"]


def test_a_release_has_no_banner_and_the_source_is_the_original() -> None:
    assert compose(mode=Mode.RELEASE).banner is None
    assert compose(State.EMPTY, locale=EN).standing is Standing.ORIGINAL


@pytest.mark.parametrize(
    ("policy", "has_notice"),
    [(Fallback.SOURCE_MARKED, False), (Fallback.SOURCE_WITH_NOTICE, True)],
)
def test_a_release_with_english_in_it_has_the_notice_that_policy_asks_for(
    policy: Fallback, *, has_notice: bool
) -> None:
    page = compose(State.DRAFT, Mode.RELEASE, dict.fromkeys(Risk, policy))
    assert [one.text for one in page.notices] == (
        [page.interface["notice-fallback"].text] if has_notice else []
    )
    assert page.title.is_fallback


def test_a_preview_with_english_in_it_always_has_the_notice() -> None:
    assert len(compose(State.EMPTY).notices) == 1
    assert compose(State.DRAFT).notices == ()
    assert compose(State.EMPTY, locale=EN).notices == ()


def test_interface_text_that_is_not_ready_is_english_and_says_so() -> None:
    document = make_document()
    mark, label = (one for one in read_interface() if one.id in ("mark-source", "contents"))
    interface = {
        mark.unit.key: Target(text="Inglés\n", state=State.APPROVED, risk=Risk.STANDARD),
        label.unit.key: Target(text="Contenido", state=State.DRAFT, risk=Risk.STANDARD),
    }
    shelf = make_shelf(make_targets(document), interface=interface)
    shown = {
        mode: compose_page(document, make_setting(ES, mode), shelf).interface
        for mode in (Mode.RELEASE, Mode.PREVIEW)
    }
    texts = {
        mode: [(one["mark-source"].text, one["contents"].text) for one in (shown[mode],)] for mode in shown
    }
    assert texts == {
        Mode.RELEASE: [("Inglés", "On this page")],
        Mode.PREVIEW: [("Inglés", "Contenido")],
    }
    assert shown[Mode.RELEASE]["contents"].tongue.tag == "en"


def test_links_lead_to_the_same_page_in_other_languages() -> None:
    links = language_links(make_setting(ES), page_address("a b#c"), up="../")
    assert [(one.code, one.href, one.is_current) for one in links] == [
        ("en", "../en/a%20b%23c.html", False),
        ("es", "a%20b%23c.html", True),
        ("ar", "../ar/a%20b%23c.html", False),
    ]
