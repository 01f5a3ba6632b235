"""Law 8: a released page without its disclaimer, exact, visible and in place, cannot exist. The build
withholds it. This is the build's side; the verifier's stands in tests/verify."""

import html
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build.page import Mode
from pipeline.build.render import reasons_to_withhold, render_task
from pipeline.build.targets import Shelf, Target
from pipeline.config.project import Fallback
from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer, Placement
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from tests.build.shelves import NOTE, make_document, make_shelf, make_targets, make_task, pin

LEAK = "BORRADOR-SIN-APROBAR"
TOP_SOURCE = (
    "Cramps\nSymptoms (English):\nNote\nThis is no advice.\nCauses\nHeat hurts. Rest.\nDanger\nRest.\n"
)
BOTTOM_SOURCE = "Cramps\nCauses\nHeat hurts. Rest.\nDanger\nRest.\nNullNote\nThis is no advice.\n"

STATES = st.lists(st.sampled_from(State), min_size=12, max_size=12)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30).map(
    lambda text: f"a{text}z"
)
PINNED = st.builds(
    pin,
    heading=TEXTS.map(lambda text: f"h{text}"),
    text=TEXTS,
    version=st.sampled_from(["2", "2", "1"]),
    source_digest=st.sampled_from(["right", "right", "right", "sha256:0"]),
    expires=st.sampled_from([None, None, "2026-03-01", "2026-02-28", "never"]),
    approved_by=st.sampled_from([("a@x", "b@x"), ("a@x", "b@x"), ("a@x",), ("a@x", "A@x"), ()]),
)
POLICIES = st.fixed_dictionaries({risk: st.sampled_from(Fallback) for risk in Risk})
PLACEMENTS = st.sampled_from(Placement)
SOURCES = st.sampled_from([TOP_SOURCE, BOTTOM_SOURCE])


def is_valid(pinned: PinnedDisclaimer, disclaimer: Disclaimer) -> bool:
    """Work out, in other words than the build's, whether a wording may be shown on 2026-03-01."""
    people = {person.lower() for person in pinned.approved_by}
    return (
        (pinned.version, pinned.source_digest) == (disclaimer.version, disclaimer.digest)
        and pinned.expires in (None, "2026-03-01")
        and len(people) >= 2
    )


def make(
    states: list[State],
    pinned: PinnedDisclaimer | None,
    policy: dict[Risk, Fallback],
    placement: Placement,
    source: str,
) -> tuple[Disclaimer, Shelf]:
    disclaimer = replace(NOTE, placement=placement)
    targets = make_targets(make_document(source, disclaimer))
    units = {
        key: replace(target, state=state)
        for (key, target), state in zip(targets.items(), [*states, *states], strict=False)
    }
    for text in (disclaimer.heading, disclaimer.text):  # a draft of it has no way onto a page
        key = UnitKey(disclaimer.role, text)
        units[key] = Target(text=LEAK, state=State.APPROVED, risk=Risk.DISCLAIMER)
    if pinned and pinned.source_digest == "right":
        pinned = replace(pinned, source_digest=disclaimer.digest)
    wordings = (pinned,) if pinned else ()
    return disclaimer, make_shelf(units, pinned=wordings, fallback=policy, disclaimer=disclaimer)


@settings(max_examples=150, deadline=None)
@given(states=STATES, pinned=st.none() | PINNED, policy=POLICIES, placement=PLACEMENTS, source=SOURCES)
def test_a_released_page_without_its_disclaimer_cannot_exist(
    states: list[State],
    pinned: PinnedDisclaimer | None,
    policy: dict[Risk, Fallback],
    placement: Placement,
    source: str,
) -> None:
    disclaimer, shelf = make(states, pinned, policy, placement, source)
    task = make_task(shelf, make_document(source, disclaimer))
    own = next((one for one in shelf.pinned if is_valid(one, disclaimer)), None)
    reasons = reasons_to_withhold(task)
    if own is None and policy[Risk.DISCLAIMER] is Fallback.WITHHOLD:
        assert any(reason.state == "owed" for reason in reasons)
    if not reasons:
        wording = (own.heading, own.text) if own else (disclaimer.heading, disclaimer.text)
        check_files(render_task(task).files, wording, placement, lang="es" if own else "en")


@settings(max_examples=60, deadline=None)
@given(states=STATES, pinned=st.none() | PINNED, policy=POLICIES, placement=PLACEMENTS, source=SOURCES)
def test_a_preview_shows_its_disclaimer_too(
    states: list[State],
    pinned: PinnedDisclaimer | None,
    policy: dict[Risk, Fallback],
    placement: Placement,
    source: str,
) -> None:
    disclaimer, shelf = make(states, pinned, policy, placement, source)
    task = make_task(shelf, make_document(source, disclaimer), mode=Mode.PREVIEW)
    own = next((one for one in shelf.pinned if is_valid(one, disclaimer)), None)
    wording = (own.heading, own.text) if own else (disclaimer.heading, disclaimer.text)
    check_files(render_task(task).files, wording, placement, lang="es" if own else "en")


def check_files(files: dict[str, bytes], wording: tuple[str, str], placement: Placement, lang: str) -> None:
    """Check that each file shows the wording once, exactly, in its language, before or after all sections."""
    page, markdown, text = (files[f"es/a.{suffix}"].decode() for suffix in ("html", "md", "txt"))
    assert LEAK not in page + markdown + text
    check_html(page, wording, placement, lang)
    check_markdown(markdown, placement, lang)
    lines = text.split("\n")
    at = lines.index(wording[1])
    assert lines[at - 1] == wording[0]
    assert lines[at - 2].startswith("[This disclaimer is shown in English") is (lang == "en")
    body = [line for line in lines if line]
    assert (body[-1] == wording[1]) is (placement is Placement.BOTTOM)


def check_html(page: str, wording: tuple[str, str], placement: Placement, lang: str) -> None:
    pattern = r'<div id="disclaimer-note"[^>]* lang="(\w+)" dir="ltr">\s*<h2>(.*)</h2>\s*<p>(.*)</p>\s*</div>'
    found = re.findall(pattern, page)
    assert [tuple(html.unescape(part) for part in one) for one in found] == [(lang, *wording)]
    assert ('data-notice="disclaimer"' in page) is (lang == "en")
    place, sections = page.index('id="disclaimer-note"'), [m.start() for m in re.finditer("<section", page)]
    assert place < sections[0] if placement is Placement.TOP else place > sections[-1]


def check_markdown(markdown: str, placement: Placement, lang: str) -> None:
    opening = f'<div lang="{lang}" dir="ltr" data-disclaimer="note">'
    assert markdown.count(opening) == markdown.count("data-disclaimer") == 1
    place = markdown.index(opening)
    causes = markdown.index("Causes")
    assert place < causes if placement is Placement.TOP else place > causes
