"""`[segmentation]` and `[typography]` of `caveat.toml`: how text is cut, and the spaces of what is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.parse_collections import leaves_project
from pipeline.config.project import TYPOGRAPHY
from pipeline.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config.toml_table import TomlTable
    from pipeline.model.locale import Locale


def parse_srx_path(table: TomlTable) -> str | None:
    """Return the path of the project's own rules of segmentation, or None."""
    path = table.take("srx", str, "")
    if "srx" in table.data and (not path.strip("./") or leaves_project(path)):
        hint = 'give a file of the project, as "rules.srx"'
        table.problem(f'"srx" can\'t be "{path}"', key="srx", hint=hint)
    table.close()
    return path or None


def parse_typography(table: TomlTable, locales: Sequence[Locale]) -> dict[str, tuple[str, ...]]:
    """Return the transformations by locale: `true` means all that are known for its language."""
    codes = {locale.code: locale for locale in locales}
    for key in table.data:
        if key not in codes:
            hint = did_you_mean(key, codes)
            table.problem(f'locale "{key}" is not in the project', key=key, hint=hint)
    return {code: _parse_names(table, locale) for code, locale in codes.items() if code in table.data}


def _parse_names(table: TomlTable, locale: Locale) -> tuple[str, ...]:
    known = TYPOGRAPHY.get(locale.language, TYPOGRAPHY["*"])
    value = table.data[locale.code]
    if isinstance(value, bool):
        return known if value else ()
    if not isinstance(value, list):
        hint = f"known: {', '.join(known)}"
        table.problem(f'"{locale.code}" must be true, false or a list', key=locale.code, hint=hint)
        return ()
    names = table.take_strings(locale.code)
    for name in names:
        if name not in known:
            message = f'"{name}" is no transformation for {locale.code}'
            table.problem(message, key=locale.code, hint=did_you_mean(name, known))
    return tuple(name for name in known if name in names)
