"""What the examples of the check can't show: for which number a glossary declares another, and places."""

from __future__ import annotations

import pytest

from pipeline.checks.phones import CHECK
from pipeline.model.term import Term
from tests.checks.telling import issues_of

STAR = Term(source="star", targets=("112",))


@pytest.mark.parametrize("source", ["Press star, then call 911.", "Call 911, then press star."])
def test_the_term_of_another_word_declares_nothing_for_a_number(source: str) -> None:
    target = "Llame al 112."
    assert [one.rule for one in issues_of(CHECK, "es", source, target, STAR)] == ["phone.emergency"]


def test_each_target_that_a_glossary_declares_may_stand_for_a_number() -> None:
    term = Term(source="911", targets=("15", "112"))
    for number, told in (("15", []), ("112", []), ("17", ["phone.emergency"])):
        found = issues_of(CHECK, "fr", "Call 911.", f"Appelez le {number}.", term)
        assert [one.rule for one in found] == told


def test_a_number_that_went_stands_in_the_source_and_one_that_came_in_the_target() -> None:
    [gone] = issues_of(CHECK, "es", "Call 911 now.", "Llame.")
    assert (gone.rule, gone.source_span, gone.target_span) == ("phone.missing", (5, 8), None)
    [come] = issues_of(CHECK, "es", "Call your doctor.", "Llame al +34 912 345 678.")
    assert (come.rule, come.source_span, come.target_span) == ("phone.added", None, (9, 24))
