"""Which column holds which field in which language: `Symptoms (English)`, `Symptoms (Spanish)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.export_rows import missing_column
from pipeline.language.names import english_name, find_language
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LANGUAGE: Final = re.compile(r"[ \t\xa0]*\((.{1,80})\)[ \t\xa0]*")
_ENGLISH: Final = Locale("en")


def language_in(column: str, field: str, source: Locale, extra: Mapping[str, str]) -> str | None:
    """Return the locale code that a column of a field names, or None where it is no such column."""
    found = _LANGUAGE.fullmatch(column.removeprefix(field)) if column.startswith(field) else None
    if not found:
        return None
    return find_language(found[1], source, extra) or find_language(found[1], _ENGLISH, {})


def source_column(
    field: str, columns: Iterable[str], source: Locale, extra: Mapping[str, str], path: str
) -> str:
    """Return the column with a field's source text; raises DocumentError where there is none, or two."""
    named = {name: language_in(name, field, source, extra) for name in columns}
    for wanted in (source.code, source.language):
        exact = [name for name, code in named.items() if code == wanted]
        if exact:
            return _only(exact, field, path)
    close = [name for name, code in named.items() if code and code.split("_")[0] == source.language]
    if close:
        return _only(close, field, path)
    if field in named:
        return field
    raise missing_column(f"{field} ({english_name(source)})", named, path)


def _only(found: list[str], field: str, path: str) -> str:
    if len(found) > 1:
        hint = "rename one of them in the export"
        message = f'two columns hold the source of "{field}": "{found[0]}" and "{found[1]}"'
        raise DocumentError(message, at=Location(path, 1), hint=hint)
    return found[0]


def target_column(
    field: str, columns: Iterable[str], locale: Locale, source: Locale, extra: Mapping[str, str]
) -> str:
    """Return the column for a field's text in a locale: the one that is there, else its name to be."""
    name = f"{field} ({english_name(locale)})"
    known = list(columns)
    there = (one for one in known if language_in(one, field, source, extra) == locale.code)
    return name if name in known else next(there, name)
