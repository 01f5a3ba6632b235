import pytest

from pipeline.errors import DocumentError
from pipeline.formats.base import Passage
from pipeline.formats.coverage import measure_coverage
from pipeline.model.document import BlockKind, UntranslatedKind
from tests.formats.editions import EN, ES, make_edition
from tests.formats.markdowns import FORMAT, parse, rotated, sources, translate, write


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<div>One. Two.</div>\n", ["One.", "Two."]),
        ("<details>\n<summary>More</summary>\n\nMark*down*.\n\n</details>\n", ["More", "Mark<1>down</1>."]),
        ("<table>\n<tr><td>A <b>b</b></td><td>12</td></tr>\n</table>\n", ["A <1>b</1>"]),
        ('<p align="center">\n  <img src="a.png" alt="Logo">\n</p>\n', ["Logo"]),
        ("- <div>\n  In\n  a list\n  </div>\n", ["In a list"]),
        ("> <p>In a quote</p>\n", ["In a quote"]),
        ("!!! note\n    <div>In a body</div>\n", ["In a body"]),
        ("<div>\r\nTwo\r\nlines\r\n</div>\r\n", ["Two lines"]),
        ("<!-- hidden -->\n<script>x = 'code'</script>\n<style>a {}</style>\n<pre>kept</pre>\n", []),
        ('<div translate="no">Kept</div>\n\n<div>Not</div>\n', ["Not"]),
        ("> <p>Over\n> two lines</p>\n", []),
        ("<p>Over an empty line\n\n<b>\nto the next block</b></p>\n", []),
        ("<![CDATA[ a > b ]]>\n", []),
        ("<?php echo 1 > 0; ?> Text\n", []),
        ("<!ELEMENT x> Text\n", []),
        ("<div>\n<!-- caveat: skip -->\n</div>\n\nLeft out.\n", []),
    ],
)
def test_the_texts_of_html_blocks_are_units(text: str, found: list[str]) -> None:
    assert sources(text) == found


def test_what_is_not_read_as_html_is_not_understood() -> None:
    for text, path in (("> <p>Over\n> two</p>\n", "a.md"), ("<div>Over two {x}</div>\n", "a.mdx")):
        document = parse(text, path=path)
        letters = measure_coverage(document)
        assert (letters.text, letters.unknown) == (0, 7 if path == "a.md" else 8)
        assert [notice.rule for notice in document.notices] == ["source.not-understood"]
    [code] = parse("<pre>kept</pre>\n").untranslated
    assert (code.kind, code.range.start, code.range.stop) == (UntranslatedKind.CODE, 5, 9)


def test_a_heading_in_html_begins_its_section() -> None:
    title, text = parse('<h1 align="center">Cramps</h1>\n\nText.\n').blocks
    assert (title.kind, text.section) == (BlockKind.TITLE, "Cramps")
    heading = parse("# T\n\n<h2>Causes</h2>\n").blocks[1]
    assert (heading.kind, heading.level, heading.line) == (BlockKind.HEADING, 2, 3)


def test_authors_can_speak_of_html_blocks() -> None:
    assert sources("<!-- caveat: skip -->\n\n<div>Left out</div>\n\n<p>In</p>\n") == ["In"]
    noted = parse("<!-- caveat: note Be brief. -->\n\n<div>One</div>\n").blocks[0].occurrences[0]
    assert noted.notes == ("Be brief.",)


@pytest.mark.parametrize(
    ("text", "target", "written"),
    [
        ("<div>One</div>\n", "A <b> & *c*", "<div>A &lt;b&gt; &amp; *c*</div>\n"),
        ("<div>\nOne\ntwo\n</div>\n", "A\n\nb", "<div>\nA b\n</div>\n"),
        ('<img alt="One">\n', 'A\n\n"b"', '<img alt="A &quot;b&quot;">\n'),
        ("<a href=x>\nOne\n</a>\n", "<1>A</1>", "<a href=x>\nA</a>\n"),
    ],
)
def test_a_target_keeps_its_html_block(text: str, target: str, written: str) -> None:
    assert write(text, target) == written
    assert len(sources(written)) == 1


@pytest.mark.parametrize(
    ("text", "target"),
    [("<a href=x>\nOne\n</a>\n", "A <1>b</1>"), ("<div>One</div>\n", " "), ("<p>A <b>b</b></p>\n", "A")],
)
def test_a_target_that_would_change_the_blocks_is_refused(text: str, target: str) -> None:
    with pytest.raises(DocumentError) as caught:
        write(text, target)
    assert str(caught.value.at) == "source/a.md:1"


def test_an_edition_marks_html_as_html() -> None:
    text = "# T\n\n<table>\n<tr><td>Cell</td></tr>\n</table>\n\n<img alt=Sign>\n\nOne <img alt=Two>.\n"
    document = parse(text)
    written = FORMAT.localize(document, make_edition(document, fallback=range(len(document.blocks)))).decode()
    assert '<tr><td lang="en" dir="ltr">Cell</td></tr>' in written
    assert '<img alt="[Inglés] Sign">' in written
    assert '<span lang="en" dir="ltr">One <img alt=Two>.</span>' in written


def test_a_notice_before_html_is_html() -> None:
    document = parse("Text.\n\n<div>\n<p>One</p>\n</div>\n")
    edition = make_edition(document, text=rotated, notices={1: Passage("Aviso.", ES)})
    assert FORMAT.localize(document, edition).decode() == (
        'Ufyu.\n\n<div>\n<p class="caveat-notice" lang="es" dir="ltr">Aviso.</p><p>Pof</p>\n</div>\n'
    )


def test_html_comes_back_and_elements_reach_over_markdown() -> None:
    text = '<div its-loc-note="Short.">\n\nMark\n\n<p title="A">B <i>c</i></p>\n\n</div>\n'
    document = parse(text)
    assert [unit.notes for unit in document.occurrences()] == [(), ("Short.",), ("Short.",)]
    assert translate(document, lambda unit: unit.key.source) == text.encode()
    assert FORMAT.localize(document, make_edition(document, locale=EN)) == text.encode()
