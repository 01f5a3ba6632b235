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


def test_a_word_that_ends_or_starts_with_a_vowel_sign_is_whole_too() -> None:
    hindi = FormFinder(["में"], get_lexicon("hi"))
    assert list(hindi.finditer("पानी में रहता है"))
    assert not list(hindi.finditer("मेंढक"))


def test_a_unit_may_be_glued_to_its_number() -> None:
    english = get_lexicon("en")
    assert [match[0] for _, match in FormFinder(["mg"], english, after_number=True).finditer("5mg")] == ["mg"]
    assert not list(FormFinder(["mg"], english).finditer("5mg"))


def test_latin_letters_in_a_text_without_spaces_may_stand_behind_a_digit() -> None:
    chinese = FormFinder(["mg"], get_lexicon("zh_Hans"))
    assert [match[0] for _, match in chinese.finditer("5mg")] == ["mg"]
    assert not list(chinese.finditer("omg"))


def test_a_form_that_starts_with_no_letter_may_stand_inside_of_a_word() -> None:
    finder = FormFinder(["%ile", "no"], get_lexicon("en"))
    assert [match[0] for _, match in finder.finditer("the 5%ile, no")] == ["%ile", "no"]


def test_the_case_of_a_single_letter_matters_unless_it_is_a_common_unit() -> None:
    finder = FormFinder(["l", "g"], get_lexicon("en"))
    assert [match[0] for _, match in finder.finditer("5 L, 3 l, 5 G, 3 g")] == ["L", "l", "g"]
