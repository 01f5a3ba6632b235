"""The word list to English stems, each with the stems that it may become in a language."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.language.stems import FUNCTION_STEMS, english_stems, target_stems

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = Path(__file__).parent / "words" / "words.tsv"
SHORTEST = 3
VOWELS = "aeiou"
CLOSED = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
"""A word of one short syllable, whose last letter is doubled before -ed and -ing."""
COLUMNS = ("en", "es", "fr", "pt", "ru", "ar", "fa", "hi", "id", "fil", "sw", "zh")


def read_list(path: Path = WORDS) -> list[dict[str, tuple[str, ...]]]:
    """Return the rows of the list: by language the words that stand for each other."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{name: tuple(filter(None, cell.split("|"))) for name, cell in row.items()} for row in rows]


def read_words(language: str) -> Mapping[str, frozenset[str]]:
    """Return the English stems of the list with the stems of their translations into a language.

    An English entry of several words is left out: none of them means what all do together. Short words
    have other stems where they end in -s, -ed or -ing; these count where the list has no word of its own.
    """
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    others: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for row in read_list():
        targets = frozenset(stem for text in row[language] for stem in target_stems(text, language))
        for english in row["en"] if targets else ():
            for stem in _stems(english):
                found[stem] |= targets
            for stem in (one for form in inflect(english) for one in _stems(form)):
                others[stem] |= targets
    return others | found


def _stems(english: str) -> list[str]:
    stems = [stem.text for stem in english_stems(english)]
    return stems if len(stems) == 1 and stems[0] not in FUNCTION_STEMS else []


def inflect(word: str) -> tuple[str, ...]:
    """Return an English word with -s, -ed and -ing, as regular nouns and verbs are written."""
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    if word[-1] == "y" and word[-2] not in VOWELS:
        return f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"
    plural = f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"
    if word[-1] == "e":
        return plural, f"{word}d", f"{word[:-1]}ing"
    is_doubled = CLOSED.search(word) is not None
    base = word + word[-1] if is_doubled else word
    return plural, f"{base}ed", f"{base}ing"
