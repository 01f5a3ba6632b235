"""Definition lists in Markdown, which a profile turns on."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from pipeline.config.project import Profile
from pipeline.errors import DocumentError
from pipeline.formats.base import Passage, splice
from pipeline.formats.markdown_events import DEFINITION_LISTS
from pipeline.model.document import BlockKind, Document, Occurrence, UntranslatedKind
from tests.formats.editions import ES, make_edition
from tests.formats.markdowns import (
    COLONS,
    FORMAT,
    LISTS,
    identity,
    is_dialect,
    nasty_some,
    parse,
    pseudo,
    rotated,
    shape,
    tags,
    with_colons,
)

ON = Profile(name="", has_definition_lists=True)
SPAN = '<span lang="en" dir="ltr">{}</span>'
MUTATED = 400


def units(text: str) -> list[str]:
    return [unit.key.source for unit in parse(text, ON).occurrences()]


def kinds(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [str(kind) for kind, *_ in shape(data, dialect=DEFINITION_LISTS)]  # type: ignore[misc]


def write(text: str, target: str, at: int = 0) -> str:
    document = parse(text, ON)
    unit = list(document.occurrences())[at]
    return splice(document.data, [(unit.range, FORMAT.encode(document, unit, target))]).decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Term. And more\n: One is. Two is.\n", ["Term. And more", "One is.", "Two is."]),
        ("T\n: A\n: B\n\n: C\n\nU\n: D\n", ["T", "A", "B", "C", "U", "D"]),
        ("T\nin two\n:B\n", ["T in two", "B"]),
        ("T\n: one\nlazy. Next\n  more.\n", ["T", "one lazy.", "Next more."]),
        ("T\n\n:   A\n\n    B is. C is.\n\n    - d\n\n    > e\n", ["T", "A", "B is.", "C is.", "d", "e"]),
        ("T\n: | a |\n  |---|\n  | b |\n", ["T", "a", "b"]),
        ("| a |\n|---|\n| b |\n\nT | x\n: c | d\n", ["a", "b", "T | x", "c | d"]),
        ("T\n:\n    A\n", ["T", "A"]),
        ("T\n: **A** `b`\n\n      code\n", ["T", "<1>A</1> <2>b</2>"]),
        ("> T\n> : A\n", ["T", "A"]),
        ("- T\n  : A\n", ["T", "A"]),
        ('!!! note "N"\n    T\n    : A\n', ["N", "T", "A"]),
        ("# H\n: A\n", ["H", ": A"]),
    ],
)
def test_a_term_is_one_unit_and_definitions_are_sentences(text: str, found: list[str]) -> None:
    assert units(text) == found
    assert identity(parse(text, ON)) == text.encode()


def test_terms_and_definitions_are_blocks_of_their_own() -> None:
    document = parse("T\n: A\n: B\n", ON)
    assert [(block.kind, block.line) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, line) for line in (1, 2, 3)
    ]
    assert kinds("T\n: A\n: B\n") == ["term", "paragraph", "paragraph"]


def test_without_the_option_nothing_is_a_definition() -> None:
    text = "Term. And more\n: A. B c.\n\n:   D\n"
    assert shape(text.encode()) == [("paragraph", 0, 0, [])] * 2
    off, on = parse(text), parse(text, ON)
    assert (off.dialect, on.dialect) == ("", DEFINITION_LISTS)
    assert [unit.key.source for unit in off.occurrences()] == ["Term.", "And more", "A. B c.", ":   D"]
    assert [unit.key.source for unit in on.occurrences()] == ["Term. And more", "A. B c.", "D"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("::: tip Go\n:   A\n===\n", ["title", "heading"]),
        ("::: tip Go\n\\: A\n===\n", ["title", "heading"]),
        ("::: tip Good\nInside.\n:::\n", ["title", "paragraph"]),
        ("::: tip\n\nInside.\n\n:::\n", ["paragraph"]),
        ("Above.\n\n:::tip\nInside.\n:::\n", ["paragraph", "paragraph"]),
        ("::: tip\nT\n: A\n:::\n", ["term", "paragraph"]),
        ("T\n: A\n\n    ::: tip\n    In it.\n    :::\n", ["term", "paragraph", "paragraph"]),
        (
            'T\n: A\n\n    !!! note "N"\n        U\n        : B\n',
            ["term", "paragraph", "title", "term", "paragraph"],
        ),
    ],
)
def test_markers_of_containers_are_no_definitions(text: str, found: list[str]) -> None:
    assert kinds(text) == found
    assert not any(":::" in one for one in units(text))


@pytest.mark.parametrize("before", ["", "> "])
def test_a_directive_above_a_list_is_about_all_of_it_and_no_more(before: str) -> None:
    lines = ["<!-- caveat: note Short -->", "", "T", ": A", "", "U", ": B", "", "Prose.", "", "V", ": C", ""]
    document = parse("\n".join(before + line for line in lines), ON)
    noted = [unit.key.source for unit in document.occurrences() if unit.notes == ("Short",)]
    assert noted == ["T", "A", "U", "B"]
    assert [unit.key.source for unit in document.occurrences()][4:] == ["Prose.", "V", "C"]


def test_code_below_a_marker_is_no_part_of_a_definition() -> None:
    document = parse("Above.\n\n::: tip\n\n    ::: x\n\n:::\n", ON)
    assert [unit.key.source for unit in document.occurrences()] == ["Above."]
    found = [(one.kind, one.range.cut(document.data)) for one in document.untranslated]
    assert (UntranslatedKind.CODE, b"::: x\n") in found


def test_a_directive_in_a_definition_is_about_the_block_after_it() -> None:
    document = parse(
        "<!-- caveat: note All -->\n\nT\n: A\n\n    <!-- caveat: note In -->\n\n    U\n    : B\n\nP.\n", ON
    )
    assert [(unit.key.source, unit.notes) for unit in document.occurrences()] == [
        ("T", ("All",)),
        ("A", ("All",)),
        ("U", ("All", "In")),
        ("B", ("All", "In")),
        ("P.", ()),
    ]


@pytest.mark.parametrize(
    ("text", "target", "at", "written"),
    [
        ("T\n: A\n", "# c", 0, "\\# c\n: A\n"),
        ("T\n: A\n", ": c", 0, "\\: c\n: A\n"),
        ("T\n: A\n", ":c", 1, "T\n: \\:c\n"),
        ("T\n: A\n", "- c", 1, "T\n: \\- c\n"),
        ("T\n\nA\n", ":c", 1, "T\n\n\\:c\n"),
        ("T\n\nA b\n===\n", ": c", 1, "T\n\n\\: c\n===\n"),
        ("T\n: A  \n  b\n", "c<1/>:d", 1, "T\n: c  \n  \\:d\n"),
        ("T\n: A `b`\n", "c <1>d\n: e</1>", 1, "T\n: c `d : e`\n"),
        ("T `b`\n: A\n", "<1>a</1>: c", 0, "`a`: c\n: A\n"),
        ("T\n: A\n", "b: c", 0, "b: c\n: A\n"),
        ("T\n: A\nb]: c\n", "[d", 0, "\\[d\n: A\nb]: c\n"),
        ("T\n: a b |\n  --|\n", "1. c", 1, "T\n: 1\\. c |\n  --|\n"),
        ("[T]\n: A\n\n[t]: /x\n", "<1>b</1>", 0, "[b][T]\n: A\n\n[t]: /x\n"),
    ],
)
def test_a_target_never_opens_or_ends_a_definition(text: str, target: str, at: int, written: str) -> None:
    assert write(text, target, at) == written
    assert kinds(written) == kinds(text)


def test_a_term_that_can_not_be_written_is_refused() -> None:
    with pytest.raises(DocumentError, match="can't be written") as caught:
        write("P.\n\nT  \nU\n: A\n", "v<1/>", 1)
    assert str(caught.value.at) == "source/a.md:3"


def test_a_colon_is_escaped_only_where_lists_of_definitions_are_read() -> None:
    document = parse("T\n\nA\n")
    [_, unit] = document.occurrences()
    assert FORMAT.encode(document, unit, ": c") == b": c"


def has_kept_structure(text: str, back: bytes) -> bool:
    data, dialect = text.encode(), DEFINITION_LISTS
    is_same = shape(back, dialect=dialect) == shape(data, dialect=dialect)
    return is_same and (is_dialect(text) or tags(back, dialect) == tags(data, dialect))


@pytest.mark.parametrize("seed", [31, 32])
def test_identity_holds_with_definitions(seed: int) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    assert sum("term" in kinds(text) for text in with_colons(MUTATED, seed)) > MUTATED / 3
    for text in with_colons(MUTATED, seed):
        assert identity(parse(text, ON)) == text.encode()


@pytest.mark.parametrize("seed", [33, 34])
def test_structure_holds_with_definitions(seed: int) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    total = refusals = 0
    for text in with_colons(MUTATED, seed):
        document = parse(text, ON)
        back, refused = pseudo(document, rotated)
        assert has_kept_structure(text, back), text
        total += len(list(document.occurrences()))
        refusals += refused
    assert refusals < total / 300


@pytest.mark.parametrize("seed", [35, 36])
def test_structure_holds_with_definitions_and_translations_full_of_markup(seed: int) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    rng = random.Random(seed)  # noqa: S311 - a test's choice, no secret

    def target(unit: Occurrence) -> str:
        text = nasty_some(unit, rng)
        return text if text.startswith("<") else f"{rng.choice(COLONS)}{text}"

    for text in with_colons(MUTATED, seed):
        back, _ = pseudo(parse(text, ON), target)
        assert has_kept_structure(text, back), text


def localize(document: Document, *places: int, banner: Passage | None = None) -> str:
    edition = make_edition(document, text=rotated, fallback=places, banner=banner)
    return FORMAT.localize(document, edition).decode()


def test_a_localized_list_keeps_its_terms_and_marks_what_is_not_translated() -> None:
    document = parse("Ab\n: Cd. Ef.\n: Gh\n\nIj\n: Kl\n", ON)
    mixed = localize(document, 0, 1, 4)
    assert mixed == f"{SPAN.format('Ab')}\n: {SPAN.format('Cd. Ef.')}\n: Hi\n\nJk\n: {SPAN.format('Kl')}\n"
    with_banner = localize(document, banner=Passage(": Vista previa.", ES))
    assert with_banner == "> : Vista previa.\n\nBc\n: De. Fg.\n: Hi\n\nJk\n: Lm\n"


@pytest.mark.parametrize("text", LISTS)
def test_localized_lists_have_the_blocks_of_their_sources(text: str) -> None:
    document = parse(text, ON)
    assert FORMAT.localize(document, make_edition(document)) == document.data
    back = localize(document, *range(0, len(document.blocks), 2), banner=Passage("Vista previa.", ES))
    own = [one for one in tags(back.encode(), DEFINITION_LISTS) if "span" not in one]
    assert own[:4] == ["<blockquote>", "<p>", "</p>", "</blockquote>"]
    if not is_dialect(text):
        assert own[4:] == tags(document.data, DEFINITION_LISTS)


def test_links_in_definitions_are_replaced() -> None:
    document = parse("[T](a.md)\n: See [x](a.md) and [y].\n: <a.md>\n\n    [z](a.md)\n\n[y]: a.md\n", ON)
    edition = replace(make_edition(document), links={"a.md": "b.md"})
    text = FORMAT.localize(document, edition).decode()
    assert text == "[T](b.md)\n: See [x](b.md) and [y].\n: <a.md>\n\n    [z](b.md)\n\n[y]: b.md\n"


def test_a_definition_of_a_link_below_a_term_is_found() -> None:
    """What defines a link depends on where blocks end, so all readers must read the same blocks."""
    text = "T\n:   [x]\n\n    [x]: a.md\n"
    document = parse(text, ON)
    [_, unit] = document.occurrences()
    assert [code.note for code in unit.codes] == ["link to a.md"]
    assert write(text, "<1>y</1>", 1) == "T\n:   [y][x]\n\n    [x]: a.md\n"
    assert FORMAT.localize(document, replace(make_edition(document), links={"a.md": "b.md"})).decode() == (
        "T\n:   [x]\n\n    [x]: b.md\n"
    )


def test_another_reader_takes_the_same_lines_for_paragraphs_when_the_option_is_off() -> None:
    reader = MarkdownIt("commonmark").enable("table")
    for text in ("T\n: A\n", "T\n\n: A\n"):
        paragraphs = sum(token.type == "paragraph_open" for token in reader.parse(text))
        assert [kind for kind, *_ in shape(text.encode())] == ["paragraph"] * paragraphs  # type: ignore[misc]
