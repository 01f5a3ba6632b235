from __future__ import annotations

import pytest

from pipeline.language.scripts import count_letters, script_of, scripts_of
from pipeline.model.locale import Locale


@pytest.mark.parametrize(
    ("code", "scripts"),
    [
        ("es", {"Latn"}), ("pt_BR", {"Latn"}), ("ru", {"Cyrl"}), ("ar", {"Arab"}), ("hi", {"Deva"}),
        ("zh_Hans", {"Hani"}), ("zh_TW", {"Hani", "Bopo"}), ("ja", {"Hani", "Hira", "Kana"}),
        ("sr", {"Cyrl"}), ("sr_Latn", {"Latn"}), ("fa", {"Arab"}), ("sw", {"Latn"}), ("am", {"Ethi"}),
    ],
)  # fmt: skip
def test_the_scripts_of_a_locale(code: str, scripts: set[str]) -> None:
    assert scripts_of(Locale(code)) == scripts


def test_the_share_of_letters_of_each_script() -> None:
    assert count_letters("Аб1, cd!") == {"Cyrl": 2, "Latn": 2}
    assert count_letters("12 !") == {}
    assert count_letters("水Ａ")["Latn"] == 1


def test_what_is_no_letter_has_no_script() -> None:
    assert script_of("1") is None
    assert script_of("µ") is None, "the micro sign is common to all scripts"


def test_the_scripts_of_a_language_that_cldr_does_not_know_are_those_its_code_names() -> None:
    assert scripts_of(Locale("crh")) == frozenset()
    assert scripts_of(Locale("crh_Cyrl")) == {"Cyrl"}
