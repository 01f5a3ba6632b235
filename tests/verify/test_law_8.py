"""Law 8 from the verifier's side: whatever is done to a disclaimer, in whatever format, is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.sample import (
    DOCUMENT,
    SPANISH,
    Sample,
    html_disclaimer,
    make_sample,
    markdown_disclaimer,
    rules,
    run,
)

if TYPE_CHECKING:
    from pipeline.workspace.project import Workspace

HEADING, TEXT = SPANISH
BLOCKS = {"html": html_disclaimer("es"), "md": markdown_disclaimer("es"), "txt": f"{HEADING}\n{TEXT}"}
HIDING_WRAPS = (
    "template",
    "details",
    "noscript",
    "dialog",
    "select",
    "textarea",
    "iframe",
    "object",
    "div hidden",
)
HIDING_RULES = (
    "display: none",
    "visibility: hidden",
    "opacity: 0",
    "font-size: 0",
    "color: transparent",
    "color: #eef4f3 !important",  # without it the page's own ink wins over a weak selector
    "clip-path: inset(100%)",
    "position: absolute; left: -10000px",
    "height: 0; overflow: hidden",
    "transform: scale(0)",
    "filter: opacity(0)",
    "content-visibility: hidden",
)
MEDIA = ("", "@media print", "@media screen", "@media (max-width: 30rem)", "@supports (color: red)")
SELECTORS = (
    ".disclaimer p",
    "#disclaimer-educational > p",
    "[data-disclaimer] p",
    "aside :last-child",
    "main p",
)


@pytest.fixture(scope="module")
def pristine() -> Sample:
    return make_sample("release", ("en", "es"))


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str, str | None]:
    """A format, what becomes of the disclaimer's block in it, and a rule for the stylesheet."""
    medium = draw(st.sampled_from(["html", "md", "txt"]))
    kinds = ["delete", "swap", "case", "drop", "duplicate", "move"] + (
        ["wrap", "rule"] if medium == "html" else []
    )
    kind = draw(st.sampled_from(kinds))
    block = BLOCKS[medium]
    if kind == "delete":
        at = draw(st.integers(0, len(TEXT) - 1))
        return medium, block.replace(TEXT, TEXT[:at] + TEXT[at + 1 :]), None
    if kind == "swap":
        words = TEXT.split()
        pairs = [(a, b) for a in range(len(words)) for b in range(a) if words[a] != words[b]]
        first, second = draw(st.sampled_from(pairs))
        words[first], words[second] = words[second], words[first]
        return medium, block.replace(TEXT, " ".join(words)), None
    if kind == "case":
        at = draw(st.sampled_from([n for n, letter in enumerate(TEXT) if letter.swapcase() != letter]))
        return medium, block.replace(TEXT, TEXT[:at] + TEXT[at].swapcase() + TEXT[at + 1 :]), None
    if kind == "wrap":
        tag = draw(st.sampled_from(HIDING_WRAPS))
        return medium, f"<{tag}>{block}</{tag.split()[0]}>", None
    if kind == "rule":
        rule = f"{draw(st.sampled_from(SELECTORS))} {{ {draw(st.sampled_from(HIDING_RULES))} }}"
        around = draw(st.sampled_from(MEDIA))
        return medium, block, f"{around} {{ {rule} }}" if around else rule
    return (
        medium,
        {"drop": "", "duplicate": f"{block}\n\n{block}" if medium != "txt" else f"{block}\n{block}"}.get(
            kind, "MOVE"
        ),
        None,
    )


@settings(max_examples=150, deadline=None)
@given(mutation=mutations())
def test_a_spoilt_disclaimer_is_detected(
    project: Workspace, pristine: Sample, mutation: tuple[str, str, str | None]
) -> None:
    """A released page without its disclaimer, exact, visible and in place, cannot exist:
    verify detects it.
    """
    medium, block, rule = mutation
    sample = Sample("release", dict(pristine.files), pristine.pages, pristine.withheld)
    name = f"es/{DOCUMENT}.{medium}"
    if rule:
        sample.add_css(rule)
    sample.replace(name, BLOCKS[medium], "" if block == "MOVE" else block)
    if block == "MOVE":
        end = {"html": "</section>\n</main>", "md": "\n\nLlame", "txt": "\nLlame"}[medium]
        sample.replace(name, end, f"\n\n{BLOCKS[medium]}\n\n{end.strip()}")
    found = rules(run(project, sample, release=True).findings)
    assert any(rule_id.startswith("disclaimer.") for rule_id in found), mutation


def test_the_untouched_page_is_not_accused(project: Workspace, pristine: Sample) -> None:
    sample = Sample(
        "release",
        dict(pristine.files),
        pristine.pages,
        [{"document": DOCUMENT, "locale": "ar", "reasons": ["owed"]}],
    )
    assert run(project, sample, release=True).findings == ()
