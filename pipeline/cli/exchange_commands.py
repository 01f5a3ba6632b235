"""exchange: files for tools that people know, out and back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Exit, Output, as_json, excerpt, visible
from pipeline.cli.context import (
    acting_person,
    as_of_option,
    chosen_locales,
    locale_option,
    today,
    with_output,
    workspace,
)
from pipeline.cli.received import claim_option, say_import
from pipeline.cli.summaries import plural
from pipeline.model.state import State
from pipeline.stages.exchange import export_exchange
from pipeline.stages.exchange_files import FORMATS
from pipeline.stages.exchange_import import import_exchange
from pipeline.stages.review import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.exchange_files import ExchangeFormat


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
        told = excerpt(visible(one.source), 60)
        output.say(f"  left out {one.unit} ({told}), {one.document} {one.locale}: {one.reason}")
    output.record("exchange-file", {"file": str(file), "format": kind, **as_json(result)})
    output.say(
        f"{file}: {plural(result.units, 'unit')}" if result.units else "no unit passes; no file written"
    )
    return Exit.DONE if result.units else Exit.NOTHING


@exchange_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="PERSON", help="The person who translated, for the ledger.")
@claim_option
@click.option(
    "--trust-rows", "trusts_rows", is_flag=True, help="Each text stands in its row, whatever its words say."
)
@as_of_option
@with_output
def import_command(
    output: Output, file: Path, by: str, *, claim_cleared: bool, trusts_rows: bool, as_of: str | None
) -> int:
    """Take back a file: changed texts become the translation of PERSON, which nobody has reviewed.

    The ledger also says that you brought them. What the checks find in them is told.
    """
    project = workspace()
    me = acting_person(project)
    result = import_exchange(
        project,
        file,
        by=by,
        brought_by=me,
        on=today(as_of),
        claim_cleared=claim_cleared,
        trusts_rows=trusts_rows,
    )
    return say_import(output, file, result)


COMMANDS = (exchange_group,)
