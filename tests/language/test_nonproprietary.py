from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.language.lexicon import read_data
from pipeline.language.nonproprietary import find_listed, find_written, is_named, is_readable, skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping

ALMOST_ALL = 0.97
"""Of the ordered pairs of medicines in each locale, those that must be told apart."""


def _names() -> Mapping[str, Mapping[str, str]]:
    """Return the local names of medicines: locale to English name to local name."""
    found: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("medicine_names.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["locale"], {})[row["english"]] = row["name"]
    return found


NAMES = _names()


def _listed(english: str) -> str:
    (medicine,) = find_listed(f"Take {english}.")
    return medicine.name


def test_the_table_has_enough_of_every_language() -> None:
    assert len(NAMES) >= 24
    assert min(map(len, NAMES.values())) >= 60


@pytest.mark.parametrize("locale", NAMES)
def test_every_local_name_is_known_for_its_medicine(locale: str) -> None:
    unknown = [
        (english, name) for english, name in NAMES[locale].items() if not is_named(_listed(english), name)
    ]
    assert unknown == []


@pytest.mark.parametrize("locale", NAMES)
def test_almost_every_two_medicines_of_a_language_are_told_apart(locale: str) -> None:
    pairs = list(permutations(NAMES[locale].items(), 2))
    told = [not is_named(_listed(english), other) for (english, _), (_, other) in pairs]
    assert sum(told) / len(told) >= ALMOST_ALL


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("prednisone", "prednisolone"),
        ("hydroxyzine", "hydralazine"),
        ("clonidine", "clonazepam"),
        ("cefixime", "cefuroxime"),
        ("lamotrigine", "lamivudine"),
        ("amlodipine", "amiloride"),
        ("chlorpromazine", "chlorpropamide"),
        ("methotrexate", "metolazone"),
        ("vinblastine", "vincristine"),
        ("dopamine", "dobutamine"),
        ("ephedrine", "epinephrine"),
        ("quinine", "quinidine"),
        ("clotrimazole", "co-trimoxazole"),
        ("prednisolone", "propranolol"),
        ("chloroquine", "hydroxychloroquine"),
        ("epinephrine", "norepinephrine"),
        ("omeprazole", "esomeprazole"),
        ("cetirizine", "levocetirizine"),
        ("prednisolone", "methylprednisolone"),
        ("losartan", "valsartan"),
    ],
)
def test_medicines_that_look_alike_are_told_apart_both_ways(name: str, other: str) -> None:
    assert is_named(name, name)
    assert is_named(other, other)
    assert not is_named(name, other)
    assert not is_named(other, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ibuprofen", "Tome ibuprofeno"),
        ("ibuprofen", "ибупрофена"),
        ("ibuprofen", "الإيبوبروفين"),
        ("ibuprofen", "Ibuprofentabletten"),
        ("paracetamol", "Prenez du paracétamol"),
        ("paracetamol", "アセトアミノフェン錠を飲む"),
        ("paracetamol", "아세트아미노펜을"),
        ("paracetamol", "ﾊﾟﾗｾﾀﾓｰﾙ"),
        ("warfarin", "Принимайте варфарином"),
        ("warfarin", "والوارفارين"),
        ("warfarin", "ওয়ারফারিনের"),
        ("warfarin", "ワルファリンを服用"),
        ("warfarin", "毎日ワルファリンを服用"),
        ("warfarin", "毎日warfarinを服用"),
        ("warfarin", "服用warfarin药片"),
        ("warfarin", "매일warfarin을"),
        ("warfarin", "와파린을 복용"),
        ("insulin", "insülinlerin"),
        ("prednisolone", "преднизолоном"),
        ("hydroxychloroquine", "هيدروكسي كلوروكين"),
        ("amoxicillin", "آموکسی\u200cسیلین"),
        ("aspirin", "阿司匹林"),
        ("aspirin", "acetylosalicylowy"),
        ("penicillin", "<1>peni</1>cilina penicilina"),
    ],
)
def test_a_medicine_is_known_by_its_sound_in_every_alphabet(name: str, text: str) -> None:
    assert is_named(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ibuprofen", "Tome metformina"),
        ("warfarin", "ибупрофен"),
        ("warfarin", "ヘパリンを服用"),
        ("warfarin", "헤파린을 복용"),
        ("aspirin", "布洛芬"),
        ("chloroquine", "羟氯喹"),
        ("prednisone", "泼尼松龙"),
        ("epinephrine", "去甲肾上腺素"),
        ("insulin", ""),
        ("insulin", "Consulte a su médico"),
        ("aspirin", "принимать вместе"),
        ("insulin", "https://example.org/insulin"),
    ],
)
def test_another_medicine_is_not_taken_for_it(name: str, text: str) -> None:
    assert not is_named(name, text)


@pytest.mark.parametrize("text", ["วาร์ฟาริน", "வார்ஃபரின்", "ვარფარინი", "վարֆարին", "ዋርፋሪን", "வார்ஃபரின் 5 mg"])
def test_a_script_whose_sounds_are_not_known_says_nothing(text: str) -> None:
    assert not is_readable("warfarin", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5 mg, 2×/día №1 µg",
        "日本語のテキストです。ｱｽﾋﾟﾘﾝ",
        "한국어",
        "繁體中文",
        "Łódź, Việt Nam, Ça",
        "в ґанку",
        "نص، ٥",
        "हिन्दी ।",
        "বাংলা",
    ],
)
def test_a_script_whose_sounds_are_known_can_be_read(text: str) -> None:
    assert is_readable("warfarin", text)


def test_a_name_of_two_consonants_is_not_looked_for() -> None:
    assert not is_readable("hyoscine", "tome algo")


def test_names_and_synonyms_are_one_medicine() -> None:
    assert [medicine.name for medicine in find_listed("Tylenol or acetaminophen, not <1>aspirin</1>")] == [
        "paracetamol",
        "paracetamol",
        "aspirin",
    ]
    assert find_listed("Take co-trimoxazole.")[0].text == "co-trimoxazole"
    assert [found.name for found in find_listed("Co-administered rifampin; glyburide")] == [
        "rifampicin",
        "glibenclamide",
    ]


def test_what_is_written_beyond_doubt_is_found_with_its_place() -> None:
    found = find_written("Tome metformina", without=frozenset())
    assert found is not None
    assert (found.name, "Tome metformina"[found.start : found.stop]) == ("metformin", "metformina")
    assert find_written("Tome metformina", without=frozenset({"metformin"})) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("تناول الميتفورمين", "metformin"),
        ("с метформином", "metformin"),
        ("服用羟氯喹。", "hydroxychloroquine"),
        ("メトロニダゾールを", "metronidazole"),
    ],
)
def test_articles_and_endings_do_not_hide_what_is_written(text: str, name: str) -> None:
    found = find_written(text, without=frozenset())
    assert found is not None
    assert found.name == name


def test_each_form_belongs_to_one_medicine() -> None:
    forms = Counter(form for forms in read_data("medicines")["inn"].values() for form in set(forms))
    assert [form for form, times in forms.items() if times > 1] == []


def test_the_list_is_long_and_every_medicine_has_its_english_and_chinese_names() -> None:
    listed = read_data("medicines")["inn"]
    assert len(listed) >= 350
    for name, forms in listed.items():
        assert find_listed(name), name
        assert any(re.search("[\u4e00-\u9fff]", form) for form in forms), name


@pytest.mark.parametrize(
    "word", ["iron", "zinc", "oxygen", "alcohol", "glucose", "charcoal", "water", "salt", "caffeine"]
)
def test_plain_words_are_no_medicines(word: str) -> None:
    assert find_listed(f"Some {word} helps.") == ()


def test_doubled_and_silent_letters_make_no_difference() -> None:
    assert skeleton("amoxicillin") == skeleton("amoxicilina")
    assert skeleton("phosphate") == skeleton("fosfato")
