"""A language in which nothing was measured is advised, and never blocked."""

from __future__ import annotations

import pytest

from pipeline.checks.registry import BUILTIN_CHECKS, all_rules
from pipeline.checks.runner import CheckPolicy, run_checks
from pipeline.language.lexicon import get_lexicon, languages
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.finding import Finding, Severity
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

SOURCE = "Take 5 ml."
UNMEASURED = sorted(name for name in languages() if name != "en" and not get_lexicon(name).is_measured)
MISTAKEN = [example for check in BUILTIN_CHECKS for example in check.examples if example.rules]
"""Pairs that break some rule, in any language."""


def _finding(locale: str, target: str, policy: CheckPolicy | None = None) -> Finding:
    header = Entry(
        key=UnitKey(None, ""), targets=(f"Language: {locale}\nContent-Type: text/plain; charset=UTF-8\n",)
    )
    entry = Entry(key=UnitKey(None, SOURCE), targets=(target,))
    found = run_checks(
        Catalog(entries=(header, entry)), Locale(locale), risks={entry.key: Risk.CRITICAL}, config=policy
    )
    (finding,) = found
    return finding


def test_a_measured_language_is_blocked() -> None:
    finding = _finding("es", "Tome 50 ml.")
    assert (finding.check, finding.severity) == ("number.changed", Severity.ERROR)
    assert finding.blocking
    assert not finding.is_advisory
    assert (finding.expected, finding.found) == ("5", "50")


@pytest.mark.parametrize(("locale", "target"), [("it", "Prenda 50 ml."), ("fi", "Ota 50 ml.")])
def test_another_language_is_advised(locale: str, target: str) -> None:
    finding = _finding(locale, target)
    assert (finding.check, finding.severity) == ("number.changed", Severity.NOTICE)
    assert finding.is_advisory
    assert not finding.blocking
    assert finding.to_json()["is_advisory"] is True


def test_a_configured_severity_does_not_make_advice_block() -> None:
    policy = CheckPolicy(severities={"number.changed": Severity.ERROR})
    assert not _finding("it", "Prenda 50 ml.", policy).blocking


def test_what_needs_no_language_blocks_in_every_language() -> None:
    finding = _finding("it", "Prenda 5 ml\ufffd.")
    assert (finding.check, finding.blocking, finding.is_advisory) == ("character.replacement", True, False)


@pytest.mark.parametrize("code", [*UNMEASURED, "fi", "mn"])
def test_law_no_rule_that_reads_the_language_blocks_where_nothing_was_measured(code: str) -> None:
    """Not with any pair that breaks a rule, in a critical unit, where every severity blocks."""
    reading = {rule.id for rule in all_rules().values() if rule.reads_language}
    entries = [
        Entry(key=UnitKey(str(number), example.source), targets=(example.target,))
        for number, example in enumerate(MISTAKEN)
    ]
    found = run_checks(
        Catalog(entries=tuple(entries)),
        Locale(code),
        risks={entry.key: Risk.CRITICAL for entry in entries},
        config=CheckPolicy(
            severities=dict.fromkeys(all_rules(), Severity.ERROR),
            blocking={Risk.CRITICAL: frozenset(Severity)},
        ),
    )
    advice = [finding for finding in found if finding.check in reading]
    assert advice
    assert {(one.blocking, one.is_advisory, one.severity) for one in advice} == {
        (False, True, Severity.NOTICE)
    }
