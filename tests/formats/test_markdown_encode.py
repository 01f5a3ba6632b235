import pytest

from pipeline.errors import DocumentError
from pipeline.model.document import BlockKind
from tests.formats.markdowns import parse, render_html, write


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("# c", r"\# c"),
        ("#5", "#5"),
        ("- c", r"\- c"),
        ("-5 mg", "-5 mg"),
        ("+ c", r"\+ c"),
        ("* c", r"\* c"),
        ("1. c", r"1\. c"),
        ("2.5 mg", "2.5 mg"),
        ("3) c", r"3\) c"),
        ("> c", r"\> c"),
        ("| c", r"\| c"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("~~~", r"\~\~\~"),
        ("a *b* c", r"a \*b\* c"),
        ("2 * 3", "2 * 3"),
        ("snake_case _b_", r"snake_case \_b\_"),
        ("a `b`", "a &#96;b&#96;"),
        ("[a](b)", r"[a\](b)"),
        ("[sic] a", "[sic] a"),
        ("a [sic]", r"a [sic\]"),
        ("[ ] a", r"\[ ] a"),
        ("[a]: b", r"\[a\]: b"),
        ("p < 0.05", "p < 0.05"),
        ("<b>", r"\<b>"),
        ("Q&A &amp; b", r"Q&A \&amp; b"),
        ("a\\", "a\\\\"),
        ("a\\*b", "a\\\\\\*b"),
        (r"C:\d", r"C:\d"),
        ("a\n\n# b", "a # b"),
        ("  a ", "a"),
        ("::: b", r"\::: b"),
        ("!!! b", r"\!!! b"),
    ],
)
def test_text_that_would_be_markup_is_escaped(target: str, written: str) -> None:
    assert write("Text here\n", target) == f"{written}\n"


@pytest.mark.parametrize(
    ("text", "target", "written"),
    [
        ("# A\n", "b #", "# b \\#\n"),
        ("# A\n", "- b", "# - b\n"),
        ("# A {#x}\n", "b {#y}", "# b \\{\\#y\\} {#x}\n"),
        ("A\n===\n", "- b", "\\- b\n===\n"),
        ("| A |\n|---|\n", "b | c", "| b \\| c |\n|---|\n"),
        ("A |\n--|\n", "- b", "\\- b |\n--|\n"),
        ("| `a` b |\n|---|\n", "<1>c|d</1> e", "| `c\\|d` e |\n|---|\n"),
        ("See [a].\n\n[a]: /x\n", "Voir <1>b</1> [a].", "Voir [b][a] \\[a\\].\n\n[a]: /x\n"),
        ("See [a][]\n\n[a]: /x\n", "Voir <1>b</1>", "Voir [b][a]\n\n[a]: /x\n"),
        ("---\nFoo\n---\n", "nota: b", "---\nnota\\: b\n---\n"),
        ("Use `a`.\n", "Usa <1>b`c</1>.", "Usa ``b`c``.\n"),
        ("Use `a`.\n", "Usa <1>`</1>.", "Usa `` ` ``.\n"),
        ("a [b](c) d\n", "e!<1>f</1>", "e\\![f](c)\n"),
        ("> a  \n> b\n", "c<1/>- d", "> c  \n> \\- d\n"),
        ("> One\n> two. Three\n> four.\n", "Uno dos.", "> Uno dos. Three\n> four.\n"),
        ('!!! note "A"\n    b\n', 'c "d"', '!!! note "c &quot;d&quot;"\n    b\n'),
        ("!!! note\n    a\n    b\n", "# c", "!!! note\n    \\# c\n"),
        ("a <b>c</b>\n", "<1>d</1> e", "<b>d</b> e\n"),
        ("*a* b\n", "c <1>d</1>", "c *d*\n"),
        ("A <1> b\n", r"\<1> c", "<1> c\n"),
        ("a\r\nb\r\n", "c d", "c d\r\n"),
        ("\ufeffa\n", "# b", "\ufeff\\# b\n"),
    ],
)
def test_a_target_is_written_for_its_place(text: str, target: str, written: str) -> None:
    assert write(text, target) == written


def test_what_another_unit_left_open_is_not_closed() -> None:
    assert write("It is <so. Next is that.\n", "> d -->", at=1) == "It is <so. \\> d --\\>\n"
    assert write("It is. Next ![](a](b) is.\n", "[c") == "\\[c Next ![](a](b) is.\n"
    assert write("Not `it is. Next is that.\n", "Not it is. `Next") == "Not it is. &#96;Next\n"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("This is **important.** Next is this.\n", "这是<1>重要。</1>次"),
        ("A **word** here\n", "<1>「重要」</1>です"),
        ("A **word** here\n", '<1>"안녕"</1>이라고'),
        ("A *word* here\n", "这<1>“好”</1>的"),
        ("A _word_ here\n", "这<1>好</1>的"),
        ("A ~~word~~ here\n", "这<1>(好)</1>的"),
    ],
)
def test_emphasis_that_letters_on_both_sides_would_undo_still_shows(text: str, target: str) -> None:
    html = render_html(write(text, target).encode())
    marked = target[target.index("<1>") + 3 : target.index("</1>")]
    assert any(f"<{name}>{marked}</{name}>" in html for name in ("strong", "em", "del"))
    assert "*" not in html
    assert "~" not in html


def test_elements_are_written_only_where_marks_do_not_do() -> None:
    assert write("A **b** c\n", "d <1>e.</1> f") == "d **e.** f\n"
    assert write("A **b** c\n", "甲<1>乙。</1>丙") == "甲<strong>乙。</strong>丙\n"


CHANGED = "Markdown can't hold it without changing the document's structure"


@pytest.mark.parametrize(
    ("text", "target", "problem"),
    [
        ("A **b** c\n", "d", "<1> is missing"),
        ("A **b** c\n", "d <1>e</1> <2/>", "<2/> is not in the source"),
        ("A **b** c\n", "d <1/>", "<1/> must be <1>…</1>, as in the source"),
        ("A **b** *c*\n", "<1>d <2>e</1> f</2>", "</1> crosses another tag"),
        ("A **b** c\n", "<1>d</1> <1>e</1>", "<1> is there 2 times"),
        ("A **b** c\n", "d <1></1>", "nothing stands between <1> and </1>"),
        ("A `b` c\n", "d <1></1>", "nothing stands between <1> and </1>"),
        ("A `b` *c*\n", "<1>d <2>e</2></1>", CHANGED),
        ("[a](b) [c](d)\n", "<1>e <2>f</2></1>", CHANGED),
        ("See <https://a.b>.\n", "Voir <1>https://a.c</1>.", CHANGED),
        ("a  \nb\n", "c<1/>", CHANGED),
        ("a b\n", "c\0d", "it holds a NUL character"),
    ],
)
def test_what_can_not_be_written_is_refused_with_its_line(text: str, target: str, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        write(f"# T\n\n{text}", target, at=1)
    assert caught.value.message == f'the translation "{target}" can\'t be written: {problem}'
    assert str(caught.value.at) == "source/a.md:3"
    assert caught.value.hint


def test_a_long_translation_is_shown_in_part() -> None:
    with pytest.raises(DocumentError, match=r"(?:ab){30}…\" can't be written"):
        write("**a**\n", "ab" * 40)


def test_a_list_of_a_tight_item_can_not_appear() -> None:
    assert write("- a\n- b\n", "- c", at=1) == "- a\n- \\- c\n"


def test_words_may_change_places_with_their_marks() -> None:
    assert write("**a** and [b](c)\n", "<2>d</2> y <1>e</1>") == "[d](c) y **e**\n"


def test_a_block_keeps_what_is_below_its_units() -> None:
    document = parse("One. Two is\nit.\n\n- x\n")
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert write("One is. Two is\nit.\n\n- x\n", "Dos es.", at=1) == "One is. Dos es.\n\n- x\n"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("[^1]: Note.\n| Dose | Note |\n\t-----|:----:|\n| a | b |\n", "| Dose"),
        ("| a |\n|---|\n| b |\n |\n|---|\nx\n===\n", "| |---"),
        ("| a | [b |\n|---\\\n--|\n| c | \n===\n |\n", "|---<1/>"),
    ],
)
def test_a_block_that_stands_apart_only_as_half_a_table_is_left_alone(text: str, source: str) -> None:
    found = [unit.key.source for unit in parse(text).occurrences()]
    [at] = [place for place, one in enumerate(found) if one.startswith(source)]
    with pytest.raises(DocumentError, match="its block would join the one above"):
        write(text, f"Words{'<1/>words' * ('<1/>' in source)}", at=at)
