"""Words of a Markdown file that stand in a block or on a marker line, and in no unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.inline_units import FoundUnit
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.formats.markdown_regions import Region

_LINE_END: Final = re.compile(rb"[\r\n]|\Z")


def find_markers(region: Region, data: bytes) -> Iterator[Untranslated]:
    """Yield the lines that a dialect reads as instructions; their titles are units."""
    for start in region.stand_ins:
        end = _LINE_END.search(data, start)
        yield _range(start, end.start() if end else len(data), UntranslatedKind.EXCLUDED)


def find_left_out(
    leaf: Leaf, units: Sequence[FoundUnit], data: bytes, *, is_skipped: bool
) -> Iterator[Untranslated]:
    """Yield what of a leaf is in no unit: code, else what its author or a tool wants left as it is."""
    if is_skipped:
        yield _range(leaf.start, leaf.stop, UntranslatedKind.EXCLUDED)
        return
    ends = [leaf.start, *(end for unit in units for end in (unit.range.start, unit.range.stop)), leaf.stop]
    for first, last in zip(ends[::2], ends[1::2], strict=True):
        if data[first:last].strip():
            yield from _kinds(leaf, first, last)


def _kinds(leaf: Leaf, first: int, last: int) -> Iterator[Untranslated]:
    """Yield the texts between two places by what they are, side by side ones as one; marks are markup."""
    is_code = False
    found: list[tuple[int, int, UntranslatedKind]] = []
    for token in leaf.tokens:
        if token.what == "code":
            is_code = token.kind == "open"
        elif token.kind == "text" and first < token.stop and token.start < last:
            kind = UntranslatedKind.CODE if is_code else UntranslatedKind.EXCLUDED
            start = max(first, token.start)
            if found and found[-1][1:] == (start, kind):
                start = found.pop()[0]
            found.append((start, min(last, token.stop), kind))
    return (_range(*one) for one in found)


def _range(start: int, stop: int, kind: UntranslatedKind) -> Untranslated:
    return Untranslated(range=ByteRange(start, stop), kind=kind)
