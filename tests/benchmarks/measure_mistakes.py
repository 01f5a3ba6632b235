"""Measure what the checks say of translations and of mistakes that were written by hand, not planted.

    python tests/benchmarks/measure_mistakes.py [--peers PYTHON] [--write docs/mistakes.md]

`mistakes/<locale>.tsv` has good translations and, for some of them, one mistake that could hurt somebody.
The rows of the unseen half were looked at by nobody who worked on the checks.
PYTHON is an interpreter that has translate-toolkit and Weblate: then both see the same texts in the same run.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.checks.runner import CheckSet
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from pipeline.stages.recall import Checking
from tests.benchmarks.recall_peers import TOOLS, ask_peers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

HERE = Path(__file__).parent
FOLDER = HERE / "mistakes"
GOOD = "good"
UNSEEN = "unseen"
KINDS = {
    "number": "another number, date or time",
    "unit": "another unit",
    "negation-lost": "a negation that is not there",
    "negation-added": "a negation that nobody said",
    "modality": "must is may, must not is need not",
    "bound": "at least is at most, before is after, only is also",
    "drug": "another medicine",
    "omission-sentence": "a sentence is missing",
    "omission-item": "an item of a list is missing",
    "omission-clause": "a condition or another clause is missing",
    "english-left": "some English words were left",
    "addition": "words that nobody said",
    "antonym": "the opposite of a word",
}
"""The kinds of mistakes, as the files name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A translation, or a mistake made in one."""

    locale: str
    id: str
    half: str
    kind: str
    of: str
    """The good translation that a mistake was made in."""
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Of how many texts something is said."""

    told: int
    texts: int

    def __str__(self) -> str:
        """Return the share and the number: `82 (25)`; a dash where there are none."""
        return f"{100 * self.told / self.texts:.0f} ({self.texts})" if self.texts else "–"


def main() -> None:
    """Print the tables, and write the page where it was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    rows = [row for path in sorted(FOLDER.glob("*.tsv")) for row in read_rows(path)]
    said = {"caveat": say(rows)}
    if options.peers:
        pairs = {row: (row.locale, row.source, row.target) for row in rows}
        theirs = ask_peers(options.peers, dict.fromkeys(pairs.values()))
        said |= {tool: {row: frozenset(theirs[pairs[row]][tool]) for row in rows} for tool in TOOLS}
    page = render_page(rows, said)
    sys.stdout.write(page)
    if options.write:
        options.write.write_text(page, encoding="utf-8")


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of one file; the locale is its name."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Row(locale=path.stem, **row)


def say(rows: Iterable[Row]) -> dict[Row, frozenset[str]]:
    """Return the rules that the checks name for each row by itself."""
    checks = CheckSet(checks=CheckSet.load().checks)
    said = {}
    for row in rows:
        entry = Entry(key=UnitKey(None, row.source), targets=(row.target,))
        catalog = Catalog(entries=(entry,), path=f"{row.locale}.po")
        found = Checking(locale=Locale(row.locale), checks=checks).findings(catalog)
        said[row] = frozenset(finding.check for finding in found if finding.unit)
    return said


def render_page(rows: Sequence[Row], said: Mapping[str, Mapping[Row, frozenset[str]]]) -> str:
    """Return the page: what is said of good texts and of mistakes, by language and by kind."""
    unseen = [row for row in rows if row.half == UNSEEN]
    seen = [row for row in rows if row.half != UNSEEN]
    text = (HERE / "mistakes.md").read_text(encoding="utf-8")
    tables = {
        "unseen-languages": _by(unseen, said, lambda row: row.locale),
        "unseen-kinds": _by(unseen, said, lambda row: row.kind, KINDS),
        "seen-languages": _by(seen, said, lambda row: row.locale),
        "seen-kinds": _by(seen, said, lambda row: row.kind, KINDS),
    }
    for name, table in tables.items():
        text = text.replace(f"<!-- {name} -->", table)
    return text


def _by(
    rows: Sequence[Row],
    said: Mapping[str, Mapping[Row, frozenset[str]]],
    key: Callable[[Row], str],
    names: Mapping[str, str] | None = None,
) -> str:
    """Return a table with a line for each value of a key, and one for all."""
    good = {(row.locale, row.id): row for row in rows if row.kind == GOOD}
    values = list(names or dict.fromkeys(key(row) for row in rows))
    head = ["mistakes", *said] if names else ["language", *said, *(f"good: {tool}" for tool in said)]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for value in [*values, ""]:
        own = [row for row in rows if not value or key(row) == value]
        cells = [str(_of(own, tool_said, good, is_good=False)) for tool_said in said.values()]
        if not names:
            cells += [str(_of(own, tool_said, good, is_good=True)) for tool_said in said.values()]
        name = f"`{value}`: {names[value]}" if names and value else value or "all"
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _of(
    rows: Iterable[Row],
    said: Mapping[Row, frozenset[str]],
    good: Mapping[tuple[str, str], Row],
    *,
    is_good: bool,
) -> Count:
    wanted = [row for row in rows if (row.kind == GOOD) is is_good]
    told = [bool(said[row] - (frozenset() if is_good else said[good[row.locale, row.of]])) for row in wanted]
    return Count(told=sum(told), texts=len(told))


if __name__ == "__main__":
    main()
