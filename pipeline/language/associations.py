"""Which English words go with which words of a language, learnt from translations, and what that tells.

The weight of evidence is a logarithm of odds: above 0 a text is more likely to be a translation of the
source than any other text of the language is, below 0 less likely.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, Location
from pipeline.language.cognates import find_cognate
from pipeline.language.inline import hide_inline
from pipeline.language.numbers import NumberKind, find_numbers
from pipeline.language.stems import FUNCTION_STEMS, Stem, english_stems, target_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.language.lexicon import Lexicon

_COLUMNS = 4
_NAME = re.compile(r"\b(?:[A-Z]{2,}[A-Za-z]*|[A-Za-z]*\d[A-Za-z]+|[A-Za-z]+[A-Z][A-Za-z]*)\b")
"""Abbreviations and names that most languages keep: `WHO`, `mRNA`, `CoV`."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:[\s,]+[A-Z]{1,}\b){2,}")
"""Words in capitals, which are no names for that."""
_PROSE_BEFORE = re.compile(r"[a-z],? $")
"""What stands before a name in a sentence; in a heading every word has a capital letter."""
_NAME_ODDS = (math.log(0.75 / 0.05), math.log(0.25 / 0.95))
_NUMBER_ODDS = (math.log(0.95 / 0.08), math.log(0.05 / 0.92))
_SURE_SOUNDS = 4
"""Consonants that tell a word by themselves."""
_COGNATE_ODDS = math.log(0.3 / 0.04)
"""For a language of which the shares are not known."""


@dataclass(frozen=True, slots=True)
class Association:
    """What an English stem becomes."""

    targets: frozenset[str]
    present: float
    """Weight of evidence where one of the targets is there."""
    absent: float
    """Weight where none is; below 0."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of a source, and what a target says about it."""

    start: int
    stop: int
    weight: float
    is_present: bool


@lru_cache(maxsize=64)
def get_associations(language: str) -> Mapping[str, Association]:
    """Return what was learnt for a language, nothing where no translations were at hand."""
    file = resources.files("pipeline.language") / "data" / "associations" / f"{language}.tsv"
    if not file.is_file():
        return {}
    return parse_associations(file.read_text("utf-8"), f"language/data/associations/{language}.tsv")


def parse_associations(text: str, path: str) -> dict[str, Association]:
    """Return the rows of a file: stem, share where aligned, share by chance, targets; raises ConfigError."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        try:
            stem, share, chance, targets = cells
            odds = float(share), float(chance)
            present, absent = math.log(odds[0] / odds[1]), math.log((1 - odds[0]) / (1 - odds[1]))
        except (ValueError, ZeroDivisionError) as error:
            raise ConfigError(
                "a row of associations is stem, two shares between 0 and 1, and targets",
                at=Location(path, number),
            ) from error
        found[stem] = Association(frozenset(targets.split()), present, absent)
    return found


@lru_cache(maxsize=1)
def read_shares() -> Mapping[tuple[str, str], tuple[float, float]]:
    """Return for each language and kind of word the weight where it is there, and where it is not."""
    file = resources.files("pipeline.language") / "data" / "associations" / "shares.tsv"
    found = {}
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, kind, share, chance = line.split("\t")
            odds = float(share), float(chance)
            found[language, kind] = math.log(odds[0] / odds[1]), math.log((1 - odds[0]) / (1 - odds[1]))
    return found


@lru_cache(maxsize=16384)
def find_evidence(source: str, target: str, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Return what `target` says about each known word, name and number of an English `source`, in order."""
    return collect_evidence(source, target, lexicon)


def collect_evidence(source: str, target: str, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Return the same, and remember nothing: for parts of a target, which nobody asks about again."""
    language = lexicon.language.partition("_")[0]
    found = [*_words(source, target, language), *_names(source, target), *_numbers(source, target, lexicon)]
    return tuple(sorted(found, key=lambda piece: piece.start))


def weigh(evidence: Iterable[Evidence]) -> float:
    """Return the sum of the weights."""
    return sum(piece.weight for piece in evidence)


def _words(source: str, target: str, language: str) -> Iterator[Evidence]:
    known = get_associations(language)
    stems = target_stems(target, language)
    seen: set[str] = set()
    for stem in english_stems(source):
        if stem.text in seen:
            continue
        seen.add(stem.text)
        association = known.get(stem.text)
        if association is None:
            yield from _unknown(stem, source, target, language)
            continue
        is_present = not association.targets.isdisjoint(stems) or _is_cognate(stem, source, target, language)
        weight = association.present if is_present else association.absent
        yield Evidence(stem.start, stem.stop, weight, is_present)


def _is_cognate(stem: Stem, source: str, target: str, language: str) -> bool:
    found = find_cognate(source[stem.start : stem.stop], target, language)
    return found is not None and found.is_present and found.sounds >= _SURE_SOUNDS


def _unknown(stem: Stem, source: str, target: str, language: str) -> Iterator[Evidence]:
    """Yield what the sound of a word tells that no translation was learnt for."""
    word = source[stem.start : stem.stop]
    if stem.text in FUNCTION_STEMS or _NAME.fullmatch(word):
        return
    cognate = find_cognate(word, target, language)
    if cognate is None:
        return
    kind = f"{kind_of(word, source[: stem.start])} {cognate.sounds}"
    weights = read_shares().get((language, kind))
    if weights is not None:
        yield Evidence(stem.start, stem.stop, weights[not cognate.is_present], cognate.is_present)
    elif cognate.is_present and cognate.sounds >= _SURE_SOUNDS:
        yield Evidence(stem.start, stem.stop, _COGNATE_ODDS, is_present=True)


def kind_of(word: str, before: str) -> str:
    """Return `name` for a word with a capital letter in the middle of a sentence, else `word`."""
    return "name" if word[0].isupper() and _PROSE_BEFORE.search(before) else "word"


def _names(source: str, target: str) -> Iterator[Evidence]:
    prose, lower = hide_inline(source), target.casefold()
    seen: set[str] = set()
    for found in _NAME.finditer(_CAPITALS.sub(lambda run: " " * len(run[0]), prose)):
        name = found[0].casefold()
        if name not in seen:
            seen.add(name)
            is_present = name in lower
            yield Evidence(found.start(), found.end(), _NAME_ODDS[not is_present], is_present)


def _numbers(source: str, target: str, lexicon: Lexicon) -> Iterator[Evidence]:
    ours = find_numbers(target, lexicon)
    seen = set()
    for number in find_numbers(source, decimal="."):
        if number.kind is NumberKind.DIGITS and number.readings not in seen:
            seen.add(number.readings)
            is_present = any(number.agrees(other) for other in ours)
            yield Evidence(number.start, number.stop, _NUMBER_ODDS[not is_present], is_present)
