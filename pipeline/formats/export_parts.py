"""An export to its rows: each is a document of its own, named after its key."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.formats.export_document import Export
from pipeline.model.digest import digest_text, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.document import Document

LONGEST_ID: Final = 120
"""Bytes; with the ending of a ledger a name must fit into 255."""
_UNSAFE: Final = re.compile(r"[/\\:*?\"<>|\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def split_parts(document: Document) -> tuple[Document, ...]:
    """Return a document of each row of an export that holds text; any other document is all there is.

    Notices, junk and what is not translated go with their row.
    """
    if not isinstance(document, Export):
        return (document,)
    return tuple(_split(document))


def _split(export: Export) -> Iterator[Export]:
    groups = [(part, tuple(found)) for part, found in groupby(export.cells, key=lambda cell: cell.part)]
    known = {part for part, _ in groups}
    unread = defaultdict(list)
    for key, notice in export.unread:
        # What a row says that has no other text goes with the first.
        unread[key if key in known else groups[0][0]].append((key, notice))
    for part, cells in groups:
        notices = [notice for _, notice in unread[part]]
        notices += [notice for cell in cells for notice in cell.notices()]
        yield replace(
            export,
            id=part_id(export.reading.collection.name, part),
            blocks=tuple(block for cell in cells for block in cell.blocks),
            junk=tuple(one for cell in cells for one in cell.junk()),
            notices=tuple(sorted(notices, key=lambda notice: notice.line)),
            untranslated=tuple(one for cell in cells for one in cell.untranslated()),
            cells=cells,
            unread=tuple(unread[part]),
            by_place=tuple(sorted(cells, key=lambda one: one.cell.start)),
        )


def part_id(collection: str, key: str) -> str:
    """Return a row's document id: the collection's name keeps two exports apart that both count from 1.

    What no file name can hold becomes a hyphen, and a long key is cut and ends with a digest.
    """
    name = _UNSAFE.sub("-", f"{collection}-{key}").strip(". ")
    if len(name.encode()) <= LONGEST_ID:
        return name
    head = name.encode()[: LONGEST_ID - 13].decode("utf-8", "ignore").rstrip(". ")
    return f"{head}-{short(digest_text(name))}"
