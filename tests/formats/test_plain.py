"""Plain text: its units with their places, sections and disclaimers."""

import time
from dataclasses import replace

import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.model.unit import Risk
from tests.formats.plains import FORMAT, body, parse, shape
from tests.formats.records import NOTE

NOTED = Profile(name="p", sections=(SectionRule(title="Note", disclaimer="note", is_required=True),))


def test_units_are_sentences_that_go_over_lines() -> None:
    document = parse("T\n\n  Éins zwei\n  drei.  Vier\n  fünf.\n")
    cut = [unit.range.cut(document.data).decode() for unit in document.occurrences()]
    assert shape(document)[1] == ("paragraph", 0, ["Éins zwei drei.", "Vier fünf."])
    assert cut == ["T", "Éins zwei\n  drei.", "Vier\n  fünf."]


def test_paragraphs_can_be_whole_units() -> None:
    document = parse("T\n\nOne. Two.\nThree.", segmentation="paragraph")
    assert shape(document)[1] == ("paragraph", 0, ["One. Two. Three."])


def test_a_word_that_breaks_at_its_hyphen_is_one_word() -> None:
    assert body("over-\nthe-counter and pre- \nmade") == [("paragraph", 0, ["over-the-counter and pre-made"])]
    assert body("from 1-\n2 to - \nx and A-\nB") == [("paragraph", 0, ["from 1- 2 to - x and A- B"])]


def test_lines_of_a_language_without_spaces_are_joined_without_any() -> None:
    assert shape(parse("标题\n\n这是一\n个句子。", source="zh_Hans"))[1] == (
        "paragraph",
        0,
        ["这是一个句子。"],
    )


def test_roles_and_risks() -> None:
    document = parse("Do not run\n\nREST\n\nDo not take 500 mg.\n\nWater helps.\n")
    found = [(unit.key.context, unit.risk) for unit in document.occurrences()]
    assert found[0] == ("title", Risk.STANDARD)
    assert found[1][0] == "heading"
    assert found[2:] == [(None, Risk.CRITICAL), (None, Risk.STANDARD)]


def test_a_disclaimer_is_one_unit_and_must_be_the_canonical_one() -> None:
    longer = replace(NOTE, text="This is no advice. Ask a doctor.")
    document = parse("T\n\nNote\n----\nThis is\nno advice. Ask a doctor.\n", NOTED, disclaimers=(longer,))
    assert [(unit.key.context, unit.key.source) for unit in document.occurrences()][1:] == [
        ("disclaimer:note", "Note"),
        ("disclaimer:note", "This is no advice. Ask a doctor."),
    ]
    with pytest.raises(DocumentError) as caught:
        parse("T\n\nNote\n\nThis is advice.\n", NOTED, disclaimers=(NOTE,))
    assert 'the text of disclaimer "note" is not the canonical one' in caught.value.message
    assert str(caught.value.at) == "source/a.text:5"
    with pytest.raises(DocumentError, match="has a second paragraph"):
        parse("T\n\nNote\n\nThis is no advice.\n\n- But\n", NOTED, disclaimers=(NOTE,))


def test_a_declared_section_on_the_first_line_is_a_heading_and_no_title() -> None:
    document = parse("Note\n\nThis is no advice.\n", NOTED, disclaimers=(NOTE,))
    assert [(block.kind.value, block.level) for block in document.blocks] == [
        ("heading", 1),
        ("paragraph", 0),
    ]
    assert [block.disclaimer for block in document.blocks] == ["note", "note"]


def test_the_title_is_the_section_of_what_stands_below_it_until_a_heading() -> None:
    document = parse("T\n\nOne.\n\nA\n===\nTwo.\n\nB\n---\nThree.\n")
    assert [block.section for block in document.blocks] == ["T", "T", "A", "A", "B", "B"]


def test_a_required_section_that_is_missing_is_an_error() -> None:
    with pytest.raises(DocumentError, match='the section "Note" is missing'):
        parse("T\n\nSome text.\n", NOTED, disclaimers=(NOTE,))


def test_a_control_character_is_told() -> None:
    assert [(one.rule, one.line) for one in parse("T\n\na\x07b").notices] == [("source.control-character", 3)]


@pytest.mark.parametrize("data", [b"", b"\n \t\n", b"\xef\xbb\xbf\r\n", b"\x0c", b"-----\n"])
def test_a_file_without_words_has_no_blocks(data: bytes) -> None:
    document = parse(data)
    assert document.blocks == ()
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == data


@pytest.mark.parametrize(
    "data",
    [
        b"word " * 2_000_000,
        b"T\n\n" + b"Some words go here. And\nmore of them. " * 20_000,
        b"T\n" + b"- a\n" * 30_000,
        b"\r" * 1_000_000 + b"T",
        b"T\n" + b" " * 1_000_000 + b"x",
        b"T\n" + b"=" * 1_000_000 + b"x\n" + b"1" * 1_000_000 + b"." + b"-" * 1_000_000,
        b"T\n[caveat:" + b" " * 1_000_000 + b"x",
        b"T\n" + b" \ta\n" * 100_000,
    ],
    ids=["one line", "one paragraph", "items", "lone CR", "spaces", "underline", "directive", "lines"],
)
def test_hostile_input_takes_linear_time(data: bytes) -> None:
    started = time.process_time()
    document = parse(data)
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == data
    assert rebuild(FORMAT, document, lambda unit: unit.key.source + "x") != data
    assert time.process_time() - started < 20
