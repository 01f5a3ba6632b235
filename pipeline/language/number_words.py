"""Number words to values: "twenty-five", "two hundred and five", 二百五十."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.form_finder import FormFinder
from pipeline.language.lexicon import ENGLISH, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_HUNDRED, _TWENTY, _TEN = 100, 20, 10
_ONE, _HALF = Decimal(1), Decimal("0.5")
_TENS = frozenset(map(Decimal, range(20, 100, 10)))
_NOTHING = Decimal(-1)
"""What a word counts that only looks like a number."""
_ARTICLES = frozenset({"a", "an"})
"""English words that are a number in other languages, and hardly ever in a translation of them."""


@lru_cache(maxsize=64)
def _finder(lexicon: Lexicon) -> tuple[FormFinder, tuple[tuple[Decimal, bool], ...]]:
    tables = ((lexicon.numbers, False), (lexicon.multipliers, True))
    forms = [
        (form, value, scale) for table, scale in tables for value, words in table.items() for form in words
    ]
    forms += [(form, _NOTHING, False) for form in lexicon.no_numbers]
    forms.sort(key=lambda form: -len(form[0]))
    finder = FormFinder((form for form, _, _ in forms), lexicon)
    return finder, tuple((value, scale) for _, value, scale in forms)


@lru_cache(maxsize=64)
def _gap(lexicon: Lexicon) -> re.Pattern[str]:
    if not lexicon.is_spaced:
        return re.compile("")
    joiners = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in lexicon.number_joiners)
    return re.compile(rf"[\s-]+(?:(?:{joiners or '(?!)'})[\s-]*)?|['’]t\s", re.IGNORECASE)


def find_number_words(text: str, lexicon: Lexicon) -> Iterator[tuple[Decimal, int, int]]:
    """Yield value, start and stop of each number in words; words that form one number are put together."""
    finder, meanings = _finder(lexicon)
    last: _Spelled | None = None
    for number, found in finder.finditer(text):
        word, is_scale = meanings[number]
        if word == _NOTHING:
            continue
        scale = word if is_scale else _ONE
        value = None
        if last is not None and _gap(lexicon).fullmatch(text, last.stop, found.start()):
            joint = text[last.stop : found.start() + 1]
            is_added = any(map(str.isalpha, joint[:-1])) or (
                bool(lexicon.prefixes) and joint[-1] in lexicon.number_joiners
            )
            value = _follow(last, word, scale, lexicon, is_added=is_added)
        if last is not None and value is not None:
            last = _Spelled(value, max(scale, last.scale), last.start, found.end())
            continue
        if last is not None:
            yield last.value, last.start, last.stop
        last = _Spelled(word, scale, found.start(), found.end())
    if last is not None:
        yield last.value, last.start, last.stop


class _Spelled(NamedTuple):
    """A number in words, as far as it was read."""

    value: Decimal
    scale: Decimal
    """The greatest word of magnitude in it, 1 without one."""
    start: int
    stop: int


def _follow(
    last: _Spelled, word: Decimal, scale: Decimal, lexicon: Lexicon, *, is_added: bool
) -> Decimal | None:
    """Return the value of a number that goes on with `word`, or None where they are two.

    `is_added` says whether an "and" joins them; Arabic says "one and twenty".
    """
    if is_added and lexicon.prefixes and last.value < _TEN and word in _TENS:
        return last.value + word
    if is_added and lexicon.has_scale_before and last.value == _TEN and word < _TEN:
        return last.value + word
    if word == _HALF and is_added and last.value % last.scale == 0:
        return last.value + word * last.scale
    if lexicon.has_scale_before and last.value == last.scale > 1 and not is_added:
        return last.value * word
    return _join(last.value, word, is_scale=scale > 1, is_spaced=lexicon.is_spaced)


def find_number_word_ends(text: str, lexicon: Lexicon) -> Iterator[int]:
    """Yield where each word that can end a number in words ends."""
    return (found.end() for _, found in _finder(lexicon)[0].finditer(text))


def _join(value: Decimal, word: Decimal, *, is_scale: bool, is_spaced: bool) -> Decimal | None:
    """Return the value of `value` followed by `word`, or None where they are two numbers."""
    if is_scale:
        tail = value % word
        return None if value >= word and tail == 0 else value - tail + max(tail, Decimal("0.1")) * word
    if word != word.to_integral_value() or value == 0:
        return None
    room = Decimal(10) ** len(str(int(word)))
    is_open = value % room == 0 and (not is_spaced or value % _HUNDRED == 0 or value % _HUNDRED >= _TWENTY)
    return value + word if is_open and word < (_TEN if value % _HUNDRED else _HUNDRED) else None


@lru_cache(maxsize=256)
def _hint_finder(
    lexicon: Lexicon, *, has_months: bool, has_numbers: bool
) -> tuple[FormFinder, tuple[frozenset[Decimal], ...]]:
    values: dict[str, set[Decimal]] = {}
    months = lexicon.months if has_months else {}
    numbers = lexicon.numbers if has_numbers else {}
    for table in (lexicon.hints, months, numbers):
        for value, forms in table.items():
            for form in forms:
                values.setdefault(form, set()).add(value)
    for form in lexicon.no_numbers:
        values.setdefault(form, set())
    by_length = sorted(values, key=lambda form: -len(form))
    return FormFinder(by_length, lexicon), tuple(frozenset(values[form]) for form in by_length)


@lru_cache(maxsize=8192)
def find_hints(
    text: str, lexicon: Lexicon, *, has_months: bool = True, has_numbers: bool = True
) -> frozenset[Decimal]:
    """Return the values that words of `text` may stand for in another language: months, ordinals, numbers."""
    finder, values = _hint_finder(lexicon, has_months=has_months, has_numbers=has_numbers)
    found = {value for number, _ in finder.finditer(text) for value in values[number]}
    words = find_number_words(text, lexicon) if has_numbers else ()
    return frozenset(found | {value for value, _, _ in words})


@lru_cache(maxsize=8192)
def count_hints(text: str, lexicon: Lexicon) -> Counter[Decimal]:
    """Return at how many places of `text` words may stand for each value, but months and articles."""
    finder, values = _hint_finder(lexicon, has_months=False, has_numbers=True)
    places = {
        (value, found.start())
        for number, found in finder.finditer(text)
        if lexicon.language != ENGLISH or found[0].lower() not in _ARTICLES
        for value in values[number]
    }
    places |= {(value, start) for value, start, _ in find_number_words(text, lexicon)}
    return Counter(value for value, _ in places)
