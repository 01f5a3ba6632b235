"""What the examples of the check can't show: which number is told, how often, and what excuses one."""

from __future__ import annotations

import pytest

from pipeline.checks.numbers import CHECK
from tests.checks.telling import issues_of


def _told(locale: str, source: str, target: str) -> list[str]:
    return [issue.message for issue in issues_of(CHECK, locale, source, target)]


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("fr", "Call 911 now.", "Appelez le 112 maintenant."),
        ("es", "Call your doctor.", "Llame al +34 912 345 678."),
    ],
)
def test_a_telephone_number_is_another_checks_business(locale: str, source: str, target: str) -> None:
    assert _told(locale, source, target) == []


def test_two_numbers_with_a_space_between_them_are_no_group() -> None:
    assert _told("fr", "in group 5 100.5 mg", "dans le groupe 5 100,5 mg") == []


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_range_from_right_to_left_is_not_turned_round(language: str) -> None:
    assert _told(language, "2-4 pills", "4-2") == []
    assert _told("es", "2-4 pills", "4-2 píldoras") == ["the range 2 to 4 became 4 to 2"]


def test_a_range_of_one_value_is_not_turned_round() -> None:
    assert _told("es", "a score of 5-5", "un marcador de 5-5") == []


@pytest.mark.parametrize(
    ("locale", "source", "target", "told"),
    [
        ("ru", "COVID-19 in 19 countries", "COVID-19 в странах", ["19 is missing"]),
        ("es", "ACE2 and SARS-CoV-2", "ACE dos y SARS-CoV-2", []),
        (
            "es",
            "ACE2 and SARS-CoV-2 in 2 towns",
            "la enzima 2 y el SARS-CoV en 2 ciudades",
            ["2 is missing"],
        ),
    ],
)
def test_the_number_of_a_name_stands_for_no_other(
    locale: str, source: str, target: str, told: list[str]
) -> None:
    assert _told(locale, source, target) == told


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("Figure 1.5: take 1 or 5.", "Figura 1.5: tome.", ["1 is missing", "5 is missing"]),
        ("Figures 5.12, 5 and 12", "Figuras 5, 5, 12 y 12", []),
    ],
)
def test_a_number_stands_for_two_only_where_it_is_none_itself(
    source: str, target: str, told: list[str]
) -> None:
    assert _told("es", source, target) == told


def test_the_place_of_a_number_is_the_one_that_is_left_without_a_counterpart() -> None:
    source = "5 mg of A and 5 mg of B"
    [issue] = issues_of(CHECK, "es", source, "5 mg de A y mg de B")
    assert issue.source_span == (source.rindex("5"), source.rindex("5") + 1)
    target = "Tome 7 gotas y 7 gotas."
    [issue] = issues_of(CHECK, "es", "Take 5 drops.", target)
    assert (issue.source_span, issue.target_span) == ((5, 6), (5, 6))
    assert (issue.expected, issue.found) == ("5", "7")


def test_a_number_that_went_stands_in_the_source_and_one_that_came_in_the_target() -> None:
    [gone] = issues_of(CHECK, "es", "Take 5 drops.", "Tome gotas.")
    assert (gone.rule, gone.source_span, gone.target_span) == ("number.missing", (5, 6), None)
    [come] = issues_of(CHECK, "es", "Rest.", "Tome 5 gotas.")
    assert (come.rule, come.source_span, come.target_span) == ("number.added", None, (5, 6))


def test_an_article_is_no_number_where_the_unit_stands_alone() -> None:
    assert _told("es", "Rest 1 hour in a bed.", "Descanse hora en una cama.") == ["1 is missing"]
