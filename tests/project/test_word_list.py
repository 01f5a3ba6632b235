"""The list of words is whole: every row and cell is what `learn_associations.py` takes it for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import chain

import pytest

from pipeline.language.scripts import count_letters, scripts_of
from pipeline.model.locale import Locale
from tests.benchmarks.word_list import COLUMNS, WORDS, inflect, read_list, read_words

LINES = WORDS.read_text("utf-8").splitlines()


def test_every_line_has_a_cell_for_every_language() -> None:
    assert LINES[0].split("\t") == list(COLUMNS)
    assert {line.count("\t") for line in LINES} == {len(COLUMNS) - 1}


def test_no_word_stands_there_twice() -> None:
    firsts = Counter(row["en"][0].casefold() for row in read_list())
    assert [word for word, count in firsts.items() if count > 1] == []
    for row in read_list():
        assert all(len(set(cell)) == len(cell) for cell in row.values())


def test_words_are_composed_and_without_stray_spaces() -> None:
    for word in chain.from_iterable(chain.from_iterable(row.values() for row in read_list())):
        assert word == unicodedata.normalize("NFC", " ".join(word.split()))


@pytest.mark.parametrize("language", COLUMNS[1:])
def test_every_language_has_its_own_script(language: str) -> None:
    own = scripts_of(Locale(language))
    for row in read_list():
        for word in row[language]:
            letters = count_letters(word)
            assert word.isdecimal() or any(letters[script] for script in own), word


def test_the_forms_of_a_word_share_its_translations_and_names_stay_out() -> None:
    words = read_words("es")
    assert words["child"] >= {"niño", "niña"}
    assert words["childr"] == words["child"]
    assert "before" not in words


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("eat", ("eats", "eated", "eating")),
        ("tip", ("tips", "tipped", "tipping")),
        ("care", ("cares", "cared", "caring")),
        ("baby", ("babies", "babied", "babying")),
        ("play", ("plays", "played", "playing")),
        ("fix", ("fixes", "fixed", "fixing")),
        ("cough", ("coughs", "coughed", "coughing")),
        ("go", ()),
        ("x-ray", ()),
    ],
)
def test_words_are_inflected_as_regular_ones_are_written(word: str, forms: tuple[str, ...]) -> None:
    assert inflect(word) == forms


def test_a_form_counts_where_the_list_has_no_word_of_its_own() -> None:
    words = read_words("es")
    assert words["tips"] == words["tip"]
    assert "nuevo" not in words["news"]
