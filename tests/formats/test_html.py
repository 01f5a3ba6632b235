import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import CaveatError, DocumentError
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.document import BlockKind
from pipeline.model.unit import Risk
from tests.formats.htmls import identity, parse, sources

NOTE = Disclaimer(
    id="note", version="1", heading="Note", text="This is no advice.", placement=Placement.TOP, line=7
)


def codes(text: str, path: str = "source/a.html") -> list[tuple[int, str, str | None, str]]:
    return [
        (c.number, c.opening.decode(), c.closing.decode() if c.closing is not None else None, c.note)
        for unit in parse(text, path=path).occurrences()
        for c in unit.codes
    ]


def left_out(text: str) -> list[tuple[str, str]]:
    document = parse(text)
    return [(one.kind.value, one.range.cut(document.data).decode()) for one in document.untranslated]


def keyed(text: str) -> list[tuple[str | None, str]]:
    return [(unit.key.context, unit.key.source) for unit in parse(text).occurrences()]


def test_blocks_have_kind_level_line_and_section() -> None:
    document = parse(
        "<html><head>\n<title>Page</title></head><body>\n<h1>One</h1>\n<p>Lead.\n"
        "<h2>Part</h2>Text.\n<h6>Deep</h6>"
    )
    assert [(b.kind, b.level, b.line, b.section) for b in document.blocks] == [
        (BlockKind.TITLE, 0, 2, None),
        (BlockKind.HEADING, 1, 3, "One"),
        (BlockKind.PARAGRAPH, 0, 4, "One"),
        (BlockKind.HEADING, 2, 5, "Part"),
        (BlockKind.PARAGRAPH, 0, 5, "Part"),
        (BlockKind.HEADING, 6, 6, "Deep"),
    ]
    contexts = [unit.key.context for unit in document.occurrences()]
    assert contexts == ["title", "heading", None, "heading", None, "heading"]


def test_without_a_title_the_first_heading_of_the_first_level_is_it() -> None:
    text = "<title> 12 </title><h2>Small</h2><h1>One</h1>"
    assert [block.kind for block in parse(text).blocks] == [BlockKind.HEADING, BlockKind.HEADING]
    text = "<title> 12 </title><h1>One</h1><h1>Two</h1>"
    assert [block.kind for block in parse(text).blocks] == [BlockKind.TITLE, BlockKind.HEADING]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>One. Two is here.", ["One.", "Two is here."]),
        ("<p>One\n   two.\tThree\r\n<!-- x --> four.</p>", ["One two.", "Three <1/> four."]),
        ("<ul><li>a. B c.<li>d <p>e</ul>", ["a. B c.", "d", "e"]),
        ("<table><tr><td>Take it. Now.<td><code>x</code><tr><th>5<th>b</table>", ["Take it. Now.", "b"]),
        ("<h1>Under. Lined.</h1>", ["Under. Lined."]),
        ("<p>It <i>is. Not</i> so. Next.", ["It <1>is. Not</1> so.", "Next."]),
        ("<p>One is. <b>Two is.</b> Next.", ["One is.", "<1>Two is.</1>", "Next."]),
        ("<p>One.<br>\nTwo is.<br/>Three<br>\n four.", ["One.", "Two is.", "Three<1/>four."]),
        ("<p>One <br> two.", ["One<1/>two."]),
        ("<p>&amp; &lt;b&gt; &copy; a\\b &unknown;", ["& <b> © a\\b &unknown;"]),
        ("<p>A &lt;1&gt; b", [r"A \<1> b"]),
        ("<p>Call <code>f()</code> now", ["Call <1>f()</1> now"]),
        ("<p>A <i class=x></i> b <a id=y> </a> c", ["A <1/> b <2/> c"]),
        ("<p>A <a href=x><img src=y></a> b", ["A <1/> b"]),
        ("<p>A <b><i>c</b></i> d", ["A <1><2/>c</1><3/> d"]),
        ("<div>text<p>para</p>tail</div>", ["text", "para", "tail"]),
        ("<a href=x><h2>Head</h2><p>text</p></a> tail", ["Head", "text", "tail"]),
        ("<select><option>One</option><option>Two</select>", ["One", "Two"]),
        ("<p>Press <button>OK</button> now", ["Press", "OK", "now"]),
        ("<P>UPPER <B>case</B></P>", ["UPPER <1>case</1>"]),
        ("text in a fragment <b>bold", ["text in a fragment <1/>bold"]),
        ("<pre>\n a\n  b. C d.\r\n e</pre>", ["a\n  b. C d.\n e"]),
        ("<p>x <x-tag>custom</x-tag>", ["x <1>custom</1>"]),
        ("<p>a <script>var b</script> c<style>d{}</style>", ["a <1/> c"]),
        ("<p>Icon <svg><title>Leaf</title></svg> here", ["Icon <1/> here", "Leaf"]),
        ("<svg><text>In <tspan>it</tspan></text></svg>", ["In <1>it</1>"]),
        ("<p>漢字<ruby>漢<rt>kan</rt></ruby>。", ["漢字<1>漢<2>kan</2></1>。"]),
        ("<dl><dt>Term. One<dd>Is. This", ["Term. One", "Is.", "This"]),
        ("<noscript>Please wait.</noscript>", ["Please wait."]),
        ("<p>a&nbsp;b &nbsp;</p>", ["a\xa0b"]),
    ],
)
def test_units_are_what_a_reader_sees(text: str, found: list[str]) -> None:
    assert sources(text) == found


def test_a_paragraph_is_one_unit_where_the_collection_says_so() -> None:
    found = parse("<p>One. Two is.", segmentation="paragraph").occurrences()
    assert [unit.key.source for unit in found] == ["One. Two is."]


@pytest.mark.parametrize(
    "text",
    [
        "<p><code>code</code>, <kbd>more</kbd>!</p>",
        "<p>https://example.org/a</p>",
        "<p>me@example.org</p>",
        "<p>12 345.6 %</p>",
        "<pre><code>x = y</code></pre>",
        "<script>text</script><style>text</style><textarea>text</textarea>",
        "<math><mi>x</mi></math>",
        "<p>{{ title }} {% include 'x' %}</p>",
        "<!-- comment --><!DOCTYPE html>",
        "<a href='text' class=text id=text>1</a>",
        "<iframe>text</iframe><xmp>text</xmp>",
        "<a title='12'><img alt=''><meta name=author content=Ann><meta name=description content=''>",
        "<input value=text><input type=hidden value=text><style title=text></style>",
        "",
        "\ufeff",
    ],
)
def test_what_is_protected_or_not_prose_is_no_unit(text: str) -> None:
    document = parse(text)
    assert not list(document.occurrences())
    assert identity(document) == text.encode()


def test_tags_stand_for_the_bytes_of_the_document() -> None:
    text = (
        "<p>a <b>b</b> <EM class=x>c</EM> <a href='x?a=1&amp;b=2'>d</a> <code>e</code> <img src=f alt='g h'> "
        "<wbr><span title=i>j</span> <svg aria-label=k><g/></svg> <input type=text> l<br>m"
    )
    assert codes(text) == [
        (1, "<b>", "</b>", "bold"),
        (2, "<EM class=x>", "</EM>", "italic"),
        (3, "<a href='x?a=1&amp;b=2'>", "</a>", "link to x?a=1&b=2"),
        (4, "<code>", "</code>", "code"),
        (5, "<img src=f alt='g h'>", None, "image g h"),
        (6, "<wbr>", None, "place where a line may break"),
        (7, "<span title=i>", "</span>", "html <span title=i>"),
        (8, "<svg aria-label=k><g/></svg>", None, "image k"),
        (9, "<input type=text>", None, "html <input type=text>"),
        (10, "<br>", None, "line break"),
    ]


def test_notes_stay_short_whatever_a_tag_holds() -> None:
    ((_, _, _, note),) = codes(f"<p>a <a href='{'x' * 5000}'>b</a>")
    assert len(note) < 250


def test_attributes_are_units_in_the_order_of_the_document() -> None:
    text = (
        "<meta name=Description content='On cramps'><meta property=og:title content='Cramps &amp; more'>"
        "<meta name=twitter:card content=summary>"
        "<p title=\"Tip\">See <a href=x title='It'>this</a> <img alt=Leg src=y>.</p>"
        "<input placeholder=Name aria-label='Your name'><input type=submit value=Send>"
        "<select><option label=One value=first>1</select>"
    )
    assert keyed(text) == [
        ("content", "On cramps"),
        ("content", "Cramps & more"),
        ("title", "Tip"),
        (None, "See <1>this</1> <2/>."),
        ("title", "It"),
        ("alt", "Leg"),
        ("placeholder", "Name"),
        ("aria-label", "Your name"),
        ("value", "Send"),
        ("label", "One"),
    ]
    document = parse(text)
    assert {block.kind for block in document.blocks} == {BlockKind.VALUE, BlockKind.PARAGRAPH}
    assert document.blocks[0].occurrences[0].notes == ("meta description",)


def test_values_are_whole_and_without_outer_white_space() -> None:
    document = parse("<img alt=' One. \r\n Two is. '>")
    (unit,) = document.occurrences()
    assert (unit.key.source, unit.range.cut(document.data)) == ("One. \n Two is.", b"One. \r\n Two is.")


def test_xhtml_is_read_as_xml() -> None:
    text = (
        "<?xml version='1.0'?><html><title/><script src='x'/><body><p>a <a id='b'/>c</p><p/>d</body></html>"
    )
    assert sources(text) == ["a <1/>c", "d"]
    assert sources("<p><title/>a</p>", path="b.xhtml") == ["a"]
    assert sources("<p><title/>a</p>") == ["a</p>"]


def test_a_mark_of_byte_order_and_windows_line_ends_stay() -> None:
    text = "\ufeff<p>A\r\n b\r\n<p>C"
    document = parse(text)
    assert [u.range.cut(document.data) for u in document.occurrences()] == [b"A\r\n b", b"C"]
    assert identity(document) == text.encode()


def test_labels_have_their_role() -> None:
    text = "<label>Name</label><button>Go</button><table><caption>Doses</caption></table><legend>You</legend>"
    assert keyed(text) == [("label", "Name"), ("label", "Go"), ("label", "Doses"), ("label", "You")]


def test_what_is_in_no_unit_is_told_with_the_reason() -> None:
    text = (
        "<title>T</title><meta name=author content=Ann><script>var a</script>"
        "<p>b <code>c</code> <i translate=no>d</i></p><pre><code>e f</code></pre>"
        "<p translate=no>g <b>h</b> i</p><xmp>j</xmp><img alt=k translate=no>"
        "<!-- caveat: skip --><p>l m</p><p>{{ n }}</p>o<p q"
    )
    assert left_out(text) == [
        ("metadata", "Ann"),
        ("code", "var a"),
        ("code", "e f"),
        ("excluded", "g "),
        ("excluded", "h"),
        ("excluded", " i"),
        ("not understood", "j"),
        ("excluded", "k"),
        ("excluded", "l m"),
        ("code", "{{ n }}"),
        ("not understood", "<p q"),
    ]


def test_authors_can_keep_blocks_out() -> None:
    assert sources("<!-- caveat: skip --><ul><li>a<p>b</ul><p>Text.") == ["Text."]
    assert sources("<!-- caveat: skip --> loose <b>text</b><p>Text.") == ["Text."]
    assert sources("<!-- caveat: skip --><img alt=a> <img alt=b><p>Text.") == ["Text."]
    assert sources("A<!-- caveat: skip-start --><p>B</p><!-- caveat: skip-end --><p>C") == ["A", "C"]
    assert sources("<head><!-- caveat: skip --><title>A</title></head><h1>B</h1>") == ["B"]


def test_authors_can_speak_to_translators() -> None:
    text = "<!-- caveat: note Mind  the gap -->\n<!-- caveat: context menu --><p>One is. Two is.</p>End."
    found = list(parse(text).occurrences())
    assert [unit.key.context for unit in found] == ["menu", "menu", None]
    assert [unit.notes for unit in found] == [("Mind the gap",), ("Mind the gap",), ()]


def test_authors_can_raise_the_risk_and_keep_a_paragraph_whole() -> None:
    text = "<!-- caveat: critical --><p>Plain words.</p><!-- caveat: paragraph --><p>One. Two is.</p>"
    found = list(parse(text).occurrences())
    assert [unit.key.source for unit in found] == ["Plain words.", "One. Two is."]
    assert (found[0].risk, found[0].reasons) == (Risk.CRITICAL, ("author",))


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a\n\n<!-- caveat: skp -->\n\nb", '"skp" is no directive for authors', 3),
        ("<!-- caveat: note --><p>b", 'the directive "note" says nothing', 1),
        ("<p>a</p>\n<!-- caveat: skip -->\n", 'no block comes after the directive "skip"', 2),
        ("a\n<!-- caveat: skip-start --><p>b", "skip-start is never ended", 2),
        ("<p>a\n<!-- caveat: critical --> b", "a directive for authors stands inside a paragraph", 2),
        ("<p>a <b>c\n<!-- caveat: skip --></b>", "a directive for authors stands inside a paragraph", 2),
        ("a\0b", "holds a NUL byte, so it is not text", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text)
    assert caught.value.message == message
    assert caught.value.hint
    assert str(caught.value.at) == f"source/a.html:{line}"


def test_another_encoding_is_told_by_its_name() -> None:
    with pytest.raises(DocumentError) as caught:
        parse(
            "<head>\n<meta http-equiv=x content='text/html; charset=windows-1252'><p>\xe9".encode("latin-1")
        )
    assert caught.value.message == "is in windows-1252, as it says, and not in UTF-8"
    assert str(caught.value.at) == "source/a.html:2"
    assert "iconv -f windows-1252" in (caught.value.hint or "")
    with pytest.raises(DocumentError, match="not UTF-8"):
        parse(b"<meta charset=utf-8><p>\xe9")
    assert sources("<meta charset=latin1><p>Ascii") == ["Ascii"]


PROFILE = Profile(
    name="p",
    sections=(
        SectionRule(title="Note", disclaimer="note"),
        SectionRule(title="Danger", risk=Risk.CRITICAL),
        SectionRule(title="Tips", is_required=True),
    ),
    junk=("Null",),
)


def test_a_profile_gives_sections_their_risk_and_disclaimer() -> None:
    text = (
        "<h1>T</h1><h2>Note</h2><p>This is no advice.</p><h2>Danger</h2>Plain."
        "<h3>Below</h3>Plain.<h2>Tips</h2>Calm.<h2>Other</h2>"
    )
    document = parse(text, PROFILE, disclaimers=(NOTE,))
    assert [(u.key.context, u.key.source, u.risk.label) for u in document.occurrences()] == [
        ("title", "T", "standard"),
        ("disclaimer:note", "Note", "disclaimer"),
        ("disclaimer:note", "This is no advice.", "disclaimer"),
        ("heading", "Danger", "critical"),
        (None, "Plain.", "critical"),
        ("heading", "Below", "critical"),
        (None, "Plain.", "critical"),
        ("heading", "Tips", "standard"),
        (None, "Calm.", "standard"),
        ("heading", "Other", "standard"),
    ]
    assert [block.disclaimer for block in document.blocks][:4] == [None, "note", "note", None]
    assert [notice.rule for notice in document.notices] == ["source.unknown-heading"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<h2>Note</h2><p>This is advice.<h2>Tips</h2>", "the text of disclaimer"),
        ("<h2>Note</h2><p>This is no advice.<p>More.<h2>Tips</h2>", "has a second paragraph"),
        ("<h2>Note</h2><p>This is no advice.", 'the section "Tips" is missing'),
        ("<h2>Note</h2><h2>Tips</h2>", "has no text"),
    ],
)
def test_a_profile_is_held_to(text: str, message: str) -> None:
    with pytest.raises(CaveatError, match=message):
        parse(text, PROFILE, disclaimers=(NOTE,))


def test_junk_glued_to_a_declared_heading_is_taken_off() -> None:
    document = parse("<h2>Null Tips</h2>Null text.<h2>Nullify</h2>", PROFILE)
    assert [(one.text, one.range.cut(document.data), one.line) for one in document.junk] == [
        ("Null ", b"Null ", 1)
    ]
    assert [unit.key.source for unit in document.occurrences()] == ["Tips", "Null text.", "Nullify"]
    assert document.notices[0].rule == "source.junk"
    assert identity(document) == document.data
