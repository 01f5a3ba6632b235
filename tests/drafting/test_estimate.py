"""The estimate: what is plainly strange about a draft, and nothing about what is merely bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting import estimate
from pipeline.drafting.estimate import Sign, alarm_of, find_signs, join_signs, tell_signs
from pipeline.language.identification import Guess
from pipeline.model.draft import LOUD
from pipeline.model.locale import Locale

ES = Locale("es")
SOURCE = "Wash your hands often with soap and water, and stay at home when you have a fever."
TARGET = "Lávese las manos a menudo con agua y jabón, y quédese en casa cuando tenga fiebre."
TRUE = [
    ("es", SOURCE, TARGET),
    ("fr", SOURCE, "Lavez-vous souvent les mains à l'eau et au savon, et restez chez vous en cas de fièvre."),
    ("ar", SOURCE, "اغسل يديك كثيرًا بالماء والصابون، وابق في المنزل عندما تصاب بالحمى."),
    ("zh_Hans", SOURCE, "经常用肥皂和水洗手，发烧时请留在家中。"),
    ("hi", SOURCE, "अपने हाथ अक्सर साबुन और पानी से धोएं, और बुखार होने पर घर पर रहें।"),
    ("eo", SOURCE, "Lavu viajn manojn ofte per sapo kaj akvo, kaj restu hejme kiam vi havas febron."),
    ("yue", SOURCE, "經常用番梘同水洗手，發燒嗰陣留喺屋企。"),
    ("es", "Leg Cramps", "Calambres en las piernas"),
    ("es", "SARS-CoV-2", "SARS-CoV-2"),
]
STRANGE = [
    ("es", SOURCE, "La vacuna se probó en tres países con adultos sanos de sesenta años.", "words"),
    ("es", SOURCE, "Lávese las manos a menudo con", "end"),
    ("es", SOURCE, "Lávese las manos.", "length"),
    ("es", SOURCE, TARGET * 3, "length"),
    ("es", SOURCE, "Lave as suas mãos com água e sabão, e não saia de casa quando tiver febre.", "language"),
    ("ar", SOURCE, "Lávese las manos a menudo con agua y jabón, y quédese en casa.", "script"),
    ("eo", SOURCE, "Lavu.", "length"),
    ("es", "Take 5 tablets in 24 hours.", "Tome las tabletas durante un día.", "numbers"),
    ("es", "Do not drive.", "Conduzca.", "negation"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "target"), TRUE)
def test_a_true_translation_is_quiet(code: str, source: str, target: str) -> None:
    assert alarm_of(source, target, Locale(code)) < LOUD
    assert not tell_signs(find_signs(source, target, Locale(code)))


@pytest.mark.parametrize(("code", "source", "target", "name"), STRANGE)
def test_what_is_strange_is_loud_and_told(code: str, source: str, target: str, name: str) -> None:
    signs = find_signs(source, target, Locale(code))
    assert name in {sign.name for sign in signs if sign.strength >= LOUD}
    assert join_signs(signs) >= LOUD
    assert tell_signs(signs)


def test_what_is_wrong_in_good_words_is_not_noticed() -> None:
    """Here so that nobody takes the alarm for a judge."""
    wrong = "Lávese las manos poco con agua y jabón, y quédese en casa cuando no tenga fiebre."
    assert alarm_of(SOURCE, wrong, ES) < LOUD


def test_a_missing_part_is_a_sign_though_the_rest_is_complete() -> None:
    signs = find_signs(f"{SOURCE} The doctor will test the patients for the virus.", TARGET, ES)
    assert "cut" in {sign.name for sign in signs if sign.strength >= LOUD}


def test_a_missing_end_mark_alone_is_a_faint_sign() -> None:
    signs = find_signs(SOURCE, TARGET.removesuffix("."), ES)
    assert [sign.name for sign in signs if sign.strength > 0.3] == ["end"]
    assert not tell_signs(signs)


def test_words_that_the_engine_did_not_know_raise_the_alarm_by_their_share() -> None:
    quiet, loud = alarm_of(SOURCE, TARGET, ES), alarm_of(SOURCE, TARGET, ES, unknown=12)
    assert loud == pytest.approx(1 - (1 - quiet) * (1 - 12 / 17))
    assert alarm_of(SOURCE, TARGET, ES, unknown=99) == 1.0
    wrong = find_signs(SOURCE, "La vacuna se probó en tres países con adultos sanos.", ES, unknown=12)
    assert "hardly a known word" in tell_signs(wrong)
    assert tell_signs(wrong) == tell_signs([sign for sign in wrong if sign.name != "unknown"])


def test_a_text_without_letters_says_nothing() -> None:
    assert find_signs("{name} …", "{name}", ES) == ()
    assert alarm_of("", "", ES) == 0.0


@pytest.mark.parametrize(
    ("lead", "is_sibling", "is_loud"),
    [(20.0, False, True), (5.0, False, False), (20.0, True, False), (40.0, True, True)],
)
def test_a_close_relative_must_lead_by_more_to_be_taken_for_another_language(
    monkeypatch: pytest.MonkeyPatch, lead: float, *, is_sibling: bool, is_loud: bool
) -> None:
    monkeypatch.setattr(estimate, "find_other_language", lambda *_: Guess("gl", lead, is_sibling))
    signs = {sign.name: sign.strength for sign in find_signs(SOURCE, TARGET, ES)}
    assert (signs["language"] >= LOUD) is is_loud
    assert "language" not in {sign.name for sign in find_signs(SOURCE, "Agua y jabón.", ES)}


def test_similarity_counts_where_a_model_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    cosine = {"value": 0.9}
    monkeypatch.setattr(estimate, "find_similarity", lambda *_: cosine["value"])
    assert alarm_of(SOURCE, TARGET, ES) < LOUD
    cosine["value"] = 0.2
    signs = find_signs(SOURCE, TARGET, ES)
    assert signs[0].name == "similarity"
    assert tell_signs(signs) == "it does not seem to be about the same thing"
    cosine["value"] = 0.45
    assert {sign.name: sign.strength for sign in find_signs(SOURCE, TARGET, ES)}["similarity"] == 0.5


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
def test_one_more_sign_never_makes_it_quieter_and_it_is_never_above_1(
    strengths: list[float], more: float
) -> None:
    signs = [Sign("words", strength, "strange") for strength in strengths]
    alarm = join_signs(signs)
    assert 0.0 <= alarm <= join_signs([*signs, Sign("length", more, "")]) + 1e-12 <= 1.0 + 1e-12
    assert alarm >= max(strengths, default=0.0) - 1e-12


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["es", "ar", "zh_Hans", "eo", "ja"]))
def test_whatever_the_texts_are_there_is_an_alarm(source: str, target: str, code: str) -> None:
    assert 0.0 <= alarm_of(source, target, Locale(code)) <= 1.0
