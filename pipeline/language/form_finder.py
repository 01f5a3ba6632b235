"""Forms of words in texts: where any of many stands, as a whole word or glued to what a language glues on."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.language.inline import HIDDEN
from pipeline.language.scripts import LATIN, scripts_of
from pipeline.language.word_starts import WordStarts
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.language.lexicon import Lexicon


def _mark_ranges() -> str:
    """Return the combining marks up to U+1B00 as ranges of a character class."""
    codes = [code for code in range(0x300, 0x1B00) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    starts = [code for code in codes if code - 1 not in set(codes)]
    stops = [code for code in codes if code + 1 not in set(codes)]
    return "".join(f"{chr(start)}-{chr(stop)}" for start, stop in zip(starts, stops, strict=True))


WORD_CHARACTER = rf"[\w{_mark_ranges()}]"
"""A letter, digit or combining mark: `\\w` alone leaves the vowel signs of Hindi out of its words."""
_NO_LATIN = r"(?![0-9A-Za-z_\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff])"
_ARABIC_MARKS = "[\u064b-\u0652\u0640]*"
_JOINER = "\u200c"
"""Persian writes it inside of words, or leaves it out."""
_SINGLE_LETTER_UNITS = frozenset({"l", "h"})
"""One-letter forms whose case does not matter; `g` and `m` would be found in `5G` and `108 M`."""


class FormFinder:
    """Finds any of many forms in a text. Of the forms that match at a place, the one given first wins.

    Forms are put together by their edges and first letters, so that a text is read in one go.
    """

    def __init__(self, forms: Iterable[str], lexicon: Lexicon, *, after_number: bool = False) -> None:
        """`after_number` drops the boundary on the left: a unit may be glued to its number."""
        forms = tuple(forms)
        self._is_latin = LATIN in scripts_of(Locale(lexicon.language))
        self._order: list[int] = []
        buckets: dict[tuple[bool, bool, str], list[tuple[int, str]]] = {}
        for number, form in enumerate(forms):
            left = not form.startswith("*") and not after_number and _needs_edge(form[0], lexicon)
            right = not form.endswith("*") and not self._edge(form) and _needs_edge(form[-1], lexicon)
            first = "" if form.startswith("*") else form[0]
            buckets.setdefault((left, right, first), []).append((number, form))
        word = WORD_CHARACTER if lexicon.is_spaced else "[A-Za-z]"
        prefix = "(?:" + "|".join(map(re.escape, lexicon.prefixes)) + ")?" if lexicon.prefixes else ""
        edges = ((f"(?<!{word}){prefix}", ""), (f"(?!{word})", ""))
        parts = [
            self._part(buckets, left, right, edges)
            for left, right in ((True, True), (True, False), (False, True), (False, False))
        ]
        self._pattern = re.compile("|".join(filter(None, parts)) or r"(?!)", re.IGNORECASE)
        starts_words = lexicon.is_spaced and not lexicon.prefixes and not after_number
        self._starts: WordStarts | None = None
        if starts_words and all(form[0] == "*" or form[0].isalpha() for form in forms):
            self._starts = WordStarts(forms, lambda part: "".join(map(_character, part)))

    def _part(
        self,
        buckets: Mapping[tuple[bool, bool, str], list[tuple[int, str]]],
        left: bool,  # noqa: FBT001 - one of the four kinds of bucket, not an option
        right: bool,  # noqa: FBT001 - as above
        edges: tuple[tuple[str, str], tuple[str, str]],
    ) -> str:
        found = []
        for (needs_left, needs_right, first), forms in buckets.items():
            if (needs_left, needs_right) == (left, right):
                self._order += [number for number, _ in forms]
                start = f"(?={_character(first)})" if first else ""
                patterns = "|".join(f"({form_pattern(form)}{self._edge(form)})" for _, form in forms)
                found.append(f"{start}(?:{patterns})")
        return f"{edges[0][not left]}(?:{'|'.join(found)}){edges[1][not right]}" if found else ""

    def _edge(self, form: str) -> str:
        """Return what an abbreviation of another script wants behind it: Korean glues a particle to `mg`."""
        is_foreign = not self._is_latin and form[-1].isascii() and form[-1].isalpha()
        return _NO_LATIN if is_foreign else ""

    def finditer(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield each match with the position of its form in the order given; none overlap."""
        places = self._starts.find(text) if self._starts is not None else None
        found_all = self._pattern.finditer(text) if places is None else self._find_at(places, text)
        return ((self._order[(found.lastindex or 1) - 1], found) for found in found_all)

    def _find_at(self, places: Iterable[int], text: str) -> Iterator[re.Match[str]]:
        end = 0
        for place in places:
            found = self._pattern.match(text, place) if place >= end else None
            if found:
                end = found.end()
                yield found

    def match(self, text: str, position: int) -> tuple[int, re.Match[str]] | None:
        """Return the form that starts at `position`, or None."""
        found = self._pattern.match(text, position)
        return (self._order[(found.lastindex or 1) - 1], found) if found else None


def form_pattern(form: str) -> str:
    """Return the regular expression of a form, without the edges around it."""
    body = "".join(_character(character) for character in form.strip("*"))
    if len(form) == 1 and form.isascii() and form not in _SINGLE_LETTER_UNITS:
        body = f"(?-i:{body})"
    start = f"(?<!{WORD_CHARACTER}){WORD_CHARACTER}+" if form.startswith("*") else ""
    return f"{start}{body}{WORD_CHARACTER + '*' if form.endswith('*') else ''}"


def _needs_edge(character: str, lexicon: Lexicon) -> bool:
    is_letter = character.isalpha() or unicodedata.category(character).startswith("M")
    return is_letter and (lexicon.is_spaced or character.isascii())


def _character(character: str) -> str:
    if character == " ":
        return rf"[\s{HIDDEN}]+"
    if character == "*":
        return f"{WORD_CHARACTER}*"
    if character == _JOINER:
        return f"{_JOINER}?"
    if "\u0621" <= character <= "\u064a":
        return re.escape(character) + _ARABIC_MARKS
    return "['’]" if character == "'" else re.escape(character)
