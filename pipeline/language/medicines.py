"""English text to the names of medicines in it: known names, and words that end like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.form_finder import WORD_CHARACTER, FormFinder
from pipeline.language.lexicon import ENGLISH, get_lexicon, read_data

_WORD = re.compile(rf"{WORD_CHARACTER}+")


@dataclass(frozen=True, slots=True)
class _Medicines:
    names: FormFinder
    endings: tuple[str, ...]
    """Of words, looked up word by word: one pattern with a branch an ending is ten times slower."""
    others: frozenset[str]


def medicine_endings() -> tuple[str, ...]:
    """Return what the names of medicines end with, in small letters."""
    return _medicines().endings


def medicine_names() -> tuple[str, ...]:
    """Return the names that are looked for, in small letters; `*` stands for the rest of a word."""
    return tuple(read_data("medicines")["names"])


@lru_cache(maxsize=1)
def _medicines() -> _Medicines:
    data = read_data("medicines")
    endings = tuple(f"{ending}{plural}" for ending in data["stems"] for plural in ("", "s"))
    return _Medicines(
        FormFinder(data["names"], get_lexicon(ENGLISH)), endings, frozenset(data["not_medicines"])
    )


def find_medicines(text: str) -> tuple[str, ...]:
    """Return the names of medicines in an English text, as written."""
    known = _medicines()
    words = _WORD.finditer(text)
    found = {word.start(): word[0] for word in words if _has_ending(word[0], known.endings)}
    found |= {match.start(): match[0] for _, match in known.names.finditer(text)}
    return tuple(found[at] for at in sorted(found) if found[at].lower() not in known.others)


def has_known_name(text: str) -> bool:
    """Return whether one of the names that are looked for stands in an English text."""
    others = _medicines().others
    return any(found[0].lower() not in others for _, found in _medicines().names.finditer(text))


def _has_ending(word: str, endings: tuple[str, ...]) -> bool:
    """Return whether a word ends like a medicine and has something before that."""
    lower = word.lower()
    return lower.endswith(endings) and lower not in endings
