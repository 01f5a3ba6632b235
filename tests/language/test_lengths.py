from __future__ import annotations

import pytest

from pipeline.language.lengths import deviation, measure_length
from pipeline.language.lexicon import get_lexicon
from pipeline.language.openings import find_opening_at_end
from pipeline.language.pairing import pair_sentences
from pipeline.language.sentences import count_sentences, find_sentence_spans

SPANISH = get_lexicon("es")
SOURCE = "Drink plenty of water throughout the day, and rest at home."


def test_a_usual_length_hardly_deviates_and_half_of_it_does() -> None:
    good = "Beba mucha agua durante todo el día y descanse en su propia casa."
    assert abs(deviation(SOURCE, good, SPANISH)) < 1
    assert deviation(SOURCE, good[: len(good) // 2], SPANISH) < -3
    assert deviation(SOURCE, f"{good} {good}", SPANISH) > 3


def test_names_in_latin_letters_count_less_in_chinese() -> None:
    chinese = get_lexicon("zh_Hans")
    source = "The test is called SARS-CoV-2 RNA polymerase chain reaction."
    assert deviation(source, "检测名为 SARS-CoV-2 RNA polymerase chain reaction。", chinese) < 2


@pytest.mark.parametrize("target", ["https://example.org/help", "<1></1>", "{name}", ""])
def test_letters_that_have_no_length_in_chinese_make_a_text_short_and_no_error(target: str) -> None:
    assert deviation("See https://example.org/help for {name}.", target, get_lexicon("zh_Hans")) < 0


def test_tags_placeholders_and_marks_have_no_length() -> None:
    assert measure_length("<1>a1</1> {name}, ही!") == 4


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("es", "para aliviar la", "la"),
        ("fr", "les symptômes de l’", "l'"),
        ("hi", "बुखार और", "और"),
        ("zh_Hans", "发烧和", "和"),
        ("es", "para aliviar la fiebre", None),
        ("es", "", None),
    ],
)
def test_a_word_that_wants_another_leaves_the_end_open(language: str, text: str, word: str | None) -> None:
    assert find_opening_at_end(text, get_lexicon(language)) == word


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Store below 25 °C. Do not freeze.", 2),
        ("en", "J. K. Smith found it.", 1),
        ("es", "El 14 de marzo a las 10:30 h. Llegue antes.", 2),
        ("fa", "جی. کی. اسمیت آن را یافت.", 1),
        ("fa", "او رفته‌ام. آن را یافت.", 2),
        ("ar", "اشرب كثيرًا. استرح.", 2),
        ("hi", "0.25 मि.ग्रा. से ज़्यादा न लें।", 1),
        ("en", "Rest. Drink 1.5 l of water! Do you smoke?", 3),
        ("en", "See Dr. Smith, e.g. today", 1),
        ("hi", "आराम करें। पानी पिएं।", 2),
        ("zh_Hans", "请休息。多喝水。", 2),
        ("ar", "استرح. هل تدخن؟", 2),
        ("en", "...", 0),
    ],
)
def test_sentences_are_counted_by_their_ends(language: str, text: str, count: int) -> None:
    assert count_sentences(text, get_lexicon(language)) == count


def test_sentence_spans_cover_the_words() -> None:
    text = "Rest now. Drink water."
    assert [text[slice(*span)].strip() for span in find_sentence_spans(text, get_lexicon("en"))] == [
        "Rest now.",
        "Drink water.",
    ]


def test_sentences_of_two_texts_are_paired_where_both_have_as_many() -> None:
    english, spanish = get_lexicon("en"), get_lexicon("es")
    assert pair_sentences("Rest. Eat.", "Repose. Coma.", english, spanish) == (
        ((0, 5), (0, 7)),
        ((5, 10), (7, 13)),
    )
    assert pair_sentences("Rest. Eat.", "Repose y coma.", english, spanish) == (((0, 10), (0, 14)),)
