"""Names and directions of languages, from CLDR through Babel."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import Locale as BabelLocale
from babel.core import UnknownLocaleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.locale import Locale

_LABELS = {"fr": "{name} ({language})\u00a0:", "zh": "{name}（{language}）：", "ja": "{name}（{language}）："}
"""Field labels where a language's typography is not `Name (language):`."""


@lru_cache(maxsize=256)
def _babel(code: str) -> BabelLocale:
    return BabelLocale.parse(code)


@lru_cache(maxsize=256)
def find_babel(locale: Locale) -> BabelLocale | None:
    """Return what CLDR knows of a locale, or None for a language that it has no data for."""
    try:
        return _babel(locale.code)
    except (UnknownLocaleError, ValueError):
        return None


def direction(locale: Locale) -> str:
    """Return `ltr` or `rtl`."""
    return str(_babel(locale.code).text_direction)


def own_name(locale: Locale) -> str:
    """Return the language's name in itself, as a list of languages shows it: `Português (Brasil)`."""
    babel = _babel(locale.code)
    name = str(babel.languages.get(locale.code) or babel.get_display_name(locale.code) or locale.code)
    return name[:1].upper() + name[1:]


def english_name(locale: Locale) -> str:
    """Return the language's English name, for reports: `Brazilian Portuguese`."""
    english = _babel("en")
    return str(
        english.languages.get(locale.code) or _babel(locale.code).get_display_name("en") or locale.code
    )


def language_name(code: str) -> str:
    """Return the English name of any language, also of one that CLDR has no data for, else its code."""
    return str(_babel("en").languages.get(code, code))


def name_in_label(locale: Locale) -> str:
    """Return the language's name in itself as a field label shows it; never with brackets inside."""
    languages = _babel(locale.code).languages
    name = str(languages.get(locale.code) or languages.get(locale.language) or locale.code)
    return str(languages[locale.language]) if "(" in name and locale.language in languages else name


def render_label(name: str, locale: Locale) -> str:
    """Return a field label in the locale's typography, for instance `Síntomas (español):`."""
    pattern = _LABELS.get(locale.language, "{name} ({language}):")
    return pattern.format(name=name, language=name_in_label(locale))


def find_language(name: str, source: Locale, extra: Mapping[str, str]) -> str | None:
    """Return the locale code that a label's language name means, or None.

    Known are CLDR's names in the source language and `extra`. No guessing: fuzzy look-ups drop regions
    ("Portuguese (Brazil)" becomes pt).
    """
    wanted = name.strip().casefold()
    known = {given.strip().casefold(): code for given, code in extra.items()}
    return known.get(wanted) or _names_of(source.code).get(wanted)


@lru_cache(maxsize=8)
def _names_of(code: str) -> dict[str, str]:
    return {str(name).casefold(): str(language) for language, name in _babel(code).languages.items()}
