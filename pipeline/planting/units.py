"""Errors of what a number counts: the unit, the dose, the medicine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import ENGLISH, medicines, pick, put, word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from pipeline.planting.base import Plot

_LETTER: Final = r"[\p{L}\p{M}\p{N}]"
_BESIDE: Final = regex.compile(r"(?<!\d)(\d{4})[\s\u00a0\u202f]?$|^[\s\u00a0]+(\d{4})(?!\d)")
_YEARS: Final = range(1500, 2101)


@lru_cache(maxsize=512)
def _number_near(word: str, *, is_spaced: bool) -> regex.Pattern[str]:
    """Return the pattern of a unit after a number, or before one as in Swahili."""
    end = f"(?!{_LETTER})" if is_spaced and regex.match(_LETTER, word[-1]) else ""
    start = f"(?<!{_LETTER})" if is_spaced and regex.match(_LETTER, word[0]) else ""
    return regex.compile(rf"(?<=\d[\s\u00a0\u202f]?)({word}){end}|{start}({word})(?=[\s\u00a0]\d)")


def _swapped_units(text: str, groups: Iterable[tuple[str, ...]], *, is_spaced: bool) -> Iterator[str]:
    for group in groups:
        for unit in group:
            for match in _number_near(unit, is_spaced=is_spaced).finditer(text):
                others = [one for one in group if not regex.fullmatch(one, match[0]) and not _is_pattern(one)]
                if not _is_of_calendar(match):
                    yield from (put(match, other) for other in others)


def _is_of_calendar(match: regex.Match[str]) -> bool:
    """Return whether the number is a year of the calendar: the year 2003 counts nothing."""
    sides = (match.string[: match.start()], match.string[match.end() :])
    found = (_BESIDE.search(side) for side in sides)
    return any(one and int(one[1] or one[2]) in _YEARS for one in found)


def _is_pattern(unit: str) -> bool:
    """Return whether a unit is written in several ways: it is found so, but never put in."""
    return "[" in unit or "\\" in unit


def _swap_unit(plot: Plot, random: Random) -> str | None:
    lexicon = plot.lexicon
    texts = list(_swapped_units(plot.target, lexicon.units, is_spaced=lexicon.is_spaced))
    return pick(texts, random, but=plot.target)


def _swap_dose(plot: Plot, random: Random) -> str | None:
    lexicon = plot.lexicon
    return pick(
        list(_swapped_units(plot.target, lexicon.doses, is_spaced=lexicon.is_spaced)), random, but=plot.target
    )


def _swap_medicine(plot: Plot, random: Random) -> str | None:
    """Put another medicine in place of one that source and target name."""
    language, is_spaced = plot.locale.language, plot.lexicon.is_spaced
    names = {name: rows for name, rows in medicines().items() if language in rows}
    texts = []
    for name, rows in names.items():
        if _has_any(plot.source, rows[ENGLISH]):
            others = [other[language] for key, other in names.items() if key != name]
            for match in _named(rows[language], is_spaced=is_spaced).finditer(plot.target):
                texts += [put(match, _cased(other, match[0])) for other in others]
    return pick(texts, random, but=plot.target)


def _named(medicine: str, *, is_spaced: bool) -> regex.Pattern[str]:
    """Return the pattern of a medicine's name; in Cyrillic the ending of a case may follow."""
    ending = r"(?:(?<=\p{Cyrillic})\p{Cyrillic}{1,2})?"
    return word_pattern(regex.escape(medicine) + ending, is_spaced=is_spaced)


def _has_any(text: str, words: Iterable[str]) -> bool:
    return any(word_pattern(regex.escape(word)).search(text) for word in words)


def _cased(word: str, model: str) -> str:
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


OPERATIONS: Final = (
    Operation(
        name="unit-swapped", description="a number counts another unit, as weeks for days", plant=_swap_unit
    ),
    Operation(
        name="dose-unit-swapped", description="mg, g, mcg, ml or IU is another of them", plant=_swap_dose
    ),
    Operation(name="medicine-swapped", description="another medicine is named", plant=_swap_medicine),
)
