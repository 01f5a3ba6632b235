"""Inline tokens to units: the same text and bytes by either way, whatever the file writes for a text."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.inline import Tag, parse_inline
from pipeline.formats.inline_units import Token, is_prose, make_plain_units, make_units, split_sentences
from pipeline.model.document import ByteRange

_SENTENCE = re.compile(r"\S(?:[^.]*[^.\s])?\.*")
WRITTEN = (
    ("Take it. ", "Take it. "),
    ("Día. É", "Día. É"),
    ("so", "so"),
    (" ", " "),
    ("* No.", "\\* No."),
    ("<1> ", "\\<1> "),
    ("&", "&amp;"),
    ("é", "&eacute;"),
    ("\u00a0", "&nbsp;"),
    ("12. ", "12. "),
)
"""What a reader sees, and what the file writes for it."""


def find_sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _SENTENCE.finditer(text))


def no_pair(token: Token, content: int, data: bytes) -> bytes:
    raise AssertionError((token, content, data))


def tokens_of(pieces: list[tuple[str, str]]) -> tuple[list[Token], bytes]:
    data = [b"# ", *(written.encode() for _, written in pieces)]
    starts = list(accumulate(map(len, data)))
    texts = (text for text, _ in pieces)
    spans = zip(starts, starts[1:], texts, strict=False)
    return [Token("text", start, stop, text) for start, stop, text in spans], b"".join(data)


@given(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=8))
def test_plain_units_are_what_make_units_makes_of_the_same_sentences(pieces: list[tuple[str, str]]) -> None:
    tokens, data = tokens_of(pieces)
    text = "".join(token.text for token in tokens)
    parts = split_sentences(tokens, data, find_sentences)
    assert make_plain_units(tokens, text, find_sentences(text), data) == make_units(parts, data, no_pair)


@pytest.mark.parametrize(
    ("pieces", "units"),
    [
        ([("Día. É so.", "Día. É so.")], [("Día.", "Día."), ("É so.", "É so.")]),
        ([("* Día. No.", "\\* Día. No.")], [("* Día.", "\\* Día."), ("No.", "No.")]),
        ([("A. ", "A. "), ("&", "&amp;"), (" B.", " B.")], [("A.", "A."), ("& B.", "&amp; B.")]),
        ([("A", "A"), (".", "&#46;"), (" B.", " B.")], [("A.", "A&#46;"), ("B.", "B.")]),
        ([(" A. ", " A. ")], [("A.", "A.")]),
        ([("\u00a0", "&nbsp;"), ("A.", "A."), (" ", " ")], [("A.", "A.")]),
        ([("<1> is.", "\\<1> is.")], [("\\<1> is.", "\\<1> is.")]),
        ([("Is <.", "Is <."), (" 12.", " 12.")], [("Is <.", "Is <.")]),
    ],
)
def test_a_unit_has_the_bytes_that_stand_for_its_text(
    pieces: list[tuple[str, str]], units: list[tuple[str, str]]
) -> None:
    tokens, data = tokens_of(pieces)
    text = "".join(token.text for token in tokens)
    for found in (
        make_plain_units(tokens, text, find_sentences(text), data),
        make_units(split_sentences(tokens, data, find_sentences), data, no_pair),
    ):
        assert [(unit.source, unit.range.cut(data).decode()) for unit in found] == units


def test_a_tag_knows_its_marks_and_what_closes_it_gets_the_start_of_the_content() -> None:
    data = b"Take <b>it</b> now."
    tokens = [
        Token("text", 0, 5, "Take "),
        Token("open", 5, 8, what="bold"),
        Token("text", 8, 10, "it"),
        Token("close", 10, 14, what="bold"),
        Token("text", 14, 19, " now."),
    ]
    asked: list[tuple[int, bytes]] = []

    def closing(token: Token, content: int, data: bytes) -> bytes:
        asked.append((content, data[content : token.start]))
        return data[token.start : token.stop]

    [unit] = make_units([tokens], data, closing)
    assert (unit.source, unit.range, asked) == ("Take <1>it</1> now.", ByteRange(0, 19), [(8, b"it")])
    [code] = unit.codes
    assert (code.number, code.opening, code.closing, code.note) == (1, b"<b>", b"</b>", "bold")


def test_a_backslash_before_a_tag_does_not_take_the_tag_away() -> None:
    data = b"Take \\<b>it</b>"
    tokens = [
        Token("text", 0, 6, "Take \\"),
        Token("open", 6, 9),
        Token("text", 9, 11, "it"),
        Token("close", 11, 15),
    ]
    [unit] = make_units([tokens], data, lambda *_: b"</b>")
    assert parse_inline(unit.source) == ("Take \\", Tag(1, "open"), "it", Tag(1, "close"))


def test_white_space_around_a_sentence_with_tags_is_no_part_of_it() -> None:
    data = b" Take <br> it "
    tokens = [
        Token("text", 0, 6, " Take "),
        Token("empty", 6, 10, what="html"),
        Token("text", 10, 14, " it "),
    ]
    [unit] = make_units([tokens], data, no_pair)
    assert (unit.source, unit.range) == ("Take <1/> it", ByteRange(1, 13))


def test_a_boundary_inside_of_a_pair_is_none_and_a_pair_starts_with_its_sentence() -> None:
    data = b"A. <b>B. C.</b> D."
    tokens = [
        Token("text", 0, 3, "A. "),
        Token("open", 3, 6),
        Token("text", 6, 11, "B. C."),
        Token("close", 11, 15),
        Token("text", 15, 18, " D."),
    ]
    parts = split_sentences(tokens, data, find_sentences)
    units = make_units(parts, data, lambda *_: b"</b>")
    assert [unit.source for unit in units] == ["A.", "<1>B. C.</1>", "D."]


@pytest.mark.parametrize("what", ["code", "address", "protected"])
def test_words_under_a_protected_mark_alone_are_no_unit(what: str) -> None:
    data = b"`a` 12 `b` 13"
    marked = [
        Token("open", 0, 1, what=what),
        Token("text", 1, 2, "a"),
        Token("close", 2, 3, what=what),
        Token("text", 3, 7, " 12 "),
    ]
    assert make_units([[Token("text", 0, 3, "a b", what)]], data, no_pair) == ()
    assert make_units([marked], data, no_pair) == ()
    [unit] = make_units([[*marked, Token("text", 7, 13, "so", "")]], data, lambda *_: b"`")
    assert unit.source == "<1>a</1> 12 so"


@pytest.mark.parametrize(
    ("text", "has_words"),
    [
        ("Take it", True),
        ("12 mg", True),
        ("12.", False),
        ("https://example.org/a", False),
        ("www.example.org", False),
        ("WWW.Example.ORG", False),
        ("see www.example.org", True),
        ("ana@example.org", False),
        ("{{ name }}", False),
        ("{% if a %}", False),
        ("--8<-- file", False),
        ("8 < 9", False),
    ],
)
def test_prose_holds_letters_outside_of_addresses_and_of_what_programs_put_in(
    text: str,
    has_words: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_prose(text) == has_words
