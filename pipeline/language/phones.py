"""Telephone numbers: long ones by their shape or by what stands before them, short ones after `call`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GAP = r"[-‐‑. \u00a0\u202f]"
_RUN = re.compile(
    rf"(?<![\d.,])(?:\+?\d{{1,3}}{_GAP}?)?(?:\(\d{{1,5}}\){_GAP}?)?(?:\d(?:{_GAP}\d){{2,5}}|\d{{2,15}}(?:{_GAP}\d{{2,5}}){{0,4}})"
    r"(?![.,]?\d)"
)
"""Digits in groups, or one by one as 9-1-1 is."""
_SHORT_RUN = re.compile(r"(?<![\d.,])(?:\d(?:[-.]\d){2,5}|\d{2,6})(?![.,]?\d)")
_SHAPE = re.compile(
    r"\+\d.{6,}|(?:1[-. ])?\(\d{2,5}\)[-. ]?\d{3,4}[-. ]?\d{3,4}|(?:1[-. ])?\d{3}([-. ])\d{3}\1\d{4}"
)
"""A country's code, an area in brackets, or three, three and four digits."""
_LIKELY = re.compile(r"\+\d|\(\d{2,5}\)|\d{3}[-. ]\d{3}[-. ]\d{4}")
"""What every such shape holds, looked for first because hardly any text has it."""
_CALL = re.compile(
    r"\b(?:call(?:ing)?|dial(?:l?ing)?|phone|telephone|tel|ring|text|sms|fax|hotline|helpline|whatsapp)\b",
    re.IGNORECASE,
)
_CUE = re.compile(_CALL.pattern + r"[:.]?\s*(?:[\w'’-]+\s+){0,3}[+(]?$", re.IGNORECASE)
_CONTEXT = 48
"""Characters before a number that are looked at."""
_COUNTS = re.compile(
    r"\s?(?:[%°]|(?!(?:always|as|unless|us|this|is|services)\b)[a-z]+s\b|people|percent|thousand|million|billion"
    r"|(?:wo)?men\b|children)"
)
"""What stands behind a number that counts something, as in "call 100 people"."""
_YEARS = re.compile(r"(?:(?:19|20)\d\d)(?:\D(?:19|20)\d\d)?")
_SHORTEST, _LONG, _LONGEST = 3, 7, 15
"""Digits of an emergency or short number, of others, and of the longest."""
_COUNTRY_CODE = re.compile(r"(?:00)?[1-9]\d{0,2}0?")
"""A country's code, with what is dialled before it, and the nought that some write behind it."""
_SLIP = 2
"""How many digits more or fewer a number has that stands for another one."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone number, or what could be one."""

    digits: str
    """In ASCII, without what separates them."""
    start: int
    stop: int
    text: str

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return (self.start, self.stop)

    @property
    def is_short(self) -> bool:
        """Whether it is an emergency number or another short one, which each country has for itself."""
        return len(self.digits) < _LONG


@dataclass(frozen=True, slots=True)
class ComparedPhones:
    """The telephone numbers of a source, and what stands for each in its translation."""

    kept: tuple[tuple[Phone, Phone], ...]
    changed: tuple[tuple[Phone, Phone], ...]
    missing: tuple[Phone, ...]
    added: tuple[Phone, ...]
    """Those of the translation that stand for none of the source."""


_NO_PHONES = ComparedPhones((), (), (), ())


@lru_cache(maxsize=8192)
def find_phones(text: str) -> tuple[Phone, ...]:
    """Return the telephone numbers of an English text."""
    if not _LIKELY.search(text) and not _CALL.search(text):
        return ()
    prose = hide_inline(text)
    return tuple(run for run in _find_runs(text) if _is_phone(run, prose))


def compare_phones(source: str, target: str, declared: Mapping[str, frozenset[str]]) -> ComparedPhones:
    """Return how the telephone numbers of an English source stand in a translation of any language.

    `declared` has the digits that may stand for those of the source: 112 for 911 in some locales.
    """
    phones = find_phones(source)
    if not phones and not _LIKELY.search(target):
        return _NO_PHONES
    runs = _find_runs(target)
    kept: dict[Phone, Phone] = {}
    for phone in phones:
        accepted = {phone.digits} | declared.get(phone.digits, frozenset())
        found = (run for run in runs if run.digits in accepted or _is_with_code(phone, run))
        twin = next(found, None)
        if twin is not None:
            kept[phone] = twin
    known = {run.digits for run in _find_runs(source)}
    free = [run for run in runs if run not in kept.values() and run.digits not in known]
    changed: dict[Phone, Phone] = {}
    for phone in phones:
        rival = None if phone in kept else next((run for run in free if _is_rival(phone, run)), None)
        if rival is not None:
            changed[phone] = rival
            free.remove(rival)
    return ComparedPhones(
        kept=tuple(kept.items()),
        changed=tuple(changed.items()),
        missing=tuple(phone for phone in phones if phone not in kept and phone not in changed),
        added=tuple(run for run in free if _has_shape(run)),
    )


@lru_cache(maxsize=8192)
def _find_runs(text: str) -> tuple[Phone, ...]:
    """Return everything that could be a telephone number in some language: runs of digits of any script."""
    prose = hide_inline(text)
    return tuple(_runs(prose)) if any(map(str.isdecimal, prose)) else ()


def _runs(prose: str) -> Iterator[Phone]:
    for run in _RUN.finditer(prose):
        phone = _phone(run)
        if _LONG <= len(phone.digits) <= _LONGEST:
            yield phone
        else:
            yield from map(_phone, _SHORT_RUN.finditer(prose, run.start(), run.end()))


def _phone(run: re.Match[str]) -> Phone:
    return Phone(to_digits(run[0]), run.start(), run.end(), run[0])


def to_digits(text: str) -> str:
    """Return the digits of a text in ASCII."""
    return "".join(str(unicodedata.decimal(one)) for one in text if one.isdecimal())


def _has_shape(phone: Phone) -> bool:
    """Return whether a run of digits is a telephone number whatever stands around it."""
    return not phone.is_short and _SHAPE.fullmatch(phone.text) is not None


def _is_phone(run: Phone, text: str) -> bool:
    if _has_shape(run):
        return True
    is_called = _CUE.search(text[max(0, run.start - _CONTEXT) : run.start])
    if not is_called or len(run.digits) < _SHORTEST or _YEARS.fullmatch(run.text):
        return False
    return not (run.is_short and _COUNTS.match(text, run.stop))


def _is_with_code(phone: Phone, run: Phone) -> bool:
    """Return whether two long numbers are the same but for the code of the country."""
    if phone.is_short or run.is_short:
        return False
    shorter, longer = sorted((phone, run), key=lambda one: len(one.digits))
    bare = shorter.digits.removeprefix("0")
    code = longer.digits.removesuffix(bare) if longer.digits.endswith(bare) else ""
    is_longer = len(longer.digits) > len(shorter.digits) or longer.text.startswith("+")
    return is_longer and bool(_COUNTRY_CODE.fullmatch(code))


def _is_rival(phone: Phone, run: Phone) -> bool:
    """Return whether a run of digits stands where the number of the source should be."""
    return phone.is_short == run.is_short and (
        phone.is_short or abs(len(phone.digits) - len(run.digits)) <= _SLIP
    )
