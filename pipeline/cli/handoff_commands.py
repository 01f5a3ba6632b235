"""handoff and receive: a translator's job out, and their work back."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.catalogs.received import Outcome
from pipeline.cli.console import Bars, Exit, Output, visible
from pipeline.cli.context import acting_person, as_of_option, today, with_output, workspace
from pipeline.cli.received import LISTED, claim_option, count_outcomes, say_import, say_taken
from pipeline.cli.summaries import plural, say_lost
from pipeline.model.job import JobFormat
from pipeline.model.state import State
from pipeline.stages.exchange_import import import_exchange
from pipeline.stages.handoff import OPEN, Order, handoff
from pipeline.stages.people import get_address
from pipeline.stages.receive import receive
from pipeline.stages.returned import get_worker, is_of_tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.job import Job
    from pipeline.stages.receive import DocumentRow, ReceiveResult, UnitRow
    from pipeline.workspace.project import Workspace


@click.command("handoff")
@click.argument("locale")
@click.option(
    "--to",
    "person",
    required=True,
    metavar="PERSON",
    help="Who translates, recorded as the author: an address, or the name of one listed person.",
)
@click.option(
    "--document", "documents", multiple=True, metavar="ID", help="Only this catalog; may be repeated."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice([one.value for one in JobFormat]),
    default=JobFormat.PO.value,
    help="Catalogs, an OmegaT project folder, or XLIFF 1.2; default po.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help="Only units in this state are the job; may be repeated. Default: those that wait for a translator.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The zip file.")
@as_of_option
@with_output
def handoff_command(  # noqa: PLR0913, PLR0917 - one argument an option
    output: Output,
    locale: str,
    person: str,
    documents: Sequence[str],
    kind: str,
    states: Sequence[str],
    out: Path | None,
    as_of: str | None,
) -> int:
    """Pack what one person needs to translate: texts, memory, glossary, preview, instructions."""
    project, day = workspace(), today(as_of)
    order = Order(
        locale=project.config.get_locale(locale),
        person=get_address(project, person),
        today=day,
        documents=tuple(documents),
        format=JobFormat(kind),
        states=frozenset(State(state) for state in states) or frozenset(OPEN),
    )
    result = handoff(project, order, out or _default_file(project, order), Bars())
    if result.job is None:
        output.say(f"nothing to hand out: no unit of {order.locale} is in the states asked for")
        return Exit.NOTHING
    _say_words(output, result.job)
    job = result.job
    output.record(
        "job",
        {
            "job": job.id,
            "file": str(result.file),
            "locale": job.locale,
            "person": job.person,
            "format": job.format.value,
            "documents": [one.id for one in job.documents],
            "units": sum(one.units for one in job.words),
            "words": sum(one.words for one in job.words),
            "critical": result.critical,
            "pairs": result.pairs,
            "is_written": result.is_written,
        },
    )
    told = f"{plural(len(job.documents), 'document')}, {plural(result.critical, 'critical unit')}"
    output.say(f"job {job.id} for {job.person}: {told}, {plural(result.pairs, 'pair')} of the memory")
    output.say(f"{result.file}{'' if result.is_written else '; nothing changed'}")
    return Exit.DONE


def _default_file(project: Workspace, order: Order) -> Path:
    name = re.sub(r"[^\w.-]+", "-", order.person.partition("@")[0]).strip(".-") or "translator"
    return project.output("handoff") / f"{order.locale}-{name}-{order.today}.zip"


def _say_words(output: Output, job: Job) -> None:
    output.say(f"{'match':<12} {'units':>6} {'words':>7}")
    for one in job.words:
        output.record("words", one)
        output.say(f"{one.band:<12} {one.units:>6} {one.words:>7}")
    units, words = sum(one.units for one in job.words), sum(one.words for one in job.words)
    output.say(f"{'all':<12} {units:>6} {words:>7}")


@click.command("receive")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--by", metavar="PERSON", help="Whose work it is. Default: who the job was handed to.")
@claim_option
@as_of_option
@with_output
def receive_command(
    output: Output, file: Path, by: str | None, *, claim_cleared: bool, as_of: str | None
) -> int:
    """Merge what came back from a translator, unit by unit: a package, or one file of it.

    It goes on record as the translator's work, and that you brought it. What the checks find in it is told.
    """
    project = workspace()
    me = acting_person(project)
    if is_of_tool(file):
        who = get_worker(project, by, str(file))
        taken = import_exchange(
            project, file, by=who, brought_by=me, on=today(as_of), claim_cleared=claim_cleared
        )
        return say_import(output, file, taken)
    result = receive(project, file, by=by, brought_by=me, today=today(as_of), claim_cleared=claim_cleared)
    for row in result.documents:
        _say_document(output, result, row, file)
    for name in result.gone:
        told = "the document was renamed or removed meanwhile; its catalog and ledger keep the work"
        output.say(f"{visible(name)}: {told}")
    say_lost(output, result.lost)
    for name in result.missing:
        output.say(f"not in the package: {visible(name)}")
    for name in result.strangers:
        output.say(f"left alone, not part of the job: {visible(name)}")
    say_taken(output, result.findings)
    units = [unit for row in result.documents for unit in row.rows]
    told = count_outcomes(Counter(unit.outcome for unit in units))
    output.say(f"received from {result.person} for {result.locale}: {told or 'nothing changed'}")
    if not any(row.units for row in result.documents):
        return Exit.NOTHING
    is_odd = any(unit.outcome in LISTED for unit in units) or any(one.counts for one in result.findings)
    is_odd = is_odd or bool(result.missing or result.strangers or result.gone)
    return Exit.FINDINGS if is_odd else Exit.DONE


def _say_document(output: Output, result: ReceiveResult, row: DocumentRow, file: Path) -> None:
    counts = Counter(unit.outcome for unit in row.rows)
    output.record(
        "received",
        {
            "document": row.document,
            "locale": result.locale,
            "path": row.path,
            "person": result.person,
            "job": result.job,
            "units": row.units,
            "outcomes": {one.value: counts[one] for one in Outcome if one is not Outcome.UNCHANGED}
            | {Outcome.UNCHANGED.value: row.unchanged},
            "recorded": row.recorded,
            "is_written": row.is_written,
        },
    )
    told = count_outcomes(counts | {Outcome.UNCHANGED: row.unchanged})
    output.say(f"{row.path}: {plural(row.units, 'unit')}: {told or 'none'}")
    for unit in row.rows:
        output.record("received-unit", unit)
        if unit.outcome in LISTED or unit.reason:
            _say_unit(output, unit, file)


def _say_unit(output: Output, unit: UnitRow, file: Path) -> None:
    place = f"{file.name}, {unit.document}, line {unit.line}"
    output.say(f"  {unit.outcome.value}: {visible(unit.source)[:70]} ({visible(unit.reason)}; {place})")
    if unit.outcome in LISTED and unit.target:
        output.say(f"    theirs: {visible(unit.target)}")


COMMANDS = (handoff_command, receive_command)
