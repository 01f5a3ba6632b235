"""Names of medicines in any alphabet to one name, by their consonants: ибупрофен is ibuprofen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import read_data
from pipeline.language.sounds import LETTERS, Script, find_script, hear, hear_as, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Medicine", "find_listed", "find_written", "is_named", "is_readable", "skeleton"]

_ENGLISH_WORD = re.compile(rf"(?!\d)(?:co-)?{WORD_CHARACTER}{{4,}}", re.IGNORECASE)
"""With what British English puts before a medicine of two: `co-trimoxazole`."""
_ENGLISH_END = re.compile("[a-z]{4,}")
_UNSPACED = "\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9f"
_WORD = re.compile(
    rf"[{Script.KANA.value}]{{2,}}|[{Script.HANGUL.value}]{{2,}}|(?!\d)(?:(?![{_UNSPACED}]){WORD_CHARACTER}){{2,}}"
)
"""Words of one script: Chinese, Japanese and Korean ones are glued to the next."""
_HAN = re.compile("[\u3400-\u9fff]")
_UNREAD = re.compile(
    rf"[^\W\d_{LETTERS}\u00aa-\u00ba\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff10-\uff9f]",
    re.IGNORECASE,
)
"""A letter of a script whose sounds are not known."""
_MIN_SOUNDS, _SURE_SOUNDS, _ALIKE = 3, 6, 0.7
"""Consonants that a name needs to be compared, that tell it for certain, and how alike two must be."""
_NEARER = 0.5
"""How much nearer another medicine must be to be the one that is meant, unless it sounds exactly so."""
_BEFORE, _BEHIND = 0.5, 0.2
"""What a consonant before or behind a name counts, against 1 for a wrong one: of an article, of an ending."""
_MOST = 0.3
"""What may be wrong or left over for each consonant of a name."""
_ENDING = 2
"""Consonants that an ending may add to a name that is told for certain."""


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine that a text names."""

    name: str
    """The international nonproprietary name."""
    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word of a text, or two neighbours as one."""

    script: Script
    sounds: str
    start: int
    stop: int


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, ...]]:
    """Return each listed name with the forms it has in any language."""
    return {name: tuple(forms) for name, forms in read_data("medicines")["inn"].items()}


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    """Return the spellings that an English text may have, each with its name."""
    return {
        form: name for name, forms in _forms().items() for form in forms if form.isascii() and form[-1] != "*"
    }


@lru_cache(maxsize=1)
def _ends_of_english() -> frozenset[str]:
    """Return the last parts of those spellings: hardly any text has one, which is quickly told."""
    return frozenset(form.rpartition("-")[2] for form in _english())


@lru_cache(maxsize=1)
def _han() -> dict[str, list[tuple[str, str]]]:
    """Return the Chinese forms with their names by their first character, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, forms in _forms().items():
        for form in filter(_HAN.search, forms):
            found.setdefault(form[0], []).append((form, name))
    return {first: sorted(forms, key=lambda form: -len(form[0])) for first, forms in found.items()}


@lru_cache(maxsize=16)
def _sounds(script: Script) -> dict[str, tuple[str, ...]]:
    """Return how each name sounds in a script: its Latin forms, and those of the script itself."""
    heard = {
        name: {hear_as(hear(form), script) for form in forms if _is_heard(form, script)}
        for name, forms in _forms().items()
    }
    return {
        name: tuple(sorted(forms)) for name, forms in heard.items() if min(map(len, forms)) >= _MIN_SOUNDS
    }


def _is_heard(form: str, script: Script) -> bool:
    is_word = form[-1] != "*" and not _HAN.search(form)
    return is_word and find_script(form) in {Script.LATIN, script}


@lru_cache(maxsize=16)
def _sure(script: Script) -> dict[str, str]:
    """Return the consonants in a script that are long enough to be no other word, with their names."""
    pairs = ((sounds, name) for name, forms in _sounds(script).items() for sounds in forms)
    return {sounds: name for sounds, name in pairs if len(sounds) >= _SURE_SOUNDS}


@lru_cache(maxsize=8192)
def find_listed(text: str) -> tuple[Medicine, ...]:
    """Return the listed medicines that an English text names, as it spells them."""
    if _ends_of_english().isdisjoint(_ENGLISH_END.findall(text.lower())):
        return ()
    words = _ENGLISH_WORD.finditer(hide_inline(text))
    return tuple(
        Medicine(_english()[word[0].lower()], word.start(), word.end(), word[0])
        for word in words
        if word[0].lower() in _english()
    )


def is_readable(name: str, text: str) -> bool:
    """Return whether a text could be told to name a medicine: not in a script whose sounds are not known."""
    return name in _sounds(Script.LATIN) and not _UNREAD.search(hide_inline(text))


def is_named(name: str, text: str) -> bool:
    """Return whether a text of any language names a medicine, in its own alphabet or another.

    A word that is nearer to the name of another listed medicine names that one.
    """
    prose = hide_inline(text)
    lower = prose.lower()
    if any(form[-1] == "*" and form[:-1] in lower for form in _forms()[name]):
        return True
    if any(found.name == name for found in _find_han(prose)):
        return True
    return any(_is_nearest(name, word.script, word.sounds) for word in _hear_words(prose))


def find_written(text: str, *, without: frozenset[str]) -> Medicine | None:
    """Return a listed medicine that a text of any language names beyond doubt, none of `without`."""
    prose = hide_inline(text)
    found = next((found for found in _find_han(prose) if found.name not in without), None)
    if found is not None:
        return found
    for word in _hear_words(prose):
        sure = _sure(word.script)
        parts = (word.sounds, *(word.sounds[:-cut] for cut in range(1, _ENDING + 1)), word.sounds[1:])
        name = next((sure[part] for part in parts if part in sure), None)
        if name is not None and name not in without:
            return Medicine(name, word.start, word.stop, prose[word.start : word.stop])
    return None


def _find_han(text: str) -> Iterator[Medicine]:
    """Yield the medicines that stand in Chinese characters, the longest name at each place."""
    if not _HAN.search(text):
        return
    stop = 0
    for start, character in enumerate(text):
        for form, name in _han().get(character, ()) if start >= stop else ():
            if text.startswith(form, start):
                stop = start + len(form)
                yield Medicine(name, start, stop, form)
                break


@lru_cache(maxsize=1024)
def _hear_words(text: str) -> tuple[_Heard, ...]:
    """Return how the words of a text sound, and then each two neighbours as one."""
    words = [
        _Heard(script, hear_as(hear(word[0]), script), word.start(), word.end())
        for word in _WORD.finditer(text)
        if (script := find_script(word[0]))
    ]
    pairs = (
        _Heard(first.script, first.sounds + second.sounds, first.start, second.stop)
        for first, second in pairwise(words)
        if first.script is second.script
    )
    return tuple(word for word in (*words, *pairs) if len(word.sounds) >= _MIN_SOUNDS - 1)


@lru_cache(maxsize=8192)
def _is_nearest(name: str, script: Script, word: str) -> bool:
    """Return whether a word sounds like a name, and like no other medicine's much more."""
    cost = _cost(_sounds(script).get(name, ()), word)
    if cost is None:
        return False
    least = _least_cost(script, word)
    return cost <= least + _NEARER if least else not cost


@lru_cache(maxsize=8192)
def _least_cost(script: Script, word: str) -> float:
    """Return how far a word is from the nearest of all names."""
    costs = (_cost(forms, word) for forms in _sounds(script).values())
    return min(cost for cost in costs if cost is not None)


def _cost(forms: tuple[str, ...], word: str) -> float | None:
    """Return how far a word is from any of some forms; None where it is like none of them."""
    costs = []
    for form in forms:
        for part, rest in _parts(word, len(form)):
            most = int((1 - _ALIKE) * max(len(form), len(part)))
            wrong = Levenshtein.distance(form, part, score_cutoff=most)
            if wrong <= most and wrong + rest <= _MOST * len(form):
                costs.append(wrong + rest)
    return min(costs, default=None)


@lru_cache(maxsize=8192)
def _parts(word: str, length: int) -> tuple[tuple[str, float], ...]:
    """Return a word, its beginnings and ends about as long as a form, each with what the rest counts."""
    lengths = [(size, len(word) - size) for size in range(length - 1, min(length + 2, len(word)))]
    return (
        (word, 0.0),
        *((word[:size], rest * _BEHIND) for size, rest in lengths),
        *((word[-size:], rest * _BEFORE) for size, rest in lengths),
    )
