import pytest

from pipeline.formats.base import Passage
from pipeline.model.document import Occurrence
from pipeline.model.locale import Locale
from tests.formats.docxs import (
    BOLD,
    MAIN,
    body_of,
    localize,
    loud,
    made,
    opened,
    para,
    parse,
    part,
    read_texts,
    run,
    saved,
    sources,
    written,
)
from tests.formats.zips import unzip

ES, EN, AR = Locale("es"), Locale("en"), Locale("ar")


def _source(unit: Occurrence) -> str:
    return unit.key.source


@pytest.mark.parametrize(
    "data", [written(para(run("One. Two.", BOLD))), saved(made())], ids=["written", "made"]
)
def test_an_edition_in_the_source_language_is_the_file(data: bytes) -> None:
    assert localize(data, "en", _source) == data


def test_runs_get_the_language() -> None:
    body = para(run("One "), run("two", f'{BOLD}<w:lang w:val="en-GB" w:eastAsia="ja-JP"/>'), run("."))
    back = body_of(localize(body, "es", loud))
    assert back.count('<w:lang w:val="es"/>') == 2
    assert f'<w:rPr>{BOLD}<w:lang w:val="es" w:eastAsia="ja-JP"/></w:rPr>' in back


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ("pt_BR", '<w:lang w:val="pt-BR"/>'),
        ("ru", '<w:lang w:val="ru"/>'),
        ("zh_Hans", '<w:lang w:eastAsia="zh-Hans"/>'),
        ("ja", '<w:lang w:eastAsia="ja"/>'),
        ("ko", '<w:lang w:eastAsia="ko"/>'),
        ("ar", '<w:lang w:bidi="ar"/>'),
        ("hi", '<w:lang w:bidi="hi"/>'),
        ("th", '<w:lang w:bidi="th"/>'),
    ],
)
def test_a_script_has_its_own_attribute(locale: str, lang: str) -> None:
    assert lang in body_of(localize(para(run("One.")), locale, loud))


def test_text_from_right_to_left_is_marked_in_order() -> None:
    look = '<w:rStyle w:val="Stark"/><w:b w:val="1"/><w:sz w:val="28"/><w:u w:val="single"/>'
    look += '<w:em w:val="dot"/><w14:glow/>'
    body = para(run("One.", look), properties='<w:keepNext/><w:spacing w:before="1"/><w:jc w:val="left"/>')
    assert body_of(localize(body, "ar", loud)) == para(
        "<w:r><w:rPr>"
        '<w:rStyle w:val="Stark"/><w:b w:val="1"/><w:bCs w:val="1"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
        '<w:u w:val="single"/><w:rtl/><w:em w:val="dot"/><w:lang w:bidi="ar"/><w14:glow/>'
        "</w:rPr><w:t>ONE.</w:t></w:r>",
        properties='<w:keepNext/><w:bidi/><w:spacing w:before="1"/><w:jc w:val="left"/>',
    )
    assert body_of(localize(para(run("One.")), "ar", loud)) == para(
        '<w:r><w:rPr><w:rtl/><w:lang w:bidi="ar"/></w:rPr><w:t>ONE.</w:t></w:r>', properties="<w:bidi/>"
    )


def test_marks_that_are_there_are_not_doubled() -> None:
    body = para(run("One.", "<w:b/><w:bCs/><w:rtl/>"), properties="<w:bidi/>")
    back = body_of(localize(body, "ar", loud))
    assert back.count("<w:bidi/>") == back.count("<w:rtl/>") == back.count("<w:bCs/>") == 1


def test_numbers_code_and_deleted_text_keep_their_marks() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>'
    body = para(run("500")) + para(deleted, run("One."))
    back = body_of(localize(body, "ar", loud))
    assert back.startswith(para(run("500")))
    assert deleted in back


def test_a_fallback_says_its_language_in_words_and_marks() -> None:
    body = para(run("One. Two.")) + para(run("Three."))
    texts = {"One.": "One.", "Two.": "Two.", "Three.": "THREE."}
    back = body_of(
        localize(body, "ar", lambda unit: texts[unit.key.source], fallback=frozenset({0}), mark="[EN]")
    )
    assert back == para(
        '<w:r><w:rPr><w:lang w:val="en"/></w:rPr><w:t xml:space="preserve">[EN] One. Two.</w:t></w:r>'
    ) + para(
        '<w:r><w:rPr><w:rtl/><w:lang w:bidi="ar"/></w:rPr><w:t>THREE.</w:t></w:r>', properties="<w:bidi/>"
    )


def test_a_value_that_falls_back_says_it_in_words() -> None:
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="A leg"/></wp:inline></w:drawing></w:r>'
    back = body_of(localize(para(drawing), "es", _source, fallback=frozenset({0}), mark="[Inglés]"))
    assert back == para(drawing.replace("A leg", "[Inglés] A leg"))


def test_banner_and_notices_stand_before_what_they_are_about() -> None:
    table = f"<w:tbl><w:tr><w:tc>{para(run('One.'))}</w:tc></w:tr></w:tbl>"
    data = localize(
        table + para(run("Two.")),
        "ar",
        loud,
        banner=Passage("Borrador & <más>", AR),
        notices={0: Passage("First", EN), 1: Passage("Second", AR)},
    )
    assert sources(data) == ["Borrador & <más>", "First", "ONE.", "Second", "TWO."]
    back = body_of(data)
    assert back.index("Borrador") < back.index("<w:tbl>") < back.index("First") < back.index("ONE.")
    first = back[back.index("<w:tc>") + 6 : back.index("First")]
    assert '<w:lang w:val="en"/>' in first
    assert "<w:bidi/>" not in first
    assert "<w:bidi/>" in back[: back.index("Borrador")]
    assert [one.text for one in opened(data).paragraphs] == ["Borrador & <más>", "Second", "TWO."]


def test_a_notice_about_the_files_title_stands_at_the_top() -> None:
    data = saved(made())
    place = len(parse(data).blocks) - 1
    back = localize(data, "es", loud, notices={place: Passage("About the title", ES)})
    assert opened(back).paragraphs[0].text == "About the title"


def test_links_that_differ_are_written_where_they_match_exactly() -> None:
    link = '<w:hyperlink r:id="rId{}">{}</w:hyperlink>'.format
    body = para(run("See "), link(7, run("a")), run(" or "), link(8, run("b")))
    data = written(
        body,
        {"header1": part("hdr", para(run("x")))},
        links={
            "rId7": ("hyperlink", "https://x.org/en?a=1&amp;b=2"),
            "rId8": ("hyperlink", "https://x.org/en"),
        },
    )
    for locale in ("en", "es"):
        back = localize(data, locale, _source, links={"https://x.org/en?a=1&b=2": 'https://x.org/"es"&'})
        links = unzip(back)["word/_rels/document.xml.rels"].decode()
        assert 'Target="https://x.org/&quot;es&quot;&amp;"' in links
        assert 'Target="https://x.org/en"' in links
    back = localize(data, "en", _source, links={"header1.xml": "other.xml"})
    assert back == data


def _both(first: str, second: str) -> str:
    box = f"<wps:txbx><w:txbxContent>{first}</w:txbxContent></wps:txbx>"
    drawing = f'<w:drawing><wp:inline><wp:docPr id="1" descr="A box"/>{box}</wp:inline></w:drawing>'
    content = f"<w:txbxContent>{second}</w:txbxContent>"
    old = f'<w:pict><v:shape alt="A box"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def test_copies_say_what_their_texts_say() -> None:
    inside = para(run("In "), run("the", BOLD), run(" box. More. "))
    data = localize(para(f"<w:r>{_both(inside, inside)}</w:r>", run("Text.")), "es", loud)
    back = body_of(data)
    choice, fallback = back.split("<mc:Fallback>")
    for half in (choice, fallback):
        assert ">IN <" in half
        assert ">THE<" in half
        assert "MORE." in half
        assert '"A BOX"' in half
        assert '<w:lang w:val="es"/>' in half
    assert sources(data) == ["A BOX", "IN <1>THE</1> BOX.", "MORE.", "TEXT."]
    assert not parse(data).notices


def test_spaces_between_sentences_are_left_out_where_the_language_has_none() -> None:
    back = localize(
        para(run("One. Two.")), "zh_Hans", lambda unit: "一。" if unit.key.source == "One." else "二。"
    )
    assert ">一。二。<" in body_of(back)


def test_a_localized_file_opens_again_with_its_texts() -> None:
    data = saved(made())
    back = localize(data, "ar", loud, fallback=frozenset({1}), mark="[EN]", banner=Passage("Draft", AR))
    before = [text.upper() for text in read_texts(data)]
    assert read_texts(back) == ["Draft", before[0], f"[EN] {before[1]}", *before[2:]]
    assert b'<w:lang w:bidi="ar"/>' in unzip(back)["word/header1.xml"]
    assert unzip(back)["word/styles.xml"] == unzip(data)["word/styles.xml"]


def test_the_same_edition_gives_the_same_bytes() -> None:
    data = saved(made())
    assert localize(data, "ar", loud) == localize(data, "ar", loud)
    assert MAIN in unzip(localize(data, "ar", loud))
