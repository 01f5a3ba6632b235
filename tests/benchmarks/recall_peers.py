"""What other tools find of the same errors, through an interpreter that has them."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.planting.rounds import plant
from tests.benchmarks.recall_page import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.benchmarks.recall_parts import Part

TOOLS = ("pofilter", "weblate")
SCRIPT = Path(__file__).parent / "peer_checks.py"

Pair = tuple[str, str, str]
"""Locale, source and target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The pairs of one part: the good ones, and by operation each error as its units' good and bad pairs."""

    part: Part
    good: tuple[Pair, ...]
    errors: tuple[tuple[str, tuple[tuple[Pair, Pair], ...]], ...]

    def all_pairs(self) -> list[Pair]:
        return [*self.good, *(bad for _, units in self.errors for _, bad in units)]


def measure_peers(python: Path, parts: Sequence[Part]) -> list[Cell]:
    """Return what each tool finds: errors of which a check speaks that is silent on the good text."""
    texts = [_texts(part) for part in parts]
    said = ask_peers(python, dict.fromkeys(pair for one in texts for pair in one.all_pairs()))
    return [cell for one in texts for tool in TOOLS for cell in _cells(one, tool, said)]


def _texts(part: Part) -> _Texts:
    ground = part.ground()
    good = tuple((part.locale, entry.key.source, entry.target) for entry in ground.catalog.entries)
    errors = tuple(
        (error.operation, tuple((good[at], (*good[at][:2], text)) for at, text in error.places.items()))
        for copy in plant(ground, part.operations)
        for error in copy.planted
    )
    return _Texts(part=part, good=good, errors=errors)


def ask_peers(python: Path, pairs: Iterable[Pair]) -> dict[Pair, dict[str, list[str]]]:
    """Return the names of the checks that speak, by pair and tool."""
    asked = list(pairs)
    lines = "".join(json.dumps(pair) + "\n" for pair in asked)
    done = subprocess.run([python, SCRIPT], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return dict(zip(asked, (json.loads(line) for line in done.stdout.splitlines()), strict=True))


def _cells(texts: _Texts, tool: str, said: dict[Pair, dict[str, list[str]]]) -> list[Cell]:
    """Return the cells of one tool in one part. Neither tool has findings that block."""
    cells = []
    for operation in (*(one.name for one in texts.part.operations), ""):
        if operation:
            names = [
                {name for good, bad in units for name in set(said[bad][tool]) - set(said[good][tool])}
                for kind, units in texts.errors
                if kind == operation
            ]
        else:
            names = [set(said[pair][tool]) for pair in texts.good]
        cells.append(
            Cell(
                tool=tool,
                part=texts.part.name,
                locale=texts.part.locale,
                operation=operation,
                planted=len(names),
                found=sum(bool(one) for one in names),
                blocking=0,
                rules=dict(Counter(name for one in names for name in one)),
            )
        )
    return cells
