from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.scores import ENOUGH, measure_changes, require_metrics, score_drafts, share_changed
from pipeline.errors import EngineError
from pipeline.model.locale import Locale

ES = Locale("es")
GOOD = [f"El paciente {n} debe beber agua y descansar en casa." for n in range(40)]
NEAR = [f"El enfermo {n} debe tomar agua y descansar en casa." for n in range(40)]


def test_the_same_texts_have_the_best_figures() -> None:
    score = score_drafts(ES, "one", GOOD, GOOD, 1.5)
    assert (score.chrf, score.bleu, score.ter, score.edits) == (100.0, 100.0, 0.0, 0.0)
    assert (score.locale, score.engine, score.n, score.empty, score.seconds) == ("es", "one", 40, 0.0, 1.5)


def test_closer_texts_score_better_and_the_figure_lies_in_its_interval() -> None:
    near, far = (score_drafts(ES, "x", texts, GOOD, 0) for texts in (NEAR, ["Nada."] * 40))
    assert near.chrf is not None
    assert near.low is not None
    assert near.high is not None
    assert 0 < near.low < near.chrf < near.high < 100
    assert near.chrf > (far.chrf or 0)
    assert (near.bleu or 0) > (far.bleu or 0)
    assert (near.ter or 0) < (far.ter or 0)
    assert (near.edits or 0) < (far.edits or 0)


def test_the_interval_is_as_wide_as_the_texts_are_different() -> None:
    mixed = score_drafts(ES, "x", [*GOOD[:20], *(["Nada."] * 20)], GOOD, 0)
    even = score_drafts(ES, "x", NEAR, GOOD, 0)
    assert (mixed.chrf or 0) - (mixed.low or 0) > 3
    assert (mixed.high or 0) - (mixed.chrf or 0) > 3
    assert (even.high or 0) - (even.low or 0) < 3


def test_an_empty_draft_counts_as_one_with_nothing_right() -> None:
    drafts = [None if at % 4 == 0 else text for at, text in enumerate(GOOD)]
    score = score_drafts(ES, "x", drafts, GOOD, 0)
    assert score.empty == 0.25
    assert score.edits == 0.25
    assert (score.chrf or 0) < 90
    nothing = score_drafts(ES, "x", [""] * 40, GOOD, 0)
    assert (nothing.empty, nothing.chrf, nothing.low, nothing.high) == (1.0, 0.0, 0.0, 0.0)


def test_a_single_good_draft_among_bad_ones_has_an_interval_within_bounds() -> None:
    """Some of its resamples hold nothing right: a plain zero among numpy's numbers."""
    score = score_drafts(ES, "x", [GOOD[0], *(["zzqq"] * (len(GOOD) - 1))], GOOD, 0)
    assert score.chrf is not None
    assert score.low is not None
    assert score.high is not None
    assert 0 <= score.low <= score.chrf <= score.high <= 100


def test_fewer_units_than_enough_are_not_measured() -> None:
    few = score_drafts(ES, "x", NEAR[: ENOUGH - 1], GOOD[: ENOUGH - 1], 0)
    assert (few.n, few.chrf, few.low, few.high, few.bleu, few.ter, few.edits) == (29, *[None] * 6)
    assert score_drafts(ES, "x", NEAR[:ENOUGH], GOOD[:ENOUGH], 0).chrf is not None


@pytest.mark.parametrize("code", ["zh_Hans", "ja", "th"])
def test_texts_without_spaces_are_not_one_long_word(code: str) -> None:
    other, same = ["多喝水，在家休息，并且每天洗手。"] * 40, ["多喝水，在家休息，并且经常洗手。"] * 40
    score = score_drafts(Locale(code), "x", other, same, 0)
    assert (score.bleu or 0) > 30
    assert 0 < (score.ter or 100) < 60


def test_without_the_package_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sacrebleu.metrics", None)  # what Python does for one that is not there
    with pytest.raises(EngineError, match="sacrebleu is not installed") as caught:
        require_metrics()
    assert "caveat-l10n[evaluate]" in (caught.value.hint or "")


def test_changes_are_measured_from_draft_to_approved_text() -> None:
    pairs = [(text, text) for text in GOOD[:30]] + list(zip(NEAR[30:], GOOD[30:], strict=True))
    changes = measure_changes(ES, "apertium/eng-spa@0.8.1", pairs)
    assert (changes.n, changes.untouched) == (40, 0.75)
    assert 0 < (changes.edits or 0) < 0.1
    few = measure_changes(ES, "x", pairs[: ENOUGH - 1])
    assert (few.n, few.untouched, few.edits) == (29, None, None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_0_for_the_same_text_1_for_nothing_in_common(draft: str, final: str) -> None:
    assert 0.0 <= share_changed(draft, final) <= 1.0
    assert (share_changed(draft, final) == 0.0) == (draft == final)
    assert share_changed("abc", "xyz") == share_changed("", "xyz") == 1.0
