"""review: people's decisions."""

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
from pipeline.cli.listing_commands import list_command, show_command
from pipeline.cli.packet_commands import packet_command, receive_command, say_fates
from pipeline.cli.serve_command import serve_command
from pipeline.cli.summaries import plural
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.selection import parse_selection
from pipeline.stages.answers import take_answers
from pipeline.stages.ledgers import check_ledgers
from pipeline.stages.review import ReviewResult, decide
from pipeline.stages.sheets import read_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.review import Refusal
    from pipeline.workspace.project import Workspace


@click.group("review")
def review_group() -> None:
    """See what waits for people, and decide. You act as `git config user.email`."""


def _decision_command(kind: EventKind, summary: str, *, needs_text: bool = False) -> click.Command:
    @click.argument("document", required=False)
    @click.argument("units", nargs=-1, metavar="UNIT...")
    @click.option("-l", "--locale", metavar="LOCALE", help="The language of the units.")
    @click.option("--reason", metavar="TEXT", help="Your words, kept in the ledger.")
    @click.option(
        "--from-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=f'Take the rows of a sheet, see `list --sheet`, whose decision is "{kind.value}".',
    )
    @click.option("--signer", metavar="EMAIL", help="Who signed the sheet, where that is not you.")
    @as_of_option
    @with_output
    def command(
        output: Output,
        document: str | None,
        units: Sequence[str],
        locale: str | None,
        from_file: Path | None,
        as_of: str | None,
        **words: str | None,
    ) -> int:
        project = workspace()
        decision = Decision(kind=kind, by=acting_person(project), on=today(as_of), text=words["reason"])
        if from_file is not None:
            if document or words["reason"]:
                raise click.UsageError("--from-file says which units, and holds the words")
            return _take_sheet(output, project, from_file, words["signer"], decision)
        if words["signer"]:
            raise click.UsageError("--signer needs --from-file: for your own decision you sign yourself")
        if not document or not units or not locale:
            raise click.UsageError("name a document, units and -l LOCALE, or give --from-file")
        if needs_text and not words["reason"]:
            raise click.UsageError("missing option '--reason'")
        chosen = [parse_selection(unit) for unit in units]
        place = project.config.get_locale(locale)
        result = decide(project, locale=place, document=document, chosen=chosen, decision=decision)
        return _say_decided(output, kind, decision.by, result)

    name = kind.value
    units = "UNIT is what `review list` and `review show` print: ID@MARK, section:ID@MARK or all@MARK."
    return click.command(name, help=f"{summary} {units}")(command)


def _take_sheet(
    output: Output, project: Workspace, sheet: Path, signer: str | None, decision: Decision
) -> int:
    answers = [one for one in read_sheet(sheet) if one.kind is decision.kind]
    fates = take_answers(
        project, answers, signer=signer or decision.by, brought_by=decision.by, on=decision.on
    )
    return say_fates(output, fates, signer or decision.by)


def _say_decided(output: Output, kind: EventKind, by: str, result: ReviewResult) -> int:
    for event in result.events:
        data = as_json(event)
        output.record("event", {"decision": data.pop("kind"), **data})
    for refused in result.refused:
        output.record("refused", refused)
        _say_refused(output, refused)
    output.say(f"{kind.value}: {plural(len(result.events), 'unit')} recorded for {by}")
    for name in result.withdrawn:
        output.record("withdrawn", {"disclaimer": name})
        output.say(f'disclaimer "{name}" is pinned no more: an approval of it was taken back')
    return Exit.FINDINGS if result.refused else Exit.DONE


def _say_refused(output: Output, refused: Refusal) -> None:
    """Show why a decision was not recorded, and the text that is there where another one was read."""
    source = f" ({excerpt(visible(refused.source), 40)})" if refused.source else ""
    output.say(f"refused {refused.unit}{source}: {refused.reason}")
    if refused.conflict is not None and refused.conflict.now is not None:
        output.say(f"  it says now: {visible(' / '.join(refused.conflict.now))}")


_DECISIONS: tuple[tuple[EventKind, str, bool], ...] = (
    (EventKind.CLAIM, "Go on record as the translator of exactly this text.", False),
    (EventKind.APPROVE, "Approve exactly this text.", False),
    (EventKind.REJECT, "Reject exactly this text, with a reason.", True),
    (EventKind.REVOKE, "Take your approval or rejection back.", False),
    (EventKind.COMMENT, "Say something of this text to whoever decides on it next.", True),
)
for _kind, _summary, _needs_text in _DECISIONS:
    review_group.add_command(_decision_command(_kind, _summary, needs_text=_needs_text))


@review_group.command("check-ledger")
@locale_option
@click.option(
    "--base", metavar="REV", help="Take roles from this revision, and check what was added since it."
)
@with_output
def check_ledger_command(output: Output, locales: Sequence[str], base: str | None) -> int:
    """Check the ledgers themselves: texts, keys, people, independence; in CI who committed what."""
    project = workspace()
    result = check_ledgers(project, chosen_locales(project, locales), base)
    output.findings(result.findings)
    output.record(
        "ledgers", {"ledgers": result.ledgers, "added": result.added, "uncommitted": result.uncommitted}
    )
    since = "" if base is None else f", {plural(result.added, 'event')} since {base}"
    if result.uncommitted:
        since += f" ({result.uncommitted} not committed: nobody can say yet who commits them)"
    output.say(f"{plural(result.ledgers, 'ledger')}{since}, {plural(len(result.findings), 'finding')}")
    if not result.ledgers:
        return Exit.NOTHING
    return Exit.FINDINGS if any(finding.blocking for finding in result.findings) else Exit.DONE


for _command in (list_command, show_command, packet_command, receive_command, serve_command):
    review_group.add_command(_command)

COMMANDS: tuple[click.Command, ...] = (review_group,)
