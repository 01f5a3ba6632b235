"""A record in another language, as a record: what the system it came from gets back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from pipeline.errors import CaveatError
from pipeline.formats.base import Passage
from pipeline.formats.record import RecordFormat
from tests.build.shelves import NOTE, PROFILE, SOURCE
from tests.formats.editions import AR, EN, ES, make_edition
from tests.formats.records import parse
from tests.properties.records import ANY_BYTES

if TYPE_CHECKING:
    from pipeline.model.document import Document, Occurrence

FORMAT = RecordFormat()
BANNER = Passage("Vista previa.", ES)


def make(text: str | bytes = SOURCE) -> Document:
    return parse(text, PROFILE, disclaimers=(NOTE,))


def upper(unit: Occurrence) -> str:
    return unit.key.source.upper()


@settings(deadline=None)
@given(data=ANY_BYTES)
def test_an_edition_that_says_what_the_source_says_gives_the_file_byte_for_byte(data: bytes) -> None:
    try:
        document = parse(data)
    except CaveatError:
        return
    assert FORMAT.localize(document, make_edition(document, locale=EN)) == data


def test_only_junk_goes_from_the_source_itself() -> None:
    document = make()
    expected = SOURCE.replace("Null", "").encode()
    assert FORMAT.localize(document, make_edition(document, locale=EN)) == expected


def test_a_label_names_the_language_of_the_edition_in_that_language() -> None:
    document = make("T\nSymptoms (English): None. Really.\nA.\n")
    found = FORMAT.localize(document, make_edition(document, text=upper)).decode()
    assert found == "T\nSYMPTOMS (español): NONE. REALLY.\nA.\n"
    arabic = FORMAT.localize(document, make_edition(document, text=upper, locale=AR)).decode()
    assert "SYMPTOMS (العربية): NONE." in arabic


def test_a_label_that_falls_back_names_the_source_language_and_needs_no_mark() -> None:
    document = make("T\nSymptoms (English):\nA.\n")
    found = FORMAT.localize(document, make_edition(document, text=upper, fallback=[1])).decode()
    assert found == "T\nSymptoms (English):\nA.\n"


def test_a_fallback_says_its_language_in_words_once_a_block() -> None:
    document = make("T\nHeading here\nOne. Two.\nThree.\n")
    found = FORMAT.localize(document, make_edition(document, text=upper, fallback=[0, 2])).decode()
    assert found == "[Inglés] T\nHEADING HERE\n[Inglés] One. Two.\nTHREE.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_title_stays_first_and_the_banner_stands_below_it(newline: str) -> None:
    document = make(newline.join(["T", "Heading", "A."]))
    notices = {0: Passage("Uno.", ES), 2: Passage("Dos.", ES)}
    found = FORMAT.localize(document, make_edition(document, banner=BANNER, notices=notices)).decode()
    assert found == newline.join(["T", "[Vista previa.]", "[Uno.]", "Heading", "[Dos.]", "A."])


def test_the_banner_of_a_title_alone_is_a_line_of_its_own() -> None:
    document = parse("T")
    assert FORMAT.localize(document, make_edition(document, banner=BANNER)) == b"T\n[Vista previa.]"


def test_sentences_of_languages_without_spaces_stand_side_by_side() -> None:
    document = parse("T\nOne. Two.\n")
    texts = {"One.": "一。", "Two.": "二。", "T": "T"}
    edition = make_edition(document, text=lambda unit: texts[unit.key.source])
    chinese = make_edition(document, text=lambda unit: texts[unit.key.source], locale=type(ES)("ja"))
    assert FORMAT.localize(document, edition).decode() == "T\n一。 二。\n"
    assert FORMAT.localize(document, chinese).decode() == "T\n一。二。\n"
