import pytest

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.inline import parse_inline, render_inline
from pipeline.formats.markdown_images import find_picture
from pipeline.formats.markdown_layout import read_layout
from pipeline.model.document import BlockKind, ByteRange
from tests.formats.editions import make_edition
from tests.formats.markdowns import FORMAT, parse, render_html, rotated, write


@pytest.mark.parametrize(
    ("image", "alt"),
    [
        ("![A leg](a.png)", "A leg"),
        ("![A *stressed* `leg` \\] <b>x</b>](<a b.png> 'Title')", "A stressed leg ] x"),
        ("![two\nlines](a.png)", "two lines"),
        ("[![In a link](a.png)](b.md)", "In a link"),
        ("![Outer ![inner](x)](y)", "Outer inner"),
    ],
)
def test_the_alternative_text_of_an_image_is_a_unit_of_its_own(image: str, alt: str) -> None:
    document = parse(f"{image}\n")
    [block] = document.blocks
    assert (block.kind, block.occurrences[0].key.context) == (BlockKind.VALUE, "alt")
    assert block.occurrences[0].key.source == alt
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == document.data


@pytest.mark.parametrize("image", ["![](a.png)", "![12](a.png)", "![https://example.org](a.png)"])
def test_an_alternative_text_without_words_is_none(image: str) -> None:
    assert not parse(f"{image}\n").blocks


def test_it_is_written_into_the_text_around_it() -> None:
    document = parse("See ![the leg](a.png) **now**.\n\n| ![a cell](b.png) c |\n|---|\n")
    assert rebuild(FORMAT, document, rotated).decode() == (
        "Tff ![uif mfh](a.png) **opx**.\n\n| ![b dfmm](b.png) d |\n|---|\n"
    )
    only = rebuild(FORMAT, document, lambda unit: "A" if unit.key.context == "alt" else unit.key.source)
    assert only.decode() == "See ![A](a.png) **now**.\n\n| ![A](b.png) c |\n|---|\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("![one]\n\n[one]: x\n", "![A][one]\n\n[one]: x\n"),
        ("![one][]\n\n[one]: x\n", "![A][one]\n\n[one]: x\n"),
        ("![k][one]\n\n[one]: x\n", "![A][one]\n\n[one]: x\n"),
    ],
)
def test_an_image_by_label_keeps_its_label(text: str, written: str) -> None:
    assert write(text, "A") == written


@pytest.mark.parametrize(
    "target", ["a ] b", "a](x)", "![b](c)", "`a", "*c* _d_ \\", "&amp; [e]", "a | b", "a <b c=d> e"]
)
def test_any_text_can_be_an_alternative_text(target: str) -> None:
    written = write("![A](a.png) b\n", render_inline((target,)), at=1)
    [_, alt] = parse(written).occurrences()
    assert parse_inline(alt.key.source) == (target,)
    assert render_html(written.encode()).count("<img") == 1


def test_lines_of_a_target_are_one_line() -> None:
    assert write("![A](a.png)\n", "a\n\nb") == "![a b](a.png)\n"


@pytest.mark.parametrize("target", [" ", "a\0", "<1>a</1>"])
def test_what_is_no_alternative_text_is_refused(target: str) -> None:
    with pytest.raises(DocumentError, match="alternative text") as caught:
        write("Text.\n\n![A](a.png)\n", target, at=1)
    assert str(caught.value.at) == "source/a.md:3"


def test_a_fallback_says_its_language_in_words() -> None:
    document = parse("One ![two](a.png) three.\n")
    [text, alt] = document.blocks
    assert (text.kind, alt.kind) == (BlockKind.PARAGRAPH, BlockKind.VALUE)
    assert FORMAT.localize(document, make_edition(document, text=rotated, fallback=[1])).decode() == (
        "Pof ![\\[Inglés\\] two](a.png) uisff.\n"
    )
    assert FORMAT.localize(document, make_edition(document, text=rotated, fallback=[0])).decode() == (
        '<span lang="en" dir="ltr">One ![uxp](a.png) three.</span>\n'
    )


def test_each_of_many_images_in_a_line_is_found() -> None:
    document = parse("x ![one](a.png) ![two](b.png) ![three](c.png)\n")
    layout = read_layout(document.data, document.path)
    alts = [unit for unit in document.occurrences() if unit.key.context == "alt"]
    found = [find_picture(layout, unit.range) for unit in alts]
    assert [one and one.text for one in found] == ["one", "two", "three"]
    assert find_picture(layout, ByteRange(0, 1)) is None
    assert find_picture(layout, ByteRange(alts[0].range.start, alts[0].range.stop + 1)) is None
