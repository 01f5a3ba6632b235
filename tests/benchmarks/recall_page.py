"""The figures of planted errors as a table for a terminal and as a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.planting.registry import OPERATIONS
from pipeline.stages.recall import MEASURED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PARTS = ("health", "sound", "unread", "paragraphs", "markup", "doses")
PAGE = Path(__file__).with_suffix(".md")
"""The page without its figures."""
UNTRANSLATED = "residue.untranslated"
"""Speaks where the target is the source, letter by letter: an error in the data beyond doubt."""
RULES_SHOWN = 8
"""Rules that are named beside an operation: those that find most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one tool found of one operation in one language; of the good texts where there is no operation."""

    tool: str
    part: str
    locale: str
    operation: str
    planted: int
    found: int
    blocking: int
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All figures of a run."""

    half: str
    cells: tuple[Cell, ...]
    speed: tuple[int, float]
    """Units checked, and seconds of one processor."""

    def of(self, part: str, operation: str, tool: str = "caveat") -> dict[str, Cell]:
        """Return the cells of one operation by language."""
        return {
            cell.locale: cell
            for cell in self.cells
            if (cell.tool, cell.part, cell.operation) == (tool, part, operation)
        }

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the languages in the order in which they were measured."""
        return tuple(dict.fromkeys(cell.locale for cell in self.cells))


def share(cell: Cell | None, *, is_blocking: bool = False) -> str:
    """Return a share in percent and its n; a dash where too few errors were planted."""
    if cell is None or not cell.planted:
        return "–"
    if cell.planted < MEASURED:
        return f"– ({cell.planted})"
    count = cell.blocking if is_blocking else cell.found
    return f"{_percent(count, cell.planted)} ({cell.planted})"


def _percent(count: int, whole: int) -> str:
    """Return a percentage that is 100 only where nothing is missing, and 0 only where there is nothing."""
    value = 100 * count / whole
    if count < whole and value >= 99.5:
        return "99.5"
    return f"{value:.0f}" if value >= 10 or not count else f"{value:.1f}"


def render_table(measured: Measured) -> str:
    """Return everything as text: found, and of that blocking, in percent of n."""
    lines = [f"half: {measured.half}; {measured.speed[0]} units in {measured.speed[1]:.1f} s"]
    for part in PARTS:
        for is_blocking in (False, True):
            lines.append(f"\n{part}: {'blocked' if is_blocking else 'found'}, % (n)")
            lines.append(_text_row("", measured.locales))
            lines += [
                _text_row(
                    name, [share(cells.get(code), is_blocking=is_blocking) for code in measured.locales]
                )
                for name, cells in _rows(measured, part)
            ]
    lines.append("\nrules that find most; and false alarms by rule")
    for part in PARTS:
        lines += [f"{part} {name or 'good text'}: {_rules(cells)}" for name, cells in _rows(measured, part)]
    return "\n".join(lines) + "\n"


def _text_row(name: str, cells: Sequence[str]) -> str:
    return f"{name or 'good text':22}" + "".join(f"{cell:>12}" for cell in cells)


def _rows(measured: Measured, part: str) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Yield the operations of a part that were planted at all, then the good texts."""
    for name in (*(operation.name for operation in OPERATIONS), ""):
        cells = measured.of(part, name)
        if any(cell.planted for cell in cells.values()):
            yield name, cells


def _rules(cells: Mapping[str, Cell]) -> str:
    total: Counter[str] = Counter()
    for cell in cells.values():
        total.update(cell.rules)
    return ", ".join(f"{rule} {count}" for rule, count in total.most_common(RULES_SHOWN))


def render_page(measured: Measured) -> str:
    """Return the page of documentation with all figures."""
    units, seconds = measured.speed
    values = {
        "operations": f"{len(OPERATIONS)}",
        "units": f"{units:,}",
        "seconds": f"{seconds:.1f}",
        "scaled": f"{seconds * 24_000 / units:.0f}",
        "good": _good_texts(measured),
        **{part: _operations(measured, part) for part in PARTS},
    }
    page = PAGE.read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"@{name}@", value)
    return page


def _good_texts(measured: Measured) -> str:
    """Return what the good texts get: any finding, and one that blocks."""
    lines = _heading("", measured.locales)
    for part in PARTS:
        cells = measured.of(part, "")
        lines += [
            _row(f"{part}: any finding", cells, measured.locales),
            _row(f"{part}: blocked", cells, measured.locales, is_blocking=True),
        ]
    lines.append(
        _row("health: left in English", _only(UNTRANSLATED, measured.of("health", "")), measured.locales)
    )
    peers = ((tool, measured.of("health", "", tool)) for tool in _peers(measured))
    lines += [_row(f"health: any message of {tool}", cells, measured.locales) for tool, cells in peers]
    return "\n".join(lines)


def _only(rule: str, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the cells with what one rule found."""
    return {code: replace(cell, found=cell.rules.get(rule, 0)) for code, cell in cells.items()}


def _operations(measured: Measured, part: str) -> str:
    """Return the table of a part: found by language, then by the other tools in all languages together."""
    peers = _peers(measured)
    lines = _heading("planted", measured.locales, *peers)
    for operation in OPERATIONS:
        cells = measured.of(part, operation.name)
        if any(cell.planted for cell in cells.values()):
            others = [_total(measured.of(part, operation.name, tool)) for tool in peers]
            row = _row(f"`{operation.name}`: {operation.description}", cells, measured.locales)
            lines.append(" ".join([row, *(f"{other} |" for other in others)]))
    return "\n".join(lines)


def _heading(first: str, locales: Sequence[str], *more: str) -> list[str]:
    names = [first, *locales, *more]
    return [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]


def _row(name: str, cells: Mapping[str, Cell], locales: Sequence[str], *, is_blocking: bool = False) -> str:
    shares = [share(cells.get(code), is_blocking=is_blocking) for code in locales]
    return f"| {' | '.join([name, *shares])} |"


def _total(cells: Mapping[str, Cell]) -> str:
    planted, found = sum(one.planted for one in cells.values()), sum(one.found for one in cells.values())
    return _percent(found, planted) if planted >= MEASURED else "–"


def _peers(measured: Measured) -> list[str]:
    tools = dict.fromkeys(cell.tool for cell in measured.cells)
    return [tool for tool in tools if tool != "caveat"]
