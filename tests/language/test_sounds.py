from __future__ import annotations

import pytest

from pipeline.language.sounds import Script, find_script, hear, hear_as, skeleton


@pytest.mark.parametrize(
    ("english", "word", "script"),
    [
        ("ibuprofen", "ibuprofène", Script.LATIN),
        ("chloroquine", "klorokwini", Script.LATIN),
        ("heparin", "eparina", Script.LATIN),
        ("heparin", "гепарин", Script.CYRILLIC),
        ("ibuprofen", "ιβουπροφαίνη", Script.GREEK),
        ("amoxicillin", "أموكسيسيلين", Script.ARABIC),
        ("warfarin", "وارفارین", Script.ARABIC),
        ("warfarin", "וורפרין", Script.HEBREW),
        ("warfarin", "वारफारिन", Script.DEVANAGARI),
        ("chloroquine", "क्लोरोक्वीन", Script.DEVANAGARI),
        ("diazepam", "डायज़ेपाम", Script.DEVANAGARI),
        ("fluoxetine", "फ़्लुओक्सेटीन", Script.DEVANAGARI),
        ("warfarin", "ওয়ারফারিন", Script.BENGALI),
        ("warfarin", "ワルファリン", Script.KANA),
        ("heparin", "ヘパリン", Script.KANA),
        ("heparin", "ﾍﾊﾟﾘﾝ", Script.KANA),
        ("lamivudine", "ラミヴディン", Script.KANA),
        ("paracetamol", "파라세타몰", Script.HANGUL),
        ("quinine", "퀴닌", Script.HANGUL),
    ],
)
def test_a_word_sounds_the_same_in_every_script(english: str, word: str, script: Script) -> None:
    assert find_script(word) is script
    assert hear_as(hear(english), script) == hear_as(hear(word), script)


def test_doubled_letters_are_one_but_not_across_a_vowel() -> None:
    assert hear("amoxicillin") == hear("amoxicilin")
    assert hear("quinine") == "knn"


@pytest.mark.parametrize("word", ["", "วาร์ฟาริน", "ვარფარინი", "阿司匹林", "5"])
def test_a_word_of_another_script_has_none(word: str) -> None:
    assert find_script(word) is None


def test_the_skeleton_keeps_what_the_alphabets_share() -> None:
    assert skeleton("ибупрофен") == skeleton("ibuprofeno") == skeleton("ibuprofen")
