"""What the examples of the check can't show: which month became which."""

from __future__ import annotations

import pytest

from pipeline.checks.dates import CHECK
from tests.checks.telling import issues_of


@pytest.mark.parametrize(
    ("locale", "source", "target", "told"),
    [
        ("es", "from March to May", "de marzo a junio", ["May became junio"]),
        ("es", "since March 2020", "desde mayo hasta junio de 2020", ["March became mayo"]),
        ("es", "since March 2020", "desde March de 2020", []),
        ("zh_Hans", "3 days in March", "3天", ["March is missing"]),
    ],
)
def test_a_month_became_one_that_the_source_has_not(
    locale: str, source: str, target: str, told: list[str]
) -> None:
    assert [issue.message for issue in issues_of(CHECK, locale, source, target)] == told
