"""Exports as documents: fields, cells and rows, whatever the syntax."""

import json

import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import CaveatError, ConfigError, DocumentError, ManyErrors
from pipeline.formats.base import Edition, Passage
from pipeline.formats.export_document import get_export
from pipeline.formats.export_parts import LONGEST_ID, part_id, split_parts
from pipeline.formats.record import RecordFormat
from pipeline.formats.registry import open_formats
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.document import BlockKind, Document, UntranslatedKind
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk
from tests.formats.exports import ENGLISH, SPANISH, make_edition, make_reading, parse, units

CSV, JSON = open_formats().get("csv"), open_formats().get("json")
NOTE = Disclaimer(id="note", version="1", heading="Note", text="No advice.", placement=Placement.TOP, line=7)
ARTICLE = Profile(
    name="article",
    sections=(
        SectionRule(title="Note", disclaimer="note"),
        SectionRule(title="Danger", risk=Risk.CRITICAL),
    ),
    junk=("Null",),
)


def shape(document: Document) -> list[tuple[str | None, str, int, str]]:
    return [
        (block.part, block.kind.value, block.line, block.occurrences[0].key.source)
        for block in document.blocks
    ]


def test_a_row_is_its_fields_in_the_order_of_the_file() -> None:
    data = 'id,Summary,Title,n,Body (English)\n7,Short.,Cramps,x,"Causes\nHeat. Cold."\n8,,Sleep,,\n'
    fields = {"Title": "text", "Summary": "text", "Body": "record"}
    document = parse(data, reading=make_reading(fields=fields))
    assert shape(document) == [
        ("7", "value", 2, "Short."),
        ("7", "title", 2, "Cramps"),
        ("7", "heading", 2, "Causes"),
        ("7", "paragraph", 3, "Heat."),
        ("8", "title", 4, "Sleep"),
    ]
    assert units(document)[:2] == [("Summary", "Short."), ("Title", "Cramps")]


def test_a_line_beside_the_title_has_the_risk_of_its_words() -> None:
    data = "id,Title,Summary\n1,Call a doctor now.,Call a doctor now.\n"
    document = parse(data, reading=make_reading(fields={"Title": "text", "Summary": "text"}))
    assert [unit.risk.label for unit in document.occurrences()] == ["standard", "critical"]


def test_without_a_title_field_the_first_field_starts_with_the_title() -> None:
    data = 'id,More,Body\n1,"Rest\nSleep.","Cramps\nHeat."\n2,Alone.,\n'
    document = parse(data, reading=make_reading(fields={"Body": "record", "More": "record"}))
    assert [kind for _, kind, _, _ in shape(document)] == [
        *["heading", "paragraph", "title"],
        *["paragraph", "paragraph"],
    ]


def test_another_title_in_a_row_is_a_heading() -> None:
    data = 'id,Body,Title\n1,"# Own title\n\nText.",Cramps\n'
    document = parse(data, reading=make_reading(fields={"Body": "markdown", "Title": "text"}))
    assert [(block.kind.value, block.level) for block in document.blocks] == [
        ("heading", 1),
        ("paragraph", 0),
        ("title", 0),
    ]


def test_a_cell_has_the_disclaimers_sections_and_junk_of_a_file() -> None:
    body = "NullNote\nNo advice.\nDanger\nCall 112 now."
    data = f'id,Title,Body\n1,Cramps,"{body}"\n'
    reading = make_reading(profile=ARTICLE)
    object.__setattr__(reading, "disclaimers", (NOTE,))
    document = parse(data, reading=reading)
    assert [block.disclaimer for block in document.blocks] == [None, "note", "note", None, None]
    assert [unit.risk.label for unit in document.occurrences()][1:] == ["disclaimer"] * 2 + ["critical"] * 2
    assert [one.range.cut(document.data) for one in document.junk] == [b"Null"]
    assert [(one.rule, one.line) for one in document.notices] == [("source.junk", 2)]
    assert document.notices[0].message.startswith('Body of "1": "Null" is glued')
    with pytest.raises(DocumentError) as caught:
        CSV.parse(data.replace("No advice", "Advice").encode(), reading)
    assert str(caught.value.at) == "s/doc:3"
    assert caught.value.message.startswith('Body of "1": the text of disclaimer "note" is not the canonical')


def test_lines_inside_of_a_json_text_are_the_line_of_the_text() -> None:
    body = json.dumps("NullNote\nAdvice.\nDanger\nCall.")
    reading = make_reading("json", profile=ARTICLE)
    object.__setattr__(reading, "disclaimers", (NOTE,))
    with pytest.raises(DocumentError) as caught:
        JSON.parse(f'[{{"id": 1, "Title": "T",\n"Body": {body}}}]'.encode(), reading)
    assert str(caught.value.at) == "s/doc:2"


def test_every_problem_is_told_up_to_a_number() -> None:
    rows = "".join(f'{number},"a\nb",x\n' for number in range(3))
    with pytest.raises(ManyErrors) as caught:
        parse(f"id,Title,Body\n{rows}")
    assert [str(one.at) for one in caught.value.errors] == ["s/doc:2", "s/doc:4", "s/doc:6"]
    assert caught.value.errors[0].message == 'Title of "0": holds more than one line'
    rows = "".join(f'{number},"a\nb",x\n' for number in range(900))
    with pytest.raises(ManyErrors) as caught:
        parse(f"id,Title,Body\n{rows}")
    assert len(caught.value.errors) == 51
    assert caught.value.errors[-1].message == "1 more problems"


@pytest.mark.parametrize(
    ("fields", "key", "message", "hint"),
    [
        ({"T": "text"}, None, "[collections.c] names no key", "add key"),
        ({}, "id", "[collections.c] declares no fields that hold text", "add [collections.c.fields]"),
        ({"T": "recrod"}, "id", '[collections.c.fields] "T": no format is named "recrod"', "one line"),
        ({"T": "json"}, "id", '[collections.c.fields] "T": a cell can\'t hold an export', "give"),
    ],
)
def test_a_collection_must_say_what_an_export_holds(
    fields: dict[str, str], key: str | None, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        parse("id,T\n1,x\n", reading=make_reading(fields=fields, key=key))
    assert (str(caught.value.at), caught.value.message) == ("caveat.toml", message)
    assert (caught.value.hint or "").startswith(hint)


def test_columns_that_nobody_declared_are_left_and_said_so() -> None:
    data = "id,Title,note,n,Title (Spanish)\nk,One,a note,42,Uno\n"
    document = parse(data, reading=make_reading(fields={"Title": "text"}))
    found = [(one.range.cut(document.data), one.kind) for one in document.untranslated]
    assert found == [(text, UntranslatedKind.METADATA) for text in (b"k", b"a note", b"Uno")]


def test_what_a_cell_leaves_out_is_left_out_of_the_export() -> None:
    data = 'id,Title,Body\n1,T,"Go.\n\n[caveat: skip]\nA ""quote"".\n\nStay."\n'
    document = parse(data, reading=make_reading(fields={"Title": "text", "Body": "plain"}))
    assert [unit.key.source for unit in document.occurrences()] == ["T", "Go.", "Stay."]
    [left] = [one for one in document.untranslated if one.kind is UntranslatedKind.EXCLUDED]
    assert left.range.cut(document.data) == b'A ""quote"".'


@pytest.mark.parametrize(
    ("column", "source"),
    [
        ("Body (English)", ENGLISH),
        ("Body(english)", ENGLISH),
        ("Body", ENGLISH),
        ("Body (American English)", ENGLISH),
        ("Body (British English)", Locale("en_GB")),
        ("Body (English)", Locale("en_GB")),
        ("Body (Spanish)", SPANISH),
        ("Body (español)", SPANISH),
    ],
)
def test_the_source_column_is_named_after_the_source_language(column: str, source: Locale) -> None:
    reading = make_reading(fields={"Body": "text"}, source=source)
    document = parse(f"id,Body (French),{column}\n1,Non.,Yes.\n", reading=reading)
    assert units(document) == [("Body", "Yes.")]


def test_the_exact_language_wins_over_a_close_one_and_a_bare_name() -> None:
    data = "id,Body,Body (British English),Body (English)\n1,a,b,c\n"
    assert units(parse(data, reading=make_reading(fields={"Body": "text"}))) == [("Body", "c")]
    with pytest.raises(DocumentError, match="two columns hold the source"):
        parse(
            data.replace("(English)", "(Australian English)"), reading=make_reading(fields={"Body": "text"})
        )


def test_a_profile_can_name_languages() -> None:
    profile = Profile(name="p", language_names={"ENG": "en", "Castilian": "es"})
    reading = make_reading(fields={"Body": "text"}, profile=profile)
    document = parse("id,Body (ENG),Body (Castilian)\n1,One,\n", reading=reading)
    out = CSV.localize(document, make_edition(str.upper))
    assert out == b"id,Body (ENG),Body (Castilian)\n1,One,ONE\n"


@pytest.mark.parametrize("target", ["=1+1", "+34 900", "-2", "@SUM(A1)", " =1", "\uff1d1", "\u200b=1"])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_target_that_a_spreadsheet_would_run_is_refused(kind: str, target: str) -> None:
    data = "id,Title\n1,One\n" if kind == "csv" else '[{"id": 1, "Title": "One"}]'
    document = parse(data, kind, make_reading(kind, {"Title": "text"}))
    one = open_formats().get(kind)
    for act in (
        lambda: one.localize(document, make_edition({"One": target})),
        lambda: one.encode(document, next(document.occurrences()), target),
    ):
        with pytest.raises(DocumentError) as caught:
            act()
        assert "would be run as a formula" in caught.value.message
        assert str(caught.value.at).startswith("s/doc:")


def test_a_tab_at_the_start_would_be_run_too_and_a_source_that_starts_so_may() -> None:
    document = parse('id,Title,Body\n1,-5 degrees,"- Rest. +Go."\n')
    out = CSV.localize(document, make_edition({"-5 degrees": "-5 grados"}))
    assert b"-5 grados" in out
    with pytest.raises(DocumentError, match="formula"):
        CSV.localize(document, make_edition({"-5 degrees": "+5"}))
    bare = parse("id,Title\n1,One\n", reading=make_reading(fields={"Title": "text"}))
    with pytest.raises(DocumentError, match="formula"):
        CSV.localize(bare, make_edition({"One": "\tUno"}))


def test_a_formula_sign_inside_of_a_cell_runs_nothing() -> None:
    document = parse('id,Title,Body\n1,T,"One. Two."\n')
    second = list(document.occurrences())[2]
    assert CSV.encode(document, second, "=2.") == b"=2."


@pytest.mark.parametrize("target", ["a\0b", "a\ud800b"])
def test_a_target_that_no_file_can_hold_is_refused(target: str) -> None:
    document = parse("id,Title\n1,One\n", reading=make_reading(fields={"Title": "text"}))
    for act in (
        lambda: CSV.localize(document, make_edition({"One": target})),
        lambda: CSV.encode(document, next(document.occurrences()), target),
    ):
        with pytest.raises(CaveatError):
            act()


def test_a_preview_says_so_in_each_text() -> None:
    document = parse('id,Title,Body\n1,One,"Rest\nSleep."\n')
    edition = make_edition(str.upper)
    banner = Passage("Vista previa", SPANISH)
    out = CSV.localize(
        document,
        Edition(locale=SPANISH, source_locale=ENGLISH, text_of=edition.text_of, banner=banner),
    ).decode()
    assert "Vista previa ONE" in out
    assert out.count("Vista previa") == 2


def test_a_document_that_is_no_export_is_a_mistake_of_the_caller() -> None:
    document = RecordFormat().parse(b"T\n", make_reading("record"))
    assert split_parts(document) == (document,)
    with pytest.raises(TypeError, match="is no export"):
        get_export(document)


def test_each_row_with_text_is_a_document_of_its_own() -> None:
    data = 'id,Title,Body\n1,One,"NullNote\nNo advice."\n2,,\nx/y,Three,Rest.\n'
    reading = make_reading(profile=ARTICLE)
    object.__setattr__(reading, "disclaimers", (NOTE,))
    whole = parse(data, reading=reading)
    first, third = split_parts(whole)
    assert (first.id, third.id) == ("c-1", "c-x-y")
    assert first.data == third.data == whole.data
    assert first.blocks + third.blocks == whole.blocks
    assert (first.junk, third.junk) == (whole.junk, ())
    assert (first.notices, third.notices) == (whole.notices, ())
    assert first.blocks[0].kind is BlockKind.TITLE


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("17", "c-17"),
        ('a/b\\c:d*e?f"g<h>i|j\x01\x7f\u2028k', "c-a-b-c-d-e-f-g-h-i-j-k"),
        ("x. ", "c-x"),
        ("..", "c-"),
        ("é語", "c-é語"),
    ],
)
def test_a_key_makes_an_id_that_any_system_can_hold(key: str, expected: str) -> None:
    assert part_id("c", key) == expected


def test_a_long_key_is_cut_and_stays_distinct() -> None:
    one, other = part_id("c", "é" * 300 + "1"), part_id("c", "é" * 300 + "2")
    assert one != other
    assert len(one.encode()) <= LONGEST_ID
    assert part_id("c", "a" * (LONGEST_ID - 2)) == "c-" + "a" * (LONGEST_ID - 2)
