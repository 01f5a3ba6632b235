from __future__ import annotations

from pipeline.language.form_finder import FormFinder
from pipeline.language.lexicon import get_lexicon


def test_vowel_signs_belong_to_the_word() -> None:
    hindi = get_lexicon("hi")
    assert not list(FormFinder(["कर"], hindi).finditer("करे"))
    assert list(FormFinder(["कर"], hindi).finditer("वह कर है"))


def test_the_form_given_first_wins() -> None:
    english = get_lexicon("en")
    assert [
        number for number, _ in FormFinder(["no more than", "no", "more"], english).finditer("no more than")
    ] == [0]


def test_a_star_stands_for_the_rest_of_a_word() -> None:
    english = get_lexicon("en")
    assert [
        match[0]
        for _, match in FormFinder(["*free", "exclud*"], english).finditer(
            "free sugar-free gluxfree excluded"
        )
    ] == [
        "gluxfree",
        "excluded",
    ]
