from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.masking import TOKEN
from pipeline.drafting.pieces import cut_lines, cut_runs, put_together

PARTS = ["Rest well. ", "Drink <1>water</1>. ", "\n", " \n\n ", "{a}", "Is it 5%? ", "cold packs ", "x"]
SOURCES = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


def lines(source: str, most: int = 1000, spans: list[tuple[int, int, str]] | None = None) -> list[str]:
    pieces = cut_lines(source, TOKEN, spans or [], "en", most)
    return [shown for piece in pieces if (shown := piece.masked.text if piece.masked else piece.source)]


def runs(source: str, spans: list[tuple[int, int, str]] | None = None) -> list[str]:
    pieces = cut_runs(source, TOKEN, spans or [])
    return [shown for piece in pieces if (shown := piece.masked.text if piece.masked else piece.source)]


def test_lines_are_pieces_and_the_breaks_between_them_stay() -> None:
    assert lines("Rest <1>well</1>.\n\nDrink.") == ["Rest ⟦0⟧well⟦1⟧.", "\n\n", "Drink."]


def test_a_line_that_is_too_long_is_cut_at_sentence_ends() -> None:
    text = "One is short. Two is {a} short. Three is short."
    assert lines(text, 30) == ["One is short.", " ", "Two is ⟦0⟧ short.", " ", "Three is short."]
    assert lines(text, 34) == ["One is short. Two is ⟦0⟧ short.", " ", "Three is short."]
    assert lines(text, 1000) == ["One is short. Two is ⟦0⟧ short. Three is short."]


def test_a_sentence_that_is_too_long_is_not_cut() -> None:
    assert lines("Short. " + "X" * 50 + ". Short.", 20) == ["Short.", " ", "X" * 50 + ".", " ", "Short."]


def test_a_term_is_masked_in_the_piece_it_stands_in() -> None:
    text = "Rest.\nUse cold packs. And cold packs."
    first, second = text.index("cold"), text.rindex("cold")
    spans = [(first, first + 10, "A"), (second, second + 10, "B")]
    assert lines(text, 1000, spans) == ["Rest.", "\n", "Use ⟦0⟧. And ⟦1⟧."]
    assert lines(text, 12, spans) == ["Rest.", "\n", "Use ⟦0⟧.", " ", "And ⟦0⟧."]


def test_runs_are_what_lies_between_codes_and_terms() -> None:
    text = "Use <1>cold packs</1> now.\nRest"
    spans = [(7, 17, "bolsas")]
    assert runs(text, spans) == ["Use", " ", "<1>", "bolsas", "</1>", " ", "now.", "\n", "Rest"]


@given(SOURCES, st.integers(5, 60))
def test_the_pieces_of_a_text_are_the_text(source: str, most: int) -> None:
    """Put together without answers, the pieces of a text are the text."""
    for pieces in (cut_lines(source, TOKEN, [], "en", most), cut_runs(source, TOKEN, [])):
        assert "".join(put_together(piece, None, TOKEN) or "" for piece in pieces) == source


def test_an_engine_gets_no_outer_space_and_adds_none() -> None:
    before, piece, after = cut_lines(" Take {a} \t", TOKEN, [], "en", 100)
    assert (before.source, piece.source, after.source) == (" ", "Take {a}", " \t")
    assert put_together(piece, " Tome ⟦0⟧  ", TOKEN) == "Tome {a}"
    assert put_together(piece, "Tome", TOKEN) is None
