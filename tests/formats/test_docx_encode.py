import pytest

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from tests.formats.docxs import (
    BOLD,
    FORMAT,
    ITALIC,
    body_of,
    core,
    loud,
    made,
    para,
    parse,
    read_texts,
    run,
    saved,
    sources,
    translate,
    written,
)
from tests.formats.zips import raw_members, unzip


def test_a_plain_target_stands_in_the_run_of_its_source() -> None:
    body = para('<w:r w:rsidR="00A1"><w:t>Drink.</w:t></w:r>')
    assert body_of(translate(body, "Bebe & descansa <ya>.")) == para(
        "<w:r><w:t>Bebe &amp; descansa &lt;ya&gt;.</w:t></w:r>"
    )


def test_tags_move_with_their_looks() -> None:
    body = para(run("Take "), run("500 mg", BOLD), run(" of "), run("it", ITALIC), run("."))
    back = translate(body, "<2>Lo</2> tome: <1>500 mg</1>.")
    assert body_of(back) == para(
        f"<w:r><w:rPr>{ITALIC}</w:rPr><w:t>Lo</w:t></w:r>",
        run(" tome: "),
        f"<w:r><w:rPr>{BOLD}</w:rPr><w:t>500 mg</w:t></w:r>",
        "<w:r><w:t>.</w:t></w:r>",
    )
    assert sources(back) == ["<1>Lo</1> tome: <2>500 mg</2>."]


def test_tags_may_stand_in_each_other() -> None:
    body = para(run("a "), run("b", BOLD), run(" "), run("c", ITALIC))
    back = translate(body, "x <1>y <2>z</2> y</1>")
    assert "".join(sources(back)) == "x <1>y </1><2>z</2><3> y</3>"


def test_a_sentence_in_the_middle_of_a_run_stays_in_it() -> None:
    body = para('<w:r w:rsidR="00A1"><w:t>One. Two. Three.</w:t></w:r>')
    assert body_of(translate(body, "One.", "Dos & dos.")) == body.replace("Two", "Dos &amp; dos")


def test_a_space_at_the_end_of_a_text_that_drops_it_is_kept() -> None:
    body = para("<w:r><w:t>One. Take</w:t></w:r>", run(" two", BOLD), run("."))
    back = translate(body, "One.", "<1>Dos</1> tome.")
    assert body_of(back) == para(
        '<w:r><w:t>One. </w:t><w:t xml:space="preserve"> </w:t></w:r>',
        f"<w:r><w:rPr>{BOLD}</w:rPr><w:t>Dos</w:t></w:r>",
        run(" tome."),
    )


def test_a_space_at_the_start_of_what_follows_is_kept() -> None:
    body = para(run("Take "), run("two", BOLD), "<w:r><w:t>. One. Two.</w:t></w:r>")
    back = translate(body, "Tome <1>dos</1>")
    assert body_of(back) == para(
        run("Tome "),
        f"<w:r><w:rPr>{BOLD}</w:rPr><w:t>dos</w:t></w:r>",
        '<w:r><w:t xml:space="preserve"> One. Two.</w:t></w:r>',
    )


def test_edge_spaces_and_line_ends_of_a_target() -> None:
    assert body_of(translate(para(run("One.")), " Uno\n\tdos. ")) == para(run(" Uno dos. "))


def _link(*runs: str) -> str:
    return f'<w:hyperlink r:id="rId9" w:history="1">{"".join(runs)}</w:hyperlink>'


def test_links_fields_and_controls_are_kept_whole() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = "<w:sdt><w:sdtPr><w:id w:val='7'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = para(run("See "), _link(run("this")), run(" on "), field, run(" or "), control.format(run("that")))
    back = body_of(translate(body, "<3>Eso</3> o <2/> en <1>esto</1>"))
    plain = "<w:r><w:t>{}</w:t></w:r>".format
    assert back.startswith(para(control.format(plain("Eso"))).removesuffix("</w:p>"))
    assert back.endswith(_link(plain("esto")) + "</w:p>")
    # The field begins and ends in the runs of the text around it.
    inside = field.removeprefix("<w:r>").removesuffix("</w:r>")
    assert f"{run(' o ').removesuffix('</w:r>')}{inside}{run(' en ').removeprefix('<w:r>')}" in back


def test_a_link_field_is_kept_whole() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    back = body_of(translate(para(run("See "), begin, run("this"), end), "<1>Esto</1> vea"))
    assert back == para(begin, "<w:r><w:t>Esto</w:t></w:r>", end, run(" vea"))


def test_what_shows_nothing_stays_in_its_sentence() -> None:
    start, stop = '<w:bookmarkStart w:id="1" w:name="x"/>', '<w:bookmarkEnd w:id="1"/>'
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    deleted = '<w:del w:id="5"><w:r><w:delText>old</w:delText></w:r></w:del>'
    body = para(run("One "), start, run("two"), stop, deleted, run(" three"), comment, run("."))
    assert body_of(translate(body, "Uno.")) == para(
        start, "<w:r><w:t>Uno.</w:t></w:r>", stop, deleted, comment
    )


def test_an_insertion_stays_one_where_all_of_the_sentence_is_one() -> None:
    inserted = '<w:ins w:id="1" w:author="Ann">{}</w:ins>'
    back = translate(para(inserted.format(run("One."))), "Uno.")
    assert body_of(back) == para(inserted.format("<w:r><w:t>Uno.</w:t></w:r>"))
    back = translate(para(run("One "), inserted.format(run("two")), run(".")), "Uno.")
    assert body_of(back) == para("<w:r><w:t>Uno.</w:t></w:r>")


def test_text_around_links_alone_gets_a_plain_run() -> None:
    style = '<w:rStyle w:val="Hyperlink"/>'
    body = para(_link(run("One", style)), _link(run("two", style)).replace("rId9", "rId8"))
    back = body_of(translate(body, "<1>Uno</1> y <2>dos</2>"))
    assert run(" y ") in back
    assert back.count(style) == 2


def test_an_image_inside_of_a_sentence_gets_its_text_too() -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{}"/></wp:inline></w:drawing></w:r>'
    )
    body = para(run("Press "), drawing.format("the red button"), run(" now."))
    back = body_of(translate(body, "Ya <1/> pulse.", 'el "rojo" <&>'))
    inside = drawing.format("el &quot;rojo&quot; &lt;&amp;&gt;").removeprefix("<w:r>").removesuffix("</w:r>")
    assert back == para(run("Ya ").removesuffix("</w:r>") + inside + run(" pulse.").removeprefix("<w:r>"))
    assert body_of(translate(body, "Press <1/> now.", "rojo")) == body.replace("the red button", "rojo")


def test_the_title_of_the_file_is_written() -> None:
    data = written(para(run("Text.")), {"core": core("Leg cramps")})
    back = translate(data, "Text.", "Calambres & más")
    assert b"<dc:title>Calambres &amp; m\xc3\xa1s</dc:title>" in unzip(back)["docProps/core.xml"]


def test_literal_tags_are_text() -> None:
    back = translate(para(run("write &lt;1&gt;")), "escribe \\<1> y \\<b>")
    assert sources(back) == ["escribe \\<1> y \\<b>"]
    assert "escribe &lt;1&gt; y \\&lt;b&gt;" in body_of(back)


REFUSED = {
    "missing tag": ("Tome dos.", "<1> is missing"),
    "unknown tag": ("Tome <1>dos</1><2/>.", "<2/> is not in the source"),
    "tag not closed": ("Tome <1>dos.", "<1> is not closed"),
    "nothing in a tag": ("Tome dos <1> </1>.", "nothing stands between <1> and </1>"),
    "control": ("Tome <1>dos</1>\x07.", "it holds U\\+0007"),
    "surrogate": ("Tome <1>dos</1>\ud800.", "it holds U\\+D800"),
    "not a character": ("Tome <1>dos</1>\uffff.", "it holds U\\+FFFF"),
    "NUL": ("Tome <1>dos</1>\0.", "it holds U\\+0000"),
    "empty": ("", "is missing"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_target_that_would_change_the_structure_is_refused(name: str) -> None:
    target, message = REFUSED[name]
    with pytest.raises(DocumentError, match=message) as caught:
        translate(para(run("x")) + para(run("Take "), run("two", BOLD), run(".")), "x", target)
    assert str(caught.value.at) == "source/a.docx:2"
    assert caught.value.hint


@pytest.mark.parametrize("target", ["", "  ", "\n"])
def test_an_empty_target_is_refused(target: str) -> None:
    with pytest.raises(DocumentError, match="it holds no text"):
        translate(para(run("One.")), target)


def test_what_python_docx_makes_comes_back_translated() -> None:
    data = saved(made())
    document = parse(data)
    back = rebuild(FORMAT, document, loud)
    assert read_texts(back) == [text.upper() for text in read_texts(data)]
    assert [unit.key.source for unit in parse(back).occurrences()] == [
        loud(one) for one in document.occurrences()
    ]
    assert list(unzip(back)) == list(unzip(data))
    changed = {name for name, raw in raw_members(data).items() if raw_members(back)[name] != raw}
    assert changed == {"word/document.xml", "word/header1.xml", "word/footer1.xml", "docProps/core.xml"}
