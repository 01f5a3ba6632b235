"""Spelling: the dictionary that fits a locale, and words that it has not."""

from pathlib import Path

import pytest

from pipeline.language.spelling import find_dictionary, find_speller
from pipeline.model.locale import Locale


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder of dictionaries."""
    monkeypatch.setattr("pipeline.language.spelling._FOLDERS", ())
    monkeypatch.setenv("DICPATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code", "expected"),
    [
        (("es_MX", "es_ES", "es"), "es_MX", "es_MX"),
        (("es_ES", "es"), "es_MX", "es"),
        (("es_AR", "es_ES"), "es", "es_ES"),
        (("es_CU", "es_AR"), "es", "es_AR"),
        (("en_US",), "es", None),
        ((), "es", None),
    ],
)
def test_the_closest_dictionary_is_taken(
    folder: Path, names: tuple[str, ...], code: str, expected: str | None
) -> None:
    for name in names:
        (folder / f"{name}.dic").write_text("")
    assert find_dictionary(Locale(code)) == expected


def test_no_program_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "es.dic").write_text("")
    monkeypatch.setenv("PATH", str(folder))
    find_speller.cache_clear()
    assert find_speller(Locale("es")) is None
    find_speller.cache_clear()


needs_spanish = pytest.mark.skipif(
    find_dictionary(Locale("es")) is None, reason="no dictionary of hunspell for es"
)


@needs_spanish
def test_words_that_the_dictionary_has_not_are_found() -> None:
    speller = find_speller(Locale("es"))
    assert speller is not None
    assert speller.unknown(["cabesa", "dolor", "mareyo"]) == {"cabesa", "mareyo"}
    assert speller.unknown([]) == frozenset()
    assert speller.unknown(["dolor"] * 500 + ["cabesa"]) == {"cabesa"}


@needs_spanish
@pytest.mark.parametrize("word", ["!", "%", "*", "@x", "#", "~", "&", "+", "-"])
def test_no_word_is_a_command(word: str) -> None:
    speller = find_speller(Locale("es"))
    assert speller is not None
    speller.unknown([word, "cabesa"])
    assert speller.unknown(["cabesa", "dolor"]) == {"cabesa"}


@needs_spanish
def test_a_program_that_died_knows_every_word() -> None:
    find_speller.cache_clear()
    speller = find_speller(Locale("es"))
    assert speller is not None
    speller.close()
    assert speller.unknown(["cabesa"]) == frozenset()
    find_speller.cache_clear()
