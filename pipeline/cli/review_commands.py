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
from pipeline.cli.packet_commands import packet_command, receive_command, say_fates
from pipeline.cli.serve_command import serve_command
from pipeline.cli.summaries import plural
from pipeline.model.draft import find_origin
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.decisions import Decision
from pipeline.review.selection import Scope, parse_selection, short_mark
from pipeline.stages.answers import take_answers
from pipeline.stages.ledgers import check_ledgers
from pipeline.stages.reading import UnitView, show_unit
from pipeline.stages.review import Filter, ReviewResult, decide, list_units
from pipeline.stages.scopes import mark_of
from pipeline.stages.sheets import read_sheet, write_sheet
from pipeline.stages.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.review import Refusal
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace


@click.group("review")
def review_group() -> None:
    """See what waits for people, and decide. You act as `git config user.email`."""


@review_group.command("list")
@locale_option
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this catalog.")
@click.option("--state", "states", multiple=True, type=click.Choice([state.value for state in State]))
@click.option("--risk", "risks", multiple=True, type=click.Choice([risk.label for risk in Risk]))
@click.option(
    "--finding", "findings", multiple=True, metavar="RULE", help="Only with this rule, concern, or `any`."
)
@click.option("--older-than", type=click.IntRange(0), metavar="DAYS", help="Nothing happened for DAYS days.")
@click.option(
    "--sheet", type=click.Path(path_type=Path), metavar="FILE", help="Write a CSV or XLSX to sign instead."
)
@as_of_option
@with_output
def list_command(
    output: Output,
    locales: Sequence[str],
    sheet: Path | None,
    as_of: str | None,
    older_than: int | None,
    **names: Sequence[str],
) -> int:
    """List units with their state, the riskiest first, each with the mark of its text."""
    project = workspace()
    wanted = Filter(
        documents=frozenset(names["documents"]),
        states=frozenset(State(state) for state in names["states"]),
        risks=frozenset(Risk.parse(risk) for risk in names["risks"]),
        findings=frozenset(names["findings"]),
        older_than=older_than,
        as_of=today(as_of),
    )
    units = list_units(project, chosen_locales(project, locales), wanted)
    if sheet is not None:
        return _write_sheet(output, sheet, units)
    for one in units:
        output.record("unit", _unit_json(one))
        key, state = one.unit.key, one.standing.state.value
        mark = short_mark(one.mark)
        output.say(f"{one.locale} {key.id}@{mark} {state:<12} {one.risk.label:<10} {excerpt(key.source)}")
    output.say(plural(len(units), "unit"))
    if wanted.is_whole:
        _say_whole(output, units)
    return Exit.DONE if units else Exit.NOTHING


def _write_sheet(output: Output, sheet: Path, units: Sequence[UnitStanding]) -> int:
    if units:
        write_sheet(sheet, units)
    output.record("sheet", {"file": str(sheet), "units": len(units)})
    output.say(f"{sheet}: {plural(len(units), 'unit')}" if units else "no unit passes; no file written")
    return Exit.DONE if units else Exit.NOTHING


def _say_whole(output: Output, units: Sequence[UnitStanding]) -> None:
    """Show the mark of a whole catalog, where one was listed, so that it can be signed in one action."""
    shown = {(one.locale.code, one.document) for one in units}
    if len(shown) == 1:
        locale, document = next(iter(shown))
        mark = mark_of(units)
        output.record("whole", {"document": document, "locale": locale, "mark": mark})
        output.say(f"the whole of {document}: all@{short_mark(mark)}")


def _unit_json(one: UnitStanding) -> dict[str, object]:
    found = find_origin(one.entry.comments)
    origin = found if found and found.is_of(one.entry.target) else None
    return {
        "unit": one.unit.key.id,
        "mark": one.mark,
        "locale": one.locale.code,
        "document": one.document,
        "context": one.unit.key.context,
        "state": one.standing.state.value,
        "risk": one.risk.label,
        "source": one.unit.key.source,
        "target": one.entry.target,
        "authors": list(one.standing.authors),
        "approvers": list(one.standing.approvers),
        "missing": one.standing.missing,
        "draft": origin.engine if origin else None,
        "alarm": origin.alarm if origin else None,
        "confidence": origin.confidence if origin else None,
        "note": origin.note if origin else None,
        "since": one.waiting_since,
    }


@review_group.command("show")
@click.argument("unit")
@locale_option
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only in this catalog.")
@with_output
def show_command(output: Output, unit: str, locales: Sequence[str], documents: Sequence[str]) -> int:
    """Show one unit, given by its id, in the languages in scope: its passage, findings and history too."""
    project = workspace()
    sources = read_sources(project)
    wanted, name = Filter(documents=frozenset(documents)), unit.partition("@")[0]
    found = [
        one
        for one in list_units(project, chosen_locales(project, locales), wanted, sources=sources)
        if one.unit.key.id == name
    ]
    for one in found:
        view = show_unit(project, locale=one.locale, document=one.document, unit=name, sources=sources)
        _say_view(output, view)
    if not found:
        output.say(f'no unit "{unit}" here; `caveat review list` shows the ids')
    return Exit.DONE if found else Exit.NOTHING


def _say_view(output: Output, view: UnitView) -> None:
    name = view.one.unit.key.id
    data = _unit_json(view.one)
    for key, value in data.items():
        if value not in (None, []):
            told = ", ".join(value) if isinstance(value, list) else str(value)
            output.say(f"{key:<10} {visible(told)}")
    for event in view.one.events:
        brought = f", brought by {event.brought_by}" if event.brought_by else ""
        words = f": {visible(event.text)}" if event.text else ""
        output.say(f"{event.on:<10} {event.kind.value} by {event.by}{brought}{words}")
    for past in view.history:
        people = ", ".join(f"{event.kind.value} by {event.by}" for event in past.events)
        output.say(f"{past.last_day:<10} {visible(past.target)} ({people})")
    for finding in view.findings:
        output.say(f"finding    {finding.severity.value}: {finding.message} [{finding.check}]")
    signs = {scope.value: f"{scope.value}:{name}@{short_mark(view.marks[scope])}" for scope in _PASSAGES}
    for scope, text in signs.items():
        output.say(f"{scope:<10} {text} ({plural(len(view.scopes[Scope(scope)]), 'unit')})")
    history = [{"target": past.target, "source": past.source, "on": past.last_day} for past in view.history]
    marks = {scope.value: view.marks[scope] for scope in Scope}
    output.record("shown", {**data, "marks": marks, "heading": view.heading, "history": history})
    output.say()


_PASSAGES = (Scope.PARAGRAPH, Scope.SECTION, Scope.EVERYWHERE)


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


for _command in (packet_command, receive_command, serve_command):
    review_group.add_command(_command)

COMMANDS: tuple[click.Command, ...] = (review_group,)
