"""Texts with nothing to translate, which may be the same in every language."""

from __future__ import annotations

import pytest

from pipeline.verify.language_free import is_language_free
from pipeline.verify.prose import find_copied_sentence
from tests.verify.natives import SOURCES, Native, make_native
from tests.verify.test_native_docx import SOURCE, TARGET, of_texts, rules

FREE = (
    "https://example.org/leg/cramps/at/night",
    "<https://example.org/leg/cramps/at/night>",
    "www.example.org/leg/cramps/at/night.html",
    "locales/<locale>/glossary.csv",
    "./docs/leg/cramps/night",
    "/usr/share/doc/leg/cramps",
    "docs/leg_cramps/at/night/",
    "caveat.toml",
    "ana@example.org, eva@example.org",
    "@nodejs/http, @nodejs/http2",
    "--yaml-roundtrip, --yml-roundtrip, -y",
    "`caveat build --release now`",
    "{first} {last}: %(count)s / ${total}, {{ name }}",
    "1 234 567 (10/20)",
)
WORDS = (
    "See https://example.org/leg/cramps",
    "Call a doctor if the pain stays.",
    "his/her/their/its leg",
    "Rest. Drink. Stretch. Call.",
    "the file caveat.toml",
    "a well-known side-effect",
    "`code` or not",
)


@pytest.mark.parametrize("text", FREE)
def test_a_text_without_words_is_free(text: str) -> None:
    assert is_language_free(text)
    assert find_copied_sentence(text, [text.casefold()]) is None


@pytest.mark.parametrize("text", WORDS)
def test_words_are_not_free(text: str) -> None:
    assert not is_language_free(text)


def test_words_beside_an_address_are_still_accused() -> None:
    text = "See https://example.org/leg/cramps"
    assert find_copied_sentence(text, [text.casefold()]) == text.casefold()


@pytest.mark.parametrize("name", ["markdown", "record", "plain"])
@pytest.mark.parametrize("line", ["https://example.org/leg/cramps/at/night", "locales/es/leg/night.csv"])
def test_a_line_without_words_stays_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, name: str, line: str
) -> None:
    last = "Call a doctor if the pain stays."
    source = SOURCES[name][1].replace(last, f"{last}\n\n{line}")
    native: Native = make_native(tmp_path_factory.mktemp(name), name, source=source)
    assert native.rules(native.spanish()) == set()


def test_a_paragraph_of_word_without_words_stays() -> None:
    address = "locales/es/leg/night.csv"
    assert rules(*of_texts((*TARGET[:3], address)), source=(*SOURCE[:3], address)) == set()
