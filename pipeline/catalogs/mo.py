"""Catalogs as `.mo` files, which programs read at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Container

    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.unit import UnitKey


def render_mo(catalog: Catalog, shown: Container[UnitKey]) -> bytes:
    """Return the `.mo` bytes of the units in `shown`; who calls decides which may be shown.

    Fuzzy, obsolete and incomplete targets never go in, whatever is asked: a program that finds none shows the
    source. The same catalog gives the same bytes (Law 9).
    """
    made = polib.POFile(encoding="utf-8")
    header = catalog.header
    made.metadata = dict(_fields(header)) if header else {}
    for entry in catalog.units():
        if entry.key in shown and not entry.is_fuzzy and not entry.is_blank:
            made.append(_polib_entry(entry))
    return bytes(made.to_binary())


def _fields(header: Entry) -> list[tuple[str, str]]:
    lines = [line.partition(":") for line in header.target.splitlines() if ":" in line]
    return [(name.strip(), value.strip()) for name, _, value in lines]


def _polib_entry(entry: Entry) -> polib.POEntry:
    plural = {"msgid_plural": entry.plural, "msgstr_plural": dict(enumerate(entry.targets))}
    targets = {"msgstr": entry.target} if entry.plural is None else plural
    return polib.POEntry(msgctxt=entry.key.context, msgid=entry.key.source, **targets)
