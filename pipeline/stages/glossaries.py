"""A locale's `glossary.csv`, where a project has one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError, ConfigError
from pipeline.language.termbase import Termbase, parse_termbase
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace


def find_termbase(workspace: Workspace, locale: Locale) -> Termbase | None:
    """Return a locale's glossary, or None where there is no file; raises ConfigError for a bad one."""
    path = workspace.glossary(locale)
    if not path.exists():
        return None
    name = workspace.name_of(path)
    try:
        text = read_text(path, name)
    except CaveatError as error:
        raise ConfigError(error.message, at=error.at, hint=error.hint) from error
    return _parse(text, name)


@lru_cache(maxsize=32)
def _parse(text: str, name: str) -> Termbase:
    """Return a glossary that was parsed before for another document."""
    return parse_termbase(text, name)
