from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lexicon import get_lexicon
from pipeline.language.lists import count_commas, count_joints, find_parts


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
