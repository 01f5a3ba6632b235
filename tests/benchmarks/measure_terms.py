"""Measure the check of terms: false alarms on professional translations, and wrong terms that it finds.

    python tests/benchmarks/measure_terms.py CORPUS [--rows odd|even|all] [--locales LOCALE…] [--show]

CORPUS holds `<locale>.tsv` with the columns id, source, target; the glossaries are this project's own. Which
of their rows are required was chosen by the even rows, so the odd rows are the ones to report; what was
changed after a look at them stands in `locales/GLOSSARY.md`. An error is planted by putting the word of
another required row wherever the target says the right one, letter by letter.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.checks import terms
from pipeline.checks.runner import CheckSet, run_checks
from pipeline.language.termbase import Termbase, parse_termbase
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.term import Term, TermStatus
from pipeline.model.unit import UnitKey

LOCALES = ("es", "fr", "pt_BR", "ar", "hi", "ru", "zh_Hans")
PROJECT = Path(__file__).parents[2]
CHECKS = CheckSet(checks=(terms.CHECK,))
FIRST = {"odd": 0, "even": 1, "all": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pair of the corpus; rows are counted from 1 after the heading."""

    line: int
    source: str
    target: str


def main() -> None:
    """Print one line a locale."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--locales", nargs="+", default=LOCALES)
    parser.add_argument("--rows", choices=sorted(FIRST), default="odd")
    parser.add_argument("--show", action="store_true", help="print the findings, then the errors not found")
    options = parser.parse_args()
    names = ("locale", "rows", "with term", "flagged", "flagged %", "planted", "found %", "seconds")
    _say("".join(f"{name:>11}" for name in names))
    for code in options.locales:
        measure(code, read_rows(options.corpus / f"{code}.tsv", options.rows), show=options.show)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def read_rows(path: Path, rows: str) -> list[Row]:
    """Return the wanted rows."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    step = 1 if rows == "all" else 2
    cells = ((number, lines[number].split("\t")) for number in range(FIRST[rows], len(lines), step))
    return [Row(line=number + 1, source=source, target=target) for number, (_, source, target) in cells]


def measure(code: str, rows: list[Row], *, show: bool) -> None:
    """Print the line of one locale."""
    path = PROJECT / "locales" / code / "glossary.csv"
    termbase = parse_termbase(path.read_text(encoding="utf-8"), str(path))
    start = time.perf_counter()
    flagged = find_flagged(code, rows, termbase, show=show)
    seconds = time.perf_counter() - start
    touched = sum(any(is_required(match.terms) for match in termbase.find_terms(row.source)) for row in rows)
    planted = [wrong for row in rows if row.line not in flagged for wrong in plant(row, termbase)]
    numbered = [Row(line=number, source=x.source, target=x.target) for number, x in enumerate(planted, 1)]
    found = find_flagged(code, numbered, termbase)
    for row in numbered:
        if show and row.line not in found:
            _say(f"  NOT FOUND {row.source}\n    {row.target}")
    share = 100 * len(flagged) / len(rows)
    recall = 100 * len(found) / max(1, len(planted))
    cells = (
        code,
        len(rows),
        touched,
        len(flagged),
        f"{share:.2f}",
        len(planted),
        f"{recall:.1f}",
        f"{seconds:.2f}",
    )
    _say("".join(f"{cell:>11}" for cell in cells))


def is_required(row_terms: tuple[Term, ...]) -> bool:
    """Return whether the checks ask for one of these rows."""
    return any(term.status is TermStatus.REQUIRED for term in row_terms)


def find_flagged(code: str, rows: list[Row], termbase: Termbase, *, show: bool = False) -> set[int]:
    """Return the lines with a finding."""
    entries = tuple(
        Entry(key=UnitKey(str(row.line), row.source), targets=(row.target,), line=row.line) for row in rows
    )
    findings = run_checks(Catalog(entries=entries), Locale(code), checks=CHECKS, termbase=termbase)
    for finding in findings:
        if show:
            _say(f"  {finding.line} {finding.message}\n    {finding.source}\n    {finding.target}")
    return {finding.line for finding in findings if finding.line}


def plant(row: Row, termbase: Termbase) -> list[Row]:
    """Return the row with each of its required terms exchanged for another, where that can be done."""
    others = [term.targets[0] for term in termbase.terms if term.targets and is_required((term,))]
    wrong = []
    for match in termbase.find_terms(row.source):
        if not is_required(match.terms):
            continue
        words = [word for term in match.terms for word in term.targets or (match.text,)]
        other = next((x for x in others if not any(_overlap(x, word) for word in words)), None)
        target = row.target
        for word in words:
            target = target.replace(word, other or word)
        if target != row.target:
            wrong.append(Row(line=row.line, source=row.source, target=target))
    return wrong


def _overlap(one: str, other: str) -> bool:
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


if __name__ == "__main__":
    main()
