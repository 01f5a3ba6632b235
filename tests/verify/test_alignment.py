"""A localized file beside its source: what counts as inserted, and what does not."""

from __future__ import annotations

from pipeline.verify.alignment import Aligned, align, without_mark
from pipeline.verify.native import NativeBlock
from pipeline.verify.native_markdown import read_markdown_file
from pipeline.verify.native_text import read_plain_file, read_record_file


def beside(found: str, source: str) -> Aligned:
    return align(read_markdown_file(found, lang="es"), read_markdown_file(source, lang="en"))


def test_a_quote_before_the_source_is_inserted_and_leaves_no_trace() -> None:
    aligned = beside("> B.\n\n> N.\n\n# T\n\nA.\n", "# T\n\nA.\n")
    assert [one.text for one in aligned.inserted[0]] == ["B.", "N."]
    assert [(one.text, one.opened) for one in aligned.blocks] == [
        (one.text, one.opened) for one in aligned.source
    ]


def test_a_quote_that_the_source_has_is_not_inserted() -> None:
    aligned = beside("> B.\n\n> Q.\n\nA.\n", "> Q.\n\nA.\n")
    assert [one.text for one in aligned.inserted[0]] == ["B."]
    assert [one.text for one in aligned.blocks] == ["Q.", "A."]


def test_a_quote_in_an_item_keeps_the_containers_it_stands_in() -> None:
    aligned = beside("- A.\n\n  > N.\n\n  B.\n", "- A.\n\n  B.\n")
    assert list(aligned.inserted) == [1]
    assert [one.opened for one in aligned.blocks] == [one.opened for one in aligned.source]


def test_a_mark_in_words_counts_only_before_the_text_itself() -> None:
    block = NativeBlock(kind="line", text="[Inglés] Rest.", line=1)
    assert without_mark(block, "Rest.") == ("Rest.", True)
    assert without_mark(block, "Sleep.") == ("[Inglés] Rest.", False)


def test_lists_that_are_cut_in_two_differ() -> None:
    one = read_markdown_file("- A.\n- B.\n", lang="en").blocks
    two = read_markdown_file("- A.\n\n***\n\n- B.\n", lang="en").blocks
    assert [block.opened for block in one] != [block.opened for block in two]


def test_records_are_read_by_line_and_texts_by_paragraph_and_item() -> None:
    assert [one.text for one in read_record_file("\ufeffT\r\n\r\n[b]\rA.  B.\n").blocks] == [
        "T",
        "[b]",
        "A. B.",
    ]
    assert read_record_file("T\n[b]\n").blocks[1].is_aside
    assert [one.is_aside for one in read_plain_file("[a]\n\n- [b]\n").blocks] == [True, False]
    assert [one.kind for one in read_plain_file("A.\nB.\n---\n").blocks] == ["paragraph", "rule"]
    plain = read_plain_file("Title\n=====\n\nOne\ntwo.\n- item\n  more\n1. other\n")
    assert [(one.kind, one.text) for one in plain.blocks] == [
        ("heading", "Title"),
        ("paragraph", "One two."),
        ("item -", "item more"),
        ("item 1.", "other"),
    ]


def test_bodies_of_admonitions_are_no_code() -> None:
    found = read_markdown_file('!!! note "T"\n    A.\n\n    - B.\n\nC.\n', lang="en").blocks
    assert [(one.kind, one.text) for one in found][1:] == [("p", "A."), ("li", "B."), ("p", "C.")]


def test_front_matter_is_beside_the_text() -> None:
    found = read_markdown_file("---\ntitle: 'It''s'\nx: \"a\\\"b\"\n---\nA.\n", lang="en")
    assert found.values == (("front matter title", "It's"), ("front matter x", 'a"b'))
    assert [one.text for one in found.blocks] == ["A."]
    rule = read_markdown_file("---\nA sentence\n\n---\n", lang="en")
    assert rule.values == ()
    assert "A sentence" in [one.text for one in rule.blocks]


def test_a_language_mark_around_blocks_of_raw_html_is_no_container() -> None:
    aligned = beside('- <span lang="en" dir="ltr">One <p> two.</span>\n', "- One <p> two.\n")
    assert [(one.kind, one.around) for one in aligned.blocks] == [
        (one.kind, one.around) for one in aligned.source
    ]
