"""Measure ledgers at scale: size on disk, and the time to read them all in two processes.

    python tests/benchmarks/measure_ledgers.py [--documents 800] [--locales 15] [--units 80] [--read 12000]

All ledgers are written, each with texts of its own and three human events a unit; `--read` bounds how many of
them are read, and the time for all is worked out from those.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.ledger.ledger_file import Ledger, read_ledger, render_ledger
from pipeline.model.digest import digest_text
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.unit import UnitKey

PEOPLE = ((EventKind.TRANSLATE, "ana"), (EventKind.APPROVE, "ben"), (EventKind.APPROVE, "carla"))
SOURCE = "Sentence {} of document {} tells the reader what to do when something hurts at night."
TARGET = "La frase {} del documento {} dice a quien la lee lo que debe hacer cuando algo le duele."


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, default in (("documents", 800), ("locales", 15), ("units", 80), ("read", 12_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = write_all(Path(folder), asked.documents, asked.locales, asked.units)
        size = sum(path.stat().st_size for path in paths)
        sys.stdout.write(f"{len(paths)} ledgers, {size / 1e9:.2f} GB\n")
        chosen = paths[: asked.read]
        start = time.perf_counter()
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            events = sum(pool.map(count_events, chosen, chunksize=100))
        spent = time.perf_counter() - start
    whole = spent * len(paths) / len(chosen)
    sys.stdout.write(
        f"{events:,} events of {len(chosen)} ledgers read in {spent:.1f} s; all: {whole:.0f} s\n"
    )


def write_all(folder: Path, documents: int, locales: int, units: int) -> list[Path]:
    """Write a ledger for each document and locale; return the paths."""
    paths = []
    for document in range(documents):
        text = render_ledger(make_ledger(f"d{document}", units))
        for locale in range(locales):
            path = folder / f"l{locale}" / f"d{document}.jsonl"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            paths.append(path)
    return paths


def make_ledger(document: str, units: int) -> Ledger:
    """Return a ledger in which three people handled each unit."""
    pairs = [(SOURCE.format(unit, document), TARGET.format(unit, document)) for unit in range(units)]
    events = [
        Event(
            kind=kind,
            key=pair_key("es", document, UnitKey(None, source), target),
            by=f"{person}@example.org",
            on="2026-01-01",
            source=digest_text(source),
            target=digest_text(target),
        )
        for source, target in pairs
        for kind, person in PEOPLE
    ]
    return Ledger().with_records(events=events, texts=[text for pair in pairs for text in pair])


def count_events(path: Path) -> int:
    """Return how many events a ledger holds."""
    return len(read_ledger(path, path.name).events)


if __name__ == "__main__":
    main()
