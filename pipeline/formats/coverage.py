"""How many letters of a document are in units, and what the others are: so that nothing is left out unseen.

Letters are what Unicode calls so, in the document's bytes; of a package, in its unpacked text members.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.formats.lines import line_at
from pipeline.model.document import ByteRange, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model.document import Document, Untranslated


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Letters by what becomes of them; `letters` is their sum."""

    letters: int = 0
    text: int = 0
    """In units."""
    code: int = 0
    markup: int = 0
    """In none of the others: tags, link targets, keys, what the format itself says."""
    metadata: int = 0
    excluded: int = 0
    unknown: int = 0
    """Not understood, so that nobody translates them."""
    line: int | None = None
    """The first line with letters that are not understood; of a package, in its member."""

    def plus(self, other: Coverage) -> Coverage:
        """Return the sum, without a line."""
        return Coverage(
            letters=self.letters + other.letters,
            text=self.text + other.text,
            code=self.code + other.code,
            markup=self.markup + other.markup,
            metadata=self.metadata + other.metadata,
            excluded=self.excluded + other.excluded,
            unknown=self.unknown + other.unknown,
        )


def measure_coverage(document: Document) -> Coverage:
    """Return the coverage of a document.

    A letter is counted once: in a unit, or else in the first range that says what it is.
    """
    data = document.data
    units = sorted(unit.range for unit in document.occurrences())
    counts = dict.fromkeys(UntranslatedKind, 0)
    line: int | None = None
    for where, kind in _apart(document.untranslated, units):
        found = _letters(where.cut(data))
        counts[kind] += found
        if kind is UntranslatedKind.UNKNOWN and found and line is None:
            line = _line(document, where)
    text = sum(_letters(where.cut(data)) for where in units) - _tag_letters(document)
    letters = _letters(data)
    return Coverage(
        letters=letters,
        text=text,
        code=counts[UntranslatedKind.CODE],
        markup=letters - text - sum(counts.values()),
        metadata=counts[UntranslatedKind.METADATA],
        excluded=counts[UntranslatedKind.EXCLUDED],
        unknown=counts[UntranslatedKind.UNKNOWN],
        line=line,
    )


def _apart(
    untranslated: Iterable[Untranslated], units: Sequence[ByteRange]
) -> Iterator[tuple[ByteRange, UntranslatedKind]]:
    """Yield the ranges, without what units or a range before them hold already."""
    position = 0
    for one in sorted(untranslated, key=lambda one: one.range):
        start = max(one.range.start, position)
        position = max(one.range.stop, position)
        at = max(0, bisect_right(units, start, key=lambda unit: unit.start) - 1)
        while start < one.range.stop:
            unit = units[at] if at < len(units) else ByteRange(one.range.stop, one.range.stop)
            if start < unit.start:
                yield ByteRange(start, min(unit.start, one.range.stop)), one.kind
            start = max(start, unit.stop)
            at += 1


def _tag_letters(document: Document) -> int:
    """Return how many letters in the ranges of units are markup: what tags stand for."""
    return sum(
        _letters(code.opening) + _letters(code.closing or b"")
        for unit in document.occurrences()
        for code in unit.codes
    )


def _letters(data: bytes) -> int:
    return sum(map(str.isalpha, data.decode(errors="ignore")))


def _line(document: Document, where: ByteRange) -> int:
    """Return the first line of a range that holds letters."""
    data = document.data
    members = document.package.members if document.package else ()
    start = max((member.start for _, member in members if member.start <= where.start), default=0)
    before = len(data[start : where.start].decode(errors="ignore"))
    text = data[start : where.stop].decode(errors="ignore")
    first = next(at for at in range(before, len(text)) if text[at].isalpha())
    return line_at(text[:first].encode(), len(text[:first].encode()))
