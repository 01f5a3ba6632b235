"""The decisions for a document in its own format: the same as for a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.build.assemble import find_reasons, show_blocks
from pipeline.build.edition import make_edition
from pipeline.build.page import Mode
from pipeline.config.project import Fallback
from pipeline.model.document import BlockKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from tests.build.shelves import (
    AR,
    EN,
    ES,
    NOTE,
    WITHHOLD_ALL,
    make_document,
    make_setting,
    make_shelf,
    make_targets,
    pin,
)

if TYPE_CHECKING:
    from pipeline.build.targets import Shelf, Target
    from pipeline.formats.base import Edition
    from pipeline.model.document import Document
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey

DOCUMENT = make_document()


def edition(
    shelf: Shelf,
    *,
    mode: Mode = Mode.PREVIEW,
    locale: Locale = ES,
    refused: tuple[str, ...] = (),
    document: Document = DOCUMENT,
) -> Edition:
    ranges = [unit.range for unit in document.occurrences() if unit.key.source in refused]
    return make_edition(document, make_setting(locale, mode), shelf, links={"a": "b"}, refused=ranges)


def texts(one: Edition) -> list[str]:
    return [one.text_of(unit) for unit in DOCUMENT.occurrences()]


def marked(one: Edition) -> list[str]:
    return [DOCUMENT.blocks[place].occurrences[0].key.source for place in sorted(one.fallback)]


def without(source: str, **changes: object) -> dict[UnitKey, Target]:
    targets = make_targets(DOCUMENT)
    return {
        key: replace(target, **changes) if key.source == source else target  # type: ignore[arg-type]
        for key, target in targets.items()
    }


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("state", State)
def test_a_block_falls_back_exactly_where_a_page_does(mode: Mode, state: State) -> None:
    shelf = make_shelf(without("Heat hurts.", state=state), pinned=(pin(),))
    shown = show_blocks(DOCUMENT, ES, EN, shelf, mode)
    wanted = [one.block.occurrences[0].key.source for one in shown if one.is_fallback]
    assert marked(edition(shelf, mode=mode)) == wanted


def test_a_block_falls_back_as_a_whole() -> None:
    shelf = make_shelf(without("Heat hurts.", state=State.STALE), pinned=(pin(),))
    assert texts(edition(shelf))[-6:-3] != ["Heat hurts.", "Cold hurts."]
    assert "Cold hurts." in texts(edition(shelf))
    assert marked(edition(shelf)) == ["Heat hurts."]


def test_a_pinned_wording_replaces_heading_and_text_and_carries_no_mark() -> None:
    one = edition(make_shelf(make_targets(DOCUMENT), pinned=(pin(),)))
    assert texts(one)[2:4] == ["Nota", "Esto no es un consejo."]
    assert marked(one) == []
    assert one.notices == {}


def test_an_owed_disclaimer_is_english_marked_with_a_notice_before_its_heading() -> None:
    one = edition(make_shelf(make_targets(DOCUMENT)))
    assert texts(one)[2:4] == [NOTE.heading, NOTE.text]
    assert marked(one) == [NOTE.heading, NOTE.text]
    [(place, notice)] = one.notices.items()
    assert DOCUMENT.blocks[place].occurrences[0].key.source == NOTE.heading
    assert notice.text.startswith("This disclaimer is shown in English")
    assert notice.locale == EN


def test_the_source_language_needs_no_mark_and_no_notice() -> None:
    one = edition(make_shelf({}), locale=EN)
    assert texts(one) == [unit.key.source for unit in DOCUMENT.occurrences()]
    assert (one.fallback, one.notices) == (frozenset(), {})
    assert one.banner is not None


def test_only_a_preview_has_a_banner() -> None:
    shelf = make_shelf(make_targets(DOCUMENT), pinned=(pin(),))
    assert edition(shelf, mode=Mode.RELEASE).banner is None
    banner = edition(shelf, mode=Mode.PREVIEW).banner
    assert banner
    assert banner.text.startswith("This page is a preview, not the published version.")


@pytest.mark.parametrize(
    ("mode", "policy", "is_told"),
    [
        (Mode.PREVIEW, Fallback.SOURCE_MARKED, True),
        (Mode.RELEASE, Fallback.SOURCE_MARKED, False),
        (Mode.RELEASE, Fallback.SOURCE_WITH_NOTICE, True),
    ],
)
def test_readers_are_told_of_fallbacks_before_the_first_block(
    mode: Mode, policy: Fallback, *, is_told: bool
) -> None:
    fallback = {**WITHHOLD_ALL, Risk.STANDARD: policy, Risk.CRITICAL: policy}
    shelf = make_shelf(without("Rest", state=State.EMPTY), pinned=(pin(),), fallback=fallback)
    assert [*edition(shelf, mode=mode).notices] == [0] * is_told


def test_a_refused_unit_takes_its_block_back_to_the_source() -> None:
    shelf = make_shelf(make_targets(DOCUMENT), pinned=(pin(),))
    one = edition(shelf, refused=("Cold hurts.",))
    assert marked(one) == ["Heat hurts."]
    assert "«Rest»" in texts(one)


def test_a_refused_wording_is_owed() -> None:
    one = edition(make_shelf(make_targets(DOCUMENT), pinned=(pin(),)), refused=(NOTE.text,))
    assert texts(one)[2:4] == [NOTE.heading, NOTE.text]
    assert len(one.notices) == 1


def test_a_target_keeps_its_lines_only_where_the_source_has_some() -> None:
    shelf = make_shelf(make_targets(DOCUMENT, Rest="De\nscanso"), pinned=(pin(),))
    assert "De scanso" in texts(edition(shelf))


def test_marks_and_links_are_passed_on() -> None:
    one = edition(make_shelf({}), locale=AR)
    assert one.mark == "[English]"
    assert one.links == {"a": "b"}


def test_a_value_that_is_not_approved_withholds_the_document_whatever_policy_says() -> None:
    blocks = [
        replace(block, kind=BlockKind.VALUE) if n == 0 else block for n, block in enumerate(DOCUMENT.blocks)
    ]
    document = replace(DOCUMENT, blocks=tuple(blocks))
    shelf = make_shelf(
        without("Cramps", state=State.DRAFT),
        pinned=(pin(),),
        fallback=dict.fromkeys(Risk, Fallback.SOURCE_MARKED),
    )
    assert find_reasons(DOCUMENT, shelf) == ()
    [reason] = find_reasons(document, shelf)
    assert reason.state == "draft"
    told = edition(make_shelf(without("Cramps", state=State.EMPTY), pinned=(pin(),)), document=document)
    assert 0 in told.fallback
    assert 0 not in told.notices
