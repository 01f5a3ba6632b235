"""What every format must do, over all that are registered."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import regex

from pipeline.config.project import Collection, Profile
from pipeline.errors import DocumentError, Location
from pipeline.formats.base import ENGLISH, DocumentFormat, Reading, finish, rebuild, splice
from pipeline.formats.coverage import measure_coverage
from pipeline.formats.registry import open_formats
from pipeline.language.segmentation_rules import OwnRule
from pipeline.model.document import BlockKind, Document, Occurrence
from pipeline.stages.roundtrip import NO_PROJECT, cover, roundtrip
from tests.formats.docxs import BODIES, made, para, run, saved, written
from tests.formats.editions import make_edition
from tests.formats.workbooks import small_workbook, two_sheets
from tests.projects import ARTICLE

EXAMPLES: dict[str, tuple[bytes, ...]] = {
    "record": (
        ARTICLE.encode(),
        ARTICLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbfT\r\rOne. Two.",
        "Título\n\u00a0Uno.\u00a0 Dos. \n".encode(),
        b"[caveat: note Short.]\nT\n[caveat: skip]\nNot this.\n[caveat: critical]\nRest. Drink.\n",
    ),
    "markdown": (
        b"# Leg cramps\n\nDrink **500 ml** of water. See [the list](list.md).\n\n- Rest.\n- Call 112.\n",
        b"\xef\xbb\xbf# T\r\n\r\n> One.\r\n> Two.\r\n\r\n| a | b |\r\n|---|---|\r\n| c | d |\r\n",
    ),
    "html": (
        (
            b"<!DOCTYPE html><html><head><meta name=description content='On cramps.'><title>Cramps</title>"
            b"</head>\n<h1>Cramps</h1><p>Drink <b>500 ml</b>. See <a href=x title=List>it</a>. Rest.</p>"
        ),
        b"\xef\xbb\xbf<h1>T &amp; u</h1>\r\n<p>One.\r\nTwo.<ul><li>a<li><svg><title>b</title></svg> c</ul>",
    ),
    "plain": (
        b"Leg cramps\n==========\n\nCAUSES\nHeat hurts. Drink\n500 ml.\n\n- Rest.\n  Often.\n1. Call 112.\n",
        b"\xef\xbb\xbfT\r\n\r\n   One.\r\n   Two. \r\n\x0c[caveat: critical]\r\nCare\r\n---\r\n\tRest.",
    ),
    "csv": (
        b'id,Title,Body (English)\n1,Leg cramps,"Rest\nStretch, often. Drink ""500 ml""."\n2,Sleep,\n',
        '\ufeffid;Title;Body (English);n\r\n\r\na;Título;Uno, dos. Tres.;2\r\nb;"T";" x";'.encode(),
        b'id\tTitle\tBody\r1\tOne\tA "word" here.\r2\t\t\r',
    ),
    "json": (
        b'[{"id": 1, "Title": "Leg cramps", "Body (English)": "Rest\\nDrink \\"5 ml\\".", "n": 1.50e2}]\n',
        '\ufeff{ "v":[1,{}], "rows" : [\n\t{"id":"a","Title":"T\\u00ed","Body":null}\n]}'.encode(),
    ),
    "jsonl": (
        (
            b'{"id": 1, "Title": "Leg", "in": {"n": ["a", 1.5], "Body": "\\ud83d\\ude00 One.\\/ Two."}}\r\n\n'
            b'{"in":{"Body":null},"id": 2, "Title": null}\n{"in": null, "id": 3, "in.Body": "Dry."}'
        ),
    ),
    "xlsx": (small_workbook(), two_sheets()),
    "docx": (saved(made()), written(para(run("T"), style="Title") + BODIES[1] + BODIES[4])),
}
"""Of each format, documents it must read; a new format adds its own."""


NEVER = OwnRule(before=None, after=None, origin=Location("rules.srx"))
"""A project's own rule that no sentence ever ends."""
ALWAYS = replace(NEVER, before=regex.compile(r"\s\Z"), is_break=True)
"""A project's own rule that a sentence ends with every word."""


def parse(
    one: DocumentFormat, data: bytes, segmentation: str = "sentence", rules: tuple[OwnRule, ...] = ()
) -> Document:
    collection = replace(collection_for(one), segmentation=segmentation)
    return one.parse(data, Reading(id="doc", path="s/doc", collection=collection, rules=rules))


def collection_for(one: DocumentFormat) -> Collection:
    return Collection(
        name="c",
        path="s",
        files=(),
        format=one.name,
        profile=Profile(name=""),
        key="id",
        fields={"Title": "text", "in.Body" if one.name == "jsonl" else "Body": "record"},
        sheet="Data" if one.name == "xlsx" else None,
    )


def is_in_a_tag(unit: Occurrence, units: list[Occurrence]) -> bool:
    """Return whether a unit stands inside a tag of another one: a text in an attribute."""
    return any(
        one.range.start < unit.range.start and unit.range.stop <= one.range.stop and one.codes
        for one in units
    )


def cases() -> Iterator[object]:
    for one in open_formats():
        for number, data in enumerate(EXAMPLES.get(one.name, ())):
            yield pytest.param(one, data, id=f"{one.name} {number}")


@pytest.mark.parametrize("one", list(open_formats()), ids=lambda one: one.name)
def test_it_has_examples_a_name_and_suffixes(one: DocumentFormat) -> None:
    assert EXAMPLES[one.name]
    assert one.name == one.name.lower()
    assert one.suffixes
    assert all(Path(f"a{suffix}").suffix == suffix == suffix.lower() for suffix in one.suffixes)


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_identity(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    file = document.package.data if document.package else document.data
    assert (document.id, document.path, file) == ("doc", "s/doc", data)
    assert rebuild(one, document, lambda unit: unit.key.source) == data


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_an_edition_of_the_source_gives_the_file_but_for_junk(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    junk = [(one.range, b"") for one in document.junk]
    wanted = finish(document, splice(document.data, junk)) if junk else data
    assert one.localize(document, make_edition(document, locale=ENGLISH)) == wanted


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_units_are_the_bytes_they_name_in_reading_order(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    units = list(document.occurrences())
    assert units
    ranges = [unit.range for unit in units if not is_in_a_tag(unit, units)]
    assert ranges == sorted(ranges)
    assert all(one.encode(document, unit, unit.key.source) == unit.range.cut(document.data) for unit in units)


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_the_first_block_is_the_title_and_every_block_has_units(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    texts = [block.kind for block in document.blocks if block.kind is not BlockKind.VALUE]
    assert texts.index(BlockKind.TITLE) == 0
    assert all(block.occurrences and block.line >= 1 for block in document.blocks)
    levels = {block.level for block in document.blocks if block.kind is BlockKind.HEADING}
    assert levels <= {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_the_same_bytes_give_an_equal_document(one: DocumentFormat, data: bytes) -> None:
    assert parse(one, data) == parse(one, data)


@pytest.mark.parametrize("one", list(open_formats()), ids=lambda one: one.name)
@pytest.mark.parametrize("data", [b"\xff\xfe", b"a\0b"], ids=["not UTF-8", "NUL"])
def test_what_it_cannot_read_is_refused_with_place_and_hint(one: DocumentFormat, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(one, data)
    assert str(caught.value.at) == "s/doc:1"
    assert caught.value.hint


@pytest.mark.parametrize("one", list(open_formats()), ids=lambda one: one.name)
def test_the_projects_own_rules_cut_its_sentences(one: DocumentFormat) -> None:
    def sources(data: bytes, segmentation: str, *rules: OwnRule) -> list[str]:
        return [unit.key.source for unit in parse(one, data, segmentation, rules).occurrences()]

    examples = EXAMPLES[one.name]
    whole = [sources(data, "paragraph") for data in examples]
    assert [sources(data, "sentence", NEVER) for data in examples] == whole
    assert [sources(data, "sentence", ALWAYS) for data in examples] != whole


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_every_letter_is_counted_once_as_what_it_is(one: DocumentFormat, data: bytes) -> None:
    found = measure_coverage(parse(one, data))
    parts = (found.text, found.code, found.markup, found.metadata, found.excluded, found.unknown)
    assert sum(parts) == found.letters
    assert min(parts) >= 0 < found.text


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_roundtrip_proves_identity_and_structure_and_counts_letters(
    one: DocumentFormat, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"doc{one.suffixes[0]}"
    path.write_bytes(data)
    like = replace(NO_PROJECT, collection=collection_for(one))
    [row] = roundtrip([path], is_pseudo=True, like=like)
    assert (row.identical, row.line, row.kept, row.changed) == (True, None, True, None)
    assert row.units == len(list(parse(one, data).occurrences())) > row.refused
    [letters, total] = cover([path], like=like)
    assert letters.text == total.text == measure_coverage(parse(one, data)).text
