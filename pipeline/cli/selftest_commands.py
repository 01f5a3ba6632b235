"""selftest: what the checks find of errors that are planted in the project's own texts."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import chosen_locales, locale_option, with_output, workspace
from pipeline.cli.summaries import plural
from pipeline.stages.selftest import floor_path, record_floor, selftest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.selftest import SelftestResult
    from pipeline.stages.selftest_floor import Fall


@click.command("selftest")
@locale_option
@click.option("--seed", default="1", help="Any text; another one plants other errors. Default 1.")
@click.option(
    "--floor",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Exit 1 when less is found than FILE has. Default: locales/selftest.json, where it is there.",
)
@click.option("--record", "is_recorded", is_flag=True, help="Write what is found as the new floor.")
@with_output
def selftest_command(
    output: Output, locales: Sequence[str], *, seed: str, floor: Path | None, is_recorded: bool
) -> int:
    """Plant errors in copies of the project's catalogs, and show what the checks find of them."""
    project = workspace()
    path = floor_path(project, floor, must_exist=not is_recorded)
    chosen = chosen_locales(project, locales)
    compared = None if is_recorded else path
    result = selftest(project, locales=chosen, seed=seed, floor=compared, progress=Bars())
    _say(output, result)
    if not result.planted:
        output.say("nothing to plant errors in: no catalog in scope has a text")
        return Exit.NOTHING
    if is_recorded:
        name = record_floor(project, floor, result, seed)
        output.say(f"{name} is the floor now: commit it")
    _say_fallen(output, result.fallen)
    _sum_up(output, result, seed)
    return Exit.FINDINGS if result.fallen else Exit.DONE


def _say(output: Output, result: SelftestResult) -> None:
    """Show each operation with its languages, then what the good texts get."""
    rows = sorted(result.recall, key=lambda row: row.operation)
    order = list(dict.fromkeys(row.operation for row in result.recall))
    by_operation = {name: list(group) for name, group in groupby(rows, key=lambda row: row.operation)}
    for name in order:
        planted = [row for row in by_operation[name] if row.planted]
        for row in planted:
            output.record("recall", row)
        if planted:
            found, total = sum(row.found for row in planted), sum(row.planted for row in planted)
            each = ", ".join(f"{row.locale} {row.found}/{row.planted}" for row in planted)
            output.say(f"{name:<22} {100 * found // total:>3} % of {total:<5} {each}")
    for one in result.alarms:
        output.record("false-alarms", one)
        output.say(f"good texts, {one.locale}: {one.flagged} of {one.units} flagged, {one.blocking} blocked")


def _say_fallen(output: Output, fallen: Sequence[Fall]) -> None:
    for one in fallen:
        output.record("fallen", one)
        where = f"in {one.locale}" if one.locale else "in all languages together"
        output.say(
            f"fallen: {one.operation} {where}: {one.found} of {one.planted} found, "
            f"the floor has {one.floor_found} of {one.floor_planted}"
        )


def _sum_up(output: Output, result: SelftestResult, seed: str) -> None:
    row = {"planted": result.planted, "found": result.found, "fallen": len(result.fallen)}
    output.record("selftest", {**row, "floor": result.floor, "seed": seed})
    against = f", {len(result.fallen)} below {result.floor}" if result.floor else ""
    output.say(f"selftest {plural(result.planted, 'error')} planted, {result.found} found{against}")


COMMANDS = (selftest_command,)
