"""White space that pushes a text out of sight, and what is not that."""

from __future__ import annotations

import pytest

from pipeline.model.locale import Locale
from pipeline.verify.gaps import check_gaps
from tests.documents import HEADING, TEXT
from tests.verify.natives import SOURCES, Native, make_native
from tests.verify.test_native_docx import SOURCE, TARGET, of_texts, paragraph, rules, run

ES = Locale("es")
FORMATS = tuple(SOURCES)


@pytest.fixture(scope="module")
def natives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Native]:
    return {name: make_native(tmp_path_factory.mktemp(name), name) for name in FORMATS}


def lines(built: str, source: str) -> list[int | None]:
    return [one.line for one in check_gaps(built, source, "es/a.md", ES)]


def test_a_gap_is_as_high_as_in_the_source_or_a_little_higher() -> None:
    assert lines("a\n\n\n\nb", "a\nb") == []
    assert lines("a\n\n\n\n\nb", "a\nb") == [1]
    assert lines("a\nb\r\n\r\n\r\n\r\n\r\nc", "a b") == [2]
    assert lines("a" + "\n" * 40 + "b", "x" + "\n" * 37 + "y") == []
    assert lines("a" + "\n" * 41 + "b", "x" + "\n" * 37 + "y") == [1]


def test_a_gap_is_as_wide_as_in_the_source_or_a_little_wider() -> None:
    assert lines("a" + " " * 9 + "b", "a b") == []
    assert lines("a\nb" + " " * 10 + "c", "a b") == [2]
    assert lines("a" + " " * 28 + "b", "x" + " " * 20 + "y") == []
    assert lines("a" + "\n \n" * 9 + "b", "x" + " " * 90 + "y") == [1]


@pytest.mark.parametrize("one", ["\xa0", "\u2003", "\u200b", "\u3000", "\u2800", "\u3164", "\t", "\u2060"])
def test_every_character_without_a_shape_counts(one: str) -> None:
    assert lines(f"a{one * 5000}b", "a b") == [1]


@pytest.mark.parametrize("one", ["\u2028", "\v", "\f", "\x85"])
def test_every_line_end_counts(one: str) -> None:
    assert lines(f"a{one * 6}b", "a b") == [1]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("padding", ["\n" * 4000, " " * 5000, "\xa0" * 5000, "\u2028" * 50, "\u200b" * 50])
@pytest.mark.parametrize("of", [HEADING, TEXT])
def test_a_disclaimer_is_not_pushed_out_of_sight(
    natives: dict[str, Native], name: str, padding: str, of: str
) -> None:
    native = natives[name]
    text = native.spanish()
    line = next(line for line in text.split("\n") if of in line)
    assert "structure.changed" in native.rules(text.replace(line, padding + line))


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_spelled_white_space_is_white_space(natives: dict[str, Native], name: str) -> None:
    native = natives[name]
    assert native.rules(native.spanish().replace(TEXT, "&nbsp;" * 5000 + TEXT)) & {"structure.changed"}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "other", ["\xa0", "\u2003", "\u2028", "\u200b", " \u200b", "\xa0" * 5000, "\u3000", "\x85"]
)
def test_other_white_space_within_a_disclaimer_makes_it_another_text(
    natives: dict[str, Native], name: str, other: str
) -> None:
    native = natives[name]
    changed = TEXT.replace(" ", other, 1)
    assert changed != TEXT
    assert "disclaimer.changed" in native.rules(native.spanish().replace(TEXT, changed))
    within = HEADING[:3] + other + HEADING[3:]
    assert any(
        rule.startswith("disclaimer.") for rule in native.rules(native.spanish().replace(HEADING, within))
    )


@pytest.mark.parametrize("name", ["markdown", "html", "plain"])
def test_a_disclaimer_may_be_wrapped(natives: dict[str, Native], name: str) -> None:
    native = natives[name]
    wrapped = TEXT.replace(" ", "\n", 1).replace(" ", "  ", 1)
    assert native.rules(native.spanish().replace(TEXT, wrapped)) == set()


@pytest.mark.parametrize("edge", ["\u200b", "\xa0", "\ufeff"])
def test_what_an_editor_left_around_a_line_changes_no_disclaimer(
    natives: dict[str, Native], edge: str
) -> None:
    native = natives["record"]
    assert native.rules(native.spanish().replace(TEXT, TEXT + edge)) == set()


@pytest.mark.parametrize("other", ["\xa0", "\u2003", " \u200b"])
def test_a_word_file_is_no_exception(other: str) -> None:
    texts = (*TARGET[:2], TARGET[2].replace(" ", other, 1), TARGET[3])
    assert "disclaimer.changed" in rules(*of_texts(texts))


def test_spaces_of_a_word_file_may_stand_in_many_runs() -> None:
    title, heading, text, last = of_texts(TARGET)
    padded = paragraph(run(" " * 6) * 50 + run(TARGET[2]))
    assert "structure.changed" in rules(title, heading, padded, last)
    assert rules(title, heading, text, last, source=SOURCE) == set()
