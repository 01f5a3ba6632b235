"""Which heading a block stands under, and which rule of the profile holds there."""

from __future__ import annotations

import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.formats.outline import Outline

CARE = SectionRule(title="Care")
NOT_ADVICE = SectionRule(title="Not advice", disclaimer="not-advice")


@pytest.fixture
def outline() -> Outline:
    return Outline(Profile(name="article", sections=(CARE, NOT_ADVICE)))


def test_a_heading_inherits_the_rule_around_it_and_tells_only_its_own(outline: Outline) -> None:
    assert outline.enter("Care", 2) is CARE
    assert outline.enter("At home", 3) is None
    assert (outline.title, outline.rule) == ("At home", CARE)


def test_a_heading_ends_the_sections_of_its_level_and_below(outline: Outline) -> None:
    outline.enter("Care", 2)
    outline.enter("At home", 3)
    outline.enter("Causes", 2)
    assert (outline.title, outline.rule) == ("Causes", None)
    assert [one.title for one in outline.open_sections] == ["Causes"]


def test_a_heading_in_a_disclaimer_is_no_part_of_it(outline: Outline) -> None:
    assert outline.enter("Not advice", 2) is NOT_ADVICE
    outline.enter("More", 3)
    assert (outline.title, outline.rule) == ("More", None)


def test_what_comes_after_every_section_stands_under_no_heading(outline: Outline) -> None:
    outline.enter("Care", 2)
    outline.leave()
    assert (outline.title, outline.rule) == (None, None)
    outline.enter("At home", 3)
    assert (outline.title, outline.rule) == ("At home", None)
