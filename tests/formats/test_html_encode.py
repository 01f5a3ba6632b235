import pytest

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from tests.formats.htmls import FORMAT, elements, identity, parse, shown, sources, write


@pytest.mark.parametrize(
    ("text", "target", "written"),
    [
        ("<p>a</p>", "x & <y> \"z\" 'q'", "<p>x &amp; &lt;y&gt; \"z\" 'q'</p>"),
        ("<p>a\n  b</p>", "x\n\ty\r\n", "<p>x y</p>"),
        ("<p>a &nbsp;b</p>", "a \xa0b", "<p>a &nbsp;b</p>"),
        ("<p>a &nbsp;b</p>", "c \xa0b", "<p>c \xa0b</p>"),
        ("<pre>\na\r\nb</pre>", "x\r\n y\n", "<pre>\nx\n y</pre>"),
        ("<title>a</title>", "</title><b>", "<title>&lt;/title&gt;&lt;b&gt;</title>"),
        ("<p>a <b>b</b> <i>c</i>", "<2>x</2> y <1>z</1>", "<p><i>x</i> y <b>z</b>"),
        ("<p>a <b>b</b> <i>c</i>", "<2>x <1>z</1></2>", "<p><i>x <b>z</b></i>"),
        ("<p>a <b>b <i>c</i></b>", "<1>x</1> <2>z</2>", "<p><b>x</b> <i>z</i>"),
        ("<p>a<br>\n  b", "x<1/>y", "<p>x<br>\n  y"),
        ("<p>A &lt;1&gt; b", r"X \<1> y", "<p>X &lt;1&gt; y"),
        ("<p>a <b>un <i>closed</b> c", "x <1>y <2/>z</1> q", "<p>x <b>y <i>z</b> q"),
        ('<img alt="a">', "\"x\" 'y' <z> &", "<img alt=\"&quot;x&quot; 'y' &lt;z&gt; &amp;\">"),
        ("<img alt='a'>", "\"x\" 'y'", "<img alt='\"x\" &#39;y&#39;'>"),
        ("<img alt=a src=b>", 'x "y"', '<img alt="x &quot;y&quot;" src=b>'),
        ("<img alt=' a '>", " x ", "<img alt=' x '>"),
        ("<p>a <x-y>b</x-y>", "x <1>y</1>", "<p>x <x-y>y</x-y>"),
        ("<select><option>a</select>", "</select>x", "<select><option>&lt;/select&gt;x</select>"),
    ],
)
def test_targets_are_written_escaped_with_the_tags_where_they_have_them(
    text: str, target: str, written: str
) -> None:
    assert write(text, target) == written


@pytest.mark.parametrize(
    ("text", "target", "problem"),
    [
        ("<p>a <b>b</b>", "x", "<1> is missing"),
        ("<p>a <b>b</b>", "<1>x</1> <2/>", "<2/> is not in the source"),
        ("<p>a <b>b</b>", "<1/> x", "<1/> must be <1>…</1>"),
        ("<p>a <b>b</b>", "<1>x</1><1>y</1>", "there 2 times"),
        ("<p>a <b>b</b> <i>c</i>", "<1>x<2></1>y</2>", "crosses"),
        ("<p><a href=x>a</a> <a href=y>b</a>", "<1>x <2>y</2></1>", "other elements"),
        ("<p>a <b>un <i>closed</b> c</i> d", "<3/>x <1>y <2/>z</1> q", "other elements"),
        ("<p>a", "x\0y", "the character U+0000"),
        ("<p>a", "x\udc80y", "the character U+DC80"),
        ("<p>a", "x\x07y", "the character U+0007"),
        ("<p>a", "x <1/>", "<1/> is not in the source"),
        ("<img alt=a>", "x <1>", "<1> is not in the source"),
    ],
)
def test_targets_that_would_change_the_structure_are_refused(text: str, target: str, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        write(f"\n{text}", target)
    assert problem in caught.value.message
    assert str(caught.value.at) == "source/a.html:2"
    assert caught.value.hint
    assert str(caught.value).encode()


def test_attributes_inside_of_a_text_are_written_with_it() -> None:
    text = "<p>See <a href=x title='The list'>this <img alt=Leg src=y></a> now."
    targets = {"See <1>this <2/></1> now.": "<1><2/> isto</1> ver.", "The list": "Il'a", "Leg": "<Pé>"}
    document = parse(text)
    back = rebuild(FORMAT, document, lambda unit: targets[unit.key.source])
    expected = "<p><a href=x title='Il&#39;a'><img alt=\"&lt;Pé&gt;\" src=y> isto</a> ver."
    assert back.decode() == expected
    only = rebuild(FORMAT, document, lambda unit: unit.key.source if "<" in unit.key.source else "X")
    assert only.decode() == "<p>See <a href=x title='X'>this <img alt=\"X\" src=y></a> now."


def test_texts_inside_of_a_sign_are_written_with_the_text_around_it() -> None:
    text = "<p>Icon <svg><title>Leaf</title><text x=1>In <a title=tip>it</a></text></svg> here <b>now</b>."
    assert sources(text) == ["Icon <1/> here <2>now</2>.", "Leaf", "In <1>it</1>", "tip"]
    back = write(text, "<2>Ora</2> <1/>.", "Foglia", "<1>esso</1> in", "punta")
    expected = '<p><b>Ora</b> <svg><title>Foglia</title><text x=1><a title="punta">esso</a> in</text></svg>.'
    assert back == expected


def test_a_short_tag_of_xhtml_is_no_change() -> None:
    text = "<p>a <a id='x'/> b <b>c</b></p>"
    assert write(text, "<2>x</2> <1/>", path="a.xhtml") == "<p><b>x</b> <a id='x'/></p>"


PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)//",
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)',
    " onfocus=alert(1) autofocus ",
    "` onerror=`alert(1)",
    "x onerror=alert(1)",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "</title><script>alert(1)",
    "</textarea><script>alert(1)",
    "</style><script>alert(1)",
    "</option></select><img src=x>",
    "<!--",
    "-->",
    "<!--><script>alert(1)</script>",
    "--!><script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>",
    "<?php x ?>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE html>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&#x3c;b&#x3e;",
    "&amp;lt;b",
    "&quot; onclick=&quot;x",
    "&apos;",
    "&nbsp;",
    "&",
    "&#",
    "&amp",
    "&lt",
    "&;",
    "<",
    ">",
    "</",
    "</p>",
    "<p>",
    "</body></html>",
    "<iframe src=//x>",
    "<base href=//x>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
    "<form action=//x><input>",
    "<template>",
    '<noscript><p title="</noscript>">',
    "<math><mtext></p><img src=x>",
    "\ufeff<b>",
    "<b\n>",
    "<\tb>",
    "＜script＞",
    "\u2028<b>",
    "{{7*7}}",
)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Some text</p><i>x</i>",
        "<p>Some <b>text</b></p>",
        "<title>Some text</title><p>x",
        '<img alt="Some text" src=y>',
        "<img alt='Some text' src=y>",
        "<img alt=Some src=y>",
        "<pre>Some text</pre>",
        "<select><option>Some text</select>",
        "<table><tr><td>Some text<td>x</table>",
        "<svg><text>Some text</text></svg>",
        "<svg><title>Some text</title></svg>",
        "<button>Some text</button>",
        "<noscript>Some text</noscript>",
        "<math><mtext translate=yes>Some text</mtext></math>",
        "<textarea translate=yes>Some text</textarea>",
        "<p>a <svg><title>b</title></svg> <object>Some text</object>",
    ],
)
def test_a_target_never_brings_markup_into_a_page(text: str) -> None:
    document = parse(text)
    assert len(PAYLOADS) >= 50
    for payload in PAYLOADS:
        for unit in document.occurrences():
            tags = {"<1>": "<1>x</1>", "<1/>": "<1/> <2/>"}
            kept = next((tags[tag] for tag in tags if tag in unit.key.source), "")
            target = f"{payload} {kept}"
            targets = {one.range: one.key.source for one in document.occurrences()} | {unit.range: target}
            back = rebuild(FORMAT, document, lambda one, given=targets: given[one.range])
            assert elements(back) == elements(text), payload
            assert " ".join(payload.split()) in shown(back), payload
            assert identity(parse(back)) == back
