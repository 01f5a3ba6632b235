"""Where a form may start: no start is missed, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.form_finder import FormFinder
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.word_starts import WordStarts

FORMS = (
    "no more than", "no", "more", "can't", "*n't", "un*ed", "*less", "*-free", "off-*", "over 1*",
    "a maximum", "x9", "don't stop", "under*",
)  # fmt: skip
WORDS = (
    "no", "No", "more", "than", "nor", "can't", "can’t", "isn't", "unaided", "united", "needless", "less",
    "sugar-free", "off-label", "over", "18", "1", "a", "A", "maximum", "x9", "x9y", "_no_", "under", "l'no",
    "\ufffc", "don't", "stop", "é", "ſtop", "no\u0301", "“no”", "5no",
)  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", "", ", ", "-", "'", "’", "\u00a0"))))


@given(TEXTS)
def test_looking_word_by_word_finds_what_one_look_at_the_whole_finds(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{word}{gap}" for word, gap in parts)
    finder = FormFinder(FORMS, get_lexicon(ENGLISH))
    assert finder._starts is not None
    found = [(match.span(), match.lastindex) for _, match in finder.finditer(text)]
    finder._starts = None
    assert found == [(match.span(), match.lastindex) for _, match in finder.finditer(text)]


@pytest.mark.parametrize("text", ["no é", "no\u0301", "ſtop", "\u212a", "не"])
def test_a_text_with_other_letters_is_read_in_full(text: str) -> None:
    assert WordStarts(("no",), str).find(text) is None


def test_only_words_that_may_start_a_form_are_looked_at() -> None:
    starts = WordStarts(("no more", "isn't", "x9"), str)
    assert list(starts.find("yes and more") or ()) == []
    assert list(starts.find("nor x9y, no") or ()) == [9]
    assert list(starts.find("yes and No more, x9") or ()) == [8, 17]
    assert list(starts.find("it isn't") or ()) == [3]
    assert list(starts.find("it isn’t") or ()) == [3]


def test_words_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.language.word_starts._MOST_KNOWN", 3)
    starts = WordStarts(("no",), str)
    assert [len(list(starts.find(f"a{number} no b{number}") or ())) for number in range(9)] == [1] * 9
    assert len(starts._cold) <= 3
