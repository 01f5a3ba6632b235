from __future__ import annotations

import pytest

from pipeline.language.nonproprietary import find_listed, find_written, is_named, skeleton


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ibuprofen", "Tome ibuprofeno"),
        ("ibuprofen", "ибупрофена"),
        ("ibuprofen", "الإيبوبروفين"),
        ("paracetamol", "Prenez du paracétamol"),
        ("paracetamol", "पैरासिटामोल"),
        ("warfarin", "варфарин"),
        ("warfarin", "الوارفارين"),
        ("hydroxychloroquine", "هيدروكسي كلوروكين"),
        ("hydroxychloroquine", "гидроксихлорохин"),
        ("aspirin", "阿司匹林"),
    ],
)
def test_a_medicine_is_known_by_its_sound_in_every_alphabet(name: str, text: str) -> None:
    assert is_named(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("ibuprofen", "Tome metformina"), ("warfarin", "ибупрофен"), ("aspirin", "布洛芬"), ("insulin", "")],
)
def test_another_medicine_is_not_taken_for_it(name: str, text: str) -> None:
    assert not is_named(name, text)


def test_names_and_synonyms_are_one_medicine() -> None:
    assert [medicine.name for medicine in find_listed("Tylenol or acetaminophen, not <1>aspirin</1>")] == [
        "paracetamol",
        "paracetamol",
        "aspirin",
    ]


def test_what_is_written_beyond_doubt_is_found_with_its_place() -> None:
    found = find_written("Tome metformina", without=frozenset())
    assert found is not None
    assert (found.name, "Tome metformina"[found.start : found.stop]) == ("metformin", "metformina")
    assert find_written("Tome metformina", without=frozenset({"metformin"})) is None


def test_doubled_and_silent_letters_make_no_difference() -> None:
    assert skeleton("amoxicillin") == skeleton("amoxicilina")
    assert skeleton("phosphate") == skeleton("fosfato")
