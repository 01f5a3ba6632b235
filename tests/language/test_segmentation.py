"""Sentence spans: over-splitting is harmful, losing a character is impossible."""

import time

import pytest

from pipeline.language.segmentation import MAX_LENGTH, find_sentences, rules_for, rules_version


def cut(text: str, language: str = "en") -> list[str]:
    return [text[start:stop] for start, stop in find_sentences(text, language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Heat hurts.", "Drink water!", "Is it bad?"],
        ["Take minerals (e.g., magnesium).", "Rest."],
        ["Ask Dr. Smith about 2.5 mg.", "Rest."],
        ["See www.example.org.", "Rest."],
        ["Call someone (your doctor. A nurse.) at once.", "Rest."],
        ["It’s one [see A. See B.] place.", "Rest."],
        ["It (is open.", "Rest."],
        ["Open ( [ here.", "Rest."],
        ["A list: 1. pain and more.", "Rest."],
        ["Some etc. and more.", "Rest."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_sentences_without_spaces_between_them() -> None:
    assert cut("很痛。请休息。", "zh") == ["很痛。", "请休息。"]
    assert cut("One.Two") == ["One.Two"]


@pytest.mark.parametrize("text", ["", "  ", "\n\t\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert find_sentences(text, "en") == ()


def test_white_space_stays_outside() -> None:
    assert find_sentences("  All be.  See me. ", "en") == ((2, 9), (11, 18))


def test_a_long_text_is_one_span() -> None:
    text = "Go. " * (MAX_LENGTH // 4 + 1)
    assert find_sentences(text, "en") == ((0, len(text) - 1),)


@pytest.mark.parametrize("text", ["Go (. " * 3000, "A. " * 6000, "(a. b) " * 2500, ". " * 9000])
def test_time_stays_linear(text: str) -> None:
    started = time.process_time()
    find_sentences(text, "en")
    assert time.process_time() - started < 3


def test_general_rules_come_before_those_of_a_language() -> None:
    assert rules_for("en")[: len(rules_for("xx"))] == rules_for("xx")
    assert len(rules_for("en")) > len(rules_for("xx")) > 0
    assert rules_version() == "1"


def test_only_brackets_that_close_hold_their_sentences_together() -> None:
    assert cut("One (two. Three) four. Five [six. Seven") == ["One (two. Three) four.", "Five [six.", "Seven"]


def test_a_bracket_in_a_bracket_does_not_end_the_outer_one() -> None:
    # sentencex alone cuts after "(a lot)." and "2." here.
    text = "Try this (first. 1. Rest (a lot). 2. Sleep) today."
    assert cut(text) == [text]
