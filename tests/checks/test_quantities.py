"""What the examples of the check can't show: which of several numbers has which unit."""

from __future__ import annotations

import pytest

from pipeline.checks.quantities import CHECK
from tests.checks.telling import issues_of


def _told(locale: str, source: str, target: str) -> list[str]:
    return [issue.message for issue in issues_of(CHECK, locale, source, target)]


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("5 mg or 5 g", "5 mg o 5 mg", ["5 g became 5 mg"]),
        ("5 mg and 5 mg", "5 mg y 5 ml", ["5 mg became 5 ml"]),
        ("5 mg and 6 ml", "6 ml y 5 ml", ["5 mg became 5 ml"]),
        ("5 mg with 5 g", "6 mg con 5 g", []),
        ("5 mg/kg", "5 mg/ml", ["5 mg/kg became 5 mg/ml"]),
        ("5 mg/kg, then 6 mg/ml", "5, luego 6 mg/ml", ["5 has no unit, the source says mg/kg"]),
    ],
)
def test_each_unit_is_wanted_as_often_as_the_source_has_it(source: str, target: str, told: list[str]) -> None:
    assert _told("es", source, target) == told


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("On 5 March, give 31.", "El 5 de marzo, dé 31 días.", []),
        ("On 5 March, give 40.", "El 5 de marzo, dé 40 días.", ["40 became 40 day"]),
        ("Give 12.", "Dé 12 días.", ["12 became 12 day"]),
        ("at 10:30, 5", "a las 10:30, 5 horas", []),
        ("at 10:30, 5", "a las 10:30, 5 semanas", ["5 became 5 week"]),
        ("At 10:30 take 15.", "A las 10:30 tome 15 minutos.", ["15 became 15 minute"]),
        ("At 10:15 rest.", "A las 10 horas y 15 minutos descanse.", []),
    ],
)
def test_a_date_has_days_and_a_clock_has_hours_and_minutes(source: str, target: str, told: list[str]) -> None:
    assert _told("es", source, target) == told
