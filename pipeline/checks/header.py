"""Header: the catalog says the language of its folder, UTF-8, and the plural forms that language has."""

from __future__ import annotations

import gettext
import re
from typing import TYPE_CHECKING

from babel.messages.plurals import get_plural

from pipeline.checks.base import CatalogExample, Issue, Rule
from pipeline.language.names import find_babel
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from babel.core import Locale as BabelLocale

    from pipeline.model.catalog import Catalog
    from pipeline.model.locale import Locale

_CATEGORY = "design-and-markup"
MISSING = Rule(
    id="header.missing",
    severity=Severity.ERROR,
    category=_CATEGORY,
    description="The catalog has no header.",
    hint="run `caveat update`, which writes one",
)
LANGUAGE = Rule(
    id="header.language",
    severity=Severity.ERROR,
    category=_CATEGORY,
    description="The header names no language, or another one than the folder.",
    hint="check that the file is in the right folder, then correct the line",
)
CHARSET = Rule(
    id="header.charset",
    severity=Severity.ERROR,
    category="design-and-markup/character-encoding",
    description="The header does not declare UTF-8.",
    hint="Content-Type: text/plain; charset=UTF-8",
)
PLURALS = Rule(
    id="header.plural-forms",
    severity=Severity.ERROR,
    category=_CATEGORY,
    description="The plural forms are not those of the language, or are missing where they are needed.",
    hint="use the rule that msginit or Babel writes for the language",
)
UNKNOWN = Rule(
    id="header.unknown-language",
    severity=Severity.NOTICE,
    category=_CATEGORY,
    description="CLDR has no data for the language: only checks that need none look at the catalog.",
    hint="correct the code if it is a mistake; markup, placeholders and numbers are checked anyway",
)

_CHARSET = re.compile(r"charset=utf-?8\b", re.IGNORECASE)
_PLURALS = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*$")
_PROBES = (*range(201), 1000, 1_000_000)
_UTF8 = "Content-Type: text/plain; charset=UTF-8\n"


_RUSSIAN = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
_ARABIC = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


def _header(language: str, count: int, rule: str) -> str:
    return f"Language: {language}\n{_UTF8}Plural-Forms: nplurals={count}; plural={rule};\n"


class HeaderCheck:
    """The catalog's header."""

    name = "header"
    rules = (MISSING, LANGUAGE, CHARSET, PLURALS, UNKNOWN)
    examples = (
        CatalogExample("es", f"Language: es\n{_UTF8}"),
        CatalogExample("pt_BR", f"Language: pt-BR\n{_UTF8}"),
        CatalogExample("ru", _header("ru", 3, _RUSSIAN), has_plurals=True),
        CatalogExample("ar", _header("ar", 6, _ARABIC), has_plurals=True),
        CatalogExample("zh_Hans", _header("zh_Hans", 1, "0")),
        CatalogExample("hi", _header("hi", 2, "(n > 1)")),
        CatalogExample("es", None, frozenset({MISSING.id})),
        CatalogExample("pt_BR", f"Language: es\n{_UTF8}", frozenset({LANGUAGE.id})),
        CatalogExample("ar", _UTF8, frozenset({LANGUAGE.id})),
        CatalogExample(
            "hi", "Language: hi\nContent-Type: text/plain; charset=ISO-8859-1\n", frozenset({CHARSET.id})
        ),
        CatalogExample("ru", _header("ru", 2, "(n != 1)"), frozenset({PLURALS.id})),
        CatalogExample("fr", _header("fr", 2, "(n != 1)"), frozenset({PLURALS.id})),
        CatalogExample("fr", f"Language: fr\n{_UTF8}", frozenset({PLURALS.id}), has_plurals=True),
        CatalogExample("es", _header("es", 2, "n/"), frozenset({PLURALS.id})),
        CatalogExample("ru", _header("ru", 1, _RUSSIAN), frozenset({PLURALS.id})),
        CatalogExample("udm", _header("udm", 1, "0"), frozenset({UNKNOWN.id})),
    )

    def run(self, catalog: Catalog, locale: Locale) -> Iterable[Issue]:
        """Yield what the header says wrong, and that it names a language of which nothing is known."""
        known = find_babel(locale)
        if known is None:
            yield UNKNOWN.issue(f'nothing is known of the language "{locale.code}"', found=locale.code)
        header = catalog.header
        if header is None:
            yield MISSING.issue("the catalog has no header")
            return
        fields = dict(_fields(header.target))
        language = fields.get("language", "")
        if language.replace("-", "_") != locale.code:
            message = (
                f'the header says "{language}", the folder "{locale.code}"' if language else "no language"
            )
            yield LANGUAGE.issue(message, expected=locale.code, found=language)
        if not _CHARSET.search(fields.get("content-type", "")):
            yield CHARSET.issue("the header does not declare UTF-8", found=fields.get("content-type", ""))
        plurals = fields.get("plural-forms", "")
        needs_plurals = any(entry.plural is not None for entry in catalog.units())
        if known is not None and (plurals or needs_plurals) and not _fits(plurals, known):
            expected = get_plural(locale.code).plural_forms
            yield PLURALS.issue(f'"{plurals}" does not fit {locale.code}', expected=expected, found=plurals)


def _fields(header: str) -> Iterator[tuple[str, str]]:
    for line in header.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _fits(plurals: str, locale: BabelLocale) -> bool:
    """Return whether the rule puts numbers into the same classes as gettext's or CLDR's rule does.

    The order of the classes is the catalog's own affair: Arabic headers number the last two either way.
    """
    found = _PLURALS.search(plurals)
    if not found:
        return False
    try:
        written = _classes(gettext.c2py(found[2]))
    except ValueError:
        return False
    rule = get_plural(locale)
    known = (_classes(gettext.c2py(rule.plural_expr)), _classes(locale.plural_form))
    return any(written == classes for classes in known) and int(found[1]) >= len(set(written))


def _classes(rule: Callable[[int], object]) -> tuple[int, ...]:
    """Return the class of each probed number, numbered by first appearance."""
    seen: dict[object, int] = {}
    return tuple(seen.setdefault(rule(number), len(seen)) for number in _PROBES)


CHECK = HeaderCheck()
