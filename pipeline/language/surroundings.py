"""Numbers to what stands around each, which tells whether two numbers of a text changed places.

The weights are logarithms of odds. They were fitted on TICO-19 (CC0), documents 1, 3, 5… in order of their
ids, in eleven languages: what makes the places of a good translation likelier than those of the same one with
two numbers exchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.associations import get_associations
from pipeline.language.dates import find_months
from pipeline.language.lexicon import ENGLISH
from pipeline.language.quantities import find_quantities
from pipeline.language.stems import english_stems, target_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.language.lexicon import Lexicon
    from pipeline.language.numbers import Number

_NEAR, _FAR = 14, 28
"""Characters on either side of a number whose words belong to it, in two circles: the near in both."""
_NEAR_HAN, _FAR_HAN = 6, 12
_LATIN_WINDOW = 20
_TELLING, _MOST_TELLING = 1.5, 6.0
"""Weight of evidence from which on a word says something about a place, and the most that is believed."""
_SIGNS = "≥≤<>=$€£#×*/+~±≈&"
_GAP = 3
_LATIN = re.compile(r"[A-Za-z]{2,}")
_COGNATE = 5
_YEAR = re.compile(r"\d{4}")
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_DATE_GAP = 4
"""Characters between a month and its day: a space, a comma, a preposition."""
_WORD_WEIGHT, _LATIN_WEIGHT = 0.18, 0.9
_PERCENT_WEIGHT, _BRACKET_WEIGHT, _DATE_WEIGHT = 1.0, 0.8, 1.4
_RANGE_WEIGHT, _SIGN_WEIGHT = 0.5, 0.6
_YEAR_WEIGHT, _UNIT_WEIGHT, _UNKNOWN_UNIT = 2.7, 2.2, 0.3


class _Words(NamedTuple):
    """What the words of one circle are: the translations of English ones, else the stems of a language."""

    translations: tuple[tuple[frozenset[str], float], ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around one number."""

    is_percent: bool
    is_in_brackets: bool
    is_dated: bool
    """A month stands beside it."""
    is_year: bool
    """It can be a year."""
    role: str
    """`start` or `end` of a range, or empty."""
    signs: tuple[str, str]
    """The signs before and after it, as `≥`."""
    units: frozenset[str]
    near: _Words
    far: _Words
    latin: frozenset[str]
    """The beginnings of the words in Latin letters around it."""


def find_surroundings(
    text: str, numbers: Sequence[Number], lexicon: Lexicon, language: str, *, decimal: str | None = None
) -> dict[tuple[int, int], Surroundings]:
    """Return what stands around each number of `text`, by its span.

    English words are looked up for `language`.
    """
    units = _units(text, lexicon, decimal)
    months = find_months(text, lexicon)
    ends = {end.span for start, end in pairwise(numbers) if start.starts_range}
    open_at = _bracketed(text, numbers)
    near, far = (_NEAR, _FAR) if lexicon.is_spaced else (_NEAR_HAN, _FAR_HAN)
    find_words = _translations if lexicon.language == ENGLISH else _stems
    return {
        number.span: Surroundings(
            is_percent=number.is_percent,
            is_in_brackets=number.start in open_at,
            is_dated=any(
                _is_near(month.start, number.stop) or _is_near(number.start, month.stop) for month in months
            ),
            is_year=bool(_YEAR.fullmatch(number.text))
            and all(_FIRST_YEAR <= value <= _LAST_YEAR for value in number.readings),
            role="start" if number.starts_range else "end" if number.span in ends else "",
            signs=_signs(text, number),
            units=units.get(number.span, frozenset()),
            near=find_words(_around(text, number, near), language),
            far=find_words(_around(text, number, far), language),
            latin=frozenset(
                word[:_COGNATE].lower() for word in _LATIN.findall(_around(text, number, _LATIN_WINDOW))
            ),
        )
        for number in numbers
    }


def _units(text: str, lexicon: Lexicon, decimal: str | None) -> Mapping[tuple[int, int], frozenset[str]]:
    found: dict[tuple[int, int], frozenset[str]] = {}
    for quantity in find_quantities(text, lexicon, decimal=decimal):
        found[quantity.number.span] = found.get(quantity.number.span, frozenset()) | {quantity.unit}
    return found


def _bracketed(text: str, numbers: Sequence[Number]) -> frozenset[int]:
    """Return where the numbers start that stand in brackets."""
    depth, last, found = 0, 0, []
    for number in numbers:
        for character in text[last : number.start]:
            depth = depth + 1 if character in "(（[" else max(0, depth - (character in ")）]"))
        last = number.start
        if depth:
            found.append(number.start)
    return frozenset(found)


def _is_near(start: int, stop: int) -> bool:
    return 0 <= start - stop <= _DATE_GAP


def _signs(text: str, number: Number) -> tuple[str, str]:
    before = text[max(0, number.start - _GAP) : number.start].rstrip()[-1:]
    after = text[number.stop : number.stop + _GAP].lstrip()[:1]
    return before if before in _SIGNS else "", after if after in _SIGNS else ""


def _around(text: str, number: Number, window: int) -> str:
    return f"{text[max(0, number.start - window) : number.start]} {text[number.stop : number.stop + window]}"


def _translations(text: str, language: str) -> _Words:
    known = get_associations(language)
    words = (known.get(stem.text) for stem in english_stems(text))
    telling = (
        (word.targets, min(word.present, _MOST_TELLING)) for word in words if word and word.present > _TELLING
    )
    return _Words(tuple(telling), frozenset())


def _stems(text: str, language: str) -> _Words:
    return _Words((), target_stems(text, language))


def fit(source: Surroundings, place: Surroundings) -> float:
    """Return how well a number of the source fits a place of the target, to be compared with other places."""
    return sum(_evidence(source, place))


def _evidence(source: Surroundings, place: Surroundings) -> Iterator[float]:
    yield _PERCENT_WEIGHT * (source.is_percent == place.is_percent)
    yield _BRACKET_WEIGHT * (source.is_in_brackets == place.is_in_brackets)
    yield _DATE_WEIGHT * (source.is_dated == place.is_dated)
    yield _RANGE_WEIGHT * _likeness(source.role, place.role)
    for one, other in zip(source.signs, place.signs, strict=True):
        yield _SIGN_WEIGHT * _likeness(one, other)
    yield _UNIT_WEIGHT * _unit_likeness(source.units, place.units)
    if "year" in place.units:
        yield _YEAR_WEIGHT if source.is_year or "year" in source.units else -_YEAR_WEIGHT
    for here, there in ((source.near, place.near), (source.far, place.far)):
        yield _WORD_WEIGHT * sum(
            weight for targets, weight in here.translations if not targets.isdisjoint(there.stems)
        )
    yield _LATIN_WEIGHT * len(source.latin & place.latin)


def _likeness(one: str, other: str) -> int:
    if not one and not other:
        return 0
    return 1 if one == other else -1


def _unit_likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if not ours and not theirs:
        return 0.0
    if ours & theirs:
        return 1.0
    return -1.0 if ours and theirs else -_UNKNOWN_UNIT
