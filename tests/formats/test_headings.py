import pytest

from pipeline.formats.headings import is_heading


@pytest.mark.parametrize(
    "line",
    [
        "Leg Cramps",
        "Sore muscles and cramps",
        "Síntomas y causas",
        "STATIN MEDICATIONS",
        "What Causes Leg Cramps?",
        "Is “Restless Leg” a Disease?",
        "Vitamin B12 (Cobalamin)",
        "When to See a Doctor About Sore Muscles and Leg Cramps in the Night",
        "C# and -5 Degrees",
    ],
)
def test_a_short_line_without_a_full_stop_is_a_heading(line: str) -> None:
    assert is_heading(line, is_last=False)


@pytest.mark.parametrize(
    "line",
    [
        "Drink water.",
        "Can I take it with food?",
        "Symptoms include:",
        "Rest; then stretch;",
        "He said “stop.”",
        "(Ask your pharmacist first.)",
        "1. Rest",
        "2) Stretch",
        "- Drink water",
        "• Drink water",
        "Dr. Smith",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "Wordwordword " * 9,
        "”",
        "???",
    ],
)
def test_prose_and_list_items_are_no_headings(line: str) -> None:
    assert not is_heading(line, is_last=False)


def test_the_last_line_heads_nothing() -> None:
    assert not is_heading("Leg Cramps", is_last=True)
