"""draft: machine drafts into catalogs, and drafts of several engines side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from pipeline.catalogs.changes import mark_changes
from pipeline.cli.console import Bars, Exit, Output, visible
from pipeline.cli.context import as_of_option, chosen_locales, locale_option, today, with_output, workspace
from pipeline.cli.summaries import plural, say_draft, say_usage
from pipeline.errors import raise_all
from pipeline.stages.compare import compare
from pipeline.stages.draft import draft
from pipeline.stages.draft_choice import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.drafting.bill import BillRow
    from pipeline.drafting.comparison import ComparedDraft
    from pipeline.stages.compare import CompareResult
    from pipeline.stages.draft import DraftResult

_SAMPLE: Final = 20
"""Units a language that are compared where nobody says how many."""


@click.command("draft")
@locale_option
@click.option("--engine", "engines", multiple=True, metavar="NAME", help="Use this engine; may be repeated.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this catalog.")
@click.option(
    "--option", "options", multiple=True, metavar="KEY=VALUE", help="An option of the engine asked for."
)
@click.option("--redraft", is_flag=True, help="Redo machine drafts too. A person's text is never touched.")
@click.option("--no-cache", is_flag=True, help="Ask again for what was answered before.")
@click.option(
    "--max-chars", type=click.IntRange(0), metavar="N", help="Characters that may leave this machine."
)
@click.option("--max-cost", type=click.FloatRange(0), metavar="AMOUNT", help="What engines may cost.")
@click.option("--dry-run", is_flag=True, help="Show about what it would take; nothing is sent or written.")
@click.option(
    "--compare", "compared", metavar="A,B", help="Show these engines' drafts side by side; write no catalog."
)
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="With --compare: units a language. Default: 20."
)
@as_of_option
@with_output
def draft_command(  # noqa: PLR0913 - one argument an option
    output: Output,
    locales: Sequence[str],
    engines: Sequence[str],
    documents: Sequence[str],
    options: Sequence[str],
    *,
    redraft: bool,
    no_cache: bool,
    max_chars: int | None,
    max_cost: float | None,
    dry_run: bool,
    compared: str | None,
    limit: int | None,
    as_of: str | None,
) -> int:
    """Draft empty units by machine; every draft is fuzzy and says where it came from."""
    _refuse_idle(
        compared,
        {"--engine": engines, "--option": options, "--redraft": redraft, "--as-of": as_of},
        {"--limit": limit},
    )
    if options and not engines:
        raise click.UsageError("--option has no effect without --engine: it says whose option it is")
    project = workspace()
    choice = Choice(
        documents=frozenset(documents) or None,
        engines=_engine_names(compared) if compared is not None else tuple(engines) or None,
        options=dict.fromkeys(engines, _options(options)),
        is_redraft=redraft,
        is_fresh=no_cache,
        is_dry=dry_run,
        max_chars=max_chars,
        max_cost=max_cost,
    )
    wanted = chosen_locales(project, locales)
    if compared is not None:
        compared_units = compare(
            project, locales=wanted, choice=choice, limit=limit or _SAMPLE, progress=Bars()
        )
        return _say_bill(output, compared_units.bill) if dry_run else _say_comparison(output, compared_units)
    result = draft(project, locales=wanted, today=today(as_of), choice=choice, progress=Bars())
    return _say_result(output, result, is_dry=dry_run)


def _say_result(output: Output, result: DraftResult, *, is_dry: bool) -> int:
    """Show what was drafted before any problem is raised: it may have been paid for."""
    if is_dry:
        code = _say_bill(output, result.bill)
    else:
        say_draft(output, result, every_reason=True)
        code = Exit.DONE if result.rows else Exit.NOTHING
    raise_all(result.problems)
    return Exit.FAILURE if result.is_cut_short else code


def _refuse_idle(
    compared: str | None, drafting: Mapping[str, object], comparing: Mapping[str, object]
) -> None:
    """Raise UsageError for an option that would have no effect."""
    for name in (name for name, value in drafting.items() if value and compared is not None):
        hint = "; options of engines stand under [drafting.options]" if name == "--option" else ""
        raise click.UsageError(f"{name} has no effect with --compare{hint}")
    for name in (name for name, value in comparing.items() if value and compared is None):
        raise click.UsageError(f"{name} has no effect without --compare")


def _engine_names(compared: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for one in compared.split(",") if (name := one.strip())))
    if len(names) < 2:  # noqa: PLR2004 - one engine can't be compared
        raise click.UsageError(f'--compare "{compared}" does not name two engines: write A,B')
    return names


def _options(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f'"{pair}" is not KEY=VALUE')
        found[key] = value
    return found


def _say_bill(output: Output, bill: Sequence[BillRow]) -> int:
    """Show what each engine would take if it had to draft everything."""
    for row in bill:
        output.record("bill", row)
        texts = f"about {plural(row.texts, 'text')}, {row.chars:,} characters"
        told = row.reason or f"{texts}, {_price(row)}"
        output.say(f"{row.locale:<8} {row.engine:<16} {told}")
    units = sum(row.units for row in bill)
    output.say("nothing was sent" if units else "nothing to draft")
    return Exit.DONE if bill else Exit.NOTHING


def _price(row: BillRow) -> str:
    if row.is_offline:
        return "offline"
    return 'price not known (option "price")' if row.cost is None else f"cost {row.cost:.2f}"


def _say_comparison(output: Output, result: CompareResult) -> int:
    """Show the drafts of each unit, the first whole and the others by what is different."""
    for unit in result.units:
        output.record("comparison", unit)
        output.say(f"{unit.locale} {unit.document} {unit.unit}: {visible(unit.source)}")
        first = next((one.text for one in unit.drafts if one.text is not None), "")
        for one in unit.drafts:
            output.say(f"  {one.engine:<16} {_draft(one, first)}")
        if unit.target:
            output.say(f"  {'a person':<16} {visible(unit.target)}")
    for row in result.unavailable:
        output.record("engine", row)
        output.say(f"{row.engine} does not work for {row.locale}: {row.reason}")
        if row.hint:
            output.say(f"  hint: {row.hint}")
    say_usage(output, result.usage)
    for page in result.pages:
        output.say(f"side by side: {page}")
    return Exit.DONE if result.units else Exit.NOTHING


def _draft(draft: ComparedDraft, first: str) -> str:
    if draft.text is None:
        return f"no draft: {draft.reason}"
    shown = mark_changes(first, draft.text) if draft.is_alike else draft.text
    alarm = f"alarm {draft.alarm:.2f}" if draft.alarm else ""
    known = "; ".join(filter(None, (alarm, draft.note)))
    return f"{visible(shown)}{f'  [{visible(known)}]' if known else ''}"


COMMANDS = (draft_command,)
