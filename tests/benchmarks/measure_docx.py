"""Measure the Word format: identity, what is read again, hostile files, speed. Law 1 and Law 2, in figures.

    pip download --no-binary NAME --no-deps -d ARCHIVES NAME     # for each source distribution
    measure_docx.py --archives ARCHIVES --fuzz 100000

ARCHIVES holds source distributions, whose Word files are read and translated for show.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.errors import CaveatError
from pipeline.formats.base import rebuild
from tests.formats.docxs import BODIES, FORMAT, loud, opened, parse, written
from tests.formats.test_docx_laws import check, mutate

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = (".docx", ".dotx")
_COPIES = 400


def _say(text: object) -> None:
    sys.stdout.write(f"{text}\n")


def _seconds(start: float) -> str:
    return f"{time.process_time() - start:.1f} s"


def _files(archives: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(archives.glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name.endswith(_SUFFIXES) and (file := archive.extractfile(member)):
                    yield member.name, file.read()


def _measure_files(archives: Path) -> None:
    counts: Counter[str] = Counter()
    for name, data in _files(archives):
        counts["files"] += 1
        try:
            document = parse(data)
        except CaveatError as error:
            counts["refused"] += 1
            _say(f"refused {name}: {error}")
            continue
        units = list(document.occurrences())
        counts["units"] += len(units)
        counts["identical"] += rebuild(FORMAT, document, lambda unit: unit.key.source) == data
        back = rebuild(FORMAT, document, loud)
        again = [unit.key.source for unit in parse(back).occurrences()]
        counts["read again"] += again == [loud(unit) for unit in units]
        opened(back)
        counts["opened by python-docx"] += 1
    _say(dict(counts))


def _measure_fuzz(count: int) -> None:
    start = time.process_time()
    read = sum(map(check, mutate(count, seed=7)))
    refused = count - read
    _say(f"{count} mutated files: {read} read, {refused} refused, {time.process_time() - start:.0f} s of CPU")


def _measure_speed() -> None:
    data = written("".join(BODIES) * _COPIES)
    start = time.process_time()
    document = parse(data)
    middle = time.process_time()
    rebuild(FORMAT, document, loud)
    units = len(list(document.occurrences()))
    size = len(document.data) / 1e6
    _say(
        f"{size:.1f} MB of XML, {units} units: read in {middle - start:.1f} s, "
        f"translated in {_seconds(middle)} of CPU"
    )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archives", type=Path)
    parser.add_argument("--fuzz", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.archives:
        _measure_files(chosen.archives)
    if chosen.fuzz:
        _measure_fuzz(chosen.fuzz)
    _measure_speed()


if __name__ == "__main__":
    main()
