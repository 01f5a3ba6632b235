from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.base import Issue, Rule
from pipeline.checks.runner import CheckPolicy, CheckSet
from pipeline.model.catalog import Catalog
from pipeline.model.finding import Severity
from pipeline.model.unit import Risk
from pipeline.planting.rounds import Field
from pipeline.stages.recall import Checking, measure
from tests.factories import ES, make_entry
from tests.planting.plots import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Example, Subject

OMIT, REPEAT = BY_NAME["number-omitted"], BY_NAME["word-repeated"]


@dataclass(frozen=True)
class FewDigits:
    """Speaks once for each digit that the source has and the target has not."""

    severity: Severity = Severity.ERROR
    name: str = "few"
    examples: tuple[Example, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        return (Rule(id="few.digits", severity=self.severity, category="x", description="x"),)

    def run(self, subject: Subject) -> Iterator[Issue]:
        source, target = (sum(map(str.isdecimal, text)) for text in (subject.source, subject.target))
        return iter([self.rules[0].issue("too few digits")] * (source - target))


def _ground(*targets: str) -> Field:
    entries = tuple(
        make_entry(f"Take 12 drops {n}.", target) for n, target in zip("abcdefgh", targets, strict=False)
    )
    return Field(catalog=Catalog(entries=entries), locale=ES, seed="1")


def _checking(check: FewDigits | None = None, risk: Risk = Risk.CRITICAL) -> Checking:
    checks = CheckSet(checks=(check or FewDigits(),))
    ground = _ground(*"abcdefgh")
    return Checking(locale=ES, checks=checks, risks={one.key: risk for one in ground.catalog.entries})


def test_it_counts_what_is_planted_and_what_is_found() -> None:
    ground = _ground("Tome 12 gotas.", "Tome 12 gotas ya.", "Tome gotas.")
    rows, _ = measure(ground, _checking(), [OMIT, REPEAT])
    assert [(row.operation, row.locale, row.planted, row.found) for row in rows] == [
        ("number-omitted", "es", 2, 2),
        ("word-repeated", "es", 3, 0),
    ]
    assert [dict(row.rules) for row in rows] == [{"few.digits": 2}, {}]


def test_a_finding_that_the_good_text_has_too_finds_nothing() -> None:
    """The good text lacks one digit of two already; without the other it lacks two, which is one more."""
    rows, _ = measure(_ground("Tome 1 gota."), _checking(), [OMIT, REPEAT])
    assert [(row.planted, row.found) for row in rows] == [(1, 1), (1, 0)]


def test_it_blocks_only_where_the_policy_says_so() -> None:
    ground = _ground("Tome 12 gotas.")
    for checking, blocked in (
        (_checking(), 1),
        (_checking(FewDigits(Severity.WARNING)), 0),
        (_checking(risk=Risk.STANDARD), 0),
    ):
        (row,), _ = measure(ground, checking, [OMIT])
        assert (row.found, row.blocking) == (1, blocked)


def test_a_rule_that_the_project_has_switched_off_finds_nothing() -> None:
    checking = Checking(
        locale=ES,
        checks=CheckSet(checks=(FewDigits(),)),
        config=CheckPolicy(disabled=frozenset({"few.digits"})),
    )
    (row,), alarms = measure(_ground("Tome 12 gotas."), checking, [OMIT])
    assert (row.planted, row.found, alarms.flagged) == (1, 0, 0)


def test_findings_on_good_texts_are_counted_by_unit_and_by_rule() -> None:
    _, alarms = measure(_ground("Tome 12 gotas.", "Tome gotas.", "Tome 1 gota."), _checking(), [OMIT])
    assert (alarms.units, alarms.flagged, alarms.blocking) == (3, 2, 2)
    assert dict(alarms.rules) == {"few.digits": 2}


def test_an_exchange_counts_once_though_it_spoils_two_units() -> None:
    entries = (
        make_entry("Take 12 drops of this in a glass of clean water, please.", "Tome 12 gotas."),
        make_entry("Take some drops of this in a glass of clean water, please.", "Tome unas gotas."),
    )
    ground = Field(catalog=Catalog(entries=entries), locale=ES, seed="1")
    (row,), _ = measure(ground, _checking(), [BY_NAME["segments-swapped"]])
    assert (row.planted, row.found, dict(row.rules)) == (1, 1, {"few.digits": 1})
