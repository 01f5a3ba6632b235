"""Numbers in words: which are looked for by themselves, and which word took the place of another."""

from __future__ import annotations

import pytest

from pipeline.checks.numbers import CHECK
from tests.checks.telling import issues_of


def _told(source: str, target: str) -> list[tuple[str, str]]:
    return [(issue.rule, issue.message) for issue in issues_of(CHECK, "es", source, target)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Two of them fell ill.", "Enfermaron."),
        ("It took three and a half years.", "Tardó años."),
    ],
)
def test_two_and_a_part_have_many_other_names(source: str, target: str) -> None:
    assert _told(source, target) == []
    assert _told(f"{source} Three came.", target) == [("number.word", "Three is missing")]


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("for four hours", "durante seis horas", ("number.changed", "four became seis")),
        ("for four hours", "durante seis días", ("number.word", "four became seis")),
        ("for four hours", "durante 6 horas", ("number.added", "6 is not in the source")),
        ("four hours, then 6 hours", "horas, luego seis horas", ("number.word", "four is missing")),
        ("four hours in seven towns", "cuatro horas en seis horas", ("number.word", "seven became seis")),
        ("Four fell ill on the third day.", "Tres enfermaron.", ("number.word", "Four is missing")),
        ("Four of the 6 fell ill.", "De los seis enfermaron.", ("number.word", "Four is missing")),
        ("Seven fell ill.", "Enfermaron cinco, seis y ocho.", ("number.word", "Seven became cinco")),
    ],
)
def test_a_word_becomes_one_that_the_source_has_not(source: str, target: str, told: tuple[str, str]) -> None:
    assert _told(source, target) == [told]
