"""Texts in pieces: what is marked, and that nothing of the text is lost or added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.termbase import Termbase
from pipeline.model.finding import Finding, Severity
from pipeline.model.term import Term
from pipeline.review.annotations import Mark, MarkKind, annotate, cut_pieces, describe_term, spell_sign
from tests.factories import make_entry

SIGNS = "\u00a0\u200b\u200e\u200f\u202e\u2066\ufeff\t\x00\x1b\u3000"


def marks() -> st.SearchStrategy[list[Mark]]:
    one = st.builds(
        lambda start, size, kind: Mark(start, start + size, kind, kind.value),
        st.integers(0, 20),
        st.integers(1, 10),
        st.sampled_from(list(MarkKind)),
    )
    return st.lists(one, max_size=6)


@given(st.text(alphabet=f"ab <1>{{}}é字{SIGNS}", max_size=25), marks())
def test_put_together_the_pieces_are_the_text_whatever_the_marks(text: str, given: list[Mark]) -> None:
    pieces = cut_pieces(text, given)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


def test_overlapping_marks_are_all_told() -> None:
    found = cut_pieces("abcdef", [Mark(0, 4, MarkKind.TERM, "one"), Mark(2, 6, MarkKind.FINDING, "two")])
    assert [(piece.text, piece.note) for piece in found] == [("ab", "one"), ("cd", "one; two"), ("ef", "two")]
    assert found[1].kinds == {MarkKind.TERM, MarkKind.FINDING}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_that_shows_nothing_is_spelt_out(sign: str) -> None:
    [_, piece, _] = cut_pieces(f"a{sign}b")
    assert piece.kinds == {MarkKind.SIGN}
    assert piece.sign
    assert f"U+{ord(sign):04X}" in piece.note


@pytest.mark.parametrize("text", ["a b", "नमस्\u200dते", "می\u200cخواهم", "“Ñandú”", "字。"])
def test_what_a_language_is_written_with_is_not_marked(text: str) -> None:
    [piece] = cut_pieces(text)
    assert not piece.marks


def test_tags_and_placeholders_are_marked() -> None:
    found = cut_pieces("<1>Take</1> {n}")
    assert [piece.text for piece in found if MarkKind.TAG in piece.kinds] == ["<1>", "</1>", "{n}"]


def test_spelling_names_what_is_common_and_numbers_the_rest() -> None:
    assert spell_sign("\u00a0") == "NBSP"
    assert spell_sign("\u2066") == "U+2066"


def test_an_empty_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="empty mark"):
        Mark(3, 3, MarkKind.TERM, "x")


def test_terms_and_findings_stand_at_their_places() -> None:
    entry = make_entry("Take 5 mg of aspirin.", "Tome 6 mg de aspirina.")
    finding = Finding(
        file="x.po",
        check="number.changed",
        severity=Severity.ERROR,
        message="5 became 6",
        source=entry.key.source,
        target=entry.target,
        source_span=(5, 6),
        target_span=(5, 6),
    )
    found = annotate(
        entry, [finding], Termbase([Term(source="aspirin", targets=("ácido acetilsalicílico",))])
    )
    assert [piece.text for piece in found.source if piece.marks] == ["5", "aspirin"]
    assert [piece.text for piece in found.targets[0] if piece.marks] == ["6"]
    assert found.targets[0][1].note == "5 became 6 [number.changed]"
    assert [term.source for term in found.terms] == ["aspirin"]


def test_a_finding_about_another_form_marks_nothing_here() -> None:
    entry = make_entry("One", targets=("uno", "unos"), plural="Many")
    finding = Finding(
        file="x.po", check="a.b", severity=Severity.ERROR, message="m", source="Many", target="unos",
        source_span=(0, 1), target_span=(0, 4),
    )  # fmt: skip
    found = annotate(entry, [finding], None)
    assert not any(piece.marks for piece in (*found.source, *found.targets[0]))
    assert found.targets[1][0].kinds == {MarkKind.FINDING}


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (Term(source="a", targets=("b", "c")), "glossary: b, c"),
        (Term(source="WHO", is_kept=True), "glossary: WHO"),
        (Term(source="a"), "glossary: see its note"),
    ],
)
def test_a_term_says_what_is_wanted(term: Term, told: str) -> None:
    assert describe_term(term) == told
