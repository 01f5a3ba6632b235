"""What is forbidden and what need not be are not the same."""

from __future__ import annotations

import pytest

from pipeline.checks.permission import CHECK
from tests.checks.telling import issues_of


@pytest.mark.parametrize(
    ("locale", "source", "target", "found"),
    [
        ("de", "You must not drive.", "Sie dürfen nicht fahren.", []),
        ("de", "You must not drive.", "Sie müssen nicht fahren.", ["müssen nicht"]),
        ("de", "You need not fast.", "Sie müssen nicht nüchtern sein.", []),
        ("de", "You need not fast.", "Sie dürfen nicht nüchtern sein.", ["dürfen nicht"]),
        ("de", "You do not have to fast.", "Bleiben Sie nicht nüchtern.", []),
        ("es", "You must rest.", "No es necesario descansar.", []),
        (
            "es",
            "You must not drive. You need not fast.",
            "No debe conducir. No es necesario ayunar.",
            [],
        ),
        (
            "es",
            "You must not drive. You need not fast.",
            "No es necesario conducir. No debe ayunar.",
            ["No es necesario"],
        ),
        ("es", "You need not, and must not, fast.", "No debe ayunar.", []),
        ("zh_Hans", "You must not drive.", "您不必开车。", ["不必"]),
        ("sw", "You must not drive.", "Si lazima kuendesha gari.", ["Si lazima"]),
        ("xx", "You must not drive.", "Xxx xx xxxx.", []),
    ],
)
def test_a_prohibition_stays_one(locale: str, source: str, target: str, found: list[str]) -> None:
    assert [issue.found for issue in issues_of(CHECK, locale, source, target)] == found
