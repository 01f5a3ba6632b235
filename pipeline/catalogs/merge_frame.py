"""What a merge of catalogs does beside the entries: their order, the header, single values."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pipeline.catalogs.po import revise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.catalog import Entry

T = TypeVar("T")


def merge_value(base: T, ours: T, theirs: T) -> T:
    """Return the value of the side that changed it; where both did, the greater, whoever asks."""
    if ours == base:
        return theirs
    return ours if theirs == base else max(ours, theirs, key=repr)


def merge_set(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return what both sides have, and what either has added; in the order of the side that changed it."""
    if base in (ours, theirs):
        return tuple(theirs if ours == base else ours)
    kept = (set(ours) & set(theirs)) | (set(ours) - set(base)) | (set(theirs) - set(base))
    return tuple(one for one in merge_order(base, ours, theirs) if one in kept)


def merge_order(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...]:
    """Return everything on either side: in the order of the side that changed it, else of the longer one.

    What only the other side has comes behind the one it follows there.
    """
    one, other = (theirs, ours) if ours == base else (ours, theirs)
    if base not in (ours, theirs):
        one, other = sorted((ours, theirs), key=lambda side: (-len(side), repr(side)))
    known, place = set(one), None
    behind: dict[T | None, list[T]] = {}
    for item in other:
        if item in known:
            place = item
        else:
            behind.setdefault(place, []).append(item)
    found = behind.get(None, [])
    for item in one:
        found += (item, *behind.get(item, ()))
    return tuple(dict.fromkeys(found))


def merge_header(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
    """Return the merged header, field by field; where both sides changed one, as the later side has it."""
    if ours is None or theirs is None:
        return ours or theirs
    sides = [_fields(one) for one in (base, ours, theirs)]
    before, here, there = sides
    later, earlier = sorted((ours, theirs), key=lambda one: (_revised(one), repr(one)), reverse=True)
    late, early = _fields(later), _fields(earlier)
    lines = []
    for name in merge_order(tuple(before), tuple(here), tuple(there)):
        value = early.get(name) if late.get(name) == before.get(name) else late.get(name)
        if value is not None:
            lines.append(f"{name}{value}\n")
    comments = merge_set(base.comments if base else (), ours.comments, theirs.comments)
    return revise(later, targets=("".join(lines),), comments=comments)


def _fields(header: Entry | None) -> dict[str, str]:
    """Return the fields by name, the colon included; a line without one is a field of its own."""
    lines = header.target.splitlines() if header else []
    parts = (line.partition(":") for line in lines)
    return {f"{name}{colon}": value for name, colon, value in parts}


def _revised(header: Entry) -> str:
    return _fields(header).get("PO-Revision-Date:", "")
