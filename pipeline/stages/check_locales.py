"""Which language a catalog of nobody's project is in: what its header says, else where it lies."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.errors import CatalogError, ConfigError, Location
from pipeline.language.names import find_babel
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.catalog import Catalog

_CODE: Final = re.compile(r"[a-z]{2,3}(?:_[A-Za-z0-9]{2,8}){0,3}(?:@[a-z]{2,16})?")
"""How a language is spelled, also one that CLDR does not know."""
_MESSAGES: Final = "LC_MESSAGES"


def parse_locale(code: str) -> Locale:
    """Return the locale that somebody names for files; raises ConfigError for what is no language's code."""
    locale = _find_locale(code)
    if locale is None:
        raise ConfigError(
            f'"{code}" is not how a language is spelled', hint="for instance es, pt_BR, zh_Hans"
        )
    return locale


def locale_of(catalog: Catalog) -> Locale:
    """Return the locale that a catalog's header names, else its path; raises CatalogError for neither."""
    lines = catalog.header.target.split("\n") if catalog.header else []
    code = next((line.partition(":")[2].strip() for line in lines if line.startswith("Language:")), "")
    found = _find_locale(code) or next(_locales_of_path(PurePath(catalog.path)), None)
    if found is None:
        told = f'"{code}" in the header is no language' if code else "the header names no language"
        raise CatalogError(
            f"{told}, and neither does the path",
            at=Location(catalog.path, catalog.header.line if catalog.header else 1),
            hint='name it with `-l`, or add a line such as "Language: es\\n" to the header',
        )
    return found


def _find_locale(code: str) -> Locale | None:
    spelled = code.replace("-", "_")
    return Locale(spelled) if _CODE.fullmatch(spelled) else None


def _locales_of_path(path: PurePath) -> Iterator[Locale]:
    """Yield the languages of `es/LC_MESSAGES/app.po`, `es.po` and `app.es.po`.

    Any name may stand for a file, so that one counts only where CLDR knows it for a language.
    """
    folder = path.parent.parent.name if path.parent.name == _MESSAGES else ""
    named = (_find_locale(folder), _find_locale(path.stem.rpartition(".")[2]))
    for at, locale in enumerate(named):
        if locale is not None and (at == 0 or find_babel(locale) is not None):
            yield locale
