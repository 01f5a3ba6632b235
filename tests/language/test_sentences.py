"""Sentences end at their marks, but for initials, abbreviations and marks inside of words."""

from __future__ import annotations

import pytest

from pipeline.language.lexicon import get_lexicon
from pipeline.language.pairing import pair_sentences
from pipeline.language.sentences import count_sentences, find_sentence_spans


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("en", "Rest! Then go", ["Rest!", "Then go"]),
        ("en", "these drugs.On 12 April it ended.", ["these drugs.", "On 12 April it ended."]),
        ("en", "a.B or kb.Go now", ["a.B or kb.Go now"]),
        ("en", "Take 1.5 mg. Rest.", ["Take 1.5 mg.", "Rest."]),
        ("en", "Dr. No or approx. Xu came. Go.", ["Dr. No or approx. Xu came.", "Go."]),
        ("en", 'He said "Go." Then he left (now.) Rest.', ['He said "Go."', "Then he left (now.)", "Rest."]),
        ("en", "Rest. 5. A. {name}.", ["Rest."]),
        ("en", "", []),
        ("zh_Hans", "休息。”然后走。", ["休息。”", "然后走。"]),
    ],
)
def test_a_text_has_these_sentences(language: str, text: str, sentences: list[str]) -> None:
    lexicon = get_lexicon(language)
    assert [text[slice(*span)].strip() for span in find_sentence_spans(text, lexicon)] == sentences
    assert count_sentences(text, lexicon) == len(sentences)


def test_sentences_are_paired_where_both_texts_have_as_many() -> None:
    english, spanish = get_lexicon("en"), get_lexicon("es")
    source, target = "Rest. Go.", "Descanse. Vaya."
    assert pair_sentences(source, target, english, spanish) == (((0, 5), (0, 9)), ((5, 9), (9, 15)))
    target = "Descanse y vaya."
    assert pair_sentences(source, target, english, spanish) == (((0, 9), (0, 16)),)
