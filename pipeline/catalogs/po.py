"""Catalogs as PO files. Law 4: a file whose content did not change is not rewritten, and an entry that did
not change keeps its own bytes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.catalogs.po_strings import quote
from pipeline.catalogs.po_syntax import parse_entries
from pipeline.errors import CatalogError, CaveatError, Location
from pipeline.model.catalog import Catalog, Entry
from pipeline.workspace.files import decode_utf8, read_bytes, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model.unit import UnitKey

BOM = "\ufeff"
_CHARSET = re.compile(r"charset=([^\s\\;]+)", re.IGNORECASE)


def read_catalog(path: Path, name: str) -> Catalog:
    """Return the catalog in a file; `name` is the path to show. Raises CatalogError with file and line."""
    return parse_catalog(read_bytes(path, name), name)


def parse_catalog(data: bytes, name: str) -> Catalog:
    """Return the catalog that PO bytes hold; raises CatalogError, never repairs."""
    try:
        text = decode_utf8(data, name)
    except CaveatError as error:
        hint = "catalogs are UTF-8: convert it with `msgconv --to-code=UTF-8`"
        raise CatalogError(error.message, at=error.at, hint=hint) from error
    has_bom = text.startswith(BOM)
    entries, tail = parse_entries(text.removeprefix(BOM), name)
    _refuse_duplicates(entries, name)
    catalog = Catalog(
        entries=entries,
        path=name,
        newline="\r\n" if "\r\n" in text else "\n",
        has_bom=has_bom,
        tail=tail,
    )
    _refuse_other_charset(catalog)
    return catalog


def _refuse_duplicates(entries: tuple[Entry, ...], name: str) -> None:
    seen: dict[UnitKey, int] = {}
    for entry in entries:
        if not entry.obsolete and entry.key in seen:
            raise CatalogError(
                f"the same msgctxt and msgid stand on line {seen[entry.key]} too",
                at=Location(name, entry.line),
                hint="keep one of the two entries",
            )
        seen.setdefault(entry.key, entry.line)


def _refuse_other_charset(catalog: Catalog) -> None:
    found = _CHARSET.search(catalog.header.target) if catalog.header else None
    if found and found[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii", "charset"):
        raise CatalogError(
            f'the header declares the charset "{found[1]}"',
            at=Location(catalog.path, catalog.header.line if catalog.header else 1),
            hint="catalogs are UTF-8: convert it with `msgconv --to-code=UTF-8`",
        )


def write_catalog(path: Path, catalog: Catalog) -> bool:
    """Write a catalog unless the file holds these bytes already; return whether it was written."""
    return write_if_changed(path, render_catalog(catalog))


def revise(entry: Entry, **changes: Any) -> Entry:
    """Return the entry with changes; when something did change it loses its old bytes."""
    changed = replace(entry, **changes)
    return entry if changed == entry else replace(changed, raw=None)


def canonical(catalog: Catalog) -> Catalog:
    """Return the catalog in canonical form: no wrapping, one order of lines, LF, no BOM."""
    entries = tuple(replace(entry, raw=None) for entry in catalog.entries)
    return replace(catalog, entries=entries, newline="\n", has_bom=False, tail="")


def render_catalog(catalog: Catalog) -> bytes:
    """Return the PO bytes; entries that still have their own bytes keep them."""
    parts = [BOM if catalog.has_bom else ""]
    for number, entry in enumerate(catalog.entries):
        if entry.raw is not None:
            parts.append(entry.raw if entry.raw.endswith("\n") else entry.raw + catalog.newline)
        else:
            separator = catalog.newline if number else ""
            parts.append(separator + "".join(line + catalog.newline for line in _entry_lines(entry)))
    if catalog.entries and catalog.entries[-1].raw is not None and not catalog.entries[-1].raw.endswith("\n"):
        parts[-1] = catalog.entries[-1].raw
    parts.append(catalog.tail)
    return "".join(parts).encode("utf-8", "surrogatepass")


def _entry_lines(entry: Entry) -> Iterator[str]:
    yield from (f"# {comment}".rstrip() for comment in entry.comments)
    yield from (f"#. {comment}".rstrip() for comment in entry.extracted)
    yield from (f"#: {reference}" for reference in entry.references)
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    mark = "#~ " if entry.obsolete else ""
    yield from _previous_lines(entry, "#~| " if entry.obsolete else "#| ")
    if entry.key.context is not None:
        yield f"{mark}msgctxt {quote(entry.key.context)}"
    yield f"{mark}msgid {quote(entry.key.source)}"
    if entry.plural is not None:
        yield f"{mark}msgid_plural {quote(entry.plural)}"
    yield from _target_lines(entry, mark)


def _previous_lines(entry: Entry, mark: str) -> Iterator[str]:
    if entry.previous is not None:
        if entry.previous.context is not None:
            yield f"{mark}msgctxt {quote(entry.previous.context)}"
        yield f"{mark}msgid {quote(entry.previous.source)}"
    if entry.previous_plural is not None:
        yield f"{mark}msgid_plural {quote(entry.previous_plural)}"


def _target_lines(entry: Entry, mark: str) -> Iterator[str]:
    if entry.plural is not None:
        yield from (f"{mark}msgstr[{number}] {quote(text)}" for number, text in enumerate(entry.targets))
    elif entry.is_header:
        yield f'{mark}msgstr ""'
        yield from (mark + quote(line) for line in re.findall(r"[^\n]*\n|[^\n]+$", entry.target))
    else:
        yield f"{mark}msgstr {quote(entry.target)}"
