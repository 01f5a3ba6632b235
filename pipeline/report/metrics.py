"""Rows to figures.

Metrics add up and survive an empty catalog: nothing is divided by zero, and nothing in scope is no success.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from math import ceil
from typing import TYPE_CHECKING

from pipeline.model.effort import reading_minutes
from pipeline.model.finding import Finding, Severity
from pipeline.model.pinning import Pinning
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.report.reasons import ReasonGroup, group_reasons
from pipeline.report.rows import CatalogRows, DisclaimerRow, Facts, Part, UnitRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model.locale import Locale

UNKNOWN_ENGINE = "not stated"
"""Drafts without the comment that says who made them."""
PEOPLE = frozenset({State.TRANSLATED, State.REVIEWED, State.APPROVED, State.REJECTED})
"""States that only a person's recorded decision leads to."""


class Verdict(Enum):
    """What a release would do with a locale."""

    RELEASED = "released"
    """Every document would be published."""
    PARTLY = "partly released"
    WITHHELD = "withheld"
    NOTHING = "nothing to release"
    """There is no document."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much text: units, and words of the source."""

    units: int = 0
    words: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.units + other.units, self.words + other.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """How many of some units are approved, and which are not."""

    approved: int
    below: tuple[UnitRow, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return self.approved + len(self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Figures over some rows."""

    rows: tuple[UnitRow, ...]
    findings: tuple[Finding, ...]
    """Of the rows and of their catalogs, in the order in which findings are shown."""

    @property
    def states(self) -> dict[State, Amount]:
        """How much text is in each state; every state is there, in `State`'s order."""
        return {state: amount_of(row for row in self.rows if row.state is state) for state in State}

    @property
    def total(self) -> Amount:
        """How much text there is."""
        return amount_of(self.rows)

    @property
    def critical(self) -> Approval:
        """The critical units."""
        return approval_of(row for row in self.rows if row.risk is Risk.CRITICAL)

    @property
    def critical_share(self) -> int | None:
        """How many per cent of the words are critical; None of nothing."""
        words = amount_of(row for row in self.rows if row.risk is Risk.CRITICAL).words
        return percent(words, self.total.words)

    @property
    def reviewer_hours(self) -> float:
        """How long people still have to read, each text as often as it lacks signatures."""
        minutes = sum(reading_minutes(row.words, row.risk) * row.signatures_left for row in self.rows)
        return ceil(round(minutes / 6, 6)) / 10

    @property
    def engines(self) -> dict[str, Amount]:
        """How much text each engine drafted that no person has signed, by the engine's name."""
        drafts = [row for row in self.rows if row.is_machine_draft or row.state is State.DRAFT]
        names = sorted({row.engine or UNKNOWN_ENGINE for row in drafts})
        return {
            name: amount_of(row for row in drafts if (row.engine or UNKNOWN_ENGINE) == name) for name in names
        }

    @property
    def severities(self) -> dict[Severity, int]:
        """How many findings there are of each severity that nobody has waived."""
        found = Counter(finding.severity for finding in self.findings if finding.waiver is None)
        return {severity: found[severity] for severity in Severity}

    @property
    def waived(self) -> int:
        """How many findings somebody has waived."""
        return sum(finding.waiver is not None for finding in self.findings)

    @property
    def blocking(self) -> int:
        """How many findings keep a text from being released."""
        return sum(finding.blocking for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogMetrics:
    """The figures of one catalog in one locale."""

    document: str
    locale: str
    part: Part
    sum: Sum
    reasons: tuple[ReasonGroup, ...] = ()

    @property
    def is_released(self) -> bool:
        """Whether a release would publish the document."""
        return self.part is Part.DOCUMENT and not self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleMetrics:
    """The figures of one locale."""

    locale: Locale
    documents: tuple[CatalogMetrics, ...]
    apart: tuple[CatalogMetrics, ...]
    """The interface and the workbench of the disclaimers, counted apart."""
    disclaimers: tuple[DisclaimerRow, ...]
    sum: Sum
    """Over the documents."""
    everything: Sum
    """Over the documents and what is counted apart."""
    reasons: tuple[ReasonGroup, ...]

    @property
    def catalogs(self) -> tuple[CatalogMetrics, ...]:
        """The documents, then what is counted apart."""
        return (*self.documents, *self.apart)

    @property
    def released(self) -> int:
        """How many documents a release would publish."""
        return sum(one.is_released for one in self.documents)

    @property
    def verdict(self) -> Verdict:
        """What a release would do."""
        if not self.documents:
            return Verdict.NOTHING
        if self.released == len(self.documents):
            return Verdict.RELEASED
        return Verdict.PARTLY if self.released else Verdict.WITHHELD

    @property
    def pinned(self) -> int:
        """How many disclaimers have a valid approved wording."""
        return sum(one.pinning is Pinning.PINNED for one in self.disclaimers)

    @property
    def owed(self) -> tuple[DisclaimerRow, ...]:
        """The disclaimers without a valid approved wording."""
        return tuple(one for one in self.disclaimers if one.pinning is not Pinning.PINNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The figures of a project."""

    facts: Facts
    locales: tuple[LocaleMetrics, ...]

    @property
    def everything(self) -> Sum:
        """Over all locales and catalogs."""
        return _sum(catalog for one in self.locales for catalog in _catalogs_of(self.facts, one.locale))

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents, in the project's order."""
        return tuple(dict.fromkeys(one.document for locale in self.locales for one in locale.documents))


def measure(facts: Facts) -> Metrics:
    """Return the figures for every locale of the project, those without any catalog included."""
    return Metrics(facts=facts, locales=tuple(_locale_metrics(facts, locale) for locale in facts.locales))


def _locale_metrics(facts: Facts, locale: Locale) -> LocaleMetrics:
    own = _catalogs_of(facts, locale)
    documents = [one for one in own if one.part is Part.DOCUMENT]
    reasons = [(one.document, reason) for one in documents for reason in one.withholdings]
    return LocaleMetrics(
        locale=locale,
        documents=tuple(_catalog_metrics(one) for one in documents),
        apart=tuple(_catalog_metrics(one) for one in own if one.part is not Part.DOCUMENT),
        disclaimers=tuple(one for one in facts.disclaimers if one.locale == locale.code),
        sum=_sum(documents),
        everything=_sum(own),
        reasons=group_reasons(reasons),
    )


def _catalogs_of(facts: Facts, locale: Locale) -> list[CatalogRows]:
    return [one for one in facts.catalogs if one.locale == locale.code]


def _catalog_metrics(catalog: CatalogRows) -> CatalogMetrics:
    return CatalogMetrics(
        document=catalog.document,
        locale=catalog.locale,
        part=catalog.part,
        sum=_sum([catalog]),
        reasons=group_reasons((catalog.document, reason) for reason in catalog.withholdings),
    )


def _sum(catalogs: Iterable[CatalogRows]) -> Sum:
    known = tuple(catalogs)
    rows = tuple(row for one in known for row in one.rows)
    findings = [finding for row in rows for finding in row.findings]
    findings += [finding for one in known for finding in one.findings]
    return Sum(rows=rows, findings=tuple(sorted(findings, key=Finding.sort_key)))


def amount_of(rows: Iterable[UnitRow]) -> Amount:
    """Return how much text the rows hold."""
    return sum((Amount(1, row.words) for row in rows), Amount())


def approval_of(rows: Iterable[UnitRow]) -> Approval:
    """Return how many rows are approved, and the ones that are not."""
    known = tuple(rows)
    below = tuple(row for row in known if row.is_below)
    return Approval(approved=len(known) - len(below), below=below)


def percent(part: int, whole: int) -> int | None:
    """Return the share in whole per cent, rounded down so that 100 means all; None of nothing."""
    return part * 100 // whole if whole else None


def count_by_check(findings: Iterable[Finding]) -> Mapping[tuple[str, Severity, bool], int]:
    """Return how many findings nobody has waived, by check, severity and blocking; the gravest first."""
    order = list(Severity)
    counts = Counter((one.check, one.severity, one.blocking) for one in findings if one.waiver is None)
    keys = sorted(counts, key=lambda key: (not key[2], order.index(key[1]), -counts[key], key[0]))
    return {key: counts[key] for key in keys}
