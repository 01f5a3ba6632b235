"""Measure two people who write at once, one in a browser and one on the command line: nothing may be lost.

    python tests/benchmarks/measure_two_writers.py [--edits N] [--documents N]

Half of the edits are sent to `caveat review serve` as a browser sends them, the other half are comments of
`caveat review comment`, all to the same documents. At the end every text must be in a catalog or a ledger.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pytest

from tests.web.test_writers import check_page_and_command_line


def main() -> None:
    """Print how long the edits took and how many conflicts the browser met; raises where one was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=100)
    args = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        conflicts = check_page_and_command_line(
            Path(folder) / "project", args.documents, args.edits // 2, patch
        )
    seconds = time.monotonic() - start
    sys.stdout.write(f"{args.edits} edits, 0 lost; {conflicts} conflicts; {seconds:.0f} s\n")


if __name__ == "__main__":
    main()
