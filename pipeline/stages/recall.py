"""What the checks find of the errors that were planted in a catalog, and what they say of the good one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.runner import run_checks
from pipeline.planting.rounds import plant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.checks.runner import CheckPolicy, CheckSet
    from pipeline.config.project import Config
    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Catalog
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, UnitKey
    from pipeline.planting.base import Operation
    from pipeline.planting.rounds import Field, Planted

MEASURED = 30
"""Errors below which a share says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """How catalogs of one locale are checked."""

    locale: Locale
    risks: Mapping[UnitKey, Risk] | None = None
    config: Config | CheckPolicy | None = None
    checks: CheckSet | None = None
    termbase: Termbase | None = None

    def findings(self, catalog: Catalog) -> tuple[Finding, ...]:
        """Return what the checks say of a catalog."""
        return run_checks(
            catalog,
            self.locale,
            risks=self.risks,
            config=self.config,
            checks=self.checks,
            termbase=self.termbase,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What was found of the errors of one operation in one locale."""

    operation: str
    locale: str
    planted: int
    found: int
    """Errors that get a finding which the good text does not get."""
    blocking: int
    """Of these, errors with such a finding that blocks."""
    rules: Mapping[str, int]
    """Rule -> errors that it found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarms:
    """What the checks say of the good texts: false alarms, or errors that were there before."""

    locale: str
    units: int
    flagged: int
    blocking: int
    rules: Mapping[str, int]
    """Rule -> units that it flags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The findings of a catalog by unit."""

    rules: Mapping[str, Counter[str]]
    blocking: Mapping[str, Counter[str]]


def measure(
    ground: Field, checking: Checking, operations: Sequence[Operation]
) -> tuple[tuple[Recall, ...], FalseAlarms]:
    """Plant errors in copies of a catalog, check them all, and return what was found of each operation.

    An error counts as found when a rule speaks of its unit more often than it does of the good text.
    """
    good = _by_unit(checking.findings(ground.catalog))
    tallies = {operation.name: _Tally() for operation in operations}
    for copy in plant(ground, operations):
        said = _by_unit(checking.findings(copy.catalog))
        for error in copy.planted:
            rules, is_blocking = _new(error, ground.catalog, good, said)
            tallies[error.operation].add(rules, is_blocking=is_blocking)
    rows = tuple(tally.recall(name, ground.locale) for name, tally in tallies.items())
    return rows, _false_alarms(ground, good)


class _Tally:
    """The errors of one operation, counted."""

    def __init__(self) -> None:
        self.planted = self.found = self.blocking = 0
        self.rules: Counter[str] = Counter()

    def add(self, rules: Iterable[str], *, is_blocking: bool) -> None:
        said = set(rules)
        self.planted += 1
        self.found += bool(said)
        self.blocking += is_blocking
        self.rules.update(said)

    def recall(self, operation: str, locale: Locale) -> Recall:
        return Recall(
            operation=operation,
            locale=locale.code,
            planted=self.planted,
            found=self.found,
            blocking=self.blocking,
            rules=dict(sorted(self.rules.items())),
        )


def _by_unit(findings: Iterable[Finding]) -> _Said:
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    blocking: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in findings:
        if finding.unit is not None:
            rules[finding.unit][finding.check] += 1
            blocking[finding.unit][finding.check] += finding.blocking
    return _Said(rules=dict(rules), blocking=dict(blocking))


def _new(error: Planted, catalog: Catalog, good: _Said, said: _Said) -> tuple[set[str], bool]:
    """Return the rules that speak of an error, and whether one of these findings blocks."""
    rules: set[str] = set()
    is_blocking = False
    for place in error.places:
        unit = catalog.entries[place].key.id
        rules |= set(_more(said.rules, good.rules, unit))
        is_blocking |= bool(_more(said.blocking, good.blocking, unit))
    return rules, is_blocking


def _more(said: Mapping[str, Counter[str]], good: Mapping[str, Counter[str]], unit: str) -> Counter[str]:
    return said.get(unit, Counter()) - good.get(unit, Counter())


def _false_alarms(ground: Field, good: _Said) -> FalseAlarms:
    entries = [entry for entry in ground.catalog.units() if not entry.is_blank]
    units = {entry.key.id for entry in entries}
    rules = Counter(rule for unit in units for rule in good.rules.get(unit, ()))
    return FalseAlarms(
        locale=ground.locale.code,
        units=len(entries),
        flagged=len(units & good.rules.keys()),
        blocking=sum(good.blocking.get(unit, Counter()).total() > 0 for unit in units),
        rules=dict(sorted(rules.items())),
    )
