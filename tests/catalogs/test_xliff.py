"""XLIFF 1.2 and 2.1: what both must do, and what each spells in its own way."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.catalogs.exchange_rows import InlineTag, ReturnedUnit, SentFile, SentUnit, why_not_xml
from pipeline.catalogs.xliff1 import parse_xliff1, render_xliff1
from pipeline.catalogs.xliff2 import parse_xliff2, render_xliff2
from pipeline.catalogs.xliff_states import from_xliff1, from_xliff2, to_xliff1, to_xliff2
from pipeline.catalogs.xliff_xml import read_version
from pipeline.errors import CatalogError
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ID = "304326878fac-f6afdfbb83f3a5e1"
ITS = "{http://www.w3.org/2005/11/its}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Version:
    render: Callable[[tuple[SentFile, ...]], Iterator[str]]
    parse: Callable[[bytes, str], Iterator[ReturnedUnit]]
    head: str
    tail: str
    unit: str
    """A unit with the id, the rest of its state, and the inside of source and target to fill in."""


ONE = Version(
    render_xliff1,
    parse_xliff1,
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n<file original="dose"'
    ' source-language="en" target-language="es" datatype="plaintext"><body>\n',
    "</body></file></xliff>",
    '<trans-unit id="{id}"><source>{source}</source><target{state}>{target}</target></trans-unit>\n',
)
TWO = Version(
    render_xliff2,
    parse_xliff2,
    '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="es">\n'
    '<file id="f1" original="dose">\n',
    "</file></xliff>",
    '<unit id="{id}"><segment{state}><source>{source}</source><target>{target}</target></segment></unit>\n',
)
BOTH = pytest.mark.parametrize("version", [ONE, TWO], ids=["1.2", "2.1"])


def unit(*target: str | InlineTag, **fields: Any) -> SentUnit:
    known = {"id": ID, "source": ("Rest.",), "target": target, "state": State.TRANSLATED}
    return SentUnit(**{**known, **fields})


def written(version: Version, *units: SentUnit, **fields: Any) -> str:
    known = {"document": "dose", "source_language": "en", "language": "es", "units": units}
    return "".join(version.render((SentFile(**{**known, **fields}),)))


def back(version: Version, *units: SentUnit) -> list[ReturnedUnit]:
    return list(version.parse(written(version, *units).encode(), "x.xlf"))


def read(version: Version, target: str, source: str = "Rest.", state: str = "") -> ReturnedUnit:
    body = version.unit.format(id=ID, source=source, target=target, state=state)
    (one,) = version.parse((version.head + body + version.tail).encode(), "x.xlf")
    return one


def tree(text: str) -> Any:
    return etree.fromstring(text.encode())


@BOTH
def test_a_unit_comes_back_with_its_document_language_place_and_texts(version: Version) -> None:
    (one,) = back(version, unit("Descanse & <b>\r\n 1 > 0."))
    assert (one.document, one.language, one.id) == ("dose", "es", ID)
    assert (one.source, one.target) == (("Rest.",), ("Descanse & <b>\r\n 1 > 0.",))
    assert one.problem is None
    assert one.line is not None
    assert one.line > 3


@BOTH
def test_the_same_units_give_the_same_bytes_and_are_marked_to_keep_white_space(version: Version) -> None:
    text = written(version, unit(" a  b "))
    assert text == written(version, unit(" a  b "))
    (found,) = tree(text).iter("{*}trans-unit", "{*}unit")
    assert found.get(XML_SPACE) == "preserve"
    assert [one.target for one in back(version, unit(" a  b "))] == [(" a  b ",)]


def pieces(characters: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str | InlineTag, ...]]:
    tags = st.builds(InlineTag, st.integers(1, 3), st.sampled_from(["open", "close", "empty"]))
    return st.lists(st.one_of(st.text(characters, max_size=6), tags), max_size=6).map(_normal)


def _normal(found: list[str | InlineTag]) -> tuple[str | InlineTag, ...]:
    """Join neighbouring texts and leave empty ones out, as `parse_inline` does."""
    joined: list[str | InlineTag] = []
    for one in found:
        if isinstance(one, str) and joined and isinstance(joined[-1], str):
            joined[-1] += one
        elif one != "":
            joined.append(one)
    return tuple(joined)


SAMPLES = st.sampled_from("ab<>&'\"\r\n\t \u2028\u00a0١中\U0001f600]")
ANY = st.one_of(SAMPLES, st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(source=pieces(ANY), target=pieces(ANY))
def test_any_text_survives_xliff_2(source: tuple[str | InlineTag, ...], target: Any) -> None:
    (one,) = back(TWO, unit(*target, source=source))
    assert (_normal(list(one.source)), _normal(list(one.target))) == (source, target)


@given(source=pieces(ANY), target=pieces(ANY))
def test_any_text_that_xml_holds_survives_xliff_1(source: tuple[str | InlineTag, ...], target: Any) -> None:
    if why_not_xml(source) or why_not_xml(target):
        return
    (one,) = back(ONE, unit(*target, source=source))
    assert (_normal(list(one.source)), _normal(list(one.target))) == (source, target)


def test_xml_that_can_not_hold_a_character_is_told() -> None:
    assert why_not_xml(("ok\t\n\r", InlineTag(1, "empty"))) is None
    assert why_not_xml(("ok", "a\x07")) == "it holds the character U+0007"


STRONG = (InlineTag(1, "open", "strong"), InlineTag(1, "close", "strong"))
BOLD = ("Take ", STRONG[0], "5 & ", InlineTag(2, "empty", "image"), STRONG[1])


def test_tags_of_version_1_say_what_they_are() -> None:
    text = written(ONE, unit(*BOLD))
    wanted = 'Take <g id="1" equiv-text="strong">5 &amp; <x id="2" equiv-text="image"/></g></target>'
    assert wanted in text


def test_tags_of_version_2_say_what_they_are() -> None:
    text = written(TWO, unit(*BOLD))
    wanted = (
        'Take <pc id="1" dispStart="strong" dispEnd="strong">5 &amp; <ph id="2" disp="image"/></pc></target>'
    )
    assert wanted in text


def test_tags_of_a_draft_that_cross_stay_as_they_are() -> None:
    crossing = (InlineTag(1, "open"), "a", InlineTag(2, "open"), InlineTag(1, "close"), InlineTag(2, "close"))
    assert '<it id="1" pos="open">&lt;1&gt;</it>a' in written(ONE, unit(*crossing))
    assert '<sc id="1" isolated="yes"/>a<sc id="2" isolated="yes"/><ec id="1"' in written(
        TWO, unit(*crossing)
    )


def test_version_1_reads_the_tags_and_marks_of_other_tools() -> None:
    target = (
        'A <mrk mtype="seg" mid="0"><bpt id="1" rid="7">{b</bpt>b<ept id="9" rid="1">}</ept></mrk>'
        '<bx id="2"/>c<ex id="5" rid="2"/><ph id="3">[img]</ph><!-- no -->.<it id="4" pos="close">/</it>'
    )
    one = read(ONE, target)
    shown = "".join(
        piece if isinstance(piece, str) else f"[{piece.kind} {piece.number}]" for piece in one.target
    )
    assert shown == "A [open 1]b[close 1][open 2]c[close 2][empty 3].[close 4]"


def test_version_2_reads_the_tags_marks_and_characters_of_other_tools() -> None:
    target = (
        '<sc id="1"/>a<mrk id="m1" type="term">b</mrk><sm id="m2"/>c<em startRef="m2"/><ec startRef="1"/>'
        '<cp hex="1A"/>'
    )
    shown = [str(piece) if isinstance(piece, str) else piece.kind for piece in read(TWO, target).target]
    assert [one for one in shown if one] == ["open", "a", "b", "c", "close", "\x1a"]


@BOTH
@pytest.mark.parametrize(
    "target",
    ['<ph id="x7"/>', '<ph id=""/>', "<b>bold</b>", '<ph id="0"/>', '<ph xmlns="urn:other" id="1"/>'],
)
def test_a_tag_that_is_not_ours_is_a_problem_of_its_unit(version: Version, target: str) -> None:
    one = read(version, target)
    assert one.problem
    assert (one.id, one.target) == (ID, ())


@pytest.mark.parametrize("character", ["0", "D800", "110000", "", "zz"])
def test_what_is_no_character_is_a_problem_of_its_unit(character: str) -> None:
    assert "is no character" in (read(TWO, f'a<cp hex="{character}"/>').problem or "")


def test_a_unit_without_a_source_is_a_problem_and_the_others_go_on() -> None:
    text = ONE.head + f'<trans-unit id="{ID}"><target>a</target></trans-unit>'
    text += ONE.unit.format(id=ID, source="Rest.", target="b", state="") + ONE.tail
    found = list(parse_xliff1(text.encode(), "x.xlf"))
    assert [one.problem for one in found] == ["the unit has no <source>", None]


def test_proposals_beside_a_unit_are_not_its_target() -> None:
    text = ONE.head + (
        f'<trans-unit id="{ID}"><source>Rest.</source><alt-trans><source>Rest!</source><target>wrong</target>'
        "</alt-trans></trans-unit>" + ONE.tail
    )
    (one,) = parse_xliff1(text.encode(), "x.xlf")
    assert (one.source, one.target) == (("Rest.",), ())


def segments(*bodies: str) -> ReturnedUnit:
    (one,) = parse_xliff2(
        (TWO.head + f'<unit id="{ID}">' + "".join(bodies) + "</unit>" + TWO.tail).encode(), "x.xlf"
    )
    return one


def segment(source: str, target: str | None, *, order: int = 0, state: str = "translated") -> str:
    placed = f' order="{order}"' if order else ""
    filled = "" if target is None else f"<target{placed}>{target}</target>"
    return f'<segment state="{state}"><source>{source}</source>{filled}</segment>'


def test_segments_that_a_tool_cut_are_one_unit_again() -> None:
    one = segments(
        segment("One.", "Uno."), "<ignorable><source> </source></ignorable>", segment("Two.", "Dos.")
    )
    assert ("".join(map(str, one.source)), "".join(map(str, one.target))) == ("One. Two.", "Uno. Dos.")


def test_segments_come_back_in_the_order_that_the_tool_gave_them() -> None:
    one = segments(
        segment("One.", "Uno.", order=3),
        "<ignorable><source> </source></ignorable>",
        segment("Two.", "Dos.", order=1),
    )
    assert "".join(map(str, one.target)) == "Dos. Uno."


def test_a_unit_of_which_only_a_part_is_translated_is_a_problem() -> None:
    one = segments(segment("One.", "Uno."), segment("Two.", None))
    assert one.problem == "only a part of its segments has a target"
    assert segments(segment("One.", None), segment("Two.", "")).target == ()


def test_a_unit_is_as_far_as_the_least_of_its_segments() -> None:
    assert segments(segment("a", "b"), segment("c", "d", state="final")).said is State.TRANSLATED
    assert segments(segment("a", "b"), segment("c", "d", state="initial")).said is None
    draft = '<segment state="initial" subState="caveat:draft"><source>a</source><target>b</target></segment>'
    assert segments(segment("a", "b"), draft).said is State.DRAFT


STATES_1 = {
    State.EMPTY: "new",
    State.DRAFT: "needs-review-translation",
    State.STALE: "needs-translation",
    State.UNATTRIBUTED: "translated",
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
    State.APPROVED: "final",
    State.REJECTED: "needs-translation",
}
STATES_2 = {
    State.EMPTY: ("initial", None),
    State.DRAFT: ("initial", "caveat:draft"),
    State.STALE: ("initial", "caveat:stale"),
    State.UNATTRIBUTED: ("translated", "caveat:unattributed"),
    State.TRANSLATED: ("translated", None),
    State.REVIEWED: ("reviewed", None),
    State.APPROVED: ("final", None),
    State.REJECTED: ("initial", "caveat:rejected"),
}


@pytest.mark.parametrize("state", State)
def test_every_state_goes_out(state: State) -> None:
    (target,) = tree(written(ONE, unit("a", state=state))).iter("{*}target")
    assert (target.get("state"), target.get("state-qualifier")) == (STATES_1[state], None)
    assert target.getparent().get("approved") == ("yes" if state is State.APPROVED else None)
    (found,) = tree(written(TWO, unit("a", state=state))).iter("{*}segment")
    assert (found.get("state"), found.get("subState")) == STATES_2[state]


def test_a_machine_draft_is_told_from_what_a_person_left_unfinished() -> None:
    draft = unit("a", state=State.DRAFT, is_machine=True, tool="apertium@1")
    (target,) = tree(written(ONE, draft)).iter("{*}target")
    assert (target.get("state"), target.get("state-qualifier")) == ("needs-translation", "mt-suggestion")
    (found,) = tree(written(TWO, draft)).iter("{*}segment")
    assert (found.get("state"), found.get("subState")) == ("initial", "caveat:machine-draft")


@given(
    state=st.sampled_from(State),
    is_machine=st.booleans(),
    said=st.text(max_size=9),
    is_approved=st.booleans(),
)
def test_law_3_no_file_says_more_than_translated(
    state: State, said: str, *, is_machine: bool, is_approved: bool
) -> None:
    highest = {None, State.DRAFT, State.TRANSLATED}
    for words in (said, to_xliff1(state, is_machine=is_machine), "signed-off", "final"):
        assert from_xliff1(words, is_approved=is_approved) in highest
    for pair in (
        to_xliff2(state, is_machine=is_machine),
        (said, said),
        ("reviewed", ""),
        ("final", "caveat:draft"),
    ):
        assert from_xliff2(*pair) in highest


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("new", None),
        ("needs-translation", None),
        ("needs-l10n", None),
        ("needs-review-translation", State.DRAFT),
        ("needs-review-l10n", State.DRAFT),
        ("needs-review-adaptation", State.DRAFT),
        ("translated", State.TRANSLATED),
        ("signed-off", State.TRANSLATED),
        ("final", State.TRANSLATED),
        ("x-mine", None),
    ],
)
def test_states_of_version_1_that_come_back(state: str, said: State | None) -> None:
    assert read(ONE, "a", state=f' state="{state}"').said is said


def test_approved_in_version_1_is_a_translation() -> None:
    text = (
        ONE.head
        + f'<trans-unit id="{ID}" approved="yes"><source>a</source><target>b</target></trans-unit>'
        + ONE.tail
    )
    (one,) = parse_xliff1(text.encode(), "x.xlf")
    assert one.said is State.TRANSLATED


def test_notes_and_people_go_out() -> None:
    sent = unit(
        "a", state=State.APPROVED, notes=("section: Dose", "risk: critical <&>\x07"),
        authors=("ana@x.org", "eve@x.org"), approvers=("bea@x.org",), tool="apertium@1",
    )  # fmt: skip
    first, second = tree(written(ONE, sent)), tree(written(TWO, sent))
    for found in (first, second):
        assert [note.text for note in found.iter("{*}note")] == ["section: Dose", "risk: critical <&>\ufffd"]
    (target,), (whole,) = first.iter("{*}target"), second.iter("{*}unit")
    for one in (target, whole):
        assert one.get(f"{ITS}person") == "ana@x.org; eve@x.org"
        assert one.get(f"{ITS}revPerson") == "bea@x.org"
        assert one.get(f"{ITS}tool") == "apertium@1"
    assert first.get(f"{ITS}version") == second.get(f"{ITS}version") == "2.0"


def test_version_2_holds_one_language() -> None:
    files = [
        SentFile(document="a", source_language="en", language=tag, units=(unit("b"),)) for tag in ("es", "fr")
    ]
    with pytest.raises(ValueError, match="2 pairs"):
        "".join(render_xliff2(files))


@BOTH
def test_several_documents_come_back_apart(version: Version) -> None:
    files = tuple(
        SentFile(document=name, source_language="en", language="es", units=(unit(name),))
        for name in ("a", "b & c")
    )
    found = version.parse("".join(version.render(files)).encode(), "x.xlf")
    assert [(one.document, one.target) for one in found] == [("a", ("a",)), ("b & c", ("b & c",))]


def test_the_version_of_a_file() -> None:
    assert read_version(written(ONE, unit("a")).encode(), "x") == "1.2"
    wide = written(TWO, unit("a")).replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_version(wide, "x") == "2.1"
    assert [one.target for one in parse_xliff2(wide, "x")] == [("a",)]
    assert read_version(b"<tmx version='1.4'/>", "x") == ""


LAUGHS = '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)


@BOTH
@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE xliff [{LAUGHS}]>",
        '<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xliff SYSTEM "http://example.invalid/x.dtd">',
        '<!DOCTYPE xliff [<!ENTITY % p SYSTEM "http://example.invalid/p"> %p;]>',
        "<!-- <xliff> --><!DOCTYPE xliff [<!ENTITY a 'x'>]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_at_once(version: Version, doctype: str, encoding: str) -> None:
    body = version.unit.format(id=ID, source="Rest.", target="&j;&a;", state="")
    data = (doctype + version.head + body + version.tail).encode(encoding)
    start = time.process_time()
    with pytest.raises(CatalogError) as caught:
        list(version.parse(data, "x.xlf"))
    assert time.process_time() - start < 5  # a bound against blow-up, no figure
    assert "document type" in caught.value.message
    assert caught.value.at
    assert caught.value.at.path == "x.xlf"


@BOTH
def test_entities_in_the_first_tag_are_refused_before_they_are_read(version: Version) -> None:
    head = version.head.replace("<xliff ", '<xliff a="&j;" ')
    data = f"<!DOCTYPE xliff [{LAUGHS}]>{head}{version.tail}"
    with pytest.raises(CatalogError, match="document type"):
        list(version.parse(data.encode(), "x.xlf"))


@BOTH
@pytest.mark.parametrize("broken", ["<unit", "&nothing;", "</wrong>", "<a>" * 400, "\x07"])
def test_broken_xml_is_told_with_its_line(version: Version, broken: str) -> None:
    with pytest.raises(CatalogError) as caught:
        list(version.parse((version.head + broken + version.tail).encode(), "x.xlf"))
    assert caught.value.at
    assert caught.value.at.line == version.head.count("\n") + 1


@BOTH
@given(data=st.data())
def test_a_damaged_file_is_read_or_told(version: Version, data: st.DataObject) -> None:
    good = bytearray(written(version, unit(*BOLD)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(version.parse(bytes(good), "x.xlf"))
    except CatalogError as error:
        assert error.at  # noqa: PT017 - a file that is still readable raises nothing


CROSSING = (InlineTag(1, "open"), InlineTag(2, "empty"), InlineTag(3, "close"))
SENT = (
    unit(*BOLD, source=BOLD, state=State.APPROVED, notes=("n", "m"), authors=("a@x.org",)),
    unit(*CROSSING, source=BOLD, state=State.DRAFT),
    unit(source=BOLD, state=State.EMPTY, id="111111111111-2222222222222222"),
)
INLINE_1 = {"g": {"id", "equiv-text"}, "x": {"id", "equiv-text"}, "it": {"id", "equiv-text", "pos"}}
ALLOWED_1 = {
    "xliff": {"version"},
    "file": {"original", "source-language", "target-language", "datatype", "tool-id"},
    "header": set(),
    "tool": {"tool-id", "tool-name", "tool-version"},
    "body": set(),
    "trans-unit": {"id", "approved"},
    "source": set(),
    "target": {"state", "state-qualifier"},
    "note": {"from"},
    **INLINE_1,
}
ALLOWED_2 = {
    "xliff": {"version", "srcLang", "trgLang"},
    "file": {"id", "original"},
    "unit": {"id"},
    "notes": set(),
    "note": {"id"},
    "segment": {"state", "subState"},
    "source": set(),
    "target": set(),
    "pc": {"id", "dispStart", "dispEnd"},
    "ph": {"id", "disp"},
    "sc": {"id", "isolated", "disp"},
    "ec": {"id", "isolated", "disp"},
}
"""Elements and attributes that the two specifications have; those of other vocabularies come on top."""


@pytest.mark.parametrize(
    ("version", "space", "allowed"),
    [
        (ONE, "urn:oasis:names:tc:xliff:document:1.2", ALLOWED_1),
        (TWO, "urn:oasis:names:tc:xliff:document:2.0", ALLOWED_2),
    ],
)
def test_only_elements_and_attributes_of_the_specification_are_written(
    version: Version, space: str, allowed: dict[str, set[str]]
) -> None:
    root = tree(written(version, *SENT))
    seen = set()
    for element in root.iter():
        name = etree.QName(element)
        assert name.namespace == space
        own = {one for one in element.attrib if not one.startswith("{")}
        assert own <= allowed[name.localname], name.localname
        seen.add(name.localname)
    assert seen == set(allowed)


def test_children_stand_in_the_order_of_the_specification() -> None:
    first, second = tree(written(ONE, *SENT)), tree(written(TWO, *SENT))
    for one in first.iter("{*}trans-unit"):
        names = [etree.QName(child).localname for child in one]
        assert names == ["source", "target", *["note"] * (len(names) - 2)]
    for one in second.iter("{*}unit"):
        names = [etree.QName(child).localname for child in one]
        assert names in (["notes", "segment"], ["segment"])
    for one in second.iter("{*}segment"):
        names = [etree.QName(child).localname for child in one]
        assert names in (["source", "target"], ["source"])
        assert one.get("subState") is None or re.fullmatch(r"caveat:[a-z-]+", one.get("subState"))


def test_tags_of_version_2_have_one_id_each_in_a_source() -> None:
    for source in tree(written(TWO, *SENT)).iter("{*}source"):
        ids = [one.get("id") for one in source.iter() if one is not source]
        assert len(ids) == len(set(ids)) == 2


def test_an_id_is_one_that_every_tool_keeps() -> None:
    found = re.findall(r'id="([^"]+)"', written(TWO, replace(unit("a"), notes=("n",))))
    assert found == ["f1", ID, "n1"]
    assert all(re.fullmatch(r"[\w.-]+", one) for one in found)
