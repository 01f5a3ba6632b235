from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lexicon import get_lexicon
from pipeline.language.lists import (
    NO_LISTS,
    compare_lists,
    count_commas,
    count_joints,
    find_lists,
    find_parts,
)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "a, b, and c of 1,000", 1),
        ("es", "a, b y c", 1),
        ("zh_Hans", "甲、乙和丙", 1),
        ("ar", "حمى، وسعال، وألم", 2),
    ],
)
def test_commas_in_numbers_and_before_and_do_not_count(language: str, text: str, count: int) -> None:
    assert count_commas(text, get_lexicon(language)) == count


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "fever, cough, and pain of 1,000 men", 2),
        ("en", "an orange band", 0),
        ("en", "at 10:30: rest", 1),
        ("en", "salt AND oil", 1),
        ("es", "fiebre, tos y dolor", 2),
        ("zh_Hans", "发烧、咳嗽和疼痛", 2),
        ("ar", "حمى وسعال وألم", 2),
        ("ar", "حمى، وسعال، وألم", 2),
        ("hi", "बुखार, खांसी और दर्द", 2),
    ],
)
def test_a_comma_and_a_word_for_and_join_alike(language: str, text: str, count: int) -> None:
    assert count_joints(text, get_lexicon(language)) == count


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "Fever, dry cough, and a sore throat.", ["Fever", "dry cough", "a sore throat."]),
        ("en", "A, dry cough, No", ["dry cough", "No"]),
        ("en", "Rest (48 h) - then: go", ["Rest", "48 h", "then", "go"]),
        ("zh_Hans", "发烧、咳嗽和疼痛", ["发烧", "咳嗽", "疼痛"]),
        ("ru", "жар, кашель и боль", ["жар", "кашель", "боль"]),
        ("es", "<1>tos</1>, fiebre", ["<1>tos</1>", "fiebre"]),
    ],
)  # fmt: skip
def test_a_text_has_the_parts_between_its_joints(language: str, text: str, parts: list[str]) -> None:
    assert [text[slice(*part)] for part in find_parts(text, get_lexicon(language))] == parts


@given(st.sampled_from(["en", "ar", "zh_Hans"]), st.text(max_size=60))
def test_parts_stand_in_order_and_never_overlap(language: str, text: str) -> None:
    places = [place for part in find_parts(text, get_lexicon(language)) for place in part]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "text", "sizes"),
    [
        ("en", "salt, sugar, and oil", [2]),
        ("en", "salt, sugar, rice and oil; tea, milk or water", [3, 2]),
        ("en", "They came, saw. Tea, milk and water", [2]),
        ("en", "salt and sugar", []),
        ("en", "salt, sugar, oil", []),
        ("en", "red and white, rice, and oil", [2]),
        ("en", f"salt, {'very ' * 12}sweet sugar, and oil", []),
        ("en", "salt, the very sweet brown sugar of my mother, and oil", [2]),
        ("en", "salt, sugar and oil, rice and tea", [2, 2]),
        ("en", "salt, sugar, and oil, which is good", [2]),
        ("en", "salt, -, sugar and oil", [2]),
        ("ar", "الملح، والسكر، والزيت", [2]),
        ("hi", "नमक, चीनी और तेल", [2]),
        ("zh_Hans", "盐、糖或油", [2]),
        ("zh_Hans", "盐、糖、油等", [2]),
        ("zh_Hans", "他来了，我走，糖和油", []),
    ],
)  # fmt: skip
def test_a_list_has_short_items_and_an_and_at_its_end(language: str, text: str, sizes: list[int]) -> None:
    assert [len(joints) for joints in find_lists(text, get_lexicon(language))] == sizes


LIST = "The signs are fever, cough, pain, and a rash."


@pytest.mark.parametrize(
    ("source", "target", "is_kept", "is_shortened"),
    [
        (LIST, "Los signos son fiebre, tos, dolor y erupción.", True, False),
        (LIST, "Fiebre, tos, dolor y erupción son los signos; tos, dolor o fiebre.", True, False),
        (LIST, "Los signos son fiebre, tos y erupción.", False, True),
        (LIST, "Los signos son fiebre, tos, dolor, picor y erupción.", False, False),
        (LIST, "Los signos son fiebre y erupción.", False, False),
        ("Take salt, sugar, and oil.", "Tome sal y aceite.", False, True),
        ("Take salt, sugar, and oil.", "Tome sal, arroz, azúcar y aceite.", False, False),
        ("However, take sugar and oil.", "Tome azúcar y aceite.", False, False),
        (f"{LIST} {LIST}", "Fiebre, tos y dolor. Fiebre, tos y dolor.", False, False),
        (f"{LIST} {LIST}", "Los signos son fiebre, tos, dolor y erupción.", False, False),
        (LIST.replace(", and", " and"), "Los signos son fiebre, tos, dolor y erupción.", True, False),
    ],
)
def test_lists_are_compared_by_their_items(
    source: str, target: str, *, is_kept: bool, is_shortened: bool
) -> None:
    change = compare_lists(source, target, get_lexicon("es"), get_lexicon("en"))
    assert (change.is_kept, bool(change.shortened)) == (is_kept, is_shortened)


def test_the_joints_of_the_shortened_list_are_named() -> None:
    source = f"Tea, milk, or water. {LIST}"
    change = compare_lists(
        source, "Té, leche o agua. Fiebre, tos y dolor.", get_lexicon("es"), get_lexicon("en")
    )
    assert [source[slice(*joint)].strip() for joint in change.shortened] == [",", ",", ", and"]
    assert all(start > source.index("signs") for start, _ in change.shortened)


def test_a_source_without_lists_tells_nothing() -> None:
    assert compare_lists("Rest.", "Sal, azúcar y aceite.", get_lexicon("es"), get_lexicon("en")) is NO_LISTS
