"""What the examples of the check can't show: bounds that count as one before a number only."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.modality import CHECK
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

SOURCE = "over 80 adults, under 12 children"


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        ("más de 80 adultos, menos de 12 niños", []),
        ("menos de 80 adultos, más de 12 niños", ["modality.comparator-reversed"]),
    ],
)
def test_a_bound_that_holds_the_start_of_its_number_belongs_to_it(target: str, rules: list[str]) -> None:
    entry = Entry(key=UnitKey(None, SOURCE), targets=(target,))
    issues = CHECK.run(Subject(entry=entry, locale=Locale("es"), risk=Risk.CRITICAL))
    assert [issue.rule for issue in issues] == rules
