"""Packages as verify compares them: a translation of a Word file changes words, and nothing around them."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.config.project import DEFAULT_FALLBACK
from pipeline.model.locale import Locale
from pipeline.verify.native import UnreadableError
from pipeline.verify.native_docx import read_docx_file
from pipeline.verify.native_package import check_package
from pipeline.verify.native_rules import Terms
from pipeline.verify.outline import Outline

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="urn:x"'
MAIN = "word/document.xml"
RELS = "_rels/.rels"
STYLES = "word/styles.xml"
RUN = "<w:r><w:t>{}</w:t></w:r>"
BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
LINK = '<w:hyperlink w:history="1"><w:r><w:t>{}</w:t></w:r></w:hyperlink>'
ENGLISH = f"<w:p>{RUN.format('Take ')}{BOLD.format('two')}</w:p><w:p>{RUN.format('A note.')}</w:p>"
SPANISH = f"<w:p>{BOLD.format('Dos')}{RUN.format(' tome')}</w:p><w:p>{RUN.format('Un aviso.')}</w:p>"
NOTE = f"<w:p>{RUN.format('Un aviso.')}</w:p>"
FRAME = "<w:pPr><w:pBdr><w:top/><w:left/><w:bottom/><w:right/></w:pBdr></w:pPr>"


def package(body: str, **changes: str | None) -> bytes:
    parts: dict[str, str | None] = {
        RELS: '<r><Relationship Target="word/document.xml"/></r>',
        MAIN: f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
        STYLES: f"<w:styles {W}><w:rPr/></w:styles>",
        "docProps/core.xml": "<c><title>Leg pain</title><creator>Ana</creator></c>",
        "word/media/leg.png": "picture",
    }
    parts |= {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in changes.items()}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            if text is not None:
                archive.writestr(name, text)
    return data.getvalue()


def messages(built: bytes, source: bytes, locale: str = "es") -> list[str]:
    terms = Terms(
        file="es/a.docx",
        locale=Locale(locale),
        source=Locale("en"),
        is_release=True,
        outline=Outline("a", (), (), frozenset(), frozenset()),
        fallback=DEFAULT_FALLBACK,
        risks={},
        values=frozenset({"Leg pain"}),
        links={"https://example.org/en": "https://example.org/es"},
        canonical=frozenset(),
    )
    found = list(check_package(built, source, terms))
    assert {one.check for one in found} <= {"structure.changed"}
    return [one.message for one in found]


def test_words_in_another_order_are_a_translation() -> None:
    assert messages(package(SPANISH), package(ENGLISH)) == []


def test_a_property_with_words_is_translated_and_no_other() -> None:
    core = "<c><title>Dolor</title><creator>{}</creator></c>"
    assert messages(package(SPANISH, docProps__core_xml=core.format("Ana")), package(ENGLISH)) == []
    assert messages(package(SPANISH, docProps__core_xml=core.format("Eva")), package(ENGLISH))


def test_marks_of_language_and_passages_of_a_build_are_no_difference() -> None:
    bold = "<w:r><w:rPr><w:b/><w:bCs/><w:rtl/><w:lang/></w:rPr><w:t>{}</w:t></w:r>"
    note = f"<w:p><w:pPr><w:bidi/></w:pPr>{RUN.format('x')}</w:p>"
    inserted = f"<w:p>{FRAME}{RUN.format('No advice')}</w:p>"
    built = package(f"{inserted}<w:p>{bold.format('x')}{RUN.format('y')}</w:p>{inserted}{note}")
    assert messages(built, package(ENGLISH), "ar") == []


def test_a_frame_of_the_source_stays() -> None:
    frame = f"<w:p>{FRAME}{RUN.format('{}')}</w:p>"
    assert messages(package(frame.format("Un aviso.")), package(frame.format("A note."))) == []
    assert messages(package(""), package(frame.format("A note.")))


def test_a_direction_that_the_language_does_not_have_is_found() -> None:
    built = package(SPANISH.replace("<w:r><w:t>Un", "<w:r><w:rPr><w:rtl/></w:rPr><w:t>Un"))
    assert messages(built, package(ENGLISH)) == [
        'word/document.xml: a text in the paragraph "Un aviso." looks like none in the source'
    ]


def test_a_link_may_be_divided_and_a_suggestion_accepted() -> None:
    source = package(f'<w:p>{LINK.format("one two")}<w:ins w:id="1">{RUN.format("three")}</w:ins></w:p>')
    built = package(f"<w:p>{LINK.format('uno')}{RUN.format('tres')}{LINK.format('dos')}</w:p>")
    assert messages(built, source) == []
    assert messages(package(f"<w:p>{RUN.format('uno')}</w:p>"), source)


def test_a_link_leads_where_the_profile_says() -> None:
    rels = '<r><Relationship Target="{}"/></r>'
    source = package(ENGLISH, word__rels_xml=rels.format("https://example.org/en"))
    assert messages(package(SPANISH, word__rels_xml=rels.format("https://example.org/es")), source) == []
    assert messages(package(SPANISH, word__rels_xml=rels.format("https://example.net")), source)


@pytest.mark.parametrize(
    "part",
    [
        {"word__styles_xml": f"<w:styles {W}><w:rPr><w:vanish/></w:rPr></w:styles>"},
        {"word__styles_xml": f"<w:styles {W}><w:rPr w:x='1'/></w:styles>"},
        {"word__styles_xml": f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:styles {W}/>"},
        {"word__styles_xml": "<"},
        {"word__styles_xml": None},
        {"word/evil.xml": "<x/>"},
        {RELS: '<r><Relationship Target="word/media/leg.png"/></r>'},
        {"word/media/leg.png": "another picture"},
    ],
)
def test_parts_beside_the_text_are_the_sources(part: dict[str, str | None]) -> None:
    [message] = messages(package(SPANISH, **part), package(ENGLISH))
    assert message.startswith(("word/", "_rels/", "has other parts"))


@pytest.mark.parametrize("damaged", [b"another", b"pict\0re"])
def test_a_part_that_cannot_be_read_is_found(damaged: bytes) -> None:
    built = package(SPANISH).replace(b"picture", damaged)
    [message] = messages(built, package(ENGLISH))
    assert message.startswith("a part can't be read: Bad CRC-32")


def test_a_damaged_stream_is_found() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MAIN, "x" * 999)
    start = len(MAIN) + 30
    broken = data.getvalue()[:start] + b"\xff" * 5 + data.getvalue()[start + 5 :]
    assert len(messages(broken, package(ENGLISH))) == 1
    with pytest.raises(UnreadableError, match="is no Word file"):
        read_docx_file(broken)


@pytest.mark.parametrize(
    "hidden",
    [
        '<w:p><w:r><w:rPr><w:w w:val="1"/></w:rPr><w:t>Un aviso.</w:t></w:r></w:p>',
        '<w:p><w:r><w:rPr><w:szCs w:val="2"/></w:rPr><w:t>Un aviso.</w:t></w:r></w:p>',
        f'<w:p><w:pPr><w:framePr w:x="-9999"/></w:pPr>{RUN.format("Un aviso.")}</w:p>',
        f"<mc:AlternateContent><mc:Fallback>{NOTE}</mc:Fallback></mc:AlternateContent>",
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{RUN.format("Un aviso.")}</w:p>',
        "<x:p><x:r><x:t>Un aviso.</x:t></x:r></x:p>",
        "<w:p><x:r><x:t>Un aviso.</x:t></x:r></w:p>",
        f"<w:p><w:ruby><w:rt>{RUN.format('Un aviso.')}</w:rt></w:ruby></w:p>",
        f"<w:sdt><w:sdtContent>{NOTE}</w:sdtContent></w:sdt>",
        f"<w:p>{'<w:r><w:br/></w:r>' * 9}{RUN.format('Un aviso.')}</w:p>",
        f'{NOTE}<w:altChunk w:id="1"/>',
        f"{NOTE}<w:p>{FRAME}<w:r><w:pict/></w:r></w:p>",
    ],
)
def test_ways_to_hide_a_paragraph_are_found(hidden: str) -> None:
    assert messages(package(SPANISH.replace(NOTE, hidden)), package(ENGLISH))
