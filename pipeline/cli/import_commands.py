"""import: exports of a content system into the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output, visible
from pipeline.cli.context import as_of_option, named_values, today, with_output, workspace
from pipeline.cli.summaries import plural
from pipeline.stages.import_export import ImportOrder, ImportResult, import_export

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 20
"""Keys of rows that one line shows."""


@click.command("import")
@click.argument("export", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--partial", "extent", flag_value="partial", help="Rows that EXPORT does not hold stay.")
@click.option("--full", "extent", flag_value="full", help="Rows that EXPORT does not hold are removed.")
@click.option("--key", metavar="COLUMN", help="The column that identifies a row, for a new collection.")
@click.option("--collection", metavar="NAME", help="The collection it belongs to; a new name declares one.")
@click.option("--tombstone", metavar="COLUMN", help="A column that says of a row that it is gone.")
@click.option(
    "--field", "fields", multiple=True, metavar="NAME=FORMAT", help="What a new collection's cells hold."
)
@click.option("--sheet", metavar="NAME", help="The workbook's sheet, for a new collection.")
@as_of_option
@with_output
def import_command(  # noqa: PLR0913 - one argument an option
    output: Output,
    export: Path,
    *,
    extent: str | None,
    key: str | None,
    collection: str | None,
    tombstone: str | None,
    fields: Sequence[str],
    sheet: str | None,
    as_of: str | None,
) -> int:
    """Take an EXPORT of a content system (CSV, JSON, JSON Lines, Excel) into the project, row by row."""
    order = ImportOrder(
        is_full=None if extent is None else extent == "full",
        key=key,
        collection=collection,
        tombstone=tombstone,
        fields=named_values(fields),
        sheet=sheet,
    )
    result = import_export(workspace(), export, order, today=today(as_of), progress=Bars())
    _say_rows(output, result)
    _say_texts(output, result)
    output.say("next: `caveat run`" if result.is_written or result.taken else "nothing changed")
    return Exit.DONE


def _say_rows(output: Output, result: ImportResult) -> None:
    rows = ("added", "changed", "removed", "unchanged", "kept")
    numbers = {name: list(getattr(result, name)) for name in (*rows, "new_columns")}
    output.record(
        "import",
        {
            "collection": result.collection,
            "path": result.path,
            "declared": result.declared,
            **numbers,
            "written": result.is_written,
            "taken": {row.locale: row.texts for row in result.taken},
        },
    )
    told = [f"{len(numbers[name])} {name}" for name in rows[:4]]
    if result.kept:
        told.append(f"{len(result.kept)} not in this export and kept")
    output.say(f"{result.path}: rows: {', '.join(told)}")
    for name in rows[:3]:
        if numbers[name]:
            output.say(f"  {name}: {_listed(numbers[name])}")
    if result.removed:
        output.say("  the catalogs and ledgers of removed rows stay, as those of removed documents do")
    if result.new_columns:
        output.say(f"  new columns: {_listed(result.new_columns)}")
    if result.declared:
        output.say("added to caveat.toml; change it as you need it:")
        for line in result.declared.splitlines():
            output.say(f"  {line}".rstrip())


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(visible(name) for name in names[:_SHOWN]) + more


def _say_texts(output: Output, result: ImportResult) -> None:
    for row in result.taken:
        output.say(
            f"  {row.locale}: {plural(row.texts, 'text')} taken into {plural(row.catalogs, 'catalog')}, "
            "unattributed until somebody claims them"
        )
    if result.untaken:
        output.say(f"{plural(len(result.untaken), 'translation')} left in the export:")
    for one in result.untaken:
        output.record("untaken", one)
        where = f'{one.field} of "{visible(one.row[:60])}" in {one.locale}'
        output.say(f'  {one.file}:{one.line}: {where}: {visible(one.reason)}: "{visible(one.text[:60])}"')


COMMANDS = (import_command,)
