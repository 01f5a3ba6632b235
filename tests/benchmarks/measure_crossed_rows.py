"""Measure how many rows of a sheet seem to hold another row's text: as they are, shifted by one, and sorted.

    python tests/benchmarks/measure_crossed_rows.py CORPUS [--locales LOCALE…] [--half HALF]
                                                     [--rows N] [--sheet N]

CORPUS is the folder of TICO-19; HALF is as in measure_estimate.py: what is known of words was learnt from
`develop`. The rows stand in sheets; of the good ones the largest share of crossed rows is printed, of the
others the smallest and the mean, and how many of all sheets `exchange import` refuses.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.catalogs.received import Outcome, Received
from pipeline.errors import CatalogError
from pipeline.model.locale import Locale
from pipeline.stages.crossed_rows import find_crossed_rows, refuse_crossed
from tests.benchmarks.measure_estimate import HALVES, MISALIGNED, WRONG, read_rows
from tests.factories import make_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Pairs = Sequence[tuple[str, str]]


def main() -> None:
    """Print one line a locale."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--locales", nargs="+", default=sorted(WRONG))
    parser.add_argument("--half", choices=sorted(HALVES), default="held-out")
    parser.add_argument("--rows", type=int, default=240)
    parser.add_argument("--sheet", type=int, default=12)
    options = parser.parse_args()
    sys.stdout.write(
        "locale     good max  refused    shifted min  mean  refused    sorted min  mean  refused\n"
    )
    for code in options.locales:
        left_out = MISALIGNED.get(code, ("\0",))
        rows = read_rows(options.corpus, code, options.half)
        pairs = [(source, target) for name, source, target in rows if not name.startswith(left_out)]
        pairs = pairs[: options.rows]
        size = min(options.sheet, len(pairs))
        sheets = [pairs[at : at + size] for at in range(0, len(pairs) - size + 1, size)]
        sys.stdout.write(f"{measure(sheets, Locale(code))}\n")
        sys.stdout.flush()


def measure(sheets: Sequence[Pairs], locale: Locale) -> str:
    """Return the figures of one locale."""
    good, refused = weigh_all(sheets, locale)
    told = f"{locale.code:<8}  {max(good):7.1%}  {refused:7.0%}"
    for change in (shifted, sorted):
        shares, refused = weigh_all([with_targets(one, change) for one in sheets], locale)
        told += f"    {min(shares):11.0%}  {sum(shares) / len(shares):4.0%}  {refused:7.0%}"
    return told


def weigh_all(sheets: Sequence[Pairs], locale: Locale) -> tuple[list[float], float]:
    """Return the share of crossed rows in each sheet, and the share of sheets that are refused."""
    received = [
        [Received(theirs=make_entry(*pair), outcome=Outcome.TAKEN) for pair in sheet] for sheet in sheets
    ]
    shares = [len(find_crossed_rows(rows, locale)) / len(rows) for rows in received]
    return shares, sum(is_refused(rows, locale) for rows in received) / len(received)


def is_refused(rows: Sequence[Received], locale: Locale) -> bool:
    try:
        refuse_crossed(rows, locale, "x.csv")
    except CatalogError:
        return True
    return False


def shifted(targets: Sequence[str]) -> list[str]:
    return [*targets[1:], targets[0]]


def with_targets(sheet: Pairs, change: Callable[[Sequence[str]], list[str]]) -> Pairs:
    sources, targets = zip(*sheet, strict=True)
    return list(zip(sources, change(targets), strict=True))


if __name__ == "__main__":
    main()
