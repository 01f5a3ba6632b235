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
