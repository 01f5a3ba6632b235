"""exchange: files for tools that people know, out and back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.catalogs.received import Outcome
from pipeline.cli.console import Exit, Output, as_json, visible
from pipeline.cli.context import as_of_option, chosen_locales, locale_option, today, with_output, workspace
from pipeline.cli.handoff_commands import LISTED, claim_option, count_outcomes
from pipeline.cli.summaries import plural
from pipeline.model.state import State
from pipeline.stages.exchange import export_exchange
from pipeline.stages.exchange_files import FORMATS
from pipeline.stages.exchange_import import ExchangeImport, UnitFate, import_exchange
from pipeline.stages.review import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.exchange_files import ExchangeFormat

_SHOWN = 60
"""Characters of a text in a line."""


@click.group("exchange")
def exchange_group() -> None:
    """Give units to CAT tools and spreadsheets, and take what people translated there."""


@exchange_group.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="The kind of file.")
@locale_option
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this catalog.")
@click.option("--state", "states", multiple=True, type=click.Choice([state.value for state in State]))
@with_output
def export_command(
    output: Output,
    file: Path,
    kind: ExchangeFormat,
    locales: Sequence[str],
    documents: Sequence[str],
    states: Sequence[str],
) -> int:
    """Write units as XLIFF 1.2, XLIFF 2.1, CSV or XLSX, with state, notes, tags and people."""
    project = workspace()
    wanted = Filter(documents=frozenset(documents), states=frozenset(State(state) for state in states))
    result = export_exchange(project, file, kind, chosen_locales(project, locales), wanted)
    for one in result.left_out:
        told = visible(one.source)[:_SHOWN]
        output.say(f"  left out {one.unit} ({told}), {one.document} {one.locale}: {one.reason}")
    output.record("exchange-file", {"file": str(file), "format": kind, **as_json(result)})
    output.say(
        f"{file}: {plural(result.units, 'unit')}" if result.units else "no unit passes; no file written"
    )
    return Exit.DONE if result.units else Exit.NOTHING


@exchange_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="EMAIL", help="The person who translated, for the ledger.")
@claim_option
@as_of_option
@with_output
def import_command(output: Output, file: Path, by: str, *, claim_cleared: bool, as_of: str | None) -> int:
    """Take back a file: changed texts become the translation of EMAIL, which nobody has reviewed."""
    result = import_exchange(workspace(), file, by=by, on=today(as_of), claim_cleared=claim_cleared)
    for fate in result.fates:
        output.record("exchange-unit", fate)
        _say_fate(output, file, fate)
    _say_summary(output, result)
    if not result.fates:
        return Exit.NOTHING
    return Exit.FINDINGS if any(result.count(one) for one in LISTED) else Exit.DONE


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


COMMANDS = (exchange_group,)
