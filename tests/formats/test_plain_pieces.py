"""Plain text: what becomes a title, heading, paragraph or list item, and what an author says of it."""

import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import DocumentError
from pipeline.model.document import UntranslatedKind
from pipeline.model.unit import Risk
from tests.formats.plains import body, parse, shape


def paragraphs(*texts: str) -> list[tuple[str, int, list[str]]]:
    return [("paragraph", 0, [text]) for text in texts]


def test_blank_lines_end_paragraphs_and_their_lines_are_joined() -> None:
    assert body("one two\nthree\n\n four\n  \t\nfive") == paragraphs("one two three", "four", "five")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str) -> None:
    text = end.join(["T", "===", "", "a", "b", "", "- c", ""])
    assert shape(parse(text))[1:] == paragraphs("a b", "c")


def test_the_first_line_is_the_title() -> None:
    assert shape(parse("\n\n  Leg Cramps\nBy Dr. Smith"))[:2] == [
        ("title", 0, ["Leg Cramps"]),
        ("paragraph", 0, ["By Dr. Smith"]),
    ]


def test_a_first_line_that_breaks_a_sentence_is_no_title_without_the_rest() -> None:
    assert shape(parse("What to know about\nleg cramps\nBy me"))[0] == (
        "title",
        0,
        ["What to know about leg cramps"],
    )


def test_a_first_line_is_no_title_where_none_is_expected() -> None:
    assert shape(parse("One\ntwo.", has_title=False)) == paragraphs("One two.")
    assert shape(parse("One\n===\ntwo.", has_title=False))[0] == ("heading", 1, ["One"])


def test_a_list_item_is_no_title() -> None:
    assert shape(parse("- one\n\nTwo")) == paragraphs("one", "Two")


@pytest.mark.parametrize(("line", "level"), [("===", 1), ("----------", 2)])
def test_an_underlined_line_is_a_heading(line: str, level: int) -> None:
    assert body(f"Is it?\n{line}\nText.") == [("heading", level, ["Is it?"]), *paragraphs("Text.")]


def test_an_underlined_heading_may_take_two_lines() -> None:
    assert body("What to do\nat night\n---\nText.")[0] == ("heading", 2, ["What to do at night"])


def test_a_title_may_be_underlined() -> None:
    assert shape(parse("T\n---\na")) == [("title", 0, ["T"]), *paragraphs("a")]


@pytest.mark.parametrize(
    "text", ["a\n\n---\nc", "a\n--\nc", "a\n-=-\nc", "a\n1. --\nc", "a\n• -\nc", "a\n* * *\nc"]
)
def test_other_lines_without_letters_are_decoration_and_end_the_paragraph(text: str) -> None:
    found = body(text)
    assert {kind for kind, _, _ in found} == {"paragraph"}
    assert found[-1:] == paragraphs("c")
    assert "-" not in str(found)


def test_an_underline_below_an_item_makes_no_heading() -> None:
    assert body("- a\n---\nb") == paragraphs("a", "b")


@pytest.mark.parametrize("text", ["CAUSES", "WHEN TO CALL 112", "FAQ", "WHAT ÄTNA SAYS", "IN TWO\nLINES"])
def test_a_line_in_capitals_is_a_heading(text: str) -> None:
    assert body(f"{text}\nText.") == [("heading", 1, [text.replace("\n", " ")]), *paragraphs("Text.")]
    assert body(f"{text}\n\nText.")[0][0] == "heading"


@pytest.mark.parametrize(
    "text",
    [
        "STOP!",
        "DO NOT DRIVE.",
        "WARNING:",
        "A",
        "112",
        "CAUSES of",
        "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN",
        "X" * 111,
    ],
)
def test_other_capitals_are_a_paragraph(text: str) -> None:
    assert body(f"{text}\n\nText.")[0] == ("paragraph", 0, [text.replace("\n", " ")])


def test_capitals_at_the_end_or_in_a_paragraph_are_no_heading() -> None:
    assert body("a\n\nTHE END") == paragraphs("a", "THE END")
    assert body("- CAPITALS\n\nhere") == paragraphs("CAPITALS", "here")
    assert body("some\nCAPITALS\nhere") == paragraphs("some CAPITALS here")


@pytest.mark.parametrize(
    "marker",
    ["- ", "* ", "+ ", "• ", "•", "‣ ", "– ", "· ", "-\t", "1. ", "2) ", "(3) ", "999.  "],
)
def test_a_list_item_stands_alone_and_its_marker_is_skeleton(marker: str) -> None:
    document = parse(f"T\n\n{marker}Öne\n{marker}two\n")
    assert shape(document)[1:] == paragraphs("Öne", "two")
    first = next(iter(document.blocks[1].occurrences))
    assert first.range.cut(document.data).decode() == "Öne"


@pytest.mark.parametrize("text", ["-one", "1.5 g", "1000. one", "a) one", "-- one", "*one*"])
def test_what_only_looks_like_a_marker_is_text(text: str) -> None:
    assert body(text) == paragraphs(text)


def test_a_list_may_start_below_a_line_of_text_but_a_number_ends_a_sentence() -> None:
    assert body("Take:\n- one\n- two") == paragraphs("Take:", "one", "two")
    assert body("Take:\n1. one\n2. two") == paragraphs("Take:", "one", "two")
    assert body("at the age of\n20. then\n– not before –\nshe left") == paragraphs(
        "at the age of 20. then – not before – she left"
    )


def test_an_item_goes_on_where_it_is_indented_or_a_small_letter_says_so() -> None:
    assert body("- one\n  Two\nthree\nFour") == paragraphs("one Two three", "Four")
    assert body("  1. one\n  Two") == paragraphs("one", "Two")


def test_another_indentation_starts_a_paragraph_unless_a_small_letter_goes_on() -> None:
    assert body("Term\n    Its definition.\nOther\n    More.") == paragraphs(
        "Term", "Its definition.", "Other", "More."
    )
    assert body("    A first line that is\nindented more.") == paragraphs(
        "A first line that is indented more."
    )
    assert body("He said\n  (and\n  “why” we") == paragraphs("He said (and “why” we")


def test_a_form_feed_ends_a_paragraph() -> None:
    assert body("one\n\x0cTwo\n\x0c\nthree\x0cfour") == paragraphs("one", "Two", "three", "four")


def test_a_declared_section_needs_no_underline() -> None:
    profile = Profile(name="p", sections=(SectionRule(title="Is it bad, doctor?", risk=Risk.CRITICAL),))
    document = parse("T\n\nIs it bad, doctor?\nno\n\nNext\n----\nyes", profile)
    assert shape(document)[1:3] == [("heading", 1, ["Is it bad, doctor?"]), *paragraphs("no")]
    assert document.blocks[2].section == "Is it bad, doctor?"
    assert document.blocks[2].occurrences[0].risk is Risk.CRITICAL
    assert [(one.rule, one.line) for one in document.notices] == [("source.unknown-heading", 6)]
    assert shape(parse("T\n\nIs it bad, doctor?\n---\nno", profile))[1][:2] == ("heading", 2)


def test_directives_are_about_the_next_block_and_no_text() -> None:
    text = "T\n[caveat: note Say  it\tshort.]\n[caveat: critical]\n[caveat:context menu]\n- Rest.\n- Rest.\n"
    document = parse(text)
    first, second = [block.occurrences[0] for block in document.blocks[1:]]
    assert (first.notes, first.key.context, first.reasons) == (("Say it short.",), "menu", ("author",))
    assert (second.notes, second.key.context, second.risk) == ((), None, Risk.STANDARD)
    assert [junk.range.cut(document.data).decode() for junk in document.junk] == text.splitlines(
        keepends=True
    )[1:4]


def test_a_paragraph_may_be_one_unit_and_lines_below_a_directive_are_apart() -> None:
    assert body("up\n[caveat: paragraph]\nOne. Two.\n\nThree. Four.") == [
        *paragraphs("up", "One. Two."),
        ("paragraph", 0, ["Three.", "Four."]),
    ]


def test_what_is_skipped_is_told_to_be_excluded() -> None:
    span = "[caveat: skip-start]\n- four\n- five\n[caveat: skip-end]\n"
    document = parse(f"T\n\n[caveat: skip]\none\ntwo\n\nthree\n{span}six")
    assert shape(document)[1:] == paragraphs("three", "six")
    assert [
        (one.range.cut(document.data), one.kind is UntranslatedKind.EXCLUDED) for one in document.untranslated
    ] == [(b"one\ntwo", True), (b"four", True), (b"five", True)]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("[caveat: skp]\na", 3, '"skp" is no directive for authors', 'did you mean "skip"?'),
        ("[caveat:]\na", 3, '"" is no directive for authors', None),
        (
            "[caveat: note]\na",
            3,
            'the directive "note" says nothing',
            "write [caveat: note TEXT]",
        ),
        ("a\n[caveat: skip-end]", 4, "skip-end ends nothing", "put skip-start above it"),
        (
            "[caveat: skip-start]\n\n[caveat: skip-start]",
            5,
            "skip-start stands inside another skip-start",
            "take it out",
        ),
        (
            "a\n[caveat: skip-start]\nb",
            4,
            "skip-start is never ended",
            "put [caveat: skip-end] below what is to be left out",
        ),
        (
            "a\n[caveat: skip]\n",
            4,
            'no block comes after the directive "[caveat: skip]"',
            "put it above the block it is about, or take it out",
        ),
    ],
)
def test_a_wrong_directive_is_told_with_its_line(
    text: str, line: int, message: str, hint: str | None
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(f"T\n\n{text}")
    assert (str(caught.value.at), caught.value.message) == (f"source/a.text:{line}", message)
    assert caught.value.hint == hint if hint else caught.value.hint


def test_brackets_in_a_sentence_are_no_directive() -> None:
    assert body("See [caveat: this] here.") == paragraphs("See [caveat: this] here.")
    assert body("[caveat: this] here.") == paragraphs("[caveat: this] here.")
