"""Errors of numbers, in the digits of any script."""

from __future__ import annotations

import unicodedata
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import pick, put, tidy

if TYPE_CHECKING:
    from random import Random

    from pipeline.planting.base import Plot

_SKIPPED: Final = r"<[^>]*>|\{[^}]*\}|%\d+\$\w|https?://\S+"
_NUMBER: Final = regex.compile(
    rf"(?:{_SKIPPED})"
    r"|(?P<number>(?<![\p{Latin}\p{Cyrillic}\p{Greek}\p{N}_])(?<!\p{L}[-‐‑–])\d+(?:[.,٫٬]\d+)*(?![-‐‑]?[\p{Latin}\p{Cyrillic}]{4,}|[-‐‑]\p{L}))"
)
"""A number that stands for itself: not the one in COVID-19, 2019-nCoV or ACE2, nor one in a tag."""
_DECIMAL: Final = regex.compile(r"(?<![\d.,])(\d+)([.,٫])(\d+)(?![.,٫]?\d)")
_PHONE: Final = regex.compile(r"\+?\d(?:[-. ()\u00a0]{0,2}\d){6,14}(?!\d)")
_CALL: Final = regex.compile(r"\b(?:call|dial|phone|ring|text)\b[^.;]{0,30}?\b(\d{3})\b", regex.IGNORECASE)
_SHORTEST_PHONE: Final = 7


def _digits(text: str) -> str:
    """Return the digits of a text in ASCII."""
    return "".join(str(unicodedata.decimal(one)) for one in text if one.isdecimal())


def _like(model: str, value: int) -> str:
    """Return a digit in the script of another one."""
    return chr(ord(model) - unicodedata.decimal(model) + value)


def _numbers(text: str) -> list[regex.Match[str]]:
    return [match for match in _NUMBER.finditer(text) if match["number"]]


def _other_digit(text: str, random: Random) -> str:
    """Return the text with one of its digits changed; the first never becomes a zero."""
    places = [at for at, one in enumerate(text) if one.isdecimal()]
    at = random.choice(places)
    old = unicodedata.decimal(text[at])
    lowest = 1 if at == places[0] else 0
    value = random.choice([one for one in range(lowest, 10) if one != old])
    return text[:at] + _like(text[at], value) + text[at + 1 :]


def _change(plot: Plot, random: Random) -> str | None:
    found = _numbers(plot.target)
    if not found:
        return None
    match = random.choice(found)
    return put(match, _other_digit(match[0], random))


def _drop_digit(plot: Plot, random: Random) -> str | None:
    found = [match for match in _numbers(plot.target) if len(_digits(match[0])) > 1]
    if not found:
        return None
    match = random.choice(found)
    places = [at for at, one in enumerate(match[0]) if one.isdecimal()]
    without = [match[0][:at] + match[0][at + 1 :] for at in places]
    whole = [one for one in without if one[0].isdecimal() and one[-1].isdecimal() and not _has_gap(one)]
    return pick([put(match, one) for one in whole], random, but=plot.target)


def _has_gap(number: str) -> bool:
    return any(not a.isdecimal() and not b.isdecimal() for a, b in pairwise(number))


def _omit(plot: Plot, random: Random) -> str | None:
    found = _numbers(plot.target)
    texts = [tidy(plot.target[: match.start()], plot.target[match.end() :]) for match in found]
    return pick(texts, random, but=plot.target)


def _shift(plot: Plot, random: Random) -> str | None:
    """Take the decimal sign out of a number that is a decimal in the source too, or move it."""
    known = {(match[1], match[3]) for match in _DECIMAL.finditer(plot.source) if match[2] == "."}
    texts = []
    for match in _DECIMAL.finditer(plot.target):
        whole, sign, part = match.groups()
        if (_digits(whole), _digits(part)) in known:
            texts.append(put(match, (whole + part) if _digits(whole) != "0" else part))
            if len(part) > 1:
                texts.append(put(match, whole + part[0] + sign + part[1:]))
    return pick(texts, random, but=plot.target)


def _exchange(plot: Plot, random: Random) -> str | None:
    known = {_digits(match[0]) for match in _numbers(plot.source)}
    found = [match for match in _numbers(plot.target) if _digits(match[0]) in known]
    pairs = [(a, b) for a, b in combinations(found, 2) if _digits(a[0]) != _digits(b[0])]
    if not pairs:
        return None
    first, second = random.choice(pairs)
    text = plot.target
    between = text[first.end() : second.start()]
    return f"{text[: first.start()]}{second[0]}{between}{first[0]}{text[second.end() :]}"


def _change_phone(plot: Plot, random: Random) -> str | None:
    known = {_digits(match[0]) for match in _PHONE.finditer(plot.source)}
    short = {match[1] for match in _CALL.finditer(plot.source)}
    phones = [match for match in _PHONE.finditer(plot.target) if _digits(match[0]) in known]
    phones += [match for match in _numbers(plot.target) if _digits(match[0]) in short]
    if not phones:
        return None
    match = random.choice(phones)
    return put(match, _other_digit(match[0], random))


OPERATIONS: Final = (
    Operation(name="number-changed", description="one digit of a number is another one", plant=_change),
    Operation(name="digit-dropped", description="a number has lost a digit", plant=_drop_digit),
    Operation(name="number-omitted", description="a number is not there", plant=_omit),
    Operation(name="decimal-shift", description="a decimal sign is lost or has moved", plant=_shift),
    Operation(name="numbers-swapped", description="two numbers have changed places", plant=_exchange),
    Operation(
        name="phone-changed", description="a digit of a telephone number is another one", plant=_change_phone
    ),
)
