import pytest

from pipeline.config.project import MarkupRule, Profile, SectionRule
from pipeline.errors import DocumentError
from pipeline.formats.base import Passage
from pipeline.model.locale import Locale
from tests.formats.htmls import AR, EN, ES, SNIPPETS, localize, ruled

FR, ZH = Locale("fr"), Locale("zh_Hans")
PAGE = "<!DOCTYPE html>\n<html lang=en><head><title>T</title></head><body>\n<h1>H</h1><p>One. Two is.\n"


@pytest.mark.parametrize(
    "text", [PAGE, *SNIPPETS, "<p its-locale-filter-list=fr>a", "<meta charset=latin1><p>a"]
)
def test_an_edition_that_says_what_the_source_says_gives_the_file_byte_for_byte(text: str) -> None:
    assert localize(text, EN) == text


@pytest.mark.parametrize(
    ("start", "written"),
    [
        ("<html>", '<html lang="ar" dir="rtl">'),
        ("<HTML lang=en class=x>", '<HTML dir="rtl" lang="ar" class=x>'),
        ("<html lang='en' dir=ltr>", "<html lang='ar' dir=\"rtl\">"),
        ("<html lang>", '<html dir="rtl" lang="ar">'),
        ("<html lang=en xml:lang='en'>", '<html dir="rtl" lang="ar" xml:lang=\'ar\'>'),
        ("<body>", '<body lang="ar" dir="rtl">'),
        ("<p>", "<p>"),
    ],
)
def test_a_page_says_its_language(start: str, written: str) -> None:
    assert localize(f"{start}a", AR, {"a": "ب"}) == f"{written}ب"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            '<html lang="en"><body dir="ltr" lang=en-US>A',
            '<html dir="rtl" lang="ar"><body dir="rtl" lang="ar">A',
        ),
        ("<html><body DIR=LTR>A", '<html lang="ar" dir="rtl"><body DIR="rtl">A'),
        ("<div lang='en'><p>A</p></div>", "<div lang='ar'><p>A</p></div>"),
        ("<div lang=en_GB xml:lang='en'>A</div>", "<div lang=\"ar\" xml:lang='ar'>A</div>"),
        ("<p>A <b lang=EN dir=ltr>b</b> c", '<p>A <b lang="ar" dir="rtl">b</b> c'),
        ("<p dir=auto>A<p dir=rtl>B", "<p dir=auto>A<p dir=rtl>B"),
        (
            "<img lang=en dir=ltr alt=A><img lang=en alt=5>",
            '<img lang="ar" dir="rtl" alt=A><img lang=en alt=5>',
        ),
        (
            "<p>Call <b dir=ltr>+1&nbsp;555</b><td dir=ltr>5",
            "<p>Call <b dir=ltr>+1&nbsp;555</b><td dir=ltr>5",
        ),
        ("<p>A <code lang=en dir=ltr>b</code> c", "<p>A <code lang=en dir=ltr>b</code> c"),
        ("<p>A <kbd><i lang=en dir=ltr>b</i></kbd>", "<p>A <kbd><i lang=en dir=ltr>b</i></kbd>"),
        ("<pre lang=en dir=ltr>A <b dir=ltr>b</b></pre>", '<pre lang="ar" dir=ltr>A <b dir=ltr>b</b></pre>'),
        ("<div translate=no lang=en dir=ltr>A</div>", "<div translate=no lang=en dir=ltr>A</div>"),
        ("<p>A <i class=notranslate lang=en>b</i>", "<p>A <i class=notranslate lang=en>b</i>"),
        (
            "<code>a <i translate=yes lang=en dir=ltr>B is.</i></code>",
            '<code>a <i translate=yes lang="ar" dir=ltr>B is.</i></code>',
        ),
        ("<p lang=fr dir=ltr>A <i dir=ltr>b</i>", "<p lang=fr dir=ltr>A <i dir=ltr>b</i>"),
        ("<p lang=en xml:lang=fr dir=ltr>A", "<p lang=en xml:lang=fr dir=ltr>A"),
        ("<p lang=eng>A<p lang>B", "<p lang=eng>A<p lang>B"),
        ("<div lang=fr><p lang=en dir=ltr>A</div>", '<div lang=fr><p lang="ar" dir="rtl">A</div>'),
    ],
)
def test_what_names_the_language_of_a_translated_text_names_the_target(text: str, written: str) -> None:
    assert localize(text, AR) == written
    assert localize(text, EN) == text


def test_a_language_of_the_same_direction_keeps_the_direction() -> None:
    assert localize("<div lang=en dir=LTR>A</div>", ES) == '<div lang="es" dir=LTR>A</div>'


@pytest.mark.parametrize(
    ("text", "fallback", "written"),
    [
        ("<div lang=en dir=ltr><p>A<p>B</div>", {0, 1}, "<div lang=en dir=ltr>{}A{}B</div>"),
        ("<div lang=en dir=ltr><p>A<p>B</div>", {0}, '<div lang="ar" dir="rtl">{}A<p>B</div>'),
        ("<p lang=en-US>A <b lang=en>b</b>", {0}, '<p dir="ltr" lang="en">A <b lang=en>b</b>'),
        (
            "<svg lang=en>A <text>B is.</text></svg>",
            {0},
            '<svg dir="ltr" lang=en>A <text>B is.</text></svg>',
        ),
        ("<div dir=ltr><img lang=en alt=A></div>", {0}, '<div dir=ltr><img lang=en alt="[Inglés] A"></div>'),
    ],
)
def test_what_names_the_language_of_a_fallback_stays(text: str, fallback: set[int], written: str) -> None:
    mark = '<p lang="en" dir="ltr">'
    assert localize(text, AR, fallback=frozenset(fallback)) == written.format(mark, mark)


def test_what_is_removed_needs_no_language() -> None:
    text = "<p>A <b its-locale-filter-list=fr lang=en>b</b> c<div its-locale-filter-list=fr lang=en>B</div>"
    assert localize(text, AR) == "<p>A  c"


def test_texts_and_values_are_written() -> None:
    text = "<p title='Tip'>One. <b>Two</b> is."
    found = localize(text, ES, {"One.": "Uno.", "<1>Two</1> is.": "Son <1>dos</1>.", "Tip": "Idea"})
    assert found == "<p title='Idea'>Uno. Son <b>dos</b>."


def test_a_language_without_spaces_between_sentences_gets_none() -> None:
    text = "<p>One.\n Two is.</p>"
    assert localize(text, ZH, {"One.": "一。", "Two is.": "二。"}) == "<p>一。二。</p>"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<p>A <b>b</b>. C.</p>", '<p lang="en" dir="ltr">A <b>b</b>. C.</p>'),
        ("<h1 lang=fr>A</h1>", '<h1 dir="ltr" lang="en">A</h1>'),
        ("<title>A</title>", '<title lang="en" dir="ltr">A</title>'),
        ("<table><td>A</table>", '<table><td lang="en" dir="ltr">A</table>'),
        ("A <b>b</b>. C is.\n", '<span lang="en" dir="ltr">A <b>b</b>. C is.</span>\n'),
        ("<body>A", '<body lang="es" dir="ltr"><span lang="en" dir="ltr">A</span>'),
        ("<div>A<p></p><br>5</div>", '<div lang="en" dir="ltr">A<p></p><br>5</div>'),
        ("<p>A\n<script>x</script></p>", '<p lang="en" dir="ltr">A\n<script>x</script></p>'),
        ("<select>A<b></select>", "<select>[Inglés] A<b></select>"),
        ("<img alt=A>", '<img alt="[Inglés] A">'),
        (
            "<svg><text>A <tspan>b</tspan></text></svg>",
            '<svg><text lang="en" dir="ltr">A <tspan>b</tspan></text></svg>',
        ),
    ],
)
def test_a_fallback_names_its_language(text: str, written: str) -> None:
    assert localize(text, ES, fallback=frozenset({0})) == written


def test_a_fallback_marks_no_more_than_its_block() -> None:
    text = "<div>A<p>B</p>C</div><p title=D>E</p>"
    found = localize(text, ES, {"B": "be"}, fallback=frozenset({0, 4}))
    mark = '<span lang="en" dir="ltr">'
    assert found == f"<div>{mark}A</span><p>be</p>C</div><p title=D>{mark}E</span></p>"
    both = localize("<p title=D>E</p>", ES, fallback=frozenset({0, 1}))
    assert both == '<p lang="en" dir="ltr" title="[Inglés] D">E</p>'


def test_a_fallback_inside_of_a_text_is_marked_there() -> None:
    text = "<p>a <svg><title>b</title></svg> c"
    found = localize(text, ES, {"a <1/> c": "x <1/> z"}, fallback=frozenset({1}))
    assert found == '<p>x <svg><title lang="en" dir="ltr">b</title></svg> z'


def test_a_preview_says_so_first_and_keeps_away_from_lists_of_results() -> None:
    banner = Passage("Vista <previa>", ES)
    div = '<div class="caveat-banner" lang="es" dir="ltr" style="{}">Vista &lt;previa&gt;</div>'
    style = (
        "margin: 0 0 1em; border: 2px solid #8a5a00; padding: 0.75em 1em; background: #fff4d6; color: #3a2a00"
    )
    div = div.format(style)
    meta = '<meta name="robots" content="noindex">'
    page = localize(PAGE, ES, banner=banner)
    assert f'<html dir="ltr" lang="es"><head>{meta}<title>T</title></head><body>{div}\n<h1>' in page
    assert localize("<p>a", ES, banner=banner) == f"{div}<p>a"
    assert localize("\ufeff<!-- x --> a", ES, banner=banner) == f"\ufeff<!-- x -->{div} a"
    start = '<html lang="es" dir="ltr">'
    assert (
        localize("<html><title>T</title><p>a", ES, banner=banner) == f"{start}{meta}<title>T</title>{div}<p>a"
    )
    xhtml = localize("<?xml?><html><head></head></html>", ES, banner=banner)
    assert '<head><meta name="robots" content="noindex" /></head>' in xhtml


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<div><p>A</p></div>", "<div>{}<p>A</p></div>"),
        ("<ul><li>A</ul>", "<ul><li>{}A</ul>"),
        ("<table><tr><td>A</table>", "<table><tr><td>{}A</table>"),
        ("<a href=x><h2>A</h2></a>", "{}<a href=x><h2>A</h2></a>"),
        ("<div>A<p></p></div>", "{}<div>A<p></p></div>"),
        ("A", "{}A"),
        ("<body><h1>A</h1>", '<body lang="es" dir="ltr">{}<h1>A</h1>'),
        ("<p>5 <svg><title>A</title></svg>", "{}<p>5 <svg><title>A</title></svg>"),
        ("<title>A</title><p>5", "<title>A</title>{}<p>5"),
        ("<select><option>A</select>", "{}<select><option>A</select>"),
    ],
)
def test_a_notice_stands_before_its_block(text: str, written: str) -> None:
    notice = '<p class="caveat-notice" lang="ar" dir="rtl">&lt;ب&gt;</p>'
    found = localize(text, ES, notices={0: Passage("<ب>", AR)})
    assert found == written.format(notice)


def test_links_of_the_locale_replace_those_of_the_source() -> None:
    text = "<a href='a.html'>x</a> <a href=a.html?b&amp;c>y</a><img src=\"a.html\"><a href=a.html#d>5</a>"
    links = {"a.html": "es/<a>.html", "a.html?b&c": "d&e"}
    found = localize(text, ES, links=links)
    expected = '<a href=\'es/&lt;a&gt;.html\'>x</a> <a href="d&amp;e">y</a><img src="es/&lt;a&gt;.html">'
    assert found == f"{expected}<a href=a.html#d>5</a>"


def test_what_a_locale_does_not_have_is_left_out() -> None:
    only = "its-locale-filter-list=fr"
    text = (
        f"<p>Call <b its-locale-filter-list='fr, de'>15 <i>or</i></b> 112 <img src=x {only}>now."
        f"<p {only} title=a>Only <i>there</i>.</p>"
        "<ul its-locale-filter-list=es its-locale-filter-type=exclude><li>Not here.</ul>"
        f"<a href=y>z <wbr><img {only}></a>"
    )
    assert localize(text, ES) == "<p>Call  112 now.<a href=y>z <wbr></a>"
    moved = {"Call <1>15 <2>or</2></1> 112 <3/>now.": "Ora <3/>112 o <1>15 <2>ou</2></1>."}
    assert localize(text, FR, moved).startswith(
        "<p>Ora <img src=x its-locale-filter-list=fr>112 o <b its-loc"
    )
    assert localize(text, ES, moved) == "<p>Ora 112 o .<a href=y>z <wbr></a>"
    assert localize("<p><i>a</i> b", ES, None, ruled(MarkupRule(selector="i", locales=("fr",)))) == "<p> b"
    notices = {1: Passage("n", ES)}
    assert (
        localize("<p>a<p its-locale-filter-list=fr>b", ES, notices=notices, fallback=frozenset({1})) == "<p>a"
    )


def test_an_element_of_some_locales_that_ends_elsewhere_is_refused() -> None:
    with pytest.raises(DocumentError, match="starts inside of a text and ends after it") as caught:
        localize("<div>\na <b its-locale-filter-list=fr>b <p>c</p></b></div>", ES)
    assert str(caught.value.at) == "source/a.html:2"


def test_an_old_encoding_is_declared_no_more() -> None:
    text = "<meta http-equiv=content-type content='text/html; charset=iso-8859-1'><p>a"
    assert localize(text, ES) == text.replace("iso-8859-1", "utf-8")
    assert localize("<meta charset=latin1>é", ES) == "<meta charset=utf-8>é"
    xml = "<?xml version='1.0' encoding='ISO-8859-1'?><p>a</p>"
    assert localize(xml, ES) == xml.replace("ISO-8859-1", "utf-8")
    text = "<meta name=description content='Say charset=latin1 now'><meta charset=UTF-8>"
    assert localize(text, ES) == text


def test_junk_is_left_out() -> None:
    profile = Profile(name="p", sections=(SectionRule(title="Tips"),), junk=("Null",))
    assert localize("<h2>NullTips</h2>", ES, {"Tips": "Consejos"}, profile) == "<h2>Consejos</h2>"


def test_a_target_that_would_change_the_structure_is_refused() -> None:
    with pytest.raises(DocumentError, match="<1> is missing"):
        localize("<p>a <b>b</b>", ES, {"a <1>b</1>": "x"})
