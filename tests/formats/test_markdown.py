import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import CaveatError, DocumentError
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.document import BlockKind
from pipeline.model.unit import Risk
from tests.formats.markdowns import identity, parse, sources

NOTE = Disclaimer(
    id="note", version="1", heading="Note", text="This is no advice.", placement=Placement.TOP, line=7
)


def units(text: str) -> list[tuple[str, str]]:
    """Return each unit's text and the bytes it stands for."""
    document = parse(text)
    return [(u.key.source, u.range.cut(document.data).decode()) for u in document.occurrences()]


def codes(text: str) -> list[tuple[int, bytes, bytes | None, str]]:
    document = parse(text)
    return [(c.number, c.opening, c.closing, c.note) for u in document.occurrences() for c in u.codes]


def test_blocks_have_kind_level_line_and_section() -> None:
    document = parse("# Title\n\nLead.\n\n## Part\n\nText.\n\n#### Deep\n")
    assert [(b.kind, b.level, b.line, b.section) for b in document.blocks] == [
        (BlockKind.TITLE, 0, 1, "Title"),
        (BlockKind.PARAGRAPH, 0, 3, "Title"),
        (BlockKind.HEADING, 2, 5, "Part"),
        (BlockKind.PARAGRAPH, 0, 7, "Part"),
        (BlockKind.HEADING, 4, 9, "Deep"),
    ]
    contexts = [unit.key.context for unit in document.occurrences()]
    assert contexts == ["title", None, "heading", None, "heading"]


def test_a_later_first_level_heading_is_no_title() -> None:
    kinds = [block.kind for block in parse("# One\n\n# Two\n").blocks]
    assert kinds == [BlockKind.TITLE, BlockKind.HEADING]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two is here.\n", ["One.", "Two is here."]),
        ("One\ntwo. Three\nfour.\n", ["One two.", "Three four."]),
        ("- a. B c.\n- d\n\n  e\n", ["a. B c.", "d", "e"]),
        ("> one\n> two\nlazy. Next.\n", ["one two lazy.", "Next."]),
        ("| Take it. Now. | `x` |\n|--|--|\n| 5 | a \\| b |\n", ["Take it. Now.", "a | b"]),
        ("Under. Lined.\n===\n", ["Under. Lined."]),
        ("It *is. Not* so. Next.\n", ["It <1>is. Not</1> so.", "Next."]),
        ("One is. **Two is.** Next.\n", ["One is.", "<1>Two is.</1>", "Next."]),
        ("Is *it.* [Go](x). Now.\n", ["Is <1>it.</1>", "<1>Go</1>.", "Now."]),
        ("One.\\\nTwo is.  \nThree\\\nfour.\n", ["One.", "Two is.", "Three<1/>four."]),
        ("A[^1].\n\n[^1]: The note.\n", ["A<1/>.", "The note."]),
        ("- [x] done\n", ["done"]),
        ("&amp; \\*x\\* &copy; a\\\\b\n", ["& *x* © a\\b"]),
        ("A <1> b\n", [r"A \<1> b"]),
        ("# H # {#id .c}\n", ["H"]),
        ("Call `f()` now\n", ["Call <1>f()</1> now"]),
        ("A <b>c</b> <br> d<!-- e -->\n", ["A <1>c</1> <2/> d"]),
        ("A <b>*c</b>* d\n", ["A <1/><2>c<3/></2> d"]),
    ],
)
def test_units_are_what_a_reader_sees(text: str, found: list[str]) -> None:
    assert sources(text) == found


def test_a_paragraph_is_one_unit_where_the_collection_says_so() -> None:
    assert sources("One. Two\nis. Three.\n", segmentation="paragraph") == ["One. Two is. Three."]


@pytest.mark.parametrize(
    "text",
    [
        "`code`, `more`!\n",
        "<https://example.org>\n",
        "https://example.org/a\n",
        "me@example.org\n",
        "12 345.6 %\n",
        "![12](a.png)\n",
        "{% include 'x.md' %}\n",
        "{{ title }}\n",
        '--8<-- "a.md"\n',
        "```\ncode\n```\n",
        "    code\n",
        "[a]: /x 'Title'\n",
        "---\ntitle: A title\n---\n",
        '+++\ntitle = "A title"\n+++\n',
        "* * *\n",
        "<div>12</div>\n",
        "",
        "\ufeff",
    ],
)
def test_what_is_protected_or_not_prose_is_no_unit(text: str) -> None:
    document = parse(text)
    assert not list(document.occurrences())
    assert identity(document) == text.encode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\na: b\n---\n# H\n", ["H"]),
        ("\ufeff---\r\na: b\r\n...\r\n# H\r\n", ["H"]),
        ("+++\na = 1\n+++\nText\n", ["Text"]),
        ("---\n# c\n\na:\n  - b: x\n---\nText\n", ["Text"]),
        ("---\nNo key here\n---\n", ["No key here"]),
        ("---\na: b\n", ["a: b"]),
        ("Text\n\n---\na: b\n---\n", ["Text", "a: b"]),
    ],
)
def test_front_matter_is_found_exactly(text: str, found: list[str]) -> None:
    assert sources(text) == found


def test_tags_stand_for_the_bytes_of_the_document() -> None:
    text = '**a** __b__ *c* ~~d~~ ``e`e`` [f](g "h") <https://i.j> ![k *l*](m) <b>n</b> o[^p]\n\n[^p]: Q\n'
    assert codes(text) == [
        (1, b"**", b"**", "bold"),
        (2, b"__", b"__", "bold"),
        (3, b"*", b"*", "italic"),
        (4, b"~~", b"~~", "strikethrough"),
        (5, b"``", b"``", "code"),
        (6, b"[", b'](g "h")', 'link to g "h"'),
        (7, b"<", b">", "address"),
        (8, b"![k *l*](m)", None, "image k l"),
        (9, b"<b>", b"</b>", "html <b>"),
        (10, b"[^p]", None, "footnote p"),
    ]


def test_an_image_by_label_is_whole() -> None:
    assert codes("See ![a][] now ![a]\n\n[a]: /x\n") == [
        (1, b"![a][]", None, "image a"),
        (2, b"![a]", None, "image a"),
    ]


@pytest.mark.parametrize("link", ["[Foo bar]", "[Foo bar][]", "[Foo\n> bar]", "[x][foo bar]"])
def test_a_link_by_label_names_its_label(link: str) -> None:
    ((_, opening, closing, note),) = codes(f"> See {link} now.\n\n[foo bar]: /u\n")
    assert opening == b"["
    assert closing is not None
    assert closing.lower() == b"][foo bar]"
    assert note == "link to /u"


def test_the_label_of_a_link_has_no_space_at_its_ends() -> None:
    ((_, _, closing, _),) = codes("See [ foo  bar ] now.\n\n[foo bar]: /u\n")
    assert closing == b"][foo  bar]"


def test_a_cell_of_spaces_alone_has_no_unit() -> None:
    assert sources("| \u00a0 | b |\n|---|---|\n") == ["b"]


def test_a_line_break_keeps_the_prefix_of_the_next_line() -> None:
    assert codes("> - a  \n>   b\n") == [(1, b"  \n>   ", None, "line break")]


def test_ranges_leave_marks_and_prefixes_to_the_skeleton() -> None:
    text = "1. > # A *b* {#c}\n   >\n   > d\n   > e\n\n| g |\n|---|\n"
    assert units(text) == [("A <1>b</1>", "A *b*"), ("d e", "d\n   > e"), ("g", "g")]


def test_windows_line_ends_and_a_mark_of_byte_order_stay() -> None:
    text = "\ufeff# A\r\n\r\nB\r\nso. Next is.\r\n"
    assert units(text) == [("A", "A"), ("B so.", "B\r\nso."), ("Next is.", "Next is.")]


def test_admonitions_are_read_as_markdown() -> None:
    text = (
        '!!! warning "Mind *this*"\n    Body `x` here. Next.\n\n    - item\n\n      more\n\n'
        '    !!! tip inline end\n        Deep.\n\nAfter.\n\n=== "1. Tab"\n\n'
        "\tTabbed.\n\n??? note\n    Folded.\n"
    )
    assert sources(text) == [
        "Mind <1>this</1>",
        "Body <1>x</1> here.",
        "Next.",
        "item",
        "more",
        "Deep.",
        "After.",
        "1. Tab",
        "Tabbed.",
        "Folded.",
    ]
    assert [b.line for b in parse(text).blocks] == [1, 2, 4, 6, 9, 11, 13, 15, 18]
    assert [u.key.context for u in parse(text).occurrences()].count("label") == 2


def test_an_admonition_in_a_list_or_a_quote_belongs_to_it() -> None:
    text = (
        "- item\n\n    !!! note\n\n        In it.\n\n  Item's.\n\n> !!! note\n>\n>     Quoted.\n>\n> After.\n"
    )
    assert sources(text) == ["item", "In it.", "Item's.", "Quoted.", "After."]


def test_an_admonition_knows_the_links_of_its_document() -> None:
    assert sources("!!! note\n    See [it][a].\n\n[a]: /x\n") == ["See <1>it</1>."]


def test_a_marker_in_code_is_code() -> None:
    assert sources('```\n!!! note "T"\n    body\n```\n\nText.\n') == ["Text."]


def test_a_marker_behind_a_sign_that_is_no_quote_is_text() -> None:
    assert sources("a\n    > !!! note\n") == ["a > !!! note"]


def test_containers_are_left_to_the_skeleton() -> None:
    text = (
        "::: tip My title\nInside.\n:::\n\n:::note[Label]{.c}\n\n- a\n:::\n\n"
        "/// warning | Slashed\n\nb\n\n///\n"
    )
    assert sources(text) == ["My title", "Inside.", "Label", "a", "Slashed", "b"]
    assert sources("::: package.module\n    options:\n      x: true\n\nText.\n") == ["Text."]


def test_mdx_is_tolerated() -> None:
    text = (
        "import A from './a'\nexport const b = 1\n\n<Tabs c={() => 1}>\n\n# Head\n\n</Tabs>\n\n{/* d */}\n\n"
        "Text <B/>. Imports matter.\n"
    )
    assert sources(text, path="a.mdx") == ["Head", "Text <1/>.", "Imports matter."]
    assert "import A from './a' export const b = 1" in sources(text)


def test_lines_that_dialects_give_a_meaning_stay_lines() -> None:
    assert sources("Term\n:   Its *meaning*. More.\n:   Other\n") == [
        "Term",
        "Its <1>meaning</1>.",
        "More.",
        "Other",
    ]
    assert sources("Text\n{: .class }\n") == ["Text"]
    assert sources("Go \\{.a} now\n") == ["Go {.a} now"]
    assert sources("Rest `a`: b : c\n") == ["Rest <1>a</1>: b : c"]


def test_html_that_is_not_understood_is_reported() -> None:
    assert not parse("Text\n\n<p>\nSome <b>more</b>\n<!-- hidden -->\n</p>\n\n<i>x</i>\n").notices
    (notice,) = parse("Text\n\n> <p>\n> Some <b>more</b>\n> text\n").notices
    assert (notice.rule, notice.line) == ("source.not-understood", 4)
    assert notice.message.startswith("12 letters ")


def test_authors_can_keep_blocks_out() -> None:
    skip = "<!-- caveat: skip -->\n\n- a\n\n  b\n\nText.\n"
    assert sources(skip) == ["Text."]
    span = "A.\n<!-- caveat: skip-start -->\n# B\n\n!!! note\n    C\n\n<!-- caveat: skip-end -->\nD.\n"
    assert sources(span) == ["A.", "D."]
    body = '<!-- caveat: skip -->\n!!! note "T"\n    Body.\n\nText.\n'
    assert sources(body) == ["Text."]


def test_authors_can_speak_to_translators() -> None:
    text = "<!-- caveat: note Mind  the gap -->\n<!-- caveat: context menu -->\nOne is. Two is.\n\nEnd.\n"
    found = list(parse(text).occurrences())
    assert [unit.key.context for unit in found] == ["menu", "menu", None]
    assert [unit.notes for unit in found] == [("Mind the gap",), ("Mind the gap",), ()]


def test_authors_can_raise_the_risk_and_keep_a_paragraph_whole() -> None:
    text = "<!-- caveat: critical -->\nPlain words.\n\n<!-- caveat: paragraph -->\n" + "One. Two is.\n\n" * 2
    found = list(parse(text).occurrences())
    assert [unit.key.source for unit in found] == ["Plain words.", "One. Two is.", "One.", "Two is."]
    assert (found[0].risk, found[0].reasons) == (Risk.CRITICAL, ("author",))
    assert found[2].risk is Risk.STANDARD


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a\n\n<!-- caveat: skp -->\n\nb\n", '"skp" is no directive for authors', 3),
        ("<!-- caveat: note -->\n\nb\n", 'the directive "note" says nothing', 1),
        ("a\n\n<!-- caveat: skip -->\n", 'no block comes after the directive "skip"', 3),
        ("a\n\n<!-- caveat: skip-start -->\n\nb\n", "skip-start is never ended", 3),
        ("a\n\n<!-- caveat: skip-end -->\n", "skip-end ends nothing", 3),
        ("a <!-- caveat: critical --> b\n", "a directive for authors stands inside a paragraph", 1),
        ("a\0b\n", "holds a NUL byte, so it is not text", 1),
        ("a\n\nb\0\n", "holds a NUL byte, so it is not text", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text)
    assert caught.value.message == message
    assert caught.value.hint
    assert str(caught.value.at) == f"source/a.md:{line}"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="not UTF-8") as caught:
        parse(b"a\nb\xff\n")
    assert str(caught.value.at) == "source/a.md:2"


PROFILE = Profile(
    name="p",
    sections=(
        SectionRule(title="Note", disclaimer="note"),
        SectionRule(title="Danger", risk=Risk.CRITICAL),
        SectionRule(title="Tips", is_required=True),
    ),
)


def test_a_profile_sets_risk_and_disclaimer() -> None:
    text = (
        "## Note\n\nThis is no\nadvice.\n\n## Danger\n\nPlain.\n\n### Under it\n\nPlain too.\n\n"
        "## Tips\n\nCalm.\n"
    )
    document = parse(text, PROFILE, disclaimers=(NOTE,))
    found = [(u.key.context, u.key.source, u.risk.label) for u in document.occurrences()]
    assert found == [
        ("disclaimer:note", "Note", "disclaimer"),
        ("disclaimer:note", "This is no advice.", "disclaimer"),
        ("heading", "Danger", "critical"),
        (None, "Plain.", "critical"),
        ("heading", "Under it", "critical"),
        (None, "Plain too.", "critical"),
        ("heading", "Tips", "standard"),
        (None, "Calm.", "standard"),
    ]
    assert [block.disclaimer for block in document.blocks][:3] == ["note", "note", None]
    assert [notice.rule for notice in document.notices] == ["source.unknown-heading"]


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    text = "## Danger\n\nPlain.\n\n## Other\n\nCalm.\n\n## Tips\n\nMore.\n"
    found = list(parse(text, PROFILE).occurrences())
    assert [unit.risk.label for unit in found] == ["critical"] * 2 + ["standard"] * 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## Note\n\nThis is advice.\n\n## Tips\n", "the text of disclaimer"),
        ("## Note\n\nThis is no advice.\n\nMore.\n\n## Tips\n", "has a second paragraph"),
        ("## Note\n\nThis is no advice.\n", 'the section "Tips" is missing'),
        ("## Note\n\n## Tips\n", "has no text"),
    ],
)
def test_a_profile_is_held_to(text: str, message: str) -> None:
    with pytest.raises(CaveatError, match=message):
        parse(text, PROFILE, disclaimers=(NOTE,))


@pytest.mark.parametrize("mark", ["`", "*", "~", "_"])
def test_a_mark_that_nothing_closes_keeps_a_paragraph_whole(mark: str) -> None:
    assert sources(f"One {mark}is. Two is.\n") == [f"One {mark}is. Two is."]
    assert sources(f"One {mark} is. Two is.\n") == (
        [f"One {mark} is.", "Two is."] if mark != "`" else ["One ` is. Two is."]
    )


@pytest.mark.parametrize(
    "one", ["One is* now.", "One is~ now.", "One [a]_b.", "One a__b.", "One (_b.", "One is_)"]
)
def test_a_loose_mark_is_one_wherever_it_could_open_or_close(one: str) -> None:
    assert sources(f"{one} Two is.\n") == [f"{one} Two is."]
    assert sources(f"Two is. {one}\n") == [f"Two is. {one}"]


def test_a_mark_at_the_end_of_a_paragraph_is_loose() -> None:
    assert sources("One is. Two is_\n") == ["One is. Two is_"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("One \\*is. Two is.\n", ["One *is.", "Two is."]),
        ("One `a_.`. Two is.\n", ["One <1>a_.</1>.", "Two is."]),
        ("One a_b. Two is.\n", ["One a_b.", "Two is."]),
        ("One * is. Two is.\n", ["One * is.", "Two is."]),
    ],
)
def test_a_mark_that_can_t_open_or_close_is_not_loose(text: str, units: list[str]) -> None:
    assert sources(text) == units


def test_a_table_elsewhere_leaves_a_paragraph_its_sentences() -> None:
    table = "| a |\n|---|\n| b |\n"
    assert sources(f"One. Two is.\n\n{table}\nThree. Four is.\n") == [
        "One.",
        "Two is.",
        "a",
        "b",
        "Three.",
        "Four is.",
    ]
    assert sources("One | two. Next is.\n\\|---\n\nThree. Four is.\n")[-2:] == ["Three.", "Four is."]


def test_lines_are_counted_to_the_end_of_any_line_end() -> None:
    assert [block.line for block in parse("A\r\n\r\nB\n\nC\r\rD").blocks] == [1, 3, 5, 7]


def test_a_file_whose_lines_end_in_carriage_returns_has_all_its_blocks() -> None:
    text = "---\rtitle: Hello\r---\r# Head\r\rOne. Two.\r\r```\rcode\r```\r<p>\rRaw.\r</p>\r\rLast.\r"
    document = parse(text, Profile(name="", front_matter=("title",)))
    assert [(block.line, [unit.key.source for unit in block.occurrences]) for block in document.blocks] == [
        (2, ["Hello"]),
        (4, ["Head"]),
        (6, ["One.", "Two."]),
        (12, ["Raw."]),
        (15, ["Last."]),
    ]
