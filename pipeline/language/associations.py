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
from pipeline.language.cognates import find_beginnings, find_sounds
from pipeline.language.inline import hide_inline
from pipeline.language.numbers import NumberKind, find_numbers
from pipeline.language.stems import FUNCTION_STEMS, Stem, english_stems, target_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.language.lexicon import Lexicon
    from pipeline.language.numbers import Number

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


def is_translated(word: str, language: str) -> bool:
    """Return whether an English word is known to become another word in a language, and not the same."""
    stem = next((stem.text for stem in english_stems(word)), "")
    known = get_associations(language).get(stem)
    return known is not None and target_stems(word, language).isdisjoint(known.targets)


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
    return parse_shares(file.read_text("utf-8"))


def parse_shares(text: str) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the rows of that file: language, kind of word, share where aligned, share by chance."""
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            language, kind, share, chance = line.split("\t")
            odds = float(share), float(chance)
            found[language, kind] = math.log(odds[0] / odds[1]), math.log((1 - odds[0]) / (1 - odds[1]))
    return found


@dataclass(frozen=True, slots=True)
class Clue:
    """A word of a source, and what to look for in a target."""

    start: int
    stop: int
    targets: frozenset[str]
    """Stems that it may have become; none where nothing was learnt."""
    sounds: str
    """Consonants that tell it by themselves; none where they do not."""
    present: float
    absent: float
    """Weight where it is not found; 0 where that says nothing."""


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
    stems, beginnings = target_stems(target, language), find_beginnings(target, language)
    for clue in find_clues(source, language):
        if clue.sounds in beginnings or not clue.targets.isdisjoint(stems):
            yield Evidence(clue.start, clue.stop, clue.present, is_present=True)
        elif clue.absent:
            yield Evidence(clue.start, clue.stop, clue.absent, is_present=False)


@lru_cache(maxsize=8192)
def find_clues(source: str, language: str) -> tuple[Clue, ...]:
    """Return what can be looked for of the words of a source, each stem once."""
    known = get_associations(language)
    stems = {stem.text: stem for stem in reversed(english_stems(source))}
    clues = (_clue(stem, known.get(stem.text), source, language) for stem in stems.values())
    return tuple(clue for clue in clues if clue is not None)


def _clue(stem: Stem, known: Association | None, source: str, language: str) -> Clue | None:
    """Return a word's translations and sound; where no translation was learnt, what its sound tells."""
    word = source[stem.start : stem.stop]
    sounds = find_sounds(word)
    if known is not None:
        sure = sounds if sounds and len(sounds) >= _SURE_SOUNDS else ""
        return Clue(stem.start, stem.stop, known.targets, sure, known.present, known.absent)
    if sounds is None or stem.text in FUNCTION_STEMS or _NAME.fullmatch(word):
        return None
    kind = f"{kind_of(word, source[: stem.start])} {len(sounds)}"
    weights = read_shares().get((language, kind))
    if weights is None:
        weights = (_COGNATE_ODDS, 0.0)
        sounds = sounds if len(sounds) >= _SURE_SOUNDS else ""
    return Clue(stem.start, stem.stop, frozenset(), sounds, *weights) if sounds else None


def kind_of(word: str, before: str) -> str:
    """Return `name` for a word with a capital letter in the middle of a sentence, else `word`."""
    return "name" if word[0].isupper() and _PROSE_BEFORE.search(before) else "word"


def _names(source: str, target: str) -> Iterator[Evidence]:
    lower = target.casefold()
    for name, start, stop in _find_names(source):
        is_present = name in lower
        yield Evidence(start, stop, _NAME_ODDS[not is_present], is_present)


@lru_cache(maxsize=8192)
def _find_names(source: str) -> tuple[tuple[str, int, int], ...]:
    """Return the names and abbreviations of a source in small letters, each once, with their places."""
    prose = _CAPITALS.sub(lambda run: " " * len(run[0]), hide_inline(source))
    places = {found[0].casefold(): found.span() for found in reversed(tuple(_NAME.finditer(prose)))}
    return tuple((name, *place) for name, place in places.items())


def _numbers(source: str, target: str, lexicon: Lexicon) -> Iterator[Evidence]:
    theirs = _find_digits(source)
    ours = find_numbers(target, lexicon) if theirs else ()
    for number in theirs:
        is_present = any(number.agrees(other) for other in ours)
        yield Evidence(number.start, number.stop, _NUMBER_ODDS[not is_present], is_present)


@lru_cache(maxsize=8192)
def _find_digits(source: str) -> tuple[Number, ...]:
    """Return the numbers that a source writes in digits, each value once."""
    digits = (one for one in find_numbers(source, decimal=".") if one.kind is NumberKind.DIGITS)
    return tuple({one.readings: one for one in reversed(tuple(digits))}.values())
