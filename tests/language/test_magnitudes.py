"""What stands behind a number: a word of magnitude, or the mark of a range."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.language.lexicon import get_lexicon
from pipeline.language.magnitudes import find_link, find_multiplier

NEAR, FAR = " " * 3, " " * 6


@pytest.mark.parametrize(
    ("language", "between", "is_range"),
    [
        ("en", "-", True),
        ("en", "%-", True),
        ("en", "٪ – ", True),
        ("en", " to ", True),
        ("en", "to", False),
        ("en", " To ", True),
        ("en", " for ", False),
        ("zh_Hans", "或", True),
        ("fil", " hanggang ", True),
        ("en", f"{NEAR}-{NEAR}", True),
        ("en", f"{FAR}-{FAR}", False),
    ],
)
def test_a_mark_or_a_word_near_both_makes_a_range(language: str, between: str, *, is_range: bool) -> None:
    text = f"5{between}9"
    assert find_link(text, 1, len(text) - 1, get_lexicon(language)) is is_range


@pytest.mark.parametrize(
    ("language", "behind", "found"),
    [
        ("en", " million men", (Decimal(1_000_000), 9)),
        ("en", "-million", (Decimal(1_000_000), 9)),
        ("en", "million", (Decimal(1_000_000), 8)),
        ("es", " mil", (Decimal(1000), 5)),
        ("ca", " mil milions", (Decimal(1_000_000_000), 13)),
        ("es", " millones", (Decimal(1_000_000), 10)),
        ("zh_Hans", "万", (Decimal(10_000), 2)),
        ("en", " milligrams", None),
        ("en", ", million", None),
    ],
)
def test_a_word_of_magnitude_follows_at_once(
    language: str, behind: str, found: tuple[Decimal, int] | None
) -> None:
    assert find_multiplier(f"5{behind}", 1, get_lexicon(language)) == found
