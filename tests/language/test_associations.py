from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.language.associations import (
    find_evidence,
    get_associations,
    parse_associations,
    read_shares,
    weigh,
)
from pipeline.language.lexicon import get_lexicon, languages
from pipeline.language.stems import english_stems, target_stems

SOURCE = "Three patients with COVID-19 had a fever; 41 recovered, says the WHO."


def _weight(target: str, language: str = "es") -> float:
    return weigh(find_evidence(SOURCE, target, get_lexicon(language)))


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("es", "Tres pacientes con COVID-19 tenían fiebre; 41 sanaron, según la WHO.", "Lave sus manos."),
        ("ar", "كان ثلاثة مرضى مصابين بكوفيد-19 يعانون من الحمى؛ وتعافى 41.", "اغسل يديك بالصابون."),
        ("zh_Hans", "三名 COVID-19 患者发烧；41 名康复。", "用肥皂洗手。"),
        ("it", "Tre pazienti con COVID-19 avevano la febbre; 41 guariti, dice la WHO.", "Lavarsi le mani."),
    ],
)  # fmt: skip
def test_a_translation_has_more_evidence_than_another_text(language: str, good: str, bad: str) -> None:
    assert _weight(good, language) > 0 > _weight(bad, language)


def test_evidence_says_where_in_the_source_it_stands() -> None:
    pieces = find_evidence(SOURCE, "COVID-19, fiebre, 40", get_lexicon("es"))
    words = {SOURCE[piece.start : piece.stop]: piece.is_present for piece in pieces}
    assert words["fever"]
    assert not words["41"]
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)


def test_a_language_without_translations_has_no_associations() -> None:
    assert get_associations("ko") == {}


@pytest.mark.parametrize("name", sorted(languages()))
def test_every_file_of_associations_can_be_read(name: str) -> None:
    for association in get_associations(name.partition("_")[0]).values():
        assert association.present > 0 > association.absent
        assert association.targets


@pytest.mark.parametrize(
    "row", ["fever\t0.5\t0.1", "fever\t0.5\t0\tfiebr", "fever\t1\t0.1\tfiebr", "a\tb\tc\td"]
)
def test_a_bad_row_is_an_error_with_its_line(row: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_associations(f"# note\n{row}\n", "x.tsv")
    assert str(caught.value.at) == "x.tsv:2"


def test_stems_are_the_beginnings_of_words() -> None:
    assert [stem.text for stem in english_stems("Infected, infections of an <1>ill</1> man")] == [
        "infect", "infect", "ill", "man",
    ]  # fmt: skip
    assert target_stems("والمصابين", "ar") == {"مصابي"}
    assert target_stems("发烧了", "zh") == {"发烧", "烧了"}
    assert target_stems("wagonjwa", "sw") == {"gonjwa"[-5:]}


@given(st.sampled_from(["es", "ar", "zh_Hans", "ko"]), st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_weighed(language: str, source: str, target: str) -> None:
    weigh(find_evidence(source, target, get_lexicon(language)))


def test_words_in_capitals_are_no_names() -> None:
    spanish = get_lexicon("es")
    shouted = find_evidence("IT IS HEREBY ORDERED THAT", "Por la presente se ordena", spanish)
    assert not [piece for piece in shouted if piece.stop - piece.start < len("HEREBY")]
    assert find_evidence("the WHO said", "la OMS dijo", spanish)


def _said(source: str, target: str, language: str) -> list[tuple[str, bool, float]]:
    pieces = find_evidence(source, target, get_lexicon(language))
    return [(source[one.start : one.stop], one.is_present, one.weight) for one in pieces]


def test_a_word_with_a_learnt_translation_may_be_kept_as_it_sounds() -> None:
    assert "patien" not in get_associations("fil")["patien"].targets
    assert _said("the patients", "ang mga patient", "fil") == [
        ("patients", True, get_associations("fil")["patien"].present)
    ]
    assert _said("the patients", "ang mga tao", "fil") == [
        ("patients", False, get_associations("fil")["patien"].absent)
    ]


def test_three_consonants_are_too_few_where_a_translation_was_learnt() -> None:
    known = get_associations("es")["mask"]
    assert _said("the mask", "la mosca", "es") == [("mask", False, known.absent)]


@pytest.mark.parametrize("target", ["la farmacia antes", "de otros", "before and among us"])
def test_words_that_say_nothing_of_a_text_are_no_evidence(target: str) -> None:
    assert _said("before and among others", target, "es") == []


def test_a_name_is_looked_for_once_as_it_is_written() -> None:
    [(name, is_present, _)] = _said("the GenBank", "el GenBank", "es")
    assert (name, is_present) == ("GenBank", True)


def test_a_name_in_a_sentence_tells_more_by_its_sound_than_a_word() -> None:
    shares = read_shares()
    assert _said("near Kowloon", "cerca de Kowloon", "es")[-1] == ("Kowloon", True, shares["es", "name 4"][0])
    assert _said("Kowloon", "Kowloon", "es") == [("Kowloon", True, shares["es", "word 4"][0])]
    assert _said("near kowloon", "cerca de una casa", "es")[-1] == (
        "kowloon", False, shares["es", "word 4"][1],
    )  # fmt: skip


def test_an_unknown_word_that_is_absent_says_nothing_where_no_shares_are_known() -> None:
    assert _said("near kowloon", "bei einem Haus", "de") == []
    assert [said[:2] for said in _said("near kowloon", "bei Kowloon", "de")] == [("kowloon", True)]
