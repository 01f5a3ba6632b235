"""Which scripts a locale is written in, and which script a letter belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global

from pipeline.language.names import find_babel

if TYPE_CHECKING:
    from pipeline.model.locale import Locale

LATIN, CYRILLIC, GREEK, ARABIC, HAN = "Latn", "Cyrl", "Grek", "Arab", "Hani"

_BY_NAME = {
    "LATIN": LATIN, "CYRILLIC": CYRILLIC, "GREEK": GREEK, "ARABIC": ARABIC, "HEBREW": "Hebr",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "ORIYA": "Orya",
    "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh",
    "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr", "GEORGIAN": "Geor",
    "ARMENIAN": "Armn", "ETHIOPIC": "Ethi", "KHMER": "Khmr", "HANGUL": "Hang", "HIRAGANA": "Hira",
    "KATAKANA": "Kana", "CJK": HAN, "MONGOLIAN": "Mong", "BOPOMOFO": "Bopo",
}  # fmt: skip
"""First word of a letter's Unicode name to the script's ISO 15924 code."""

_PARTS = {
    "Hans": frozenset({HAN}),
    "Hant": frozenset({HAN, "Bopo"}),
    "Jpan": frozenset({HAN, "Hira", "Kana"}),
    "Kore": frozenset({"Hang", HAN}),
}
"""Codes that stand for several scripts."""

_CODE_LENGTH = 4
"""Letters in a script's code."""
_FULL_WIDTH_LATIN = re.compile("[\uff21-\uff5a]")


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Return the ISO 15924 code of a letter's script, None for what is no letter or of no known script."""
    if not character.isalpha():
        return None
    if _FULL_WIDTH_LATIN.match(character):
        return LATIN
    return _BY_NAME.get(unicodedata.name(character, "").partition(" ")[0])


@lru_cache(maxsize=256)
def scripts_of(locale: Locale) -> frozenset[str]:
    """Return the scripts that `locale` is written in, by its own script subtag or else CLDR's likely one.

    None are known of a language that CLDR has no data for, unless its code says it: some have several.
    """
    script = likely_script(locale)
    if not script and find_babel(locale) is None:
        return frozenset()
    return _PARTS.get(script, frozenset({script or LATIN}))


def likely_script(locale: Locale) -> str:
    """Return the ISO 15924 code of a locale's script, or an empty text where CLDR has none."""
    found = find_babel(locale)
    if found is None:
        return next((part for part in locale.code.split("_")[1:] if len(part) == _CODE_LENGTH), "")
    likely = get_global("likely_subtags")
    names = (f"{found.language}_{found.territory}", found.language)
    full = next((likely[name] for name in names if name in likely), "")
    return str(found.script or next((part for part in full.split("_") if len(part) == _CODE_LENGTH), ""))


def count_letters(text: str) -> Counter[str]:
    """Return how many letters of each script `text` has."""
    return Counter(script for script in map(script_of, text) if script)


def count_text(text: str) -> int:
    """Return how many letters, digits and vowel signs `text` has: how long it is for a reader."""
    return sum(character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"} for character in text)
