"""Sentences are paired by their order and lengths, and not at all where that is unsure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lexicon import get_lexicon
from pipeline.language.pairing import pair_sentences

ENGLISH, SPANISH, CHINESE = get_lexicon("en"), get_lexicon("es"), get_lexicon("zh_Hans")


def _pairs(source: str, target: str) -> list[tuple[str, str]]:
    found = pair_sentences(source, target, ENGLISH, SPANISH)
    return [(source[slice(*ours)].strip(), target[slice(*theirs)].strip()) for ours, theirs in found]


@pytest.mark.parametrize(
    ("source", "target", "pairs"),
    [
        (
            "Take one tablet. Drink a glass of water with it.",
            "Tome un comprimido. Beba con él un vaso de agua.",
            [
                ("Take one tablet.", "Tome un comprimido."),
                ("Drink a glass of water with it.", "Beba con él un vaso de agua."),
            ],
        ),
        (
            "Wash your hands before meals and keep your nails short. Rest.",
            "Lávese las manos antes de comer. Lleve las uñas cortas. Descanse.",
            [
                (
                    "Wash your hands before meals and keep your nails short.",
                    "Lávese las manos antes de comer. Lleve las uñas cortas.",
                ),
                ("Rest.", "Descanse."),
            ],
        ),
        (
            "Rest. Wash your hands before meals. Keep your nails short and clean.",
            "Descanse. Lávese las manos antes de comer y lleve las uñas cortas y limpias.",
            [
                ("Rest.", "Descanse."),
                (
                    "Wash your hands before meals. Keep your nails short and clean.",
                    "Lávese las manos antes de comer y lleve las uñas cortas y limpias.",
                ),
            ],
        ),
    ],
)
def test_a_sentence_may_become_two_and_two_may_become_one(
    source: str, target: str, pairs: list[tuple[str, str]]
) -> None:
    assert _pairs(source, target) == pairs


def test_texts_whose_sentences_are_not_alike_in_length_stay_whole() -> None:
    source = "Rest. Wash your hands thoroughly with soap and water before every meal of the day."
    target = "Lávese bien las manos con agua y jabón antes de cada comida del día. Descanse."
    assert _pairs(source, target) == [(source, target)]


def test_one_sentence_is_paired_with_the_whole_other_text() -> None:
    source, target = "Rest and drink plenty of water.", "Descanse. Beba mucha agua."
    assert _pairs(source, target) == [(source, target)]


def test_texts_of_very_many_sentences_stay_whole() -> None:
    source, target = "Rest now. " * 25, "Descanse ya. " * 25
    assert len(_pairs(source, target)) == 1
    assert len(_pairs(source[: 24 * 10], target[: 24 * 13])) == 24


SENTENCES = st.lists(st.sampled_from(["Rest.", "Drink plenty of water.", "Stay at home for the whole week."]))


@given(source=SENTENCES, target=SENTENCES)
def test_the_parts_cover_both_texts_in_order(source: list[str], target: list[str]) -> None:
    """Return which part of a target stands for which of its source, both whole where that is unknown."""
    ours, theirs = " ".join(source), " ".join(target)
    pairs = pair_sentences(ours, theirs, ENGLISH, SPANISH)
    for side, text in enumerate((ours, theirs)):
        spans = [pair[side] for pair in pairs]
        assert spans[0][0] == 0
        assert spans[-1][1] == len(text)
        assert all(one[1] == other[0] for one, other in pairwise(spans))


def test_a_language_without_spaces_is_paired_by_its_own_length() -> None:
    source, target = "Do not drive. Rest.", "请勿开车。休息。"
    assert pair_sentences(source, target, ENGLISH, CHINESE) == (((0, 13), (0, 5)), ((13, 19), (5, 8)))
