"""Measure the checks on professional translations: a finding there is a false alarm or a real error.

    python tests/benchmarks/measure_checks.py CORPUS [--rows odd|even|all] [--locales LOCALE…] [--show RULE]

CORPUS holds `<locale>.tsv` with the columns id, source, target. The language data was compiled while looking
at the even rows only, so the odd rows are the ones to report.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.checks.runner import CheckSet, run_checks
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.finding import Severity
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from pipeline.model.finding import Finding

LOCALES = ("es", "fr", "pt_BR", "ar", "hi", "ru", "zh_Hans")
FIRST = {"odd": 0, "even": 1, "all": 0}


def main() -> None:
    """Print one line a locale, then the rules by how often they speak."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--locales", nargs="+", default=LOCALES)
    parser.add_argument("--rows", choices=sorted(FIRST), default="odd")
    parser.add_argument("--show", help="print the findings of this rule")
    options = parser.parse_args()
    rules: dict[str, Counter[str]] = {}
    _say(f"{'locale':9}{'units':>7}{'any %':>8}{'warn+ %':>9}{'error %':>9}{'seconds':>9}")
    for code in options.locales:
        catalog = read_rows(options.corpus / f"{code}.tsv", options.rows)
        start = time.perf_counter()
        findings = measure(catalog, Locale(code))
        seconds = time.perf_counter() - start
        _say(render_row(code, catalog, findings, seconds))
        rules[code] = Counter(finding.check for finding in findings)
        for finding in findings:
            if options.show and finding.check.startswith(options.show):
                _say(f"  {finding.line} {finding.message}\n    {finding.source}\n    {finding.target}")
    print_rules(rules)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def read_rows(path: Path, rows: str) -> Catalog:
    """Return the wanted rows as a catalog; rows are counted from 1 after the heading."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    step = 1 if rows == "all" else 2
    entries = []
    for number in range(FIRST[rows], len(lines), step):
        _, source, target = lines[number].split("\t")
        entries.append(Entry(key=UnitKey(None, source), targets=(target,), line=number + 1))
    return Catalog(entries=tuple(entries))


def measure(catalog: Catalog, locale: Locale) -> tuple[Finding, ...]:
    """Return the findings on the units."""
    return run_checks(catalog, locale, checks=CheckSet(checks=CheckSet.load().checks))


def render_row(code: str, catalog: Catalog, findings: tuple[Finding, ...], seconds: float) -> str:
    """Return the line of one locale: shares of units with a finding."""
    total = len(catalog.entries)
    flagged = {finding.line for finding in findings}
    warned = {finding.line for finding in findings if finding.severity is not Severity.NOTICE}
    wrong = {finding.line for finding in findings if finding.severity is Severity.ERROR}
    shares = [100 * len(lines) / total for lines in (flagged, warned, wrong)]
    return f"{code:9}{total:7}{shares[0]:8.2f}{shares[1]:9.2f}{shares[2]:9.2f}{seconds:9.2f}"


def print_rules(rules: dict[str, Counter[str]]) -> None:
    """Print how often each rule speaks in each locale."""
    names = sorted({rule for counts in rules.values() for rule in counts})
    _say(f"\n{'rule':32}" + "".join(f"{code:>9}" for code in rules))
    for name in names:
        _say(f"{name:32}" + "".join(f"{counts[name]:9}" for counts in rules.values()))


if __name__ == "__main__":
    main()
