"""Measure the alarm of the quality estimate: does it tell wrong and cut texts from true ones?

    python tests/benchmarks/measure_estimate.py CORPUS [--locales LOCALE…] [--rows N] [--half HALF]

CORPUS is the folder of TICO-19: `<locale>.tsv` with the columns id, source, target. HALF is `held-out` or
`develop`: what the estimate knows of words was learnt from the documents at even places of their order, and
those at odd places are held out. The area under the curve is the chance that a spoilt text has a louder alarm
than a true one; 0.5 is no better than tossing a coin. Similarity is part of the alarm where the package of
the extra `estimate` is installed.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.drafting.estimate import alarm_of
from pipeline.model.draft import LOUD
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED: Final = 7
HALVES: Final = {"develop": 0, "held-out": 1}
MISALIGNED: Final = {"fr": ("PubMed_8:", "Wikinews_1:", "Wikinews_3:")}
"""Documents of the corpus whose targets are not those of their sources."""
WRONG: Final = {
    "ar": "fa", "es": "pt_BR", "fa": "ar", "fil": "id", "fr": "es", "hi": "ar",
    "id": "fil", "pt_BR": "es", "ru": "es", "sw": "id", "zh_Hans": "es",
}  # fmt: skip
"""The language to be taken for the right one: where there is one, a close relative or one of its script."""

Row = tuple[str, str, str]


def main() -> None:
    """Print one line a locale."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--locales", nargs="+", default=sorted(WRONG))
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--half", choices=sorted(HALVES), default="held-out")
    options = parser.parse_args()
    sys.stdout.write("locale       n  shuffled   cut  language  loud of true   ms\n")
    for code in options.locales:
        sys.stdout.write(f"{measure(options.corpus, code, options.rows, options.half)}\n")
        sys.stdout.flush()


def measure(corpus: Path, code: str, rows: int, half: str) -> str:
    """Return the figures of one locale."""
    every = read_rows(corpus, code, half)
    chosen = random.Random(SEED).sample(  # noqa: S311 - the same rows each time, no secret
        every, min(rows, len(every))
    )
    others = {name: target for name, _, target in read_rows(corpus, WRONG[code], half)}
    true = [(source, target) for _, source, target in chosen]
    shuffled = [(source, chosen[at - len(chosen) // 2][2]) for at, (_, source, _) in enumerate(chosen)]
    cut = [(source, target[: len(target) // 2]) for source, target in true]
    wrong = [(source, others[name]) for name, source, _ in chosen if name in others]
    start = time.monotonic()
    good = alarms(true, code)
    each = (time.monotonic() - start) * 1000 / len(good)
    areas = [area(good, alarms(pairs, code)) for pairs in (shuffled, cut, wrong)]
    loud = sum(alarm >= LOUD for alarm in good) / len(good)
    told = "  ".join(f"{one:8.3f}" for one in areas)
    return f"{code:<8} {len(good):>5}  {told}  {loud:11.1%}  {each:5.1f}"


def alarms(pairs: Sequence[tuple[str, str]], code: str) -> list[float]:
    """Return the alarm of each pair of source and target."""
    return [alarm_of(source, target, Locale(code)) for source, target in pairs]


def area(good: Sequence[float], bad: Sequence[float]) -> float:
    """Return the chance that one of the bad is above one of the good; a tie counts half."""
    order = sorted(good)
    wins = sum(bisect_left(order, one) + bisect_right(order, one) for one in bad)
    return wins / 2 / len(good) / len(bad)


def read_rows(corpus: Path, code: str, half: str) -> list[Row]:
    """Return id, source and target of one half of the documents."""
    with (corpus / f"{code}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    documents = sorted({row["id"].partition(":")[0] for row in rows})
    wanted = set(documents[HALVES[half] :: 2])
    return [
        (row["id"], row["source"], row["target"])
        for row in rows
        if row["id"].partition(":")[0] in wanted and not row["id"].startswith(MISALIGNED.get(code, ()))
    ]


if __name__ == "__main__":
    main()
