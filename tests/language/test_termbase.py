from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CaveatError, ConfigError, ManyErrors
from pipeline.language.termbase import COLUMNS, Termbase, parse_termbase
from pipeline.model.term import Term, TermStatus

PATH = "locales/es/glossary.csv"


def _found(text: str, *sources: str, part_of_speech: str = "") -> list[str]:
    base = Termbase(Term(source=source, targets=("x",), part_of_speech=part_of_speech) for source in sources)
    return [match.text for match in base.find_terms(text)]


def _problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(CaveatError) as caught:
        parse_termbase(text, PATH)
    errors = caught.value.errors if isinstance(caught.value, ManyErrors) else (caught.value,)
    assert all(isinstance(error, ConfigError) and error.at and error.at.path == PATH for error in errors)
    return [(error.at.line if error.at else None, error.message) for error in errors]


def test_every_column_is_read() -> None:
    text = (
        "source,target,part_of_speech,note,do_not_translate,forbidden,status,origin\n"
        'seizure,convulsión | crisis,noun,"of the brain, not a seizing",no,ataque*|rapto,suggested,Ana\n'
        "Tylenol,,,,YES,,,\n"
    )
    first, second = parse_termbase(text, PATH).terms
    assert first == Term(
        source="seizure",
        targets=("convulsión", "crisis"),
        forbidden=("ataque*", "rapto"),
        part_of_speech="noun",
        note="of the brain, not a seizing",
        status=TermStatus.SUGGESTED,
        origin="Ana",
        line=2,
    )
    assert (second.is_kept, second.status, second.line) == (True, TermStatus.REQUIRED, 3)


@pytest.mark.parametrize(
    "text",
    [
        "source;target\nfever;fiebre\n",
        "\ufefftarget,source\r\nfiebre,fever\r\n",
        'source,target\n\n,\n"fever"," fiebre "',
        "source,target,note\nfever,fiebre\n",
    ],
    ids=["semicolons", "BOM, CRLF and another order", "empty rows and quotes", "a short row"],
)
def test_a_file_may_come_from_any_spreadsheet(text: str) -> None:
    (term,) = parse_termbase(text, PATH).terms
    assert (term.source, term.targets) == ("fever", ("fiebre",))


def test_a_semicolon_in_a_cell_of_a_comma_file_is_text() -> None:
    (term,) = parse_termbase("source,target,note\nfever,fiebre,a; b\n", PATH).terms
    assert term.note == "a; b"


def test_texts_are_kept_in_nfc() -> None:
    (term,) = parse_termbase("source,target\nfever,fie\u0301bre\n", PATH).terms
    assert term.targets == ("fi\u00e9bre",)


def test_a_heading_alone_is_an_empty_glossary() -> None:
    assert parse_termbase(",".join(COLUMNS) + "\n", PATH).terms == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", (1, "the glossary has no heading")),
        ("source,traget\n", (1, 'unknown column "traget"')),
        ("source,note,note\n", (1, 'two columns are named "note"')),
        ("target\n", (1, 'no column "source"')),
        ("source,target\nfever,a\nFever,b\n", (3, '"Fever" stands in line 2 already')),
        ("source,target\nhand-washing,a\nhand washing,b\n", (3, '"hand washing" stands in line 2 already')),
        ("source,target\n,a\n", (2, "a row without a source term")),
        ("source,target\n!,a\n", (2, "a row without a source term")),
        ("source,target\nfever,\n", (2, 'nothing is said of "fever"')),
        ("source,target\nfever,a||b\n", (2, 'an empty word in column "target"')),
        ("source,target,forbidden\nfever,a,*\n", (2, 'an empty word in column "forbidden"')),
        ("source,target\nfever,a|a\n", (2, '"a" is listed twice in column "target"')),
        ("source,target\nfever,a,b\n", (2, "3 cells in 2 columns")),
        ("source,status\nfever,maybe\n", (2, '"maybe" in column "status"')),
        ("source,do_not_translate\nx,ja\n", (2, '"ja" in column "do_not_translate"')),
        (
            "source,target,do_not_translate\nTylenol,x,yes\n",
            (2, '"Tylenol" has a target and is not to be translated'),
        ),
        (
            'source,target\n"a\nb",c\n',
            (2, "a line break, tab or control character (U+000A) in a cell"),
        ),
        ('source,target\nx,y\n"fever,a\n', (3, "not a row of a CSV file: unexpected end of data")),
        (
            "source,target,forbidden\nfever,a|B,b\n",
            (2, '"b" is forbidden for "fever", and wanted in line 2'),
        ),
        (
            "source,target,forbidden,part_of_speech\nspread,a,,noun\nspread,b,a,verb\n",
            (3, '"a" is forbidden for "spread", and wanted in line 2'),
        ),
        (
            "source,do_not_translate,forbidden\nTylenol,yes,tylenol\n",
            (2, '"tylenol" is forbidden for "Tylenol", and wanted in line 2'),
        ),
    ],
)
def test_a_bad_file_is_told_with_its_line(text: str, problem: tuple[int, str]) -> None:
    assert _problems(text) == [problem]


def test_all_problems_of_a_file_are_told_in_order() -> None:
    text = 'source,target,forbidden\nfever,a,a\n"x\ny",b\n,c\nfever,d\n'
    assert [line for line, _ in _problems(text)] == [2, 3, 5, 6]


def test_a_wrong_column_name_has_a_hint() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_termbase("source,forbiden\n", PATH)
    assert caught.value.hint == 'did you mean "forbidden"?'


def test_a_noun_and_a_verb_may_share_a_spelling() -> None:
    text = "source,target,part_of_speech\nspread,propagación,noun\nspread,propagar,verb\n"
    (match,) = parse_termbase(text, PATH).find_terms("The spread is slow.")
    assert [term.targets for term in match.terms] == [("propagación",), ("propagar",)]


def test_a_match_says_where_it_stands() -> None:
    (match,) = Termbase([Term(source="fever", targets=("fiebre",))]).find_terms("High Fevers are bad.")
    assert (match.start, match.stop, match.text) == (5, 11, "Fevers")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hay fever", ["hay fever"]),
        ("hay and fever", ["fever"]),
        ("Hay-fever, feverish people, fever", ["Hay-fever", "fever"]),
        ("hay fever fever", ["hay fever", "fever"]),
        ("hay fever season", ["hay fever season"]),
    ],
)
def test_the_longest_term_wins_and_words_are_whole(text: str, found: list[str]) -> None:
    assert _found(text, "fever", "hay fever", "hay fever season") == found


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("biopsy", "two biopsies"),
        ("vaccine", "vaccines"),
        ("diagnosis", "both diagnoses"),
        ("stomach", "stomachs"),
        ("crutch", "crutches"),
        ("virus", "viruses"),
        ("half", "halves"),
        ("knife", "knives"),
        ("child", "children"),
        ("potato", "potatoes"),
        ("loss of appetite", "losses of appetite"),
        ("muscle cramp", "muscle cramps"),
        ("NSAID", "NSAIDs"),
    ],
)
def test_a_plural_is_the_term(source: str, text: str) -> None:
    assert len(_found(text, source)) == 1


@pytest.mark.parametrize("text", ["quarantined", "quarantines", "quarantining", "quarantine"])
def test_a_verb_has_its_endings(text: str) -> None:
    assert _found(text, "quarantine", part_of_speech="verb") == [text]


def test_only_a_verb_has_them_and_an_adjective_has_no_plural() -> None:
    assert _found("quarantined", "quarantine") == []
    assert _found("colds", "cold", part_of_speech="adjective") == []


def test_a_row_of_its_own_goes_before_the_plural_of_another() -> None:
    base = Termbase([Term(source="arm", targets=("a",)), Term(source="arms", targets=("b",))])
    (match,) = base.find_terms("her arms")
    assert [term.source for term in match.terms] == ["arms"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("people who ask WHO", ["WHO"]),
        ("Who asks?", []),
        ("WHO", ["WHO"]),
        ("WHO IS AT RISK", []),
        ("Covid-19 and covid-19", ["Covid-19", "covid-19"]),
        ("vitamin C", ["vitamin C"]),
        ("vitamin c", []),
    ],
)
def test_a_word_in_capitals_is_found_in_capitals_only(text: str, found: list[str]) -> None:
    assert _found(text, "WHO", "COVID-19", "vitamin C") == found


def test_tags_placeholders_and_addresses_are_no_text() -> None:
    text = "{fever} %(fever)s https://example.org/fever <1>fever</1>"
    (match,) = Termbase([Term(source="fever", targets=("x",))]).find_terms(text)
    assert match.start == text.rindex("fever")


def test_a_tag_may_stand_inside_a_term_but_a_placeholder_or_a_comma_may_not() -> None:
    assert _found("<1>blood</1> pressure", "blood pressure") == ["blood</1> pressure"]
    assert _found("blood {x} pressure, blood, pressure", "blood pressure") == []


def test_an_empty_glossary_finds_nothing() -> None:
    assert Termbase().find_terms("fever") == ()


@given(st.text(alphabet="fever hay-WHO<1>/{}é\u0301 ", max_size=40))
def test_matches_are_in_order_do_not_overlap_and_are_as_the_text_spells_them(text: str) -> None:
    base = Termbase(Term(source=x, targets=("x",)) for x in ("fever", "hay fever", "WHO", "hay"))
    end = 0
    for match in base.find_terms(text):
        assert end <= match.start < match.stop
        assert match.text == text[match.start : match.stop]
        end = match.stop
