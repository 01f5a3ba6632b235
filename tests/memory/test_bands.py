from __future__ import annotations

import pytest

from pipeline.memory.bands import Band, band_of, count_bands, count_words
from pipeline.memory.matching import Question


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Take 5 ml - twice.", 4),
        ("<1>500 mg</1> of <2/>", 3),
        ("Hello {name}!", 2),
        ("— … !", 0),
        ("", 0),
        ("a b", 2),
        ("well-known", 1),
    ],
)
def test_words_are_what_holds_a_letter_or_a_digit(source: str, words: int) -> None:
    assert count_words(source) == words


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (101, Band.IN_CONTEXT), (100, Band.EXACT), (99, Band.NEARLY), (95, Band.NEARLY), (94, Band.HIGH),
        (85, Band.HIGH), (84, Band.MEDIUM), (75, Band.MEDIUM), (74, Band.LOW), (50, Band.LOW), (49, Band.NEW),
        (0, Band.NEW),
    ],
)  # fmt: skip
def test_a_score_stands_in_one_band(score: int, band: Band) -> None:
    assert band_of(score) is band


def test_a_source_that_stood_before_is_a_repetition_and_all_bands_add_up() -> None:
    sources = ["Rest well.", "Drink water now.", "Rest well."]
    questions = [Question(source=one, locale="es") for one in sources]
    rows = {
        one.band: (one.units, one.words)
        for one in count_bands(questions, lambda one: 100 * ("w" in one.source[-4:]))
    }
    assert rows.pop("repetitions") == (1, 2)
    assert rows.pop("100") == (1, 3)
    assert rows.pop("new") == (1, 2)
    assert set(rows.values()) == {(0, 0)}
    assert list(rows) == ["101", "95-99", "85-94", "75-84", "50-74"]
