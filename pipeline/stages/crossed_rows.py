"""Rows whose texts stand beside another row's source: a column of a sheet was shifted, or sorted alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.received import Outcome
from pipeline.checks.alignment import fit
from pipeline.errors import CatalogError, Location
from pipeline.language.lexicon import find_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.catalogs.received import Received
    from pipeline.language.lexicon import Lexicon
    from pipeline.model.locale import Locale

_NEAR: Final = 50
"""Rows before and behind that a text is compared with; in a sorted column one of these fits better, too."""
_MARGIN: Final = 3.0
"""By how much another source must fit better, where a row's own fits badly. Measured on TICO-19 in sheets of
twelve rows (tests/benchmarks/measure_crossed_rows.py): in none of eleven languages a good sheet is refused;
of those that were shifted or sorted, 85 to 100 in 100 are."""
_FEW: Final = 3
_SHARE: Final = 0.2
"""Rows, and the share of those taken, from which on the file as a whole is not believed."""
_TAKEN: Final = frozenset({Outcome.TAKEN, Outcome.FUZZY})


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossedRow:
    """A text that fits another row's source clearly better than its own."""

    row: Received
    other: str
    """The source that it fits."""


def find_crossed_rows(received: Sequence[Received], locale: Locale) -> tuple[CrossedRow, ...]:
    """Return the rows with a text taken that fits another row's source clearly better than its own.

    `received` are all rows of a document, in the order of the file. Where nothing is known of the locale's
    words, there are none.
    """
    lexicon = find_lexicon(locale)
    if lexicon is None:
        return ()
    sources = [one.theirs.key.source for one in received]
    return tuple(_find_crossed(received, sources, lexicon))


def refuse_crossed(received: Sequence[Received], locale: Locale, name: str) -> None:
    """Raise CatalogError where so many rows are crossed that the file can't be meant as it is."""
    crossed = find_crossed_rows(received, locale)
    taken = sum(one.outcome in _TAKEN for one in received)
    if len(crossed) < max(_FEW, taken * _SHARE):
        return
    first = crossed[0]
    message = (
        f"{len(crossed)} of {taken} new texts fit the English of another row better than their own, "
        f'this one "{" ".join(first.other.split())}": was the column of targets shifted, or sorted alone?'
    )
    hint = "mend the file; if each text stands in its row, use `caveat exchange import --trust-rows`"
    raise CatalogError(message, at=Location(name, first.row.theirs.line or None), hint=hint)


def _find_crossed(
    received: Sequence[Received], sources: Sequence[str], lexicon: Lexicon
) -> Iterator[CrossedRow]:
    for at, one in enumerate(received):
        own, target = sources[at], one.theirs.target
        if one.outcome not in _TAKEN or own == target or (bar := fit(own, target, lexicon)) >= 0:
            continue
        near = (*sources[max(0, at - _NEAR) : at], *sources[at + 1 : at + 1 + _NEAR])
        best, other = max(((fit(source, target, lexicon), source) for source in near), default=(bar, own))
        if best - bar > _MARGIN:
            yield CrossedRow(row=one, other=other)
