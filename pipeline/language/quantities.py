"""Numbers bound to units: `5-10 mg` gives 5 mg and 10 mg, "four hours" gives 4 hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import HIDDEN, hide_inline
from pipeline.language.magnitudes import MIN_MULTIPLIER, find_link, find_multiplier
from pipeline.language.number_words import find_number_word_ends, find_number_words
from pipeline.language.numbers import Number, NumberKind, find_numbers

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
_SHORT_WORD = 3
_MIN_UNIT_WORD = 4
"""Letters; shorter forms are symbols, which mean a unit only after a number."""
_LAST_DIGIT = re.compile(r"\d(?!\d)")
_LAST_ASCII_DIGIT = re.compile(r"[0-9](?![0-9])")
_UNUSUAL = re.compile(r"[½¼¾⅓⅔⅛\u200e\u200f%٪](?:(?<![%٪])|\s?\d)|百分之")
"""Numbers that do not end with a digit, and signs of percent that are not read as a unit after a number."""
_NUMBER_BEHIND = re.compile(r"\s\d")
_LONGEST = 24
"""Characters before a number among which a unit is looked for."""
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
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
    """Yield the numbers with their units: those that a range or list joins to others share the unit."""
    pending: list[Number] = []
    carried = ""
    for number, following in zip_longest(numbers, numbers[1:]):
        unit, stop = _unit_of(number, text, lexicon)
        unit, stop = (carried, number.stop) if carried and not unit else (unit, stop)
        if unit:
            yield from (Quantity(start, unit, start.stop) for start in pending)
            yield Quantity(number, unit, stop)
        is_joined = following is not None and _shares_unit(number, following, text, lexicon)
        pending = [*pending, number] if not unit and is_joined else []
        carried = unit if unit and is_joined and lexicon.has_units_before else ""


def _unit_of(number: Number, text: str, lexicon: Lexicon) -> tuple[str, int]:
    """Return the unit of a number and where it ends; an empty one where it has none."""
    before = _unit_before(text, number.start, lexicon) if lexicon.has_units_before else ""
    unit, stop = _unit_at(text, number.stop, lexicon)
    is_of_next = unit and lexicon.has_units_before and _NUMBER_BEHIND.match(text, stop)
    if is_of_next or (before and unit not in MEASURES):
        return before, number.stop
    if not unit and number.kind is NumberKind.WORD:
        unit = _dual(number.text.lower(), lexicon)
    return ("percent", number.stop) if not unit and number.is_percent else (unit, stop)


def _dual(word: str, lexicon: Lexicon) -> str:
    """Return the unit of which a word says that there are two, whatever is glued to its front."""
    return next((unit for unit, forms in lexicon.duals.items() if word.endswith(forms)), "")


def _shares_unit(number: Number, following: Number, text: str, lexicon: Lexicon) -> bool:
    """Return whether two numbers are a range or neighbours in a list; a year is in none with a quantity."""
    if number.starts_range or number.kind is NumberKind.NAME:
        return number.starts_range
    is_year = any(_FIRST_YEAR <= value <= _LAST_YEAR for value in number.readings)
    return not is_year and find_link(text, number.stop, following.start, lexicon)


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


def _unit_before(text: str, position: int, lexicon: Lexicon, shortest: int = 1) -> str:
    """Return the unit whose name ends right before `position`, as in Swahili `siku 14`."""
    finder, units = _units(lexicon)
    words = list(re.finditer(rf"\S+(?=[\s{HIDDEN}]*$)", text[max(0, position - _LONGEST) : position]))
    found = finder.match(words[-1][0], 0) if words and text[position - 1 : position].isspace() else None
    is_whole = found is not None and shortest <= found[1].end() == len(words[-1][0])
    return units[found[0]] if found and is_whole else ""


def find_units_before(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return the numbers without a unit behind them that the name of a unit stands in front of.

    That binds little: Persian `ساعت ۸` is 8 o'clock, and "each day 8 people fell ill" counts no days.
    """
    if not lexicon.is_spaced or lexicon.has_units_before:
        return ()
    prose = hide_inline(text)
    bound = find_quantities(text, lexicon)
    taken = {one.number.start for one in bound} | {one.stop for one in bound}
    free = (
        number
        for number in find_numbers(text, lexicon)
        if number.kind is not NumberKind.NAME and taken.isdisjoint((number.start, number.start - 1))
    )
    found = ((number, _unit_before(prose, number.start, lexicon, shortest=_SHORT_WORD)) for number in free)
    return tuple(Quantity(number, unit, number.stop) for number, unit in found if unit)


@lru_cache(maxsize=64)
def _unit_words(lexicon: Lexicon) -> tuple[FormFinder, tuple[str, ...]]:
    """Return the words that name a unit even where no number stands in front."""
    pairs = [
        (form, unit)
        for unit, forms in lexicon.units.items()
        for form in forms
        if len(form) >= (_MIN_UNIT_WORD if form.isascii() else _SHORT_WORD) and form.isalpha()
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
