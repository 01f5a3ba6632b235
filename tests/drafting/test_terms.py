from __future__ import annotations

import pytest

from pipeline.drafting.base import Context
from pipeline.drafting.terms import find_spans, find_target, in_case_of
from pipeline.language.termbase import Termbase
from pipeline.model.term import Term, TermStatus

VESSEL = Term(source="blood vessel", targets=("vaso sanguíneo", "vaso"))
NERVE = Term(source="nerve", targets=("nervio",))
KEPT = Term(source="Tylenol", is_kept=True)


def spans(source: str, *terms: Term, masks_terms: bool = True) -> list[tuple[str, str]]:
    context = Context(terms=Termbase(terms).find_terms(source))
    found = find_spans(source, context, masks_terms=masks_terms)
    return [(source[start:stop], text) for start, stop, text in found]


def test_longer_terms_are_masked_and_single_words_are_left_to_the_grammar() -> None:
    assert spans("A blood vessel, a nerve.", VESSEL, NERVE) == [("blood vessel", "vaso sanguíneo")]


def test_words_that_are_not_to_be_translated_are_always_masked() -> None:
    assert spans("Take Tylenol.", KEPT, masks_terms=False) == [("Tylenol", "Tylenol")]
    assert spans("A blood vessel.", VESSEL, masks_terms=False) == []


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("Two blood vessels.", VESSEL),
        ("A <1>blood</1> vessel.", VESSEL),
        ("A blood vessel.", Term(source="blood vessel", targets=("vaso",), status=TermStatus.SUGGESTED)),
        ("A blood vessel.", Term(source="blood vessel", forbidden=("barco",))),
        ("Ask who@tylenol.example about it.", Term(source="Tylenol", is_kept=True)),
    ],
)
def test_what_would_come_back_wrong_or_is_not_asked_for_is_not_masked(source: str, term: Term) -> None:
    assert spans(source, term) == []


def test_a_term_of_two_meanings_is_not_masked() -> None:
    verb = Term(source="blood test", targets=("analizar",), part_of_speech="verb")
    noun = Term(source="blood test", targets=("análisis",), part_of_speech="noun")
    assert spans("A blood test.", verb, noun) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("blood vessel", "vaso sanguíneo"),
        ("Blood vessel", "Vaso sanguíneo"),
        ("BLOOD VESSEL", "VASO SANGUÍNEO"),
    ],
)
def test_a_target_takes_the_capitals_of_the_text(text: str, target: str) -> None:
    assert in_case_of(text, VESSEL) == target


def test_the_glossary_s_own_capitals_stay() -> None:
    assert in_case_of("WHO", Term(source="WHO", targets=("OMS",))) == "OMS"
    assert in_case_of("Ebola", Term(source="Ebola", targets=("ébola",))) == "ébola"


def test_an_unknown_word_is_looked_up_among_the_terms_of_the_text() -> None:
    context = Context(terms=Termbase([NERVE, VESSEL]).find_terms("Nerve and blood vessel"))
    assert find_target("Nerve", context) == "Nervio"
    assert find_target("nerve", context) == "nervio"
    assert find_target("vessel", context) is None
    assert find_target("nerve", Context()) is None
