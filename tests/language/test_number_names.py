from __future__ import annotations

import pytest

from pipeline.language.number_names import find_names
from pipeline.language.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ACE2 and SARS-CoV-2", {"2": 2}),
        ("SARS-CoV-2 is CoV-2, and SARS-CoV-2 again", {"2": 1}),
        ("anti-IL6 and IL-6", {"6": 2}),
        ("COVID-19 and 2019-nCoV", {}),
        ("an R0 of 2", {}),
        ("5 mg", {}),
    ],
)
def test_how_many_names_hold_a_number(text: str, found: dict[str, int]) -> None:
    names = find_names(text, find_numbers(text, decimal="."))
    assert {number.text: count for number, count in names.items()} == found


def test_a_list_of_codes_is_left_alone() -> None:
    text = " ".join(f"{letter}{letter}7" for letter in "abcdefghijklmnopqrs")
    assert find_names(text, find_numbers(text)) == {}
