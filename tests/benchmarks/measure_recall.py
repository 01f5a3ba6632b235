"""Measure what the checks find of planted errors, and what they say of good translations.

    python tests/benchmarks/measure_recall.py CORPUS [--half held-out|develop] [--locales LOCALE…]
        [--peers PYTHON] [--write docs/recall.md] [--json FILE] [--most N] [--jobs N]

CORPUS is the folder of TICO-19: `<locale>.tsv` with the columns id, source, target. Of its documents, in the
order of their ids, those at even places are there to develop the checks with, those at odd places to report.
Errors of doses are planted in `tests/benchmarks/doses`, which nobody saw who wrote the checks.
PYTHON is an interpreter that has translate-toolkit and Weblate: then both see the same texts in the same run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.checks.runner import CheckSet
from pipeline.language.termbase import Termbase
from pipeline.model.locale import Locale
from pipeline.model.term import Term
from pipeline.planting.lexicon import ENGLISH, medicines
from pipeline.stages.recall import Checking, measure
from tests.benchmarks.recall_page import Cell, Measured, render_page, render_table
from tests.benchmarks.recall_parts import HALVES, LOCALES, Part, read_parts, read_rows
from tests.benchmarks.recall_peers import measure_peers


def main() -> None:
    """Print the table of one half, and write the page where it was asked for."""
    options = _options()
    parts = [
        part
        for code in options.locales
        for part in read_parts(options.corpus, code, options.half, options.most)
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        cells = [cell for found in pool.map(measure_part, parts) for cell in found]
    peers = measure_peers(options.peers, parts) if options.peers else []
    measured = Measured(half=options.half, cells=(*cells, *peers), speed=measure_speed(options.corpus))
    sys.stdout.write(render_table(measured))
    if options.json:
        options.json.write_text(json.dumps([asdict(cell) for cell in measured.cells]), encoding="utf-8")
    if options.write:
        options.write.write_text(render_page(measured), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", choices=sorted(HALVES), default="held-out")
    parser.add_argument("--locales", nargs="+", default=LOCALES, choices=LOCALES)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--most", type=int, default=100, help="errors of one kind in one language at most")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def glossary(code: str) -> Termbase:
    """Return a glossary of medicines, as a project has one: by it the checks know their names."""
    language = Locale(code).language
    return Termbase(
        Term(source=name, targets=(names[language],))
        for names in medicines().values()
        if language in names
        for name in names[ENGLISH]
    )


def measure_part(part: Part) -> list[Cell]:
    """Return what the checks find in one part, and what they say of its good texts."""
    ground = part.ground()
    checking = Checking(
        locale=ground.locale,
        checks=CheckSet(checks=CheckSet.load().checks),
        termbase=glossary(part.locale) if part.name == "doses" else None,
    )
    rows, alarms = measure(ground, checking, part.operations)
    of_part = {"tool": "caveat", "part": part.name, "locale": part.locale}
    cells = [
        Cell(
            **of_part,
            operation=row.operation,
            planted=row.planted,
            found=row.found,
            blocking=row.blocking,
            rules=dict(row.rules),
        )
        for row in rows
    ]
    good = Cell(
        **of_part,
        operation="",
        planted=alarms.units,
        found=alarms.flagged,
        blocking=alarms.blocking,
        rules=dict(alarms.rules),
    )
    return [*cells, good]


def measure_speed(corpus: Path) -> tuple[int, float]:
    """Return how many units the data has, and the seconds of one processor that all checks take."""
    units, start = 0, time.process_time()
    checks = CheckSet(checks=CheckSet.load().checks)
    for code in LOCALES:
        pairs = dict(row[1:] for row in read_rows(corpus / f"{code}.tsv"))
        ground = Part(name="speed", locale=code, pairs=tuple(pairs.items()), seed="", most=0).ground()
        Checking(locale=ground.locale, checks=checks).findings(ground.catalog)
        units += len(pairs)
    return units, time.process_time() - start


if __name__ == "__main__":
    main()
