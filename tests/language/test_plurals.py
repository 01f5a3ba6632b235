from __future__ import annotations

import pytest

from pipeline.language.plurals import is_for_one_number
from pipeline.model.locale import Locale


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("ar", [True, True, True, False, False, False]),
        ("es", [True, False]),
        ("fr", [False, False]),
        ("ru", [False, False, False]),
        ("zh_Hans", [False]),
    ],
)
def test_which_forms_are_for_one_number_alone(locale: str, forms: list[bool]) -> None:
    assert [is_for_one_number(Locale(locale), form) for form in range(len(forms))] == forms


def test_the_first_form_of_a_language_that_cldr_does_not_know_may_be_for_one() -> None:
    assert [is_for_one_number(Locale("udm"), form) for form in range(2)] == [True, False]
