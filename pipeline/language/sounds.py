"""Words in any alphabet to the consonants that are heard, by which words of two languages are compared."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGRAPHS = (("ph", "f"), ("th", "t"), ("ch", "k"), ("qu", "k"), ("sch", "s"), ("sh", "s"), ("ks", "x"))
_SOFT_C = re.compile("[cц](?=[eiyéèíеи])")
_SOUNDS = {
    "b": "bpбпبپבפबपবপভভफফभ",
    "f": "fvwфвفڤव",
    "k": "kgcqхкخحχгكکگقغجגקכकखगघকখগঘx",
    "s": "szцсзشسزصثظсזשסזצसशषजझज़সশষজ",
    "t": "tdтдتدطضظטתדतदटडथधठढতদটডথধ",
    "l": "lлלلलল",
    "m": "mмمםמमম",
    "n": "nнنןנनणন",
    "r": "rрرרरর",
}
_SOUND_OF = {letter: sound for sound, letters in _SOUNDS.items() for letter in letters}


class Script(Enum):
    """What letters a word has, as far as they tell sounds apart."""

    LATIN = "a-z\u00df-\u024f\u1e00-\u1eff"
    CYRILLIC = "\u0400-\u052f"
    GREEK = "\u0370-\u03ff\u1f00-\u1fff"
    ARABIC = "\u0600-\u06ff\u0750-\u077f"
    HEBREW = "\u0590-\u05ff"
    DEVANAGARI = "\u0900-\u097f"
    BENGALI = "\u0980-\u09ff"
    KANA = "\u30a1-\u30fa\u30fc\uff66-\uff9f"
    HANGUL = "\uac00-\ud7a3"


LETTERS = "".join(script.value for script in Script)
"""The letters that can be heard, as ranges of a character class."""
_SCRIPT = {script: re.compile(f"[{script.value}]") for script in Script}
_MERGED: Mapping[Script, Mapping[int, int | None]] = {
    Script.LATIN: str.maketrans("", "", "h"),
    Script.CYRILLIC: str.maketrans("h", "k"),
    Script.GREEK: str.maketrans("f", "b", "h"),
    Script.HEBREW: str.maketrans("f", "b"),
    Script.KANA: str.maketrans("fl", "br"),
    Script.HANGUL: str.maketrans("fl", "br"),
}
"""Sounds that a script writes alike or not at all: `г` for h, `פ` for p and f, `ル` for l and r."""
_CLUSTERS = {
    **dict.fromkeys(("sch", "sh", "c"), "s"),
    **dict.fromkeys(("ph", "وو", "و", "וו", "ওয\u09bc"), "f"),
    **dict.fromkeys(("ch", "qu"), "k"),
    **dict.fromkeys(("x", "ξ"), "ks"),
    "th": "t",
    **dict.fromkeys((f"{row}{mark}" for row in "ハヒフヘホ" for mark in "\u3099\u309a"), "ba"),
    "ウ\u3099": "fa",
    "ψ": "bs",
}
"""Letters that are another sound together, or before some letters, than one by one."""
_BEFORE = {"c": "(?=[eiyı])", "و": "(?=[ای](?!\u0654))"}
_CLUSTER = re.compile("|".join(f"{part}{_BEFORE.get(part, '')}" for part in sorted(_CLUSTERS, reverse=True)))
_KANA = {
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒヘホ",
    "f": "フワ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
_JAMO = {
    "k": "ᄀᄁᄏᆨᆩᆿ",
    "s": "ᄉᄊᄌᄍᄎᆺᆻᆽᆾ",
    "t": "ᄃᄄᄐᆮᇀ",
    "n": "ᄂᆫᆼ",
    "r": "ᄅᆯ",
    "m": "ᄆᆷ",
    "b": "ᄇᄈᄑᆸᇁ",
    "h": "ᄒᇂ",
    "fa": "ᅪᅫᅯᅰᅱ",
}
_MORE = {
    "b": "π",
    "f": "φβفফफভף",
    "h": "hهہھהहহһ",
    "k": "γκχךґқғќژ",
    "s": "ζσςץ",
    "t": "δτθثذٹڈđ",
    "l": "λłљळ",
    "m": "μ",
    "n": "νंংঙঞњңںン",
    "r": "ρڑ",
}
_VOWELS = (
    "aeiouyıøæœə"
    "аеёиоуыэюяіїє"
    "αεηιουω"
    "اٱویيىےۆێ"
    "איו"
    "अआइईउऊएऐओऔऑािीुूेैोौॉॅ"
    "অআইঈউঊএঐওঔািীুূেৈোৌয"
    "アイウエオヤユヨァィゥェォャュョー"
    "ᅡᅢᅣᅤᅥᅦᅧᅨᅩᅬᅭᅮᅲᅳᅴᅵ"
)
"""All of them are one to the comparison: they only part letters that would be a doubled one without them."""
_HEARD = (
    _SOUND_OF
    | {letter: f"{sound}a" for sound, letters in _KANA.items() for letter in letters}
    | {letter: sound for table in (_JAMO, _MORE) for sound, letters in table.items() for letter in letters}
    | dict.fromkeys(_VOWELS, "a")
)
_NUKTA = re.compile("[\u093c\u09bc]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """Return the consonants of a word as sounds that all alphabets share, doubled ones once."""
    plain = unicodedata.normalize("NFKD", _SOFT_C.sub("s", word.lower()))
    for pair, letter in _DIGRAPHS:
        plain = plain.replace(pair, letter)
    sounds = [_SOUND_OF[letter] for letter in plain if letter in _SOUND_OF]
    return "".join(sound for at, sound in enumerate(sounds) if not at or sounds[at - 1] != sound)


def find_script(word: str) -> Script | None:
    """Return the script of a word's first letter; None for one whose letters are not known."""
    first = unicodedata.normalize("NFC", word[:1].lower())
    return next((script for script, letters in _SCRIPT.items() if letters.match(first)), None)


@lru_cache(maxsize=8192)
def hear(word: str) -> str:
    """Return the consonants of a word, in the classes of sounds that no script keeps apart."""
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = _CLUSTER.sub(lambda cluster: _CLUSTERS[cluster[0]], plain)
    heard = "".join(_HEARD.get(letter, "") for letter in _NUKTA.sub("", plain))
    return _DOUBLED.sub(r"\1", heard).replace("kf", "k").replace("a", "")


def hear_as(sounds: str, script: Script) -> str:
    """Return how consonants sound in a word of a script that writes some of them alike."""
    return sounds.translate(_MERGED[script]) if script in _MERGED else sounds
