"""Words that have an opposite are found with what they say for certain and what they may say."""

from __future__ import annotations

import pytest

from pipeline.language.lexicon import get_lexicon, languages
from pipeline.language.opposites import OPPOSITES, find_poles


def test_every_pole_has_an_opposite_that_has_it_as_its_own() -> None:
    assert all(OPPOSITES[OPPOSITES[pole]] == pole != OPPOSITES[pole] for pole in OPPOSITES)


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_data_of_a_language_name_no_other_poles(language: str) -> None:
    lexicon = get_lexicon(language)
    assert {*lexicon.opposites, *lexicon.akin} <= set(OPPOSITES)


@pytest.mark.parametrize("language", sorted(languages() - {"en"}))
def test_no_form_says_a_pole_and_its_opposite(language: str) -> None:
    opposites = get_lexicon(language).opposites
    both = {
        form
        for pole, forms in opposites.items()
        for form in forms
        if form in opposites.get(OPPOSITES[pole], ())
    }
    assert both == set()


def test_english_knows_words_that_may_say_a_pole() -> None:
    found = find_poles("Raise your left arm. The fever fell.", get_lexicon("en"))
    assert [(sorted(one.sure), sorted(one.akin)) for one in found] == [
        (["increase"], []),
        (["left"], []),
        ([], ["high", "hot"]),
        ([], ["decrease", "low"]),
    ]


def test_a_longer_word_keeps_a_surer_one_inside_of_it_apart() -> None:
    elderly, high = (find_poles(text, get_lexicon("vi")) for text in ("người cao tuổi", "sốt cao"))
    assert [one.sure for one in elderly] == [frozenset()]
    assert [one.sure for one in high] == [frozenset({"high"})]


@pytest.mark.parametrize(
    ("language", "text", "pole"),
    [
        ("es", "el brazo izquierdo", "left"),
        ("ru", "холодной водой", "cold"),
        ("ar", "الذراع اليسرى", "left"),
        ("hi", "बाएँ हाथ में", "left"),
        ("zh_Hans", "左臂", "left"),
        ("sw", "mkono wa kushoto", "left"),
    ],
)
def test_a_pole_is_found_in_its_language(language: str, text: str, pole: str) -> None:
    assert pole in {name for one in find_poles(text, get_lexicon(language)) for name in one.sure}
