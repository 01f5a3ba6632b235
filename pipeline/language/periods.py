"""Text to the periods it names: "twice a day" names a day, "for 3 days" counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import ENGLISH
from pipeline.language.quantities import find_quantities

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.language.lexicon import Lexicon

PERIODS = ("hour", "day", "week", "month", "year")
"""What may be counted; `alternate` in the data is a name too, of every second period."""
_PERIOD = r"(hour|day|week|month|year)"
_RATE = re.compile(
    rf"\b(?:per|each|every)\s(?:{_PERIOD}|morning|evening|night)\b"
    rf"|(?<=[\d)a-z])\s?/\s?{_PERIOD}\b"
    r"|\b(?:hour|dai|week|month|year)ly\b(?!\s(?:activit|li[fv]|routine|work|need|case|death|new|number|report|total|count))"
    rf"|(?:\b(?:once|twice|times?)|\b(?:\d|one|two|three|four|half)[^.!?;,:]{{0,40}})\sa\s{_PERIOD}\b(?!\s(?:after|ago|before|earlier|later|old)\b)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:once|twice|times|last|next|this|past|previous|coming|same|one|half|another|whole|entire)(?:\s(?:a|an|the))?\s$",
    re.IGNORECASE,
)
"""What stands before a period that can't be told by another one."""
_ALWAYS = re.compile(r"\b24 hours a day\b|\b(?:all )?day (?:and|or) night\b", re.IGNORECASE)
_LABEL = re.compile(r"\s\d")
"""What makes an English period one of several: "day 1", "week 12"."""
_EVERY = re.compile(r"\b(?:every|each)\s+$", re.IGNORECASE)
_ADVERB = re.compile(r"(hour|dai|week|month|year)ly$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a text names, or counts."""

    name: str
    start: int
    stop: int
    times: frozenset[Decimal] = frozenset()
    """What its number may mean: none where it is named alone, or where there is one of it."""


@lru_cache(maxsize=64)
def _names(lexicon: Lexicon) -> tuple[FormFinder, tuple[str, ...]]:
    pairs = sorted(
        ((form, name) for name, forms in lexicon.periods.items() for form in forms), key=lambda x: -len(x[0])
    )
    return FormFinder((form for form, _ in pairs), lexicon), tuple(name for _, name in pairs)


@lru_cache(maxsize=8192)
def find_periods(text: str, lexicon: Lexicon, *, decimal: str | None = None) -> tuple[Period, ...]:
    """Return the periods of `text` in order: those that are counted, and the others by their names."""
    finder, names = _names(lexicon)
    prose = _ALWAYS.sub(_blank, hide_inline(text)) if lexicon.language == ENGLISH else hide_inline(text)
    named = [
        Period(names[number], found.start(), found.end())
        for number, found in finder.finditer(prose)
        if lexicon.language != ENGLISH or not _LABEL.match(prose, found.end())
    ]
    if not named:
        return ()
    counted = [
        Period(one.unit, one.number.start, one.stop, one.number.readings)
        for one in find_quantities(text, lexicon, decimal=decimal)
        if one.unit in PERIODS and 1 not in one.number.readings
    ]
    free = [one for one in named if not any(_is_part(one, other) for other in counted)]
    return tuple(sorted([*free, *counted], key=lambda one: one.start))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _is_part(named: Period, counted: Period) -> bool:
    """Return whether a name is that of a counted period, within it or in front: Swahili `siku 10`."""
    is_before = named.name == counted.name and 0 <= counted.start - named.stop <= 1
    return is_before or counted.start <= named.start < counted.stop


def find_rates(english: str) -> tuple[Period, ...]:
    """Return how often an English text says that something is done: "per day", "twice a week", "daily".

    "Every morning" has no name: languages say it without their word for a day.
    """
    return tuple(Period(_rated(found), *found.span()) for found in _RATE.finditer(english))


def is_definite(english: str, period: Period) -> bool:
    """Return whether an English text says which period it is: "once a day", not "hottest hours"."""
    return period.name == "alternate" or bool(_WHICH.search(english, 0, period.start))


def is_each(english: str, period: Period) -> bool:
    """Return whether an English text counts a period as a rate: "every 6 hours"."""
    return bool(period.times and _EVERY.search(english, 0, period.start))


def _rated(found: re.Match[str]) -> str:
    adverb = _ADVERB.search(found[0])
    name = adverb[1] if adverb else next(filter(None, found.groups()), "")
    return "day" if name.lower() == "dai" else name.lower()
