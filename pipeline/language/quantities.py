"""Numbers bound to units: `5-10 mg` gives 5 mg and 10 mg, "four hours" gives 4 hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import HIDDEN, hide_inline
from pipeline.language.number_words import find_number_word_ends, find_number_words
from pipeline.language.numbers import MIN_MULTIPLIER, Number, find_multiplier, find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.lexicon import Lexicon

MEASURES = frozenset(
    {
        "kg",
        "g",
        "mg",
        "mcg",
        "ng",
        "l",
        "dl",
        "ml",
        "iu",
        "mmol",
        "percent",
        "permille",
        "celsius",
        "fahrenheit",
        "mmhg",
    }
)
"""Units of dose, concentration and vital signs."""
DOSE_FORMS = frozenset({"tablet", "capsule", "drop", "puff", "teaspoon", "tablespoon"})
"""What medicine is counted in."""

_GAP = re.compile(rf"[\s{HIDDEN}]*[-‐‑]?[\s{HIDDEN}]*")
_MIN_UNIT_WORD = 4
"""Letters; shorter forms are symbols, which mean a unit only after a number."""
_LAST_DIGIT = re.compile(r"\d(?!\d)")
_LAST_ASCII_DIGIT = re.compile(r"[0-9](?![0-9])")
_UNUSUAL = re.compile(r"[½¼¾⅓⅔⅛\u200e\u200f%٪](?:(?<![%٪])|\s?\d)")
"""Numbers that do not end with a digit, and signs of percent that are not read as a unit after a number."""
_LONGEST = 24
"""Characters before a number among which a unit is looked for."""
_PER = re.compile(r"\s?/\s?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the unit it is counted in; `mg/kg` for one unit by another."""

    number: Number
    unit: str
    stop: int
    """Where the unit ends."""


@lru_cache(maxsize=64)
def _units(lexicon: Lexicon) -> tuple[FormFinder, tuple[str, ...]]:
    pairs = sorted(
        ((form, unit) for unit, forms in lexicon.units.items() for form in forms), key=lambda x: -len(x[0])
    )
    forms = [form for form, _ in pairs]
    return FormFinder(forms, lexicon, after_number=True), tuple(unit for _, unit in pairs)


@lru_cache(maxsize=8192)
def find_quantities(text: str, lexicon: Lexicon, *, decimal: str | None = None) -> tuple[Quantity, ...]:
    """Return the numbers of `text` that have a unit. The start of a range has the unit of its end."""
    prose = hide_inline(text)
    return tuple(_bind(find_numbers(text, lexicon, decimal=decimal), prose, lexicon))


def find_bound_units(
    text: str, lexicon: Lexicon, *, decimal: str | None = None, has_words: bool = True
) -> frozenset[str]:
    """Return the units that `find_quantities` finds, in less time: most digits need not be read for that.

    `has_words` says whether there may be numbers in words.
    """
    prose = hide_inline(text)
    if not prose.isascii() or ("%" in prose and _UNUSUAL.search(prose)):
        return _wary_units(text, prose, lexicon, decimal, has_words=has_words)
    ends = [found.end() for found in _LAST_ASCII_DIGIT.finditer(prose)]
    if has_words:
        ends += _word_ends(prose, lexicon, frozenset(ends))
    return _units_at(prose, ends, lexicon)


def _units_at(prose: str, ends: Iterable[int], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(unit for end in ends if (unit := _unit_at(prose, end, lexicon)[0]))


def _word_ends(prose: str, lexicon: Lexicon, digits: frozenset[int]) -> Iterator[int]:
    """Yield where numbers in words end, but for those that belong to digits: "1.2 million"."""
    for value, start, stop in find_number_words(prose, lexicon):
        if value < MIN_MULTIPLIER or digits.isdisjoint((start - 1, start)):
            yield stop


def _wary_units(
    text: str, prose: str, lexicon: Lexicon, decimal: str | None, *, has_words: bool
) -> frozenset[str]:
    """Return the units of a text in which numbers may be written in unusual ways."""
    words = find_number_word_ends(prose, lexicon) if has_words else ()
    if _UNUSUAL.search(prose) or _units_at(prose, words, lexicon):
        return frozenset(quantity.unit for quantity in find_quantities(text, lexicon, decimal=decimal))
    return _units_at(prose, (found.end() for found in _LAST_DIGIT.finditer(prose)), lexicon)


def _bind(numbers: tuple[Number, ...], text: str, lexicon: Lexicon) -> Iterator[Quantity]:
    pending: list[Number] = []
    for number in numbers:
        unit, stop = _unit_at(text, number.stop, lexicon)
        if not unit and lexicon.has_units_before:
            unit = _unit_before(text, number.start, lexicon)
        if not unit and number.is_percent:
            unit, stop = "percent", number.stop
        if unit:
            yield from (Quantity(start, unit, start.stop) for start in pending)
            yield Quantity(number, unit, stop)
        pending = [*pending, number] if not unit and number.starts_range else []


def _unit_at(text: str, position: int, lexicon: Lexicon) -> tuple[str, int]:
    """Return the unit behind a number that ends at `position`, or behind its magnitude, and its end."""
    unit, stop = _unit_right_at(text, position, lexicon)
    scale = None if unit else find_multiplier(text, position, lexicon)
    return _unit_right_at(text, scale[1], lexicon) if scale else (unit, stop)


def _unit_right_at(text: str, position: int, lexicon: Lexicon) -> tuple[str, int]:
    finder, units = _units(lexicon)
    space = _GAP.match(text, position)
    found = finder.match(text, space.end() if space else position)
    if found is None:
        return "", position
    unit, stop = units[found[0]], found[1].end()
    per = _PER.match(text, stop)
    below = finder.match(text, per.end()) if per else None
    return (f"{unit}/{units[below[0]]}", below[1].end()) if below else (unit, stop)


def _unit_before(text: str, position: int, lexicon: Lexicon) -> str:
    """Return the unit whose name ends right before `position`, as in Swahili `siku 14`."""
    finder, units = _units(lexicon)
    words = list(re.finditer(rf"\S+(?=[\s{HIDDEN}]*$)", text[max(0, position - _LONGEST) : position]))
    found = finder.match(words[-1][0], 0) if words and text[position - 1 : position].isspace() else None
    return units[found[0]] if found and found[1].end() == len(words[-1][0]) else ""


@lru_cache(maxsize=64)
def _unit_words(lexicon: Lexicon) -> tuple[FormFinder, tuple[str, ...]]:
    """Return the words that name a unit even where no number stands in front."""
    pairs = [
        (form, unit)
        for unit, forms in lexicon.units.items()
        for form in forms
        if len(form) >= _MIN_UNIT_WORD and form.isalpha()
    ]
    pairs.sort(key=lambda pair: -len(pair[0]))
    return FormFinder((form for form, _ in pairs), lexicon), tuple(unit for _, unit in pairs)


def find_unit_names(text: str, lexicon: Lexicon, *, decimal: str | None = None) -> tuple[str, ...]:
    """Return the units of `text` in order, whether a number is bound to them ("5 ml") or not ("weekly")."""
    bound = find_quantities(text, lexicon, decimal=decimal)
    finder, units = _unit_words(lexicon)
    words = [(match.start(), units[number]) for number, match in finder.finditer(hide_inline(text))]
    free = [word for word in words if not any(x.number.start <= word[0] < x.stop for x in bound)]
    return tuple(unit for _, unit in sorted([*free, *((x.number.start, x.unit) for x in bound)]))
