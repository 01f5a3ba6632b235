"""review and disclaimers: people's decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Exit, Output, as_json, visible
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
from pipeline.model.draft import find_origin
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.decisions import Decision
from pipeline.stages import disclaimers as disclaimer_stage
from pipeline.stages.review import Filter, ReviewResult, check_ledgers, decide, list_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.standings import UnitStanding


@click.group("review")
def review_group() -> None:
    """See what waits for people, and decide. You act as `git config user.email`."""


@review_group.command("list")
@locale_option
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this catalog.")
@click.option("--state", "states", multiple=True, type=click.Choice([state.value for state in State]))
@click.option("--risk", "risks", multiple=True, type=click.Choice([risk.label for risk in Risk]))
@with_output
def list_command(
    output: Output,
    locales: Sequence[str],
    documents: Sequence[str],
    states: Sequence[str],
    risks: Sequence[str],
) -> int:
    """List units with their state, the riskiest first."""
    project = workspace()
    wanted = Filter(
        documents=frozenset(documents),
        states=frozenset(State(state) for state in states),
        risks=frozenset(Risk.parse(risk) for risk in risks),
    )
    units = list_units(project, chosen_locales(project, locales), wanted)
    for one in units:
        output.record("unit", _unit_json(one))
        key, state = one.unit.key, one.standing.state.value
        output.say(
            f"{one.locale} {key.id}@{one.text_mark} {state:<12} {one.risk.label:<10} {_excerpt(key.source)}"
        )
    output.say(plural(len(units), "unit"))
    return Exit.DONE if units else Exit.NOTHING


def _excerpt(text: str, length: int = 70) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _unit_json(one: UnitStanding) -> dict[str, object]:
    origin = find_origin(one.entry.comments)
    return {
        "unit": one.unit.key.id,
        "text": one.text_mark,
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
        "draft": origin.engine if origin and origin.is_of(one.entry.target) else None,
    }


@review_group.command("show")
@click.argument("unit")
@locale_option
@with_output
def show_command(output: Output, unit: str, locales: Sequence[str]) -> int:
    """Show one unit, given by its id, in the languages in scope."""
    project = workspace()
    found = [
        one
        for one in list_units(project, chosen_locales(project, locales), Filter())
        if one.unit.key.id == unit.partition("@")[0]
    ]
    for one in found:
        data = _unit_json(one)
        output.record("unit", data)
        for name, value in data.items():
            if value not in (None, []):
                told = ", ".join(value) if isinstance(value, list) else str(value)
                output.say(f"{name:<10} {visible(told)}")
        output.say()
    if not found:
        output.say(f'no unit "{unit}" here; `caveat review list` shows the ids')
    return Exit.DONE if found else Exit.NOTHING


def _decision_command(kind: EventKind, summary: str, *, needs_text: bool = False) -> click.Command:
    @click.argument("document")
    @click.argument("units", nargs=-1, required=True, metavar="UNIT...")
    @click.option("-l", "--locale", required=True, metavar="LOCALE")
    @click.option("--reason", required=needs_text, metavar="TEXT", help="Your words, kept in the ledger.")
    @as_of_option
    @with_output
    def command(
        output: Output,
        document: str,
        units: Sequence[str],
        locale: str,
        reason: str | None,
        as_of: str | None,
    ) -> int:
        project = workspace()
        decision = Decision(kind=kind, by=acting_person(project), on=today(as_of), text=reason)
        chosen = project.config.get_locale(locale)
        result = decide(project, locale=chosen, document=document, units=units, decision=decision)
        return _say_decided(output, kind, decision.by, result)

    name = kind.value
    units = "UNIT is an id, with @ and the mark of the text you read as `review list` shows them, or `all`."
    return click.command(name, help=f"{summary} {units}")(command)


def _say_decided(output: Output, kind: EventKind, by: str, result: ReviewResult) -> int:
    for event in result.events:
        data = as_json(event)
        output.record("event", {"decision": data.pop("kind"), **data})
    for refused in result.refused:
        output.record("refused", refused)
        output.say(f"refused {refused.unit} ({_excerpt(refused.source, 40)}): {refused.reason}")
    output.say(f"{kind.value}: {plural(len(result.events), 'unit')} recorded for {by}")
    for name in result.withdrawn:
        output.record("withdrawn", {"disclaimer": name})
        output.say(f'disclaimer "{name}" is pinned no more: an approval of it was taken back')
    return Exit.FINDINGS if result.refused else Exit.DONE


_DECISIONS: tuple[tuple[EventKind, str, bool], ...] = (
    (EventKind.CLAIM, "Go on record as the translator of exactly this text.", False),
    (EventKind.APPROVE, "Approve exactly this text.", False),
    (EventKind.REJECT, "Reject exactly this text, with a reason.", True),
    (EventKind.REVOKE, "Take your approval or rejection back.", False),
)
for _kind, _summary, _needs_text in _DECISIONS:
    review_group.add_command(_decision_command(_kind, _summary, needs_text=_needs_text))


@review_group.command("check-ledger")
@locale_option
@with_output
def check_ledger_command(output: Output, locales: Sequence[str]) -> int:
    """Check the ledgers themselves: texts, keys, people, independence."""
    project = workspace()
    count, findings = check_ledgers(project, chosen_locales(project, locales))
    output.findings(findings)
    output.say(f"{plural(count, 'ledger')}, {plural(len(findings), 'finding')}")
    if not count:
        return Exit.NOTHING
    return Exit.FINDINGS if findings else Exit.DONE


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
        output.say(f"{row.locale:<8} {row.id:<16} {row.status:<9} workbench: {row.workbench}{need}")
    if not rows:
        return Exit.NOTHING
    return Exit.DONE if all(row.status == "pinned" for row in rows) else Exit.FINDINGS


@disclaimers_group.command("approve")
@click.argument("disclaimer")
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
    """Approve a disclaimer's heading and text; it is pinned once everybody needed has."""
    project = workspace()
    result = disclaimer_stage.approve(
        project,
        disclaimer_id=disclaimer,
        locale=project.config.get_locale(locale),
        decision=Decision(kind=EventKind.APPROVE, by=acting_person(project), on=today(as_of)),
        expires=today(expires) if expires else None,
        jurisdiction=jurisdiction,
    )
    output.record("approval", result)
    for refused in result.refused:
        output.say(f"refused {refused.unit} ({_excerpt(refused.source, 40)}): {refused.reason}")
    if result.is_pinned:
        output.say(f"{result.id} is pinned for {result.locale}")
    else:
        output.say(
            f"{plural(result.recorded, 'approval')} recorded; {result.id} still needs {result.missing}"
        )
    return Exit.FINDINGS if result.refused else Exit.DONE


COMMANDS: tuple[click.Command, ...] = (review_group, disclaimers_group)
