"""Blocks: shown whole in one language, or whole in English and marked."""

from dataclasses import replace

import pytest

from pipeline.build.assemble import (
    find_reasons,
    one_line,
    show_blocks,
    show_disclaimer,
    shown_text,
    tongue_of,
)
from pipeline.build.page import Mode, Text
from pipeline.build.targets import Shelf, Target
from pipeline.config.project import TYPOGRAPHY, Fallback
from pipeline.model.document import ByteRange, Code, Occurrence
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from tests.build.shelves import AR, EN, ES, NOTE, WITHHOLD_ALL, make_document, make_shelf, make_targets, pin

FR = Locale("fr")
NOTICE = Text(text="notice", tongue=tongue_of(ES))


def shown(shelf: Shelf, mode: Mode = Mode.PREVIEW, locale: object = ES) -> list[tuple[str, str, bool]]:
    blocks = show_blocks(make_document(), locale, EN, shelf, mode)  # type: ignore[arg-type]
    return [(one.content.text, one.content.tongue.tag, one.is_fallback) for one in blocks]


def test_every_block_but_the_disclaimer_is_shown_in_the_target_language() -> None:
    assert shown(make_shelf(make_targets(make_document()))) == [
        ("«Cramps»", "es", False),
        ("«Symptoms» (español):", "es", False),
        ("«Causes»", "es", False),
        ("«Heat hurts.» «Cold hurts.»", "es", False),
        ("«Tips»", "es", False),
        ("«Rest»", "es", False),
        ("«Sleep well.»", "es", False),
        ("«Danger»", "es", False),
        ("«Sleep well.»", "es", False),
    ]


def test_the_source_shows_itself_whatever_the_shelf_holds() -> None:
    blocks = shown(make_shelf(make_targets(make_document())), locale=EN)
    assert blocks[0] == ("Cramps", "en", False)
    assert blocks[1] == ("Symptoms (English):", "en", False)


@pytest.mark.parametrize("state", [State.EMPTY, State.STALE, State.REJECTED])
def test_a_block_falls_back_as_a_whole_and_is_marked(state: State) -> None:
    document = make_document()
    targets = make_targets(document, State.DRAFT)
    cold = UnitKey(None, "Cold hurts.")
    targets[cold] = replace(targets[cold], state=state)
    assert shown(make_shelf(targets))[3] == ("Heat hurts. Cold hurts.", "en", True)


def test_declared_typography_is_of_the_target_language_and_leaves_disclaimers_alone() -> None:
    document = make_document()
    targets = make_targets(document, Cramps="Crampes : 5 mg !")
    plain = make_shelf(targets, pinned=(pin(text="Un avis : 5 mg !"),))
    french = replace(plain, typography=TYPOGRAPHY["fr"])
    assert shown(plain, locale=FR)[0][0] == "Crampes : 5 mg !"
    blocks = [text for text, *_ in shown(french, locale=FR)]
    assert blocks[0] == "Crampes\u00a0: 5\u00a0mg\u202f!"
    assert blocks[2] == "«\u00a0Causes\u00a0»"
    assert blocks[3] == "«\u00a0Heat hurts.\u00a0» «\u00a0Cold hurts.\u00a0»"
    assert shown(french, locale=EN) == shown(plain, locale=EN)
    disclaimer = show_disclaimer(NOTE, FR, EN, french, NOTICE)
    assert disclaimer.text.text == "Un avis : 5 mg !"


def test_a_fallback_keeps_the_sources_spaces() -> None:
    targets = make_targets(make_document("T\nWait: 5 mg !\n"), State.STALE)
    shelf = replace(make_shelf(targets), typography=TYPOGRAPHY["fr"])
    [_, block] = show_blocks(make_document("T\nWait: 5 mg !\n"), FR, EN, shelf, Mode.PREVIEW)
    assert (block.content.text, block.is_fallback) == ("Wait: 5 mg !", True)


@pytest.mark.parametrize("opening", [b"`", b"``", b"<code>", b"<KBD class=a>"])
def test_typography_leaves_code_alone(opening: bytes) -> None:
    key = UnitKey(None, "Type <1>a</1> <2>b</2>")
    codes = tuple(
        Code(number=number, opening=start, closing=b"", note="")
        for number, start in ((1, opening), (2, b"<codex>"))
    )
    unit = Occurrence(key=key, range=ByteRange(0, 1), risk=Risk.STANDARD, codes=codes)
    target = Target(text="<1>a : b</1> <2>c : d</2>", state=State.APPROVED, risk=Risk.STANDARD)
    shelf = replace(make_shelf({}), typography=TYPOGRAPHY["fr"])
    assert shown_text(unit, target, FR, shelf) == "<1>a : b</1> <2>c\u00a0: d</2>"


def test_a_unit_that_the_catalog_lacks_falls_back() -> None:
    assert {row[1:] for row in shown(make_shelf({}))} == {("en", True)}
    assert shown(make_shelf({}))[1][0] == "Symptoms (English):"


def test_a_release_shows_nothing_but_approved_text() -> None:
    targets = make_targets(make_document(), State.REVIEWED)
    assert {row[1:] for row in shown(make_shelf(targets), Mode.RELEASE)} == {("en", True)}


def test_a_target_stays_on_one_line() -> None:
    assert one_line(" a \r\n\n b\u2028c\x85\u00a0d\t") == "a b c \u00a0d"
    targets = make_targets(make_document(), Cramps="Uno\n\n# Dos\n")
    assert shown(make_shelf(targets))[0][0] == "Uno # Dos"


def test_a_shown_block_has_the_highest_risk_of_its_units_anywhere() -> None:
    document = make_document()
    blocks = show_blocks(document, ES, EN, make_shelf(make_targets(document)), Mode.PREVIEW)
    sleep = [one for one in blocks if one.block.occurrences[0].key.source == "Sleep well."]
    assert [(one.risk, one.is_critical) for one in sleep] == [(Risk.CRITICAL, False), (Risk.CRITICAL, True)]


def test_a_pinned_disclaimer_is_shown_and_none_is_drafted() -> None:
    shelf = make_shelf({}, pinned=(pin(),))
    page = show_disclaimer(NOTE, AR, EN, shelf, NOTICE)
    assert (page.heading.text, page.text.text, page.text.tongue, page.notice) == (
        "Nota",
        "Esto no es un consejo.",
        tongue_of(AR),
        None,
    )


def test_an_owed_disclaimer_is_english_with_a_notice() -> None:
    page = show_disclaimer(NOTE, ES, EN, make_shelf({}, pinned=(pin(version="1"),)), NOTICE)
    assert (page.heading.text, page.text.text, page.text.tongue, page.notice) == (
        "Note",
        "This is no advice.",
        tongue_of(EN),
        NOTICE,
    )
    assert show_disclaimer(NOTE, EN, EN, make_shelf({}), NOTICE).notice is None


def test_a_whole_page_has_no_reason_to_be_withheld() -> None:
    document = make_document()
    assert find_reasons(document, make_shelf(make_targets(document), pinned=(pin(),))) == ()


def test_every_reason_is_given() -> None:
    document = make_document()
    targets = make_targets(document)
    cramps, sleep = UnitKey("title", "Cramps"), UnitKey(None, "Sleep well.")
    targets[cramps] = replace(targets[cramps], state=State.DRAFT, missing="a person's decision")
    targets[sleep] = replace(targets[sleep], is_blocked=True)
    del targets[UnitKey("heading", "Rest")]
    reasons = find_reasons(document, make_shelf(targets))
    assert [(one.message, one.unit, one.state, one.risk) for one in reasons] == [
        ('disclaimer "note" is owed: no approved translation is pinned', None, "owed", "disclaimer"),
        ("needs a person's decision", cramps.id, "draft", "standard"),
        ("needs a translation", UnitKey("heading", "Rest").id, "empty", "standard"),
        ("a finding blocks it: see `caveat check`", sleep.id, "approved", "critical"),
    ]


@pytest.mark.parametrize("risk", Risk)
def test_policy_decides_per_risk_class_what_withholds(risk: Risk) -> None:
    document = make_document()
    policy = {**WITHHOLD_ALL, risk: Fallback.SOURCE_MARKED}
    shelf = make_shelf(make_targets(document, State.DRAFT), fallback=policy)
    left = {one.risk for one in find_reasons(document, shelf)}
    assert left == {other.label for other in Risk} - {risk.label}


def test_a_unit_that_stands_in_a_critical_section_too_is_withheld_as_critical() -> None:
    document = make_document()
    targets = make_targets(document)
    sleep = UnitKey(None, "Sleep well.")
    targets[sleep] = replace(targets[sleep], state=State.DRAFT, missing="x")
    policy = {**WITHHOLD_ALL, Risk.STANDARD: Fallback.SOURCE_MARKED}
    reasons = find_reasons(document, make_shelf(targets, pinned=(pin(),), fallback=policy))
    assert [one.unit for one in reasons] == [sleep.id]
