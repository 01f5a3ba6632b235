"""Measure whether answers that an engine gave to each other's texts are noticed, and how many good ones are.

    python tests/benchmarks/measure_crossing.py CORPUS [--locales LOCALE…] [--half HALF] [--rows N]

CORPUS is the folder of TICO-19; HALF is as in measure_estimate.py: what is known of words was learnt from
`develop`. The rows stand in batches, as a document's units do. Each two of a batch whose drafts are of like
length change places, all else being true; then each batch is moved on by one.
"""

from __future__ import annotations

import argparse
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.drafting.crossing import find_crossed
from pipeline.drafting.inspection import inspect_draft
from pipeline.model.locale import Locale
from tests.benchmarks.measure_estimate import HALVES, MISALIGNED, WRONG, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Pairs = list[tuple[str, str]]

BATCH = 8
LIKE = 1.5
"""How many times as long one draft may be as the other."""


def main() -> None:
    """Print one line a locale."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--locales", nargs="+", default=sorted(WRONG))
    parser.add_argument("--half", choices=sorted(HALVES), default="develop")
    parser.add_argument("--rows", type=int, default=800)
    options = parser.parse_args()
    sys.stdout.write("locale     swaps  noticed  pass the inspection  noticed  moved on  good  asked again\n")
    for code in options.locales:
        left_out = MISALIGNED.get(code, ("\0",))
        rows = read_rows(options.corpus, code, options.half)
        pairs = [(source, target) for name, source, target in rows if not name.startswith(left_out)]
        chosen = pairs[: options.rows]
        batches = [chosen[at : at + BATCH] for at in range(0, len(chosen) - BATCH + 1, BATCH)]
        sys.stdout.write(f"{measure(batches, Locale(code))}\n")
        sys.stdout.flush()


def measure(batches: Sequence[Pairs], locale: Locale) -> str:
    """Return the figures of one locale."""
    good = sum(map(len, batches))
    again = sum(len(find_crossed(batch, locale)) for batch in batches)
    moved = sum(
        len(find_crossed(with_drafts(batch, (*range(1, len(batch)), 0)), locale)) for batch in batches
    )
    swaps = [find_swap(*swap, locale) for batch in batches for swap in swaps_of(batch)]
    passing = [is_noticed for is_noticed, passes in swaps if passes]
    noticed = sum(is_noticed for is_noticed, _ in swaps) / len(swaps)
    told = f"{len(swaps):>7}  {noticed:7.1%}  {len(passing):>19}  {sum(passing) / len(passing):7.1%}"
    return f"{locale.code:<8} {told}  {moved / good:8.1%}  {good:>4}  {again:>11}"


def swaps_of(batch: Pairs) -> Iterator[tuple[Pairs, tuple[int, int]]]:
    """Yield a batch with each two drafts of like length in each other's place."""
    for one, other in combinations(range(len(batch)), 2):
        ratio = len(batch[one][1]) / len(batch[other][1])
        if 1 / LIKE < ratio < LIKE:
            order = list(range(len(batch)))
            order[one], order[other] = other, one
            yield with_drafts(batch, order), (one, other)


def with_drafts(batch: Pairs, order: Sequence[int]) -> Pairs:
    """Return the sources of a batch with its drafts in another order."""
    return [(source, batch[at][1]) for (source, _), at in zip(batch, order, strict=True)]


def find_swap(batch: Pairs, places: tuple[int, int], locale: Locale) -> tuple[bool, bool]:
    """Return whether both drafts of a swap are noticed, and whether the inspection lets both through."""
    found = find_crossed(batch, locale)
    passes = all(inspect_draft(*batch[at], locale) is None for at in places)
    return found >= set(places), passes


if __name__ == "__main__":
    main()
