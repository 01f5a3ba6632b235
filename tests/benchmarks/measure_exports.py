"""Try exports on damaged snippets, and time large ones.

    measure_exports.py [--snippets 100000] [--kind csv --kind json …] [--large]

A snippet is a small export with bytes taken out, put in or exchanged. Nothing but a CaveatError may come out
of it; what can be read must come back byte for byte, and be read again after a translation.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.errors import CaveatError
from pipeline.formats.base import rebuild
from pipeline.formats.export_document import Export
from pipeline.formats.registry import open_formats
from tests.formats.exports import make_edition, make_reading
from tests.formats.workbooks import SHEET, STRINGS, make_workbook, member, small_workbook

_SEED = 23
_KINDS = ("csv", "json", "jsonl", "xlsx")
_ALPHABET = b'",;\t\r\n{}[]:\\u0e1x \xc3\xa9<>&/=-+"\x00\xff'
_SEEDS = {
    "csv": (
        b'id,Title,Body (English),Body (Spanish)\n1,Leg,"Rest\nGo, ""now"". Stop.",x\n2,Sleep,,\n',
        b'\xef\xbb\xbf"id";"Title";"Body"\r\n"a";"T";"Heat hurts. Drink."\r\nb;T;x\r\n',
    ),
    "json": (
        b'[{"id": 1, "Title": "Leg", "Body (English)": "Rest\\nGo \\"now\\". Stop.", "n": 1.5e2}]',
        b'{"n": [1, {}], "rows": [\n{"id": "a", "Title": "T\\u00e9", "Body": null, "Body (French)": "x"}\n]}',
    ),
    "jsonl": (
        b'{"id": 1, "Title": "Leg", "Body": "\\ud83d\\ude00 One. Two."}\r\n{"id": 2, "Title": null}\n',
    ),
}


def main() -> None:
    """Print a line a measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--snippets", type=int, default=100_000)
    parser.add_argument("--kind", action="append", choices=_KINDS)
    parser.add_argument("--large", action="store_true", help="time large exports instead")
    options = parser.parse_args()
    if options.large:
        measure_large()
        return
    for kind in options.kind or _KINDS:
        measure_snippets(kind, options.snippets)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure_snippets(kind: str, count: int) -> None:
    """Try damaged snippets of one kind; raises what is no CaveatError, with the snippet."""
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    started = time.process_time()
    read = 0
    for _ in range(count):
        data = _damaged_workbook(rng) if kind == "xlsx" else _damaged(rng.choice(_SEEDS[kind]), rng)
        try:
            read += _try(kind, data)
        except Exception:
            _say(repr(data))
            raise
    seconds = time.process_time() - started
    _say(f"{kind}: {count} snippets, {read} of them read, all identical; {seconds:.0f} s CPU")


def _damaged(seed: bytes, rng: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data))
        choice = rng.randrange(4)
        if choice == 0:
            del data[at : at + rng.randrange(1, 4)]
        elif choice == 1:
            data[at:at] = bytes(rng.choice(_ALPHABET) for _ in range(rng.randrange(1, 3)))
        elif choice == 2:
            data[at] = rng.choice(_ALPHABET)
        else:
            start = rng.randrange(len(data))
            data[at:at] = data[start : start + rng.randrange(1, 12)]
        data = data or bytearray(b"x")
    return bytes(data)


def _damaged_workbook(rng: random.Random) -> bytes:
    whole = small_workbook()
    if rng.randrange(8) == 0:
        return _damaged(whole, rng)
    name = rng.choice([SHEET, SHEET, STRINGS, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    return make_workbook([], others={
        SHEET: member(whole).encode(),
        STRINGS: member(whole, STRINGS).encode(),
        name: _damaged(member(whole, name).encode(), rng),
    })  # fmt: skip


def _try(kind: str, data: bytes) -> bool:
    """Return whether an export can be read; what can be is proven to come back."""
    one, reading = open_one(kind), make_reading(kind)
    try:
        document = one.parse(data, reading)
    except CaveatError:
        return False
    if rebuild(one, document, lambda unit: unit.key.source) != data:
        raise AssertionError("not identical")
    try:
        out = one.localize(document, make_edition(lambda text: f"{text}é"))
    except CaveatError:
        return True
    before = [unit.key for unit in document.occurrences()]
    if [unit.key for unit in one.parse(out, reading).occurrences()] != before:
        raise AssertionError("the source texts changed")
    return True


_FORMATS = {one.name: one for one in open_formats()}


def open_one(kind: str):  # type: ignore[no-untyped-def] # noqa: ANN201 - a format of the registry
    """Return a format, looked up once."""
    return _FORMATS[kind]


def measure_large() -> None:
    """Time a CSV of 200,000 rows and a JSON of 50 MB on one line, with all steps of a round trip."""
    rows = [
        {
            "id": number,
            "Title": f"Cramp number {number}",
            "Body (English)": f"Rest {number} times. Drink water, and sleep.",
            "note": "x" * 20,
        }
        for number in range(200_000)
    ]
    lines = [f'{row["id"]},{row["Title"]},"{row["Body (English)"]}",{row["note"]}\n' for row in rows]
    _time("csv", ("id,Title,Body (English),note\n" + "".join(lines)).encode())
    filler = "Drink water\\nand sleep well. " * 400
    whole = json.dumps([{**row, "note": filler} for row in rows[:4400]])
    _time("json", whole.encode())


def _time(kind: str, data: bytes) -> None:
    one, reading = open_one(kind), make_reading(kind)
    started = time.process_time()
    document = one.parse(data, reading)
    parsed = time.process_time()
    if not isinstance(document, Export) or rebuild(one, document, lambda unit: unit.key.source) != data:
        raise AssertionError("not identical")
    rebuilt = time.process_time()
    out = one.localize(document, make_edition(lambda text: f"{text} so"))
    written = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(
        f"{kind}: {len(data) / 1e6:.0f} MB, {len(document.cells)} cells: read {parsed - started:.1f} s, "
        f"rebuilt {rebuilt - parsed:.1f} s, localized {written - rebuilt:.1f} s ({len(out) / 1e6:.0f} MB); "
        f"{peak:.0f} MB at most"
    )


if __name__ == "__main__":
    main()
