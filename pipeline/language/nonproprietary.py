"""Names of medicines in any alphabet to one name, by their consonants: ибупрофен is ibuprofen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import read_data

_WORD = re.compile(rf"(?!\d){WORD_CHARACTER}{{4,}}")
_HAN = re.compile("[\u4e00-\u9fff]")
_DIGRAPHS = (("ph", "f"), ("th", "t"), ("ch", "k"), ("qu", "k"), ("sch", "s"), ("sh", "s"), ("ks", "x"))
_SOFT_C = re.compile("[cц](?=[eiyéèíеи])")
_SOUNDS = {
    "b": "bpбпبپבפबपবপভভफফभ",
    "f": "fvwфвفڤव",
    "k": "kgcqхкخحχгكکگقغجגקכकखगघকখগঘx",
    "s": "szцсзشسزصثظсзשסזצसशषजझज़সশষজ",
    "t": "tdтдتدطضظטתדतदटडथधठढতদটডথধ",
    "l": "lлلלलল",
    "m": "mмمםמमম",
    "n": "nнنןנनণणন",
    "r": "rрرרरর",
}
_SOUND_OF = {letter: sound for sound, letters in _SOUNDS.items() for letter in letters}
_MIN_SOUNDS, _SURE_SOUNDS, _ALIKE = 3, 6, 0.7
"""Consonants that a name needs to be compared, that tell it for certain, and how alike two must be."""


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine that a text names."""

    name: str
    """The international nonproprietary name."""
    start: int
    stop: int
    text: str


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """Return the consonants of a word as sounds that all alphabets share, doubled ones once."""
    plain = unicodedata.normalize("NFKD", _SOFT_C.sub("s", word.lower()))
    for pair, letter in _DIGRAPHS:
        plain = plain.replace(pair, letter)
    sounds = [_SOUND_OF[letter] for letter in plain if letter in _SOUND_OF]
    return "".join(sound for at, sound in enumerate(sounds) if not at or sounds[at - 1] != sound)


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, ...]]:
    """Return each listed name with the forms it has in any language."""
    return {name: tuple(forms) for name, forms in read_data("medicines")["inn"].items()}


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    """Return the spellings that an English text may have, each with its name."""
    return {form: name for name, forms in _forms().items() for form in forms if form.isascii()}


@lru_cache(maxsize=8192)
def find_listed(text: str) -> tuple[Medicine, ...]:
    """Return the listed medicines that an English text names, as it spells them."""
    words = _WORD.finditer(hide_inline(text))
    return tuple(
        Medicine(_english()[word[0].lower()], word.start(), word.end(), word[0])
        for word in words
        if word[0].lower() in _english()
    )


def is_named(name: str, text: str) -> bool:
    """Return whether a text of any language names a medicine, in its own alphabet or another."""
    lower = text.lower()
    forms = _forms()[name]
    if any(_is_written(form, lower) for form in forms):
        return True
    written = _WORD.findall(hide_inline(text))
    words = {skeleton(word) for word in (*written, *map("".join, pairwise(written)))}
    return any(_is_alike(skeleton(form), word) for form in forms if form.isascii() for word in words)


def find_written(text: str, *, without: frozenset[str]) -> Medicine | None:
    """Return a listed medicine that a text of any language names beyond doubt, none of `without`."""
    prose = hide_inline(text)
    for name, forms in _forms().items():
        if name in without:
            continue
        for form in forms:
            at = prose.lower().find(form) if _HAN.search(form) else -1
            if at >= 0:
                return Medicine(name, at, at + len(form), form)
    for word in _WORD.finditer(prose):
        found = _sure().get(skeleton(word[0]))
        if found is not None and found not in without:
            return Medicine(found, word.start(), word.end(), word[0])
    return None


@lru_cache(maxsize=1)
def _sure() -> dict[str, str]:
    """Return the consonants that are long enough to be no other word, with their names."""
    pairs = ((skeleton(form), name) for name, forms in _forms().items() for form in forms if form.isascii())
    return {sounds: name for sounds, name in pairs if len(sounds) >= _SURE_SOUNDS}


def _is_written(form: str, text: str) -> bool:
    return form.rstrip("*") in text


def _is_alike(form: str, word: str) -> bool:
    """Return whether one word's consonants are another's, or begin or end with them, give or take one."""
    if len(form) < _MIN_SOUNDS:
        return False
    longer = word[-len(form) - 1 :], word[: len(form) + 1]
    return any(Levenshtein.normalized_similarity(form, part) >= _ALIKE for part in (word, *longer))
