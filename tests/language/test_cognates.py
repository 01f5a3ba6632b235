from __future__ import annotations

import pytest

from pipeline.language.cognates import find_beginnings, find_sounds


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
    assert find_sounds(word) in find_beginnings(text, language)


@pytest.mark.parametrize("text", ["la enfermedad", "", "epi demi ologi"])
def test_a_word_that_sounds_like_none_is_not_there(text: str) -> None:
    assert find_sounds("epidemiology") not in find_beginnings(text, "es")


def test_a_word_of_few_consonants_says_nothing() -> None:
    assert find_sounds("pain") is None
    assert find_beginnings("pena", "es") == frozenset()


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
    found = find_sounds(word)
    assert found is not None
    assert (len(found), found in find_beginnings(text, language)) == (sounds, is_present)
