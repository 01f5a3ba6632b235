"""Where letters stand in a Word file, and why nobody translates those that are in no unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.xml_ranges import Node

TEXT_NAMES: Final = {
    "w:t": UntranslatedKind.EXCLUDED,
    "w:delText": UntranslatedKind.EXCLUDED,
    "m:t": UntranslatedKind.CODE,
    "a:t": UntranslatedKind.UNKNOWN,
}


def find_texts(node: Node) -> Iterator[tuple[ByteRange, UntranslatedKind]]:
    """Yield where the texts in an element stand, and why nobody translates them if they are in no leaf."""
    for one in node.walk():
        if one.name in TEXT_NAMES or (one.name == "c:v" and _is_label(one)):
            kind = TEXT_NAMES.get(one.name, UntranslatedKind.UNKNOWN)
            yield from ((where, kind) for where, _ in one.texts)


def _is_label(node: Node) -> bool:
    """Return whether a value of a chart is a text and no number."""
    point = node.parent
    return point is not None and point.parent is not None and point.parent.name == "c:strCache"


def as_untranslated(
    ranges: Sequence[ByteRange], data: bytes, kind: UntranslatedKind
) -> Iterator[Untranslated]:
    """Yield the ranges that hold letters, with the reason why nobody translates them."""
    for where in ranges:
        if any(map(str.isalpha, where.cut(data).decode())):
            yield Untranslated(range=where, kind=kind)
