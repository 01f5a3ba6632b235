import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CatalogError
from pipeline.memory.tmx import TmxUnit, parse_tmx, render_tmx, why_not_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en-US"/><body>\n'
TAIL = "</body></tmx>"


def read(body: str, head: str = HEAD) -> list[TmxUnit]:
    return list(parse_tmx((head + body + TAIL).encode(), "m.tmx"))


def written(*units: TmxUnit) -> str:
    return "".join(render_tmx(units, "en"))


def back(*units: TmxUnit) -> list[TmxUnit]:
    return list(parse_tmx(written(*units).encode(), "m.tmx"))


def unit(source: str, **targets: str) -> TmxUnit:
    return TmxUnit(source=source, targets=tuple(targets.items()))


def test_what_is_written_is_read() -> None:
    known = (("document", "cramps"), ("state", "approved"))
    one = TmxUnit(
        source='Rest & "wait" <now>.', targets=(("es", "Descanse."), ("fr", "Repos.")), properties=known
    )
    assert back(one, unit("Two.", es="Dos.")) == [one, unit("Two.", es="Dos.")]


def test_tags_are_text_for_tools_that_read_them_so() -> None:
    one = unit("Take <1>500 mg</1>", es="Tome <1>500 mg</1>")
    text = "".join(render_tmx([one], "en", has_bare_tags=True))
    assert "<seg>Take &lt;1&gt;500 mg&lt;/1&gt;</seg>" in text
    assert "bpt" not in text


def test_tags_are_elements_that_other_tools_know() -> None:
    text = written(unit("Take <1>500 mg</1> of <2/> now", es="Tome <1>500 mg</1> de <2/>"))
    bold = '<bpt i="1">&lt;1&gt;</bpt>500 mg<ept i="1">&lt;/1&gt;</ept>'
    wanted = f'<seg>Take {bold} of <ph x="2">&lt;2/&gt;</ph> now</seg>'
    assert wanted in text


@pytest.mark.parametrize(
    "text", ["a</1>b<1>c", "<1>a", "<1>a<1>b</1>", "<2/><2/>", r"\<1>a", r"a\\<1/>b", "<1></1>"]
)
def test_odd_tags_come_back_too(text: str) -> None:
    assert back(unit(text, es=text)) == [unit(text, es=text)]


def test_tags_of_other_tools_become_numbers() -> None:
    (one,) = read(
        '<tu><tuv xml:lang="en-US"><seg>A <bpt i="3" x="9">{b&gt;</bpt>bold<ept i="3">&lt;b}</ept>'
        ' <ph x="4" type="image">[img]</ph> <hi>seen</hi> <it pos="begin" x="5">{</it><ph>[x]</ph>.</seg>'
        '</tuv><tuv xml:lang="ES"><seg>B</seg></tuv></tu>'
    )
    assert one.source == "A <3>bold</3> <4/> seen <5>."


def test_text_that_looks_like_a_tag_stays_text() -> None:
    (one,) = read(
        '<tu><tuv xml:lang="en"><seg>a &lt;1&gt; b</seg></tuv><tuv xml:lang="es"><seg>c</seg></tuv></tu>'
    )
    assert one.source == r"a \<1> b"


@pytest.mark.parametrize(
    ("srclang", "variant"), [("en-US", "EN-GB"), ("*all*", "en"), ("en", "en"), ("EN_us", "en-US")]
)
def test_the_source_is_found_however_it_is_spelt(srclang: str, variant: str) -> None:
    head = HEAD.replace("en-US", srclang)
    (one,) = read(
        f'<tu><tuv xml:lang="fr"><seg>Un.</seg></tuv><tuv xml:lang="{variant}"><seg>One.</seg></tuv></tu>',
        head,
    )
    assert (one.source, one.targets) == ("One.", (("fr", "Un."),))


def test_utf_16_and_a_document_type_without_entities_are_read() -> None:
    text = written(unit("One.", es="Uno: ñ")).replace("UTF-8", "UTF-16")
    text = text.replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx', 1)
    assert list(parse_tmx(text.encode("utf-16"), "m.tmx")) == [unit("One.", es="Uno: ñ")]


@pytest.mark.parametrize(
    ("body", "what", "line"),
    [
        ("<tu><tuv xml:lang='fr'><seg>x</seg></tuv></tu>", 'no source in "en-US"', 3),
        ("\n<tu><tuv xml:lang='en'/></tu>", "no <seg>", 4),
        ("<tu>\n\n<tuv", "not a TMX file", 5),
        ("&nobody;", "not a TMX file", 3),
    ],
)
def test_a_broken_file_is_told_with_its_line(body: str, what: str, line: int) -> None:
    with pytest.raises(CatalogError) as caught:
        read(body)
    assert what in str(caught.value)
    assert str(caught.value.at) == f"m.tmx:{line}"
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"<html/>", b'msgid ""', b"PK\3\4" + b"x" * 99])
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    with pytest.raises(CatalogError, match="not a TMX file"):
        list(parse_tmx(data, "m.tmx"))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
ATTACKS = {
    "a file of the machine": '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "a billion laughs": f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{LAUGHS}]>',
    "another host": '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_entities_are_refused_at_once(attack: str, encoding: str) -> None:
    body = "<tu><tuv xml:lang='en'><seg>&x;&l11;</seg></tuv></tu>"
    head = f'<?xml version="1.0" encoding="{encoding}"?>{attack}<tmx><header srclang="en"/>'
    text = f"{head}<body>{body}</body></tmx>"
    start = time.monotonic()
    with pytest.raises(CatalogError, match="entities"):
        list(parse_tmx(text.encode(encoding), "m.tmx"))
    assert time.monotonic() - start < 1


def test_depth_is_bounded() -> None:
    with pytest.raises(CatalogError, match="not a TMX file"):
        read("<tu>" * 100_000)


def test_a_text_that_xml_can_not_hold_is_told_before() -> None:
    assert why_not_xml("a\x0bb") == "it holds the character U+000B"
    assert why_not_xml("a\tb\nc\rd") is None
    with pytest.raises(ValueError, match="000B"):
        written(unit("a\x0bb", es="c"))


TEXTS = st.text(max_size=40).filter(lambda text: why_not_xml(text) is None)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_any_text_that_xml_can_hold_comes_back(pairs: list[tuple[str, str]]) -> None:
    units = [unit(source, es=target) for source, target in pairs]
    assert back(*units) == units


@given(st.binary(max_size=200))
def test_damage_gives_an_error_or_units(data: bytes) -> None:
    good = written(unit("Take <1>two</1>.", es="Tome <1>dos</1>.")).encode()
    at = len(data) * 7 % len(good)
    try:
        list(parse_tmx(good[:at] + data + good[at + len(data) // 2 :], "m.tmx"))
    except CatalogError as error:
        assert error.hint  # noqa: PT017 - either is right, a traceback is not
