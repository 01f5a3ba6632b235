"""The opposite of a word is told where nothing says the word, and not where a negation may turn it."""

from __future__ import annotations

import pytest

from pipeline.checks.opposites import CHECK
from tests.checks.telling import issues_of


@pytest.mark.parametrize(
    ("locale", "source", "target", "found"),
    [
        ("es", "Raise your left arm.", "Levante el brazo izquierdo.", []),
        ("es", "Raise your left arm.", "Levante el brazo derecho.", ["derecho"]),
        ("es", "Use the left and the right arm.", "Use el brazo derecho.", []),
        ("es", "Use the left arm.", "Use el brazo izquierdo, no el derecho.", []),
        ("es", "You have a right to it.", "Tiene derecho a ello.", []),
        ("es", "Call if the pain gets worse.", "Llame si el dolor mejora.", ["mejora"]),
        ("es", "Call if the pain gets worse.", "Llame si el dolor no mejora.", []),
        ("es", "Call if it does not get better.", "Llame si empeora.", []),
        ("es", "Do not use your left arm.", "Use el brazo derecho.", ["derecho"]),
        (
            "es",
            "Raise your left arm. Then rest the right arm.",
            "Levante el brazo derecho. Luego descanse el izquierdo.",
            ["derecho"],
        ),
        ("ru", "Wash it in cold water.", "Промойте горячей водой.", ["горячей"]),
        ("ar", "Raise your left arm.", "ارفع ذراعك اليمنى.", ["اليمنى"]),
        ("zh_Hans", "Put it in the left eye.", "滴入右眼。", ["右眼"]),
        ("hi", "the left hand", "दायाँ हाथ", ["दायाँ"]),
        ("xx", "the left hand", "xxx xxxx", []),
    ],
)
def test_an_opposite_is_told(locale: str, source: str, target: str, found: list[str]) -> None:
    assert [issue.found for issue in issues_of(CHECK, locale, source, target)] == found


def test_both_words_are_shown() -> None:
    source, target = "Raise your left arm.", "Levante el brazo derecho."
    (issue,) = issues_of(CHECK, "es", source, target)
    assert issue.source_span is not None
    assert issue.target_span is not None
    assert source[slice(*issue.source_span)] == issue.expected == "left arm"
    assert target[slice(*issue.target_span)] == "derecho"
    assert issue.message == '"left arm" became "derecho"'
