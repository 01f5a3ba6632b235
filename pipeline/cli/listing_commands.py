"""review list, review show: what waits for people, and everything about one unit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Exit, Output, excerpt, visible
from pipeline.cli.context import as_of_option, chosen_locales, locale_option, today, with_output, workspace
from pipeline.cli.summaries import plural, say_lost
from pipeline.errors import ConfigError, did_you_mean, raise_all
from pipeline.model.draft import find_origin
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.selection import Scope, short_mark
from pipeline.stages.gone import Lost, find_lost, names_of_gone
from pipeline.stages.reading import UnitView, show_unit
from pipeline.stages.review import Filter, list_units
from pipeline.stages.scopes import mark_of
from pipeline.stages.sheets import write_sheet
from pipeline.stages.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.stages.sources import Sources
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace

_PASSAGES = (Scope.PARAGRAPH, Scope.SECTION, Scope.EVERYWHERE)


@click.command("list")
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
    sources, chosen = read_sources(project), chosen_locales(project, locales)
    _refuse_unknown(project, sources, wanted.documents)
    units = list_units(project, chosen, wanted, sources=sources)
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
    raise_all(sources.problems)  # whose text would look as if it were gone
    say_lost(output, _find_lost(project, sources, wanted.documents))
    return Exit.DONE if units else Exit.NOTHING


def _refuse_unknown(project: Workspace, sources: Sources, documents: Collection[str]) -> None:
    """Raise ConfigError for a document that there neither is nor was; one that can't be read may be it."""
    known = sources.keys()
    gone = {name for locale in project.config.locales for name in names_of_gone(project, locale, known)}
    unknown = sorted(set(documents) - known.keys() - gone)
    if unknown and not sources.problems:
        hint = did_you_mean(unknown[0], known)
        raise ConfigError(f'no catalog is named "{unknown[0]}"', hint=hint)


def _find_lost(project: Workspace, sources: Sources, documents: Collection[str]) -> Lost:
    lost = find_lost(project, sources.keys())
    return lost.only(documents) if documents else lost


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


@click.command("show")
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
