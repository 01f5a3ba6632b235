"""What came back from outside, shown: the same words for every file, whichever command takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.catalogs.received import Outcome
from pipeline.cli.console import Exit, Output, visible
from pipeline.cli.summaries import say_findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.model.finding import Finding
    from pipeline.stages.exchange_import import ExchangeImport, UnitFate

_SHOWN = 60
"""Characters of a text in a line."""
_TOLD = {
    Outcome.UNCHANGED: "unchanged",
    Outcome.TAKEN: "taken",
    Outcome.FUZZY: "taken, still fuzzy",
    Outcome.CLEARED: "mark taken off without a change: unattributed until claimed",
    Outcome.STALE: "came in as stale: the English changed meanwhile",
    Outcome.SHOWN: "shown in a comment: the English changed in meaning",
    Outcome.KEPT: "kept in the ledger: the English is gone",
    Outcome.CONFLICT: "in conflict: the catalog's text stays, theirs is kept in the ledger",
    Outcome.REFUSED: "refused",
    Outcome.UNKNOWN: "unknown",
}
LISTED = (Outcome.KEPT, Outcome.CONFLICT, Outcome.REFUSED, Outcome.UNKNOWN)
"""What a person has to look at one by one."""
claim_option = click.option(
    "--claim-cleared",
    is_flag=True,
    help="They say that they read what they took the fuzzy mark off and left as it was: record it as theirs.",
)


def count_outcomes(counts: Mapping[Outcome, int]) -> str:
    """Return in words how many units had which outcome."""
    return ", ".join(f"{counts[one]} {told}" for one, told in _TOLD.items() if counts.get(one))


def say_taken(output: Output, findings: Sequence[Finding]) -> None:
    """Show what the checks find in texts that were taken all the same."""
    output.findings(findings)
    if findings:
        say_findings(output, "check", findings, "of what was taken")


def say_import(output: Output, file: Path, result: ExchangeImport) -> int:
    """Show what became of every unit of a file of another tool."""
    for fate in result.fates:
        output.record("exchange-unit", fate)
        _say_fate(output, file, fate)
    say_taken(output, result.findings)
    _say_summary(output, result)
    if not result.fates:
        return Exit.NOTHING
    is_odd = any(result.count(one) for one in LISTED) or any(one.counts for one in result.findings)
    return Exit.FINDINGS if is_odd else Exit.DONE


def _say_fate(output: Output, file: Path, fate: UnitFate) -> None:
    if not fate.reason and fate.outcome is Outcome.UNCHANGED:
        return
    place = f"{file}:{fate.line}" if fate.line else str(file)
    reason = f": {visible(fate.reason)}" if fate.reason else ""
    told = f"{visible(fate.document)} {visible(fate.locale)} {visible(fate.unit)}"
    output.say(f"{place}: {fate.outcome.value} {told} ({visible(fate.source)[:_SHOWN]}){reason}")
    if fate.outcome is Outcome.CONFLICT:
        output.say(f"  catalog: {visible(fate.catalog)}")
        output.say(f"  file:    {visible(fate.target)}")


def _say_summary(output: Output, result: ExchangeImport) -> None:
    output.record("exchange", {"by": result.by, **{one.value: result.count(one) for one in Outcome}})
    told = count_outcomes({outcome: result.count(outcome) for outcome in Outcome})
    output.say(f"for {result.by}: {told or 'no unit in it'}")
