"""Words of a Markdown file that stand in a block or on a marker line, and in no unit."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.inline_units import FoundUnit
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.formats.markdown_regions import Region

_LINE_END: Final = re.compile(rb"[\r\n]|\Z")

_Text = tuple[int, int, UntranslatedKind]
"""First byte, byte after the last, and why it is in no unit if it is in none."""


def find_markers(region: Region, data: bytes) -> Iterator[Untranslated]:
    """Yield the lines that a dialect reads as instructions; their titles are units."""
    for start in region.stand_ins:
        end = _LINE_END.search(data, start)
        yield _range(start, end.start() if end else len(data), UntranslatedKind.EXCLUDED)


def find_left_out(
    leaf: Leaf, units: Sequence[FoundUnit], data: bytes, *, is_skipped: bool
) -> Sequence[Untranslated]:
    """Return what of a leaf is in no unit: code, else what its author or a tool wants left as it is."""
    if is_skipped:
        return (_range(leaf.start, leaf.stop, UntranslatedKind.EXCLUDED),)
    if len(units) == 1 and units[0].range.start == leaf.start and units[0].range.stop == leaf.stop:
        return ()  # the usual case
    ends = [leaf.start, *(end for unit in units for end in (unit.range.start, unit.range.stop)), leaf.stop]
    gaps = [where for where in zip(ends[::2], ends[1::2], strict=True) if data[slice(*where)].strip()]
    texts = list(_texts(leaf)) if gaps else []
    return [one for where in gaps for one in _within(texts, *where)]


def _texts(leaf: Leaf) -> Iterator[_Text]:
    """Yield the texts of a leaf by what they are; marks are markup."""
    is_code = False
    for token in leaf.tokens:
        if token.what == "code":
            is_code = token.kind == "open"
        elif token.kind == "text":
            kind = UntranslatedKind.CODE if is_code else UntranslatedKind.EXCLUDED
            yield token.start, token.stop, kind


def _within(texts: Sequence[_Text], first: int, last: int) -> Iterator[Untranslated]:
    """Yield what of the texts stands between two places, side by side ones as one."""
    found: list[_Text] = []
    for at in range(bisect_right(texts, first, key=itemgetter(1)), len(texts)):
        start, stop, kind = texts[at]
        if start >= last:
            break
        start = max(first, start)
        if found and found[-1][1:] == (start, kind):
            start = found.pop()[0]
        found.append((start, min(last, stop), kind))
    return (_range(*one) for one in found)


def _range(start: int, stop: int, kind: UntranslatedKind) -> Untranslated:
    return Untranslated(range=ByteRange(start, stop), kind=kind)
