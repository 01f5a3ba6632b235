import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import CaveatError, DocumentError
from pipeline.formats.base import rebuild
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.document import Block, BlockKind, UntranslatedKind
from pipeline.model.unit import Risk
from tests.formats.docxs import (
    BOLD,
    FORMAT,
    HEAD,
    ITALIC,
    SPACES,
    core,
    loud,
    made,
    notes,
    para,
    parse,
    part,
    run,
    saved,
    sources,
    written,
)
from tests.formats.zips import unzip, zipped


def _field(instruction: str, result: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + (mark("separate") + run(result) if result else "") + mark("end")


def _link(*runs: str, attributes: str = 'r:id="rId9"') -> str:
    return f"<w:hyperlink {attributes}>{''.join(runs)}</w:hyperlink>"


def _drawing(inside: str = "", *, descr: str = "", title: str = "") -> str:
    texts = f' descr="{descr}" title="{title}"'
    return f'<w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"{texts}/>{inside}</wp:inline></w:drawing>'


def _box(*paragraphs: str) -> str:
    box = f"<wps:txbx><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></wps:txbx>"
    return _drawing(f"<a:graphic><a:graphicData><wps:wsp>{box}</wps:wsp></a:graphicData></a:graphic>")


def _kinds(blocks: tuple[Block, ...]) -> list[tuple[str, int]]:
    return [(block.kind.name, block.level) for block in blocks]


def test_what_python_docx_makes_is_read() -> None:
    document = parse(saved(made()))
    assert [(block.kind.name, block.level, block.section) for block in document.blocks][:8] == [
        ("TITLE", 0, "Leg cramps"),
        ("PARAGRAPH", 0, "Leg cramps"),
        ("HEADING", 1, "Causes"),
        ("PARAGRAPH", 0, "Causes"),
        ("PARAGRAPH", 0, "Causes"),
        ("HEADING", 2, "In the night"),
        ("PARAGRAPH", 0, "In the night"),
        ("PARAGRAPH", 0, "In the night"),
    ]
    assert [unit.key.source for unit in document.occurrences()] == [
        "Leg cramps",
        "Take <1>500 mg</1> of magnesium.",
        "Do not take more than <1>two</1> a day & rest.",
        "See a doctor.",
        "Causes",
        "Heat.",
        "Cold.",
        "Thirst",
        "In the night",
        "First line<1/>second line.",
        "After a tab.",
        "Dose",
        "Note. With two.",
        "5 mg",
        "“Quoted” text",
        "A header",
        "A footer.",
        "With two sentences.",
        "Leg cramps",
    ]
    assert document.blocks[-1].kind is BlockKind.VALUE
    assert [unit.key.context for unit in document.occurrences()][-1] == "title"
    metadata = [one for one in document.untranslated if one.kind is UntranslatedKind.METADATA]
    assert b"Muscles &amp; nerves" in [one.range.cut(document.data) for one in metadata]


def test_lines_are_paragraphs() -> None:
    document = parse(para(run("One.")) + para() + para(run("Two.")))
    assert [block.line for block in document.blocks] == [1, 3]


# Headings.


def test_a_style_is_known_by_its_name_whatever_its_id() -> None:
    body = (
        para(run("T"), style="Title")
        + para(run("A"), style="Heading1")
        + para(run("B"), style="berschrift2")
        + para(run("Text"), style="Quote")
    )
    assert _kinds(parse(body).blocks) == [("TITLE", 0), ("HEADING", 1), ("HEADING", 2), ("PARAGRAPH", 0)]


def test_the_first_heading_is_the_title_where_no_paragraph_has_its_style() -> None:
    body = para(run("A"), style="Heading1") + para(run("B"), style="Heading1")
    assert _kinds(parse(body).blocks) == [("TITLE", 0), ("HEADING", 1)]


def _styled(*declared: str) -> bytes:
    members = unzip(written(para(run("T"), style="Title") + para(run("A"), style="Own")))
    inside = b"".join(one.encode() for one in declared)
    return zipped(
        {
            **members,
            "word/styles.xml": members["word/styles.xml"].replace(b"</w:styles>", inside + b"</w:styles>"),
        }
    )


def _style(style: str, inside: str) -> str:
    return f'<w:style w:type="paragraph" w:styleId="{style}">{inside}</w:style>'


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ((_style("Own", '<w:name w:val="My"/><w:basedOn w:val="Heading1"/>'),), ("HEADING", 1)),
        (
            (
                _style("Own", '<w:name w:val="My"/><w:basedOn w:val="Mid"/>'),
                _style("Mid", '<w:name w:val="Mid"/><w:basedOn w:val="berschrift2"/>'),
            ),
            ("HEADING", 2),
        ),
        (
            (_style("Own", '<w:name w:val="Titre 3"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),),
            ("HEADING", 3),
        ),
        ((_style("Own", '<w:name w:val="My"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),), ("PARAGRAPH", 0)),
        ((_style("Own", '<w:name w:val="My"/><w:basedOn w:val="Own"/>'),), ("PARAGRAPH", 0)),
        ((_style("Own", '<w:name w:val="Heading 1 but not"/>'),), ("PARAGRAPH", 0)),
        ((), ("PARAGRAPH", 0)),
    ],
    ids=[
        "based on",
        "based on twice",
        "outline level",
        "level of text",
        "circle",
        "like a name",
        "undeclared",
    ],
)
def test_a_style_takes_its_level_from_where_it_comes(
    declared: tuple[str, ...], kind: tuple[str, int]
) -> None:
    assert _kinds(parse(_styled(*declared)).blocks)[1] == kind


def test_an_outline_level_of_a_paragraph_wins() -> None:
    body = para(run("T"), style="Title") + para(run("A"), properties='<w:outlineLvl w:val="1"/>')
    assert _kinds(parse(body).blocks)[1] == ("HEADING", 2)
    body = para(run("T"), style="Title") + para(
        run("A"), style="Heading1", properties='<w:outlineLvl w:val="9"/>'
    )
    assert _kinds(parse(body).blocks)[1] == ("PARAGRAPH", 0)


def test_a_heading_and_a_cell_are_one_unit() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{para(run('One. Two.'))}</w:tc></w:tr></w:tbl>"
    assert sources(para(run("A. B."), style="Heading1") + cell) == ["A. B.", "One. Two."]


def test_a_collection_or_a_comment_can_ask_for_paragraphs() -> None:
    assert sources(para(run("One. Two.")), segmentation="paragraph") == ["One. Two."]


# Runs.


def test_runs_that_look_alike_are_one_text() -> None:
    body = para(
        run("Drink ", '<w:lang w:val="en-US"/>').replace("<w:r>", '<w:r w:rsidR="00A1">'),
        '<w:proofErr w:type="spellStart"/>',
        '<w:r w:rsidRPr="00B2"><w:rPr/><w:t>wa</w:t></w:r>',
        '<w:proofErr w:type="spellEnd"/>',
        '<w:r><w:rPr><w:noProof/><w:rFonts w:hint="eastAsia"/></w:rPr>',
        "<w:lastRenderedPageBreak/><w:t>ter</w:t></w:r>",
        '<w:r><w:rPr><w:rStyle w:val="DefaultParagraphFont"/></w:rPr><w:t>.</w:t></w:r>',
    )
    assert sources(body.replace("DefaultParagraphFont", "Default Paragraph Font")) == ["Drink water."]


def test_looks_become_tags_with_notes() -> None:
    body = para(run("A "), run("b", BOLD), run(" "), run("c", ITALIC + '<w:u w:val="single"/>'), run("."))
    assert sources(body) == ["A <1>b</1> <2>c</2>."]
    assert notes(body) == ["bold", "italic, underlined"]


@pytest.mark.parametrize(
    ("look", "note"),
    [
        ('<w:b w:val="1"/>', "bold"),
        ('<w:vertAlign w:val="superscript"/>', "superscript"),
        ('<w:color w:val="FF0000"/>', "colour FF0000"),
        ('<w:sz w:val="28"/>', "size 28"),
        ('<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>', "font Arial"),
        ('<w:rStyle w:val="Stark"/>', "style Strong"),
        ('<w:rStyle w:val="Code"/>', "code"),
        ("<w:emboss/>", "formatting"),
        ('<w:b w:val="0"/>', "not bold"),
        ("<w:strike/><w:dstrike/>", "strikethrough"),
    ],
)
def test_a_look_is_named(look: str, note: str) -> None:
    assert notes(para(run("Some text "), run("x", look))) == [note]


def test_what_a_look_lacks_is_named() -> None:
    assert notes(para(run("Plain "), run("x"))) == []
    body = para(run("bold and long ", BOLD + ITALIC), run("italic", ITALIC))
    assert notes(body) == ["not bold"]


def test_a_sentence_that_looks_the_same_throughout_has_no_tags() -> None:
    assert sources(para(run("Plain. "), run("Bold one. Bold two.", BOLD))) == [
        "Plain.",
        "Bold one.",
        "Bold two.",
    ]


def test_a_look_may_end_inside_of_a_sentence_and_go_on_in_the_next() -> None:
    assert sources(para(run("Do "), run("not. Never", BOLD), run(" rest."))) == [
        "Do <1>not.</1>",
        "<1>Never</1> rest.",
    ]


def test_spaces_take_the_look_of_what_goes_on_unless_they_are_seen() -> None:
    assert sources(para(run("a "), run("b", BOLD), run(" "), run("c", BOLD), run(" d"))) == ["a <1>b c</1> d"]
    assert sources(para(run("a"), run(" ", BOLD), run("b"))) == ["a b"]
    assert sources(para(run("Name:"), run("   ", '<w:u w:val="single"/>'), run("b"))) == ["Name:<1>   </1>b"]


def test_signs_are_empty_tags() -> None:
    body = para(
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"
        '<w:br w:type="page"/><w:t>d</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>e</w:t>'
        "<w:noBreakHyphen/><w:t>f</w:t><w:softHyphen/><w:t>g</w:t></w:r>"
    )
    assert sources(body) == ["a<1/>b<2/>c<3/>d<4/>e\u2011f\u00adg"]
    assert notes(body) == ["tab", "line break", "page break", "symbol Wingdings F0FC"]


def test_what_stands_around_a_sentence_stays_outside() -> None:
    tab = "<w:r><w:tab/></w:r>"
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    assert sources(para(tab, run(" One."), note, run(" Two."), note, tab)) == ["One.", "Two."]
    assert sources(para(run("One "), note, run(" two."))) == ["One <1/> two."]
    assert notes(para(run("One "), note, run(" two."))) == ["footnote 2"]


def test_entities_and_cdata_are_text() -> None:
    body = para(run("It is c&#8217;s &#x41;ir. Then"), "<w:r><w:t><![CDATA[ <x> & y]]></w:t></w:r>")
    assert sources(body) == ["It is c’s Air.", "Then <x> & y"]
    assert sources(para(run("a &lt; b &amp; c &gt; &quot;d&apos;"))) == ["a < b & c > \"d'"]
    assert sources(para(run("write &lt;1&gt; here"))) == ["write \\<1> here"]


def test_line_ends_in_the_file_are_spaces() -> None:
    assert sources(para(run("one\r\n two\tthree"))) == ["one  two three"]


# What text stands in.


def test_a_link_is_a_pair_whose_own_style_is_no_tag() -> None:
    style = '<w:rStyle w:val="Hyperlink"/>'
    body = para(
        run("See "), _link(run("the ", style), run("list", style + BOLD), run(" here", style)), run(".")
    )
    data = written(body, links={"rId9": ("hyperlink", "https://example.org/a?b=1&amp;c=2")})
    assert sources(data) == ["See <1>the <2>list</2> here</1>."]
    assert notes(data) == ["link to https://example.org/a?b=1&c=2", "bold"]
    assert notes(para(run("a "), _link(run("b"), attributes='w:anchor="top"'))) == ["link to #top"]
    assert notes(para(run("a "), _link(run("b"), attributes=""))) == ["link"]


def test_no_sentence_ends_inside_of_a_link() -> None:
    body = para(run("One. See "), _link(run("First. Second.")), run(" Then. Last."))
    assert sources(body) == ["One.", "See <1>First. Second.</1>", "Then.", "Last."]


def test_a_paragraph_that_is_one_link_has_no_tags_and_sentences() -> None:
    assert sources(para(_link(run("First. Second.")))) == ["First.", "Second."]


def test_a_computed_field_is_closed_and_a_link_field_is_a_pair() -> None:
    body = para(run("Page "), _field("PAGE", "7"), run(" of "), _field("NUMPAGES"), run(" in all"))
    assert sources(body) == ["Page <1/> of <2/> in all"]
    assert notes(body) == ["field PAGE 7", "field NUMPAGES"]
    body = para(run("See "), _field('HYPERLINK "https://x.org"', "the list"), run("."))
    assert sources(body) == ["See <1>the list</1>."]
    assert notes(body) == ['link to "https://x.org"']


def test_simple_fields_too() -> None:
    simple = '<w:fldSimple w:instr="{}"><w:r><w:t>x y</w:t></w:r></w:fldSimple>'
    body = para(
        run("See "), simple.format("HYPERLINK https://x.org"), run(" or "), simple.format("PAGE"), run(" now")
    )
    assert sources(body) == ["See <1>x y</1> or <2/> now"]
    assert notes(body) == ["link to https://x.org", "field PAGE"]


def test_a_field_in_a_field_is_one() -> None:
    inner = _field("PAGE", "1")
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    body = para(run("a "), begin, "<w:r><w:instrText>IF </w:instrText></w:r>", inner, end, run(" b"))
    assert sources(body) == ["a <1/> b"]


def test_a_field_over_paragraphs_is_a_wall_and_its_result_is_text() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
    line = _link(
        run("Causes"), "<w:r><w:tab/></w:r>", _field("PAGEREF _Toc1", "3"), attributes='w:anchor="_Toc1"'
    )
    assert sources(para(begin, middle, line) + para(line.replace("Causes", "Care")) + para(end)) == [
        "Causes",
        "Care",
    ]


def test_a_field_with_text_in_its_own_runs_is_closed() -> None:
    begin = '<w:r><w:t>x</w:t><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK a</w:instrText>'
    rest = '<w:fldChar w:fldCharType="separate"/><w:t>link</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    assert sources(para(run("a "), begin + rest, run(" b"))) == ["a x<1/> b"]


def test_content_controls_are_pairs() -> None:
    control = (
        f"<w:sdt><w:sdtPr><w:alias w:val='Dose'/></w:sdtPr><w:sdtContent>{run('5 mg')}</w:sdtContent></w:sdt>"
    )
    assert sources(para(run("Take "), control, run(" daily."))) == ["Take <1>5 mg</1> daily."]
    assert notes(para(run("Take "), control, run(" daily."))) == ["content control"]
    whole = f"<w:sdt><w:sdtPr/><w:sdtContent>{para(run('One. Two.'))}</w:sdtContent></w:sdt>"
    assert sources(whole) == ["One.", "Two."]


def test_a_direction_of_text_is_a_pair() -> None:
    body = para(run("Say "), f'<w:bdo w:val="rtl">{run("abc")}</w:bdo>', run(" now."))
    assert sources(body) == ["Say <1>abc</1> now."]
    assert notes(body) == ["direction of text"]


def test_smart_tags_and_marks_show_nothing() -> None:
    body = para(
        run("In "),
        f'<w:smartTag w:element="City"><w:smartTagPr/>{run("Paris")}</w:smartTag>',
        '<w:bookmarkStart w:id="1" w:name="x"/>',
        run(" it"),
        '<w:bookmarkEnd w:id="1"/>',
        run(" rains."),
    )
    assert sources(body) == ["In Paris it rains."]


def test_tracked_changes_are_read_as_if_accepted_and_told() -> None:
    deleted = '<w:del w:id="2"><w:r><w:delText>three</w:delText></w:r></w:del>'
    body = para(run("Take "), deleted, f'<w:ins w:id="1">{run("two")}</w:ins>', run(" a day."))
    document = parse(body)
    assert [unit.key.source for unit in document.occurrences()] == ["Take two a day."]
    assert [(one.rule, one.line) for one in document.notices] == [("source.tracked-changes", 1)]
    assert "2 tracked changes" in document.notices[0].message


def test_an_insertion_is_no_other_text_than_that_around_it() -> None:
    inserted = f'<w:ins w:id="1">{run(" it", BOLD)}</w:ins>'
    assert sources(para(_link(run("See")), inserted)) == ["<1>See</1> it"]


def test_deleted_text_outside_of_units_is_counted() -> None:
    body = para('<w:del w:id="2"><w:r><w:delText>three</w:delText></w:r></w:del>') + para(run("Text."))
    document = parse(body)
    found = [(one.kind, one.range.cut(document.data)) for one in document.untranslated]
    assert found == [(UntranslatedKind.EXCLUDED, b"three")]


def test_hidden_text_is_not_read() -> None:
    assert sources(para(run("a"), run("secret", "<w:vanish/>"), run("b", '<w:vanish w:val="0"/>'))) == [
        "a<1>b</1>"
    ]


def test_code_is_counted_and_not_translated() -> None:
    document = parse(para(run("print(x)"), style="Quelltext") + para(run("Text.")))
    assert [unit.key.source for unit in document.occurrences()] == ["Text."]
    assert [(one.kind, one.range.cut(document.data)) for one in document.untranslated] == [
        (UntranslatedKind.CODE, b"print(x)")
    ]


@pytest.mark.parametrize("text", ["500", "https://example.org/a", "a@example.org", "– –", ""])
def test_what_holds_no_words_is_no_unit(text: str) -> None:
    assert sources(para(run(text)) + para(run("x"))) == ["x"]


def test_code_alone_is_no_unit() -> None:
    assert sources(para(run("print", '<w:rStyle w:val="Code"/>'), run(": 5"))) == []


# Drawings.


def test_alternative_texts_are_values() -> None:
    document = parse(
        para(f"<w:r>{_drawing(descr='A leg &amp; a foot', title='Leg')}</w:r>") + para(run("Text."))
    )
    found = [
        (b.kind.name, b.occurrences[0].key.context, b.occurrences[0].key.source) for b in document.blocks
    ]
    assert found[:2] == [("VALUE", "alt", "A leg & a foot"), ("VALUE", "alt", "Leg")]


def test_an_image_inside_of_a_sentence_is_a_tag_and_its_text_a_unit_inside_of_it() -> None:
    body = para(run("Press "), f"<w:r>{_drawing(descr='the red button')}</w:r>", run(" now."))
    assert sources(body) == ["Press <1/> now.", "the red button"]
    assert notes(body) == ["image"]


def test_the_picture_in_a_drawing_repeats_its_text() -> None:
    picture = '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="x" descr="A leg"/></pic:nvPicPr></pic:pic>'
    assert sources(para(f"<w:r>{_drawing(picture, descr='A leg')}</w:r>")) == ["A leg"]


def test_text_boxes_hold_paragraphs_and_split_sentences() -> None:
    body = para(run("Before "), f"<w:r>{_box(para(run('In. Box.')))}</w:r>", run("after."))
    assert sources(body) == ["Before", "In.", "Box.", "after."]


def _alternatives(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def _vml(*paragraphs: str, alt: str = "") -> str:
    box = f"<v:textbox><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></v:textbox>"
    return f'<w:pict><v:shape id="x" alt="{alt}">{box}</v:shape></w:pict>'


def test_the_copy_of_a_text_box_for_old_programs_is_no_unit() -> None:
    both = _alternatives(_box(para(run("In. Box."))), _vml(para(run("In. Box."))))
    document = parse(para(f"<w:r>{both}</w:r>", run("Text.")))
    assert [unit.key.source for unit in document.occurrences()] == ["In.", "Box.", "Text."]
    assert not document.notices
    assert not document.untranslated


def test_a_copy_that_says_something_else_is_told_and_counted() -> None:
    both = _alternatives(_box(para(run("In."))), _vml(para(run("Other."))))
    document = parse(para(f"<w:r>{both}</w:r>", run("Text.")))
    assert [unit.key.source for unit in document.occurrences()] == ["In.", "Text."]
    assert "source.not-understood" in [one.rule for one in document.notices]
    assert [(one.kind, one.range.cut(document.data)) for one in document.untranslated] == [
        (UntranslatedKind.UNKNOWN, b"Other.")
    ]


def test_a_watermark_is_a_value() -> None:
    mark = '<w:pict><v:shape id="x"><v:textpath string="DRAFT"/></v:shape></w:pict>'
    assert sources(para(f"<w:r>{mark}</w:r>") + para(run("Text."))) == ["DRAFT", "Text."]


def test_charts_and_comments_are_counted() -> None:
    label = "<c:strCache><c:pt><c:v>Doses</c:v></c:pt></c:strCache>"
    label += "<c:numCache><c:pt><c:v>1e5</c:v></c:pt></c:numCache>"
    chart = f"{HEAD}<c:chartSpace {SPACES}><a:t>A chart</a:t>{label}</c:chartSpace>"
    comment = part("comments", f'<w:comment w:id="0">{para(run("Ask Ann"))}</w:comment>')
    document = parse(written(para(run("Text.")), {"chart1": chart, "comments": comment}))
    found = {(one.kind, one.range.cut(document.data)) for one in document.untranslated}
    assert found == {
        (UntranslatedKind.UNKNOWN, b"A chart"),
        (UntranslatedKind.UNKNOWN, b"Doses"),
        (UntranslatedKind.EXCLUDED, b"Ask Ann"),
    }
    assert [(one.rule, one.message[:10]) for one in document.notices] == [
        ("source.not-understood", "11 letters")
    ]


def test_formulas_are_tags() -> None:
    formula = "<m:oMath><m:r><m:t>x=y</m:t></m:r></m:oMath>"
    assert sources(para(run("If "), formula, run(" then."))) == ["If <1/> then."]
    document = parse(para(formula) + para(run("Text.")))
    assert [one.kind for one in document.untranslated] == [UntranslatedKind.CODE]


def test_bound_content_controls_are_told() -> None:
    control = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    document = parse(para(run("a.")) + control.format(para(run("Title"))))
    assert [(one.rule, one.line) for one in document.notices] == [("source.bound-text", 2)]


# Other parts.


def test_notes_and_headers_come_after_the_text_and_stand_in_no_section() -> None:
    notes_part = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{para("<w:r><w:footnoteRef/></w:r>", run(" A note. More."))}</w:footnote>',
    )
    header = part("hdr", para(run("On top")))
    body = para(run("Causes"), style="Heading1") + para(run("Text."))
    document = parse(written(body, {"header1": header, "footnotes": notes_part}))
    assert [unit.key.source for unit in document.occurrences()] == [
        "Causes",
        "Text.",
        "A note.",
        "More.",
        "On top",
    ]
    assert [block.section for block in document.blocks][2:] == [None, None]


def test_the_title_of_the_file_is_a_value() -> None:
    document = parse(written(para(run("Text.")), {"core": core("Leg cramps", "Muscles")}))
    last = document.blocks[-1]
    assert (last.kind, last.occurrences[0].key.source) == (BlockKind.VALUE, "Leg cramps")
    assert [one.range.cut(document.data) for one in document.untranslated] == [b"Muscles"]


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ('A "sore" leg', 'A "sore" leg'),
        ("Cramps &amp; &quot;aches&quot;", 'Cramps & "aches"'),
        ("  Leg\n cramps ", "Leg cramps"),
    ],
)
def test_a_title_of_the_file_is_read_however_it_is_written(title: str, source: str) -> None:
    data = written(para(run("Text.")), {"core": core(title)})
    document = parse(data)
    assert document.blocks[-1].occurrences[0].key.source == source
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == data
    again = parse(rebuild(FORMAT, document, loud))
    assert again.blocks[-1].occurrences[0].key.source == source.upper()


@pytest.mark.parametrize("title", ["<![CDATA[Leg cramps]]>", "Leg <x/>cramps", "Leg <!-- -->cramps"])
def test_a_title_that_is_not_one_text_stays(title: str) -> None:
    document = parse(written(para(run("Text.")), {"core": core(title)}))
    assert [unit.key.source for unit in document.occurrences()] == ["Text."]
    assert (
        b"".join(one.range.cut(document.data) for one in document.untranslated).replace(b" ", b"")
        == b"Legcramps"
    )


def test_a_file_without_text_is_a_document_without_blocks() -> None:
    assert parse("").blocks == ()


def test_the_strict_form_of_the_standard_is_read() -> None:
    members = unzip(written(para(run("Text.", BOLD))))
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in members.items()
    }
    assert sources(zipped(strict)) == ["Text."]


def test_another_prefix_is_as_good() -> None:
    members = unzip(written(para(run("Text. "), run("More.", BOLD))))
    text = members["word/document.xml"].replace(b"w:", b"x:").replace(b"xmlns:w=", b"xmlns:x=")
    assert sources(zipped({**members, "word/document.xml": text})) == ["Text.", "More."]


# The profile, risks and authors.

CANONICAL = Disclaimer(
    id="general",
    version="1",
    heading="Educational Disclaimer",
    text="This is no advice.",
    placement=Placement.TOP,
    line=1,
)
PROFILE = Profile(
    name="p",
    sections=(
        SectionRule(title="Educational Disclaimer", disclaimer="general"),
        SectionRule(title="When to Seek Care", risk=Risk.CRITICAL, is_required=True),
    ),
)


def _article(disclaimer: str = "This is no advice.", care: str = "When to Seek Care") -> str:
    return (
        para(run("T"), style="Title")
        + para(run("Educational Disclaimer"), style="Heading1")
        + para(run(disclaimer))
        + para(run(care), style="Heading1")
        + para(run("Call 112. Rest."))
    )


def test_a_profile_gives_disclaimers_and_risks() -> None:
    document = parse(_article(), PROFILE, disclaimers=(CANONICAL,))
    assert [(block.disclaimer, block.occurrences[0].risk) for block in document.blocks][1:] == [
        ("general", Risk.DISCLAIMER),
        ("general", Risk.DISCLAIMER),
        (None, Risk.CRITICAL),
        (None, Risk.CRITICAL),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_article("This is advice."), "is not the canonical one"),
        (_article(care="Rest"), 'the section "When to Seek Care" is missing'),
        (_article("This is no advice.</w:t></w:r></w:p><w:p><w:r><w:t>More."), "has a second paragraph"),
    ],
    ids=["other text", "missing section", "second paragraph"],
)
def test_what_the_profile_forbids_is_refused(body: str, message: str) -> None:
    with pytest.raises(CaveatError, match=message):
        parse(body, PROFILE, disclaimers=(CANONICAL,))


def test_a_header_does_not_belong_to_the_disclaimer_at_the_end() -> None:
    profile = Profile(name="p", sections=PROFILE.sections[:1])
    body = para(run("Educational Disclaimer"), style="Heading1") + para(run("This is no advice."))
    data = written(body, {"header1": part("hdr", para(run("On top")))})
    assert parse(data, profile, disclaimers=(CANONICAL,)).blocks[-1].disclaimer is None


def _commented(first: str, second: str = "", *, body: str = "") -> bytes:
    texts = [text for text in (first, second) if text]
    comments = "".join(
        f'<w:comment w:id="{number}">{para(run(text))}</w:comment>' for number, text in enumerate(texts)
    )
    marked = (
        para('<w:commentRangeStart w:id="0"/>', run("One. Two."), '<w:commentRangeEnd w:id="0"/>')
        + para(run("Three. Four."), '<w:r><w:commentReference w:id="1"/></w:r>')
        + para(run("Five."))
    )
    return written(body or marked, {"comments": part("comments", comments)})


def test_comments_are_directives() -> None:
    assert sources(_commented("caveat: paragraph")) == ["One. Two.", "Three.", "Four.", "Five."]
    assert sources(_commented("caveat: skip")) == ["Three.", "Four.", "Five."]
    assert sources(_commented("caveat: skip-start", "Caveat: skip-end")) == ["Five."]
    assert sources(_commented("Is this so?", "caveat:critical")) == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
    ]
    units = list(parse(_commented("caveat: note For  Ann", "caveat: context label")).occurrences())
    assert [unit.notes for unit in units] == [("For Ann",), ("For Ann",), (), (), ()]
    assert [unit.key.context for unit in units] == [None, None, "label", "label", None]
    critical = list(parse(_commented("x", "caveat: critical")).occurrences())
    assert [unit.risk for unit in critical][2:] == [Risk.CRITICAL, Risk.CRITICAL, Risk.STANDARD]


def test_a_comment_over_paragraphs_is_about_all_of_them() -> None:
    body = (
        para('<w:commentRangeStart w:id="0"/>', run("One."))
        + para(run("Two."), '<w:commentRangeEnd w:id="0"/>')
        + para(run("Three."))
    )
    assert sources(_commented("caveat: skip", body=body)) == ["Three."]


def test_skipped_text_is_counted() -> None:
    document = parse(_commented("caveat: skip"))
    kinds = {one.range.cut(document.data): one.kind for one in document.untranslated}
    assert kinds[b"One. Two."] is UntranslatedKind.EXCLUDED


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (_commented("caveat: skipp"), '"skipp" is no directive', 1),
        (_commented("caveat: note"), 'the directive "note" says nothing', 1),
        (_commented("x", "caveat: skip-start"), "skip-start is never ended", 2),
        (_commented("caveat: skip", body=para(run("x"))), 'the directive "skip" is about no paragraph', 1),
    ],
    ids=["unknown", "empty", "never ended", "not anchored"],
)
def test_directives_that_say_nothing_are_refused(data: bytes, message: str, line: int) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse(data)
    assert str(caught.value.at) == f"source/a.docx:{line}"
    assert caught.value.hint


# What is no Word file.


def _broken(name: str, old: bytes, new: bytes) -> bytes:
    members = unzip(written(para(run("Text."))))
    assert old in members[name]
    return zipped({**members, name: members[name].replace(old, new)})


REFUSED = {
    "no zip": (b"text", "is no zip file"),
    "other zip": (zipped({"a.txt": b"x"}), "is a zip file, but no Word document"),
    "no document": (_broken("_rels/.rels", b'officeDocument"', b'other"'), "holds no document"),
    "other document": (
        _broken("word/document.xml", b"w:document", b"w:workbook"),
        "word/document.xml is no Word document",
    ),
    "other namespace": (
        _broken("word/document.xml", b"wordprocessingml/2006", b"wordprocessingml/2306"),
        "is no Word text",
    ),
    "not well formed": (_broken("word/document.xml", b"</w:p>", b""), "document.xml: is no XML"),
    "styles not well formed": (_broken("word/styles.xml", b"</w:styles>", b""), "styles.xml: is no XML"),
    "links not well formed": (_broken("word/_rels/document.xml.rels", b"/>", b">"), "is no XML"),
    "document type": (
        _broken("word/document.xml", b"<w:document", b"<!DOCTYPE x><w:document"),
        "declares a document type",
    ),
    "entities": (
        _broken("word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
        "declares a document type",
    ),
    "unknown entity": (_broken("word/document.xml", b"Text.", b"&nbsp;"), "is no XML: undefined entity"),
    "other encoding": (_broken("word/document.xml", b'"UTF-8"', b'"ISO-8859-1"'), "is not in UTF-8"),
    "not UTF-8": (_broken("word/document.xml", b"Text.", b"\xff\xfe"), "is no XML: not well-formed"),
    "control": (_broken("word/document.xml", b"Text.", b"\x07"), "is no XML"),
    "bad reference": (_broken("word/document.xml", b"Text.", b"&#0;"), "is no XML: reference to invalid"),
    "deep": (
        _broken("word/document.xml", b"Text.", b"<w:x>" * 300 + b"</w:x>" * 300),
        "is nested more than 200 deep",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_word_file_is_refused_with_place_and_hint(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(DocumentError, match=message) as caught:
        parse(data)
    assert str(caught.value.at) == "source/a.docx:1"
    assert caught.value.hint
