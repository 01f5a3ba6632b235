"""Records: what becomes a title, label, heading, paragraph or junk."""

import time

import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.record import RecordFormat
from pipeline.model.document import Document
from pipeline.model.unit import Risk
from tests.formats.records import EMPTY, headings, parse, shape


def junk_and_rules(document: Document) -> tuple[list[str], list[tuple[str, int]]]:
    rules = [(notice.rule, notice.line) for notice in document.notices]
    return [one.range.cut(document.data).decode() for one in document.junk], rules


def test_a_record_is_title_label_headings_and_paragraphs() -> None:
    document = parse("Cramps\nSymptoms (English):\nCauses\nHeat hurts. Drink (a lot of) water.\n")
    assert shape(document) == [
        ("title", 0, ["Cramps"]),
        ("label", 0, ["Symptoms"]),
        ("heading", 1, ["Causes"]),
        ("paragraph", 0, ["Heat hurts.", "Drink (a lot of) water."]),
    ]


def test_paragraphs_can_be_whole_units() -> None:
    document = parse("T\n Heat hurts. Drink. \n", segmentation="paragraph")
    assert shape(document)[1] == ("paragraph", 0, ["Heat hurts. Drink."])


def test_a_title_alone_is_a_document() -> None:
    assert shape(parse("Cramps")) == [("title", 0, ["Cramps"])]


@pytest.mark.parametrize("data", [b"", b"\n\r\n \t\n", b"\xef\xbb\xbf", "\u00a0\u200b\n".encode()])
def test_nothing_to_read_is_an_error(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(data)
    assert str(caught.value) == "source/a.txt:1: the document is empty\n  hint: export it again"


def test_a_first_line_that_is_a_section_means_that_the_title_is_missing() -> None:
    with pytest.raises(DocumentError) as caught:
        parse("NullCauses\nMany.\n")
    assert caught.value.message == 'the first line is the section "Causes", so the title is missing'


def test_levels_follow_the_groups_of_the_profile() -> None:
    document = parse("T\nFirst\nA.\nTips\nLead.\nRest\nB.\nWater\nC.\nCauses\nD.\nLater\nE.\n")
    assert headings(document) == [
        (1, "First"),
        (1, "Tips"),
        (2, "Rest"),
        (2, "Water"),
        (1, "Causes"),
        (1, "Later"),
    ]


def test_declared_headings_need_not_look_like_headings_and_may_repeat() -> None:
    profile = Profile(name="p", sections=(SectionRule(title="Is it dangerous, doctor?"),))
    document = parse("T\nIs it dangerous, doctor?\nNo.\nIs it dangerous, doctor?", profile)
    assert [kind for kind, _, _ in shape(document)] == ["title", "heading", "paragraph", "heading"]


def test_undeclared_headings_make_one_notice() -> None:
    document = parse("T\nOne\nA.\nTwo\nB.\n")
    assert [(one.rule, one.line, one.message) for one in document.notices] == [
        ("source.unknown-heading", 2, '2 headings are not in the profile: "One", "Two"')
    ]
    many = parse("T\n" + "".join(f"Heading {n}\nA.\n" for n in range(30)))
    assert many.notices[0].message.endswith('"Heading 19" and 10 more')
    assert parse("T\nOne\nA.\n", EMPTY).notices == ()


def test_a_required_section_that_is_missing_is_an_error() -> None:
    profile = Profile(name="article", sections=(SectionRule(title="Causes", is_required=True),))
    with pytest.raises(DocumentError) as caught:
        parse("T\nCauses of pain\nMany.\n", profile)
    assert str(caught.value) == (
        'source/a.txt:3: the section "Causes" is missing\n'
        '  hint: add it, or drop "required" from the profile "article"'
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_junk_goes_off_a_declared_heading_and_stays_in_the_skeleton(end: str) -> None:
    text = end.join(["T", "NullCauses", "Many.", "undefined \u00a0NullTips", "More."])
    document = parse(text)
    junk, rules = junk_and_rules(document)
    assert junk == ["Null", "undefined \u00a0Null"]
    assert rules == [("source.junk", 2), ("source.junk", 4)]
    assert headings(document) == [(1, "Causes"), (1, "Tips")]
    assert rebuild(RecordFormat(), document, lambda unit: unit.key.source) == text.encode()


@pytest.mark.parametrize("heading", ["NullPointer Handling", "Nullcauses", "Null and Void", "Null"])
def test_junk_before_an_undeclared_heading_stays(heading: str) -> None:
    document = parse(f"T\n{heading}\nMany.\n")
    assert headings(document) == [(1, heading)]
    assert document.junk == ()


def test_junk_that_was_kept_is_told() -> None:
    assert ("source.junk-kept", 2) in junk_and_rules(parse("T\nNullPointers\nMany.\n"))[1]
    assert ("source.junk-kept", 1) in junk_and_rules(parse("NullTitle\nMany.\n"))[1]
    assert "source.junk-kept" not in {
        rule for rule, _ in junk_and_rules(parse("T\nNullified Rules\nA.\n"))[1]
    }


def test_a_declared_heading_that_starts_with_a_token_is_left_alone() -> None:
    # "Null Results" once lost its first word where "Results" was declared too.
    sections = (SectionRule(title="Null Results"), SectionRule(title="Results"))
    document = parse("T\nNull Results\nA.\n", Profile(name="p", sections=sections, junk=("Null",)))
    assert headings(document) == [(1, "Null Results")]
    assert document.junk == ()


@pytest.mark.parametrize(
    "line",
    [
        "Symptoms (English):",
        "Symptoms (english):",
        "Symptoms\u00a0( English ) :",
        "Symptoms(US English):",
        "Symptoms (us english):",
    ],
)
def test_a_label_names_the_source_language(line: str) -> None:
    document = parse(f"T\n{line}\nCauses\nA.\n")
    assert shape(document)[1] == ("label", 0, ["Symptoms"])
    language = document.blocks[1].language
    assert language is not None
    assert "nglish" in language.cut(document.data).decode()


@pytest.mark.parametrize("line", ["Symptoms (severe): call a doctor.", "Symptoms (Spanish):", "Symptoms ():"])
def test_other_brackets_make_no_label(line: str) -> None:
    assert shape(parse(f"T\n{line}\nCauses\nA.\n"))[1][0] == "paragraph"


def test_text_after_a_label_is_a_paragraph_on_the_same_line() -> None:
    document = parse("T\nCausés (English):  Héat hurts. Rest.\nX")
    assert shape(document)[1:3] == [("label", 0, ["Causés"]), ("paragraph", 0, ["Héat hurts.", "Rest."])]
    cut = [unit.range.cut(document.data).decode() for unit in document.occurrences()]
    assert cut == ["T", "Causés", "Héat hurts.", "Rest.", "X"]


def test_a_label_ends_the_section_before_it() -> None:
    document = parse("T\nDanger\nRest now.\nAdvice (English): Sleep well.\n")
    assert [(unit.key.source, unit.risk) for unit in document.occurrences()][2:] == [
        ("Rest now.", Risk.CRITICAL),
        ("Advice", Risk.STANDARD),
        ("Sleep well.", Risk.STANDARD),
    ]
    assert document.blocks[-1].section is None


def test_the_same_unit_takes_the_risk_of_each_section() -> None:
    document = parse("T\nCauses\nRest now.\nDanger\nRest now.\n")
    risks = [unit.risk for unit in document.occurrences() if unit.key.source == "Rest now."]
    assert risks == [Risk.STANDARD, Risk.CRITICAL]


def test_a_text_too_long_to_judge_is_critical() -> None:
    document = parse("T\n" + "word " * 5000 + "end.\n")
    unit = list(document.occurrences())[1]
    assert (unit.risk, unit.reasons) == (Risk.CRITICAL, ("length",))


def test_a_control_character_is_told() -> None:
    assert junk_and_rules(parse("T\nCauses\nA\x07b.\n"))[1] == [("source.control-character", 3)]


@pytest.mark.parametrize(
    "data",
    [
        b"word " * 10_000_000,
        b"T\n" + b"Look (at [this {. \n" * 8_000,
        b"T\n" + b"(" * 2_000_000,
        b"\r" * 2_000_000 + b"T",
        b"T\n" + b" " * 2_000_000 + b"x",
        b"T\nSymptoms (" + b"(English" * 300_000,
    ],
    ids=["one line of 50 MB", "8,000 lines", "open brackets", "lone CR", "spaces", "half labels"],
)
def test_hostile_input_takes_linear_time(data: bytes) -> None:
    started = time.process_time()
    document = parse(data)
    assert rebuild(RecordFormat(), document, lambda unit: unit.key.source) == data
    assert time.process_time() - started < 20


def test_a_critical_section_ends_at_a_declared_heading_only() -> None:
    rules = (SectionRule(title="When to Seek Care", risk=Risk.CRITICAL), SectionRule(title="Sources"))
    text = "T\nWhen to Seek Care\nGo now.\nChest pain\nYour arm hurts.\nSources\nA book.\n"
    document = parse(text, Profile(name="p", sections=rules))
    risks = {unit.key.source: unit.risk for unit in document.occurrences()}
    assert risks["Chest pain"] is risks["Your arm hurts."] is Risk.CRITICAL
    assert risks["Sources"] is risks["A book."] is Risk.STANDARD
