from __future__ import annotations

import pytest

from pipeline.language.cognates import find_cognate


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("epidemiology", "la epidemiología de la enfermedad", "es"),
        ("epidemiology", "особенности эпидемиологии", "ru"),
        ("Medicago", "मेडिकैगो कंपनी", "hi"),
        ("Medicago", "شركة ميديكاغو الكندية", "ar"),
        ("steroids", "والستيرويدات", "ar"),
    ],
)
def test_a_word_is_known_by_its_consonants(word: str, text: str, language: str) -> None:
    cognate = find_cognate(word, text, language)
    assert cognate is not None
    assert cognate.is_present


@pytest.mark.parametrize("text", ["la enfermedad", "", "epi demi ologi"])
def test_a_word_that_sounds_like_none_is_not_there(text: str) -> None:
    cognate = find_cognate("epidemiology", text, "es")
    assert cognate is not None
    assert not cognate.is_present


def test_a_word_of_few_consonants_says_nothing() -> None:
    assert find_cognate("pain", "pena", "es") is None


@pytest.mark.parametrize(
    ("word", "text", "language", "sounds", "is_present"),
    [
        ("doctor", "doktorom", "id", 4, True),
        ("virus", "вирусами", "ru", 3, True),
        ("virus", "вар", "ru", 3, False),
        ("steroids", "stera", "es", 4, False),
    ],
)
def test_three_consonants_are_enough_where_the_word_has_no_more(
    word: str, text: str, language: str, sounds: int, *, is_present: bool
) -> None:
    cognate = find_cognate(word, text, language)
    assert cognate is not None
    assert (cognate.sounds, cognate.is_present) == (sounds, is_present)
