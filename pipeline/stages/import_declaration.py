"""The table of `caveat.toml` for an export that no collection is there for: what its columns say, as TOML."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.config.toml_text import render_key, render_value
from pipeline.errors import ConfigError, DocumentError, Location
from pipeline.formats.export_columns import language_in
from pipeline.formats.export_rows import keyed_rows
from pipeline.formats.export_text import LINE
from pipeline.formats.registry import open_formats
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import PurePath

    from pipeline.config.project import Collection
    from pipeline.formats.export_rows import Codec
    from pipeline.model.locale import Locale

MANY_LINES: Final = "plain"
MARKUP: Final = "html"
_UNSAFE: Final = re.compile(r"[^\w-]+")
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_LINE_END: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")


def name_collection(path: PurePath) -> str:
    """Return a collection's name for a file: its own in small letters, without what no folder can hold."""
    return _UNSAFE.sub("-", path.stem.casefold()).strip("-") or "export"


def find_fields(
    codec: Codec, data: bytes, path: str, key: str, source: Locale, given: Mapping[str, str]
) -> dict[str, str]:
    """Return the fields of an export with the formats of their cells; `given` wins and may name more.

    A field is known by a column such as `Symptoms (English)`, or by a bare one beside another language's.
    Raises DocumentError where there is none.
    """
    _refuse_unknown(given)
    texts = _columns(codec, data, path, key, given)
    found = {field: column for column in texts for field in [_source_field(column, texts, source)] if field}
    fields = {field: given.get(field) or _guess(texts[column]) for field, column in found.items()}
    fields |= {field: kind for field, kind in given.items() if field not in fields}
    if not fields:
        shown = ", ".join(f'"{one}"' for one in list(texts)[:20])
        hint = f'name them: --field "NAME=FORMAT"; the columns are {shown}'
        raise DocumentError('no column is named like "Symptoms (English)"', at=Location(path, 1), hint=hint)
    return fields


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = open_formats()
    for field, kind in given.items():
        if kind != LINE:
            try:
                known.get(kind)
            except ConfigError as error:
                hint = f'one line is "{LINE}"; {error.hint}'
                raise ConfigError(f'--field "{field}={kind}": {error.message}', hint=hint) from error


def _columns(codec: Codec, data: bytes, path: str, key: str, given: Iterable[str]) -> dict[str, list[str]]:
    """Return the texts of each column, in the order of the file."""
    sheet = codec.read(data, path, (key, *given))
    texts: dict[str, list[str]] = defaultdict(list, {name: [] for name in sheet.columns or () if name})
    for _, row in keyed_rows(sheet, key, path):
        for name, cell in row.cells.items():
            if name:
                texts[name] += [cell.text or ""] if cell.is_text else []
    return dict(texts)


def _source_field(column: str, columns: Iterable[str], source: Locale) -> str | None:
    """Return the field whose source text a column holds, or None."""
    field, code = _read_name(column, source)
    if code is not None:
        return field if code.split("_")[0] == source.language else None
    others = (_read_name(other, source) for other in columns)
    languages = {name for field, name in others if field == column and name}
    is_bare = any(name.split("_")[0] == source.language for name in languages)
    return column if languages and not is_bare else None


def _read_name(column: str, source: Locale) -> tuple[str, str | None]:
    """Return the field that a column names, with the language, or the column with None."""
    field = column.rpartition("(")[0].rstrip(" \t\xa0")
    code = language_in(column, field, source, {}) if field else None
    return (field, code) if code else (column, None)


def _guess(texts: Sequence[str]) -> str:
    """Return the format of a column's cells: one with tags is HTML, one with several lines is plain text."""
    if any(_TAG.search(text) for text in texts):
        return MARKUP
    return MANY_LINES if any(_LINE_END.search(text.strip()) for text in texts) else LINE


def render_declaration(collection: Collection) -> str:
    """Return the tables that declare an export's collection."""
    table = f"collections.{render_key(collection.name)}"
    lines = [
        f"[{table}]",
        f"path = {render_value(collection.path)}",
        f"files = {render_value(list(collection.files))}",
        f"format = {render_value(collection.format)}",
        f"key = {render_value(collection.key or '')}",
        *([f"sheet = {render_value(collection.sheet)}"] if collection.sheet else []),
        "",
        f"[{table}.fields]",
        *(f"{render_value(field)} = {render_value(kind)}" for field, kind in collection.fields.items()),
    ]
    return "".join(f"{line}\n" for line in lines)


def add_declaration(config: bytes, declaration: str) -> bytes:
    """Return `caveat.toml` with tables at its end; what is there stays byte for byte."""
    newline = "\r\n" if b"\r\n" in config else "\n"
    gap = "" if not config or config.endswith(b"\n") else newline
    return config + (gap + newline + declaration.replace("\n", newline)).encode()


def refuse_name(name: str) -> None:
    """Raise ConfigError for a collection's name that can't name a folder."""
    if _UNSAFE.search(name) or not name.strip("-"):
        hint = "letters, digits, hyphens and underscores, for instance --collection articles"
        raise ConfigError(f'a collection can\'t be called "{name}"', at=Location(CONFIG_NAME), hint=hint)
