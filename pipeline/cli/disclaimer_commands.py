"""disclaimers: what each language owes, and pinning an approved wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Exit, Output, visible
from pipeline.cli.context import (
    acting_person,
    as_of_option,
    chosen_locales,
    locale_option,
    today,
    with_output,
    workspace,
)
from pipeline.cli.summaries import plural
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.selection import short_mark
from pipeline.stages import disclaimers as disclaimer_stage

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 40
"""Characters of a text in a line."""


@click.group("disclaimers")
def disclaimers_group() -> None:
    """See what each language owes, and pin approved wordings."""


@disclaimers_group.command("status")
@locale_option
@as_of_option
@with_output
def status_command(output: Output, locales: Sequence[str], as_of: str | None) -> int:
    """Show each disclaimer in each language: pinned, owed, outdated or expired."""
    project = workspace()
    rows = disclaimer_stage.status(project, locales=chosen_locales(project, locales), as_of=today(as_of))
    for row in rows:
        output.record("disclaimer", row)
        need = f"; needs {row.missing}" if row.missing and row.status != "pinned" else ""
        name = f"{row.id}@{short_mark(row.mark)}"
        output.say(f"{row.locale:<8} {name:<29} {row.status:<9} workbench: {row.workbench}{need}")
    if not rows:
        return Exit.NOTHING
    return Exit.DONE if all(row.status == "pinned" for row in rows) else Exit.FINDINGS


@disclaimers_group.command("approve")
@click.argument("disclaimer", metavar="ID@MARK")
@click.option("-l", "--locale", required=True, metavar="LOCALE")
@click.option("--expires", metavar="DATE", help="Last day on which the wording is valid.")
@click.option("--jurisdiction", metavar="NAME", help="For which law the wording was approved.")
@as_of_option
@with_output
def approve_command(
    output: Output,
    disclaimer: str,
    locale: str,
    expires: str | None,
    jurisdiction: str | None,
    as_of: str | None,
) -> int:
    """Approve a disclaimer's heading and text; it is pinned once everybody needed has.

    ID@MARK is what `disclaimers status` prints: it names exactly the wording that you read.
    """
    project = workspace()
    name, _, mark = disclaimer.partition("@")
    result = disclaimer_stage.approve(
        project,
        disclaimer_id=name,
        mark=mark,
        locale=project.config.get_locale(locale),
        decision=Decision(kind=EventKind.APPROVE, by=acting_person(project), on=today(as_of)),
        terms=disclaimer_stage.Terms(expires=today(expires) if expires else None, jurisdiction=jurisdiction),
    )
    output.record("approval", result)
    for refused in result.refused:
        output.say(f"refused {refused.unit} ({visible(refused.source)[:_SHOWN]}): {refused.reason}")
    if result.is_pinned:
        output.say(f"{result.id} is pinned for {result.locale}")
    else:
        output.say(
            f"{plural(result.recorded, 'approval')} recorded; {result.id} still needs {result.missing}"
        )
    return Exit.FINDINGS if result.refused else Exit.DONE


COMMANDS: tuple[click.Command, ...] = (disclaimers_group,)
