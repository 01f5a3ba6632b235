"""Targets in plain text: on one line where the unit stood, refused where they would be something else."""

from dataclasses import replace

import pytest

from pipeline.errors import DocumentError
from pipeline.formats.base import Passage
from pipeline.model.locale import Locale
from tests.formats.plains import FORMAT, edition, edition_of, parse, write

SPANISH = Locale("es")


def localize(text: str, targets: dict[str, str], locale: str = "es") -> str:
    return FORMAT.localize(parse(text), edition_of(targets, locale)).decode()


def test_a_target_stands_on_one_line_where_its_unit_was() -> None:
    assert write("T\n\n\t* One\n\t  two. Three.\n", "Uno dos.", at=1) == "T\n\n\t* Uno dos. Three.\n"


def test_line_ends_and_outer_spaces_of_a_target_are_no_text() -> None:
    assert write("T\n\nOne.\n", " \u00a0Uno \r\n dos.\n\n\x0cTres. \n", at=1) == "T\n\nUno dos. Tres.\n"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("- Uno", "it would start a list item"),
        ("•Uno", "it would start a list item"),
        ("2. Oktober", "it would start a list item"),
        ("[caveat: skip]", "it would be a directive for authors"),
        ("...", "it holds no letter and no digit, so it would be decoration"),
        ("", "it holds no letter and no digit, so it would be decoration"),
        ("===", "it holds no letter and no digit, so it would be decoration"),
        ("a\0b", "it holds a NUL character"),
    ],
)
@pytest.mark.parametrize(
    "text", ["T\n\n  One.\n", "T\n\n\u00a0One.\n", "T\n\nx\n\n\x0cOne.\n", "T\n\n" + " " * 999 + "One."]
)
def test_a_target_that_would_change_the_structure_is_refused(text: str, target: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        write(text, target, at=text.count("x") + 1)
    assert caught.value.message.endswith(message)
    assert str(caught.value.at) == f"source/a.text:{3 + 2 * text.count('x')}"
    assert caught.value.hint


@pytest.mark.parametrize("text", ["T\n\nWait. One.", "T\n\n- One."])
def test_a_marker_inside_of_a_line_is_text(text: str) -> None:
    assert write(text, "- Uno", at=text.count(".")) == text.replace("One.", "- Uno")


def test_a_no_break_space_after_a_number_is_no_marker() -> None:
    assert write("T\n\nOne.", "2.\u00a0Oktober", at=1) == "T\n\n2.\u00a0Oktober"


@pytest.mark.parametrize(
    "text",
    ["\ufeffT\r\n\r\n  One\r\n two.  \tThree.\x0c- a\r", "T\n===\n\n1. a\n   b\n\n\n* * *\n", ""],
)
def test_an_edition_that_says_what_the_source_says_is_the_source(text: str) -> None:
    assert localize(text, {}) == text


def test_a_paragraph_stays_as_wide_as_it_was() -> None:
    text = "T\n\n* One two three\n  four five six.\n  Seven. Eight.\n"
    targets = {"One two three four five six.": "Uno dos tres cuatro cinco seis.", "Eight.": "Ocho."}
    assert localize(text, targets) == ("T\n\n* Uno dos tres\n  cuatro cinco\n  seis. Seven.\n  Ocho.\n")


def test_a_paragraph_on_one_line_stays_on_it_and_line_ends_are_kept() -> None:
    assert localize("T\n\nOne.  Two.\n", {"One.": "Uno " * 60}) == f"T\n\n{('Uno ' * 60).strip()}  Two.\n"
    assert localize("T\r\n\r\na b\r\nc d\r\n", {"a b c d": "e f g h"}) == "T\r\n\r\ne f\r\ng h\r\n"


@pytest.mark.parametrize("word", ["-", "20.", "(1)", "[caveat:", "•x", "..."])
def test_no_line_starts_with_what_would_be_something_else_there(word: str) -> None:
    text = "T\n\nSome words of\nany kind here.\n"
    found = localize(text, {"Some words of any kind here.": f"Unas pocas cos {word} mas x]."})
    assert found == f"T\n\nUnas pocas cos {word}\nmas x].\n"
    assert localize(text, {"Some words of any kind here.": "Unas pocas cos as."}).endswith("cos\nas.\n")


def test_a_language_without_spaces_has_none_between_sentences() -> None:
    assert localize("T\n\nOne. Two.", {"One.": "一。", "Two.": "二。"}, "zh_Hans") == "T\n\n一。二。"
    assert localize("T\n\nOne.\nTwo.", {"One.": "一。", "Two.": "二。"}, "zh_Hans") == "T\n\n一。二。"


def test_wide_letters_count_twice() -> None:
    text = "T\n\naaaaaaaa bb\ncc\n"
    assert localize(text, {"aaaaaaaa bb cc": "漢字漢 字漢 字"}, "ko") == "T\n\n漢字漢 字漢\n字\n"


def test_a_fallback_says_its_language_in_words() -> None:
    one = replace(edition_of({"T": "Título"}), fallback=frozenset({1, 2}), mark="[Inglés]")
    text = "T\n\n- One.\n  Two.\n\nThree.\n"
    found = FORMAT.localize(parse(text), one).decode()
    assert found == "Título\n\n- [Inglés]\n  One.\n  Two.\n\n[Inglés] Three.\n"


def test_a_banner_comes_first_and_a_notice_before_its_block() -> None:
    one = replace(
        edition_of({}),
        banner=Passage("Vista\nprevia", SPANISH),
        notices={1: Passage("No traducido", SPANISH), 2: Passage("Aviso", SPANISH)},
    )
    found = FORMAT.localize(parse("\ufeffT\r\n\r\n  - One\r\nTwo\r\n"), one).decode()
    assert found == (
        "\ufeff[Vista previa]\r\n\r\nT\r\n\r\n[No traducido]\r\n\r\n  - One\r\n\r\n[Aviso]\r\n\r\nTwo\r\n"
    )


def test_a_notice_never_stands_before_the_byte_order_mark_nor_on_another_page() -> None:
    notice = Passage("N", SPANISH)
    one = replace(edition_of({}), notices={0: notice, 2: notice})
    found = FORMAT.localize(parse("\ufeffT\n\nOne.\x0cTwo.\n"), one).decode()
    assert found == "\ufeff[N]\n\nT\n\nOne.\x0c[N]\n\nTwo.\n"


def test_a_page_has_its_own_width() -> None:
    text = "T\n\nOne word or two.\x0cab cd\u2028ef\ngh\n"
    assert localize(text, {"ab cd\u2028ef gh": "ab cd ef gh"}) == ("T\n\nOne word or two.\x0cab cd ef\ngh\n")


def test_directives_are_for_authors_alone() -> None:
    text = "[caveat: note x]\nT\n\n[caveat: skip]\nOne.\n[caveat: critical]\nTwo."
    one = replace(edition(lambda unit: unit.key.source), banner=Passage("B", SPANISH))
    assert FORMAT.localize(parse(text), one).decode() == "[B]\n\nT\n\nOne.\nTwo."


def test_a_target_that_is_refused_alone_is_refused_in_a_paragraph() -> None:
    with pytest.raises(DocumentError, match="list item"):
        localize("T\n\nOne\ntwo.", {"One two.": "- Uno"})
