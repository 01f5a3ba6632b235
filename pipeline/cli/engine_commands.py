"""engines: what can make drafts here, and how close they come to what people approved."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import chosen_locales, locale_option, with_output, workspace
from pipeline.cli.summaries import plural, say_usage
from pipeline.stages.draft_choice import Choice
from pipeline.stages.engines import engine_table
from pipeline.stages.score_engines import APPROVED, score_engines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.drafting.scores import Changes, Score
    from pipeline.stages.engines import EngineRow
    from pipeline.stages.score_engines import ScoreResult


@click.group("engines", invoke_without_command=True)
@locale_option
@with_output
@click.pass_context
def engines_command(context: click.Context, output: Output, locales: Sequence[str]) -> int:
    """Show which drafting engines work here, for which languages, how fast, and why the others do not."""
    if context.invoked_subcommand is not None:
        if locales or output.is_json:
            raise click.UsageError(f"write -l and --json behind {context.invoked_subcommand}")
        return Exit.DONE
    project = workspace()
    rows = engine_table(project, chosen_locales(project, locales))
    for row in rows:
        output.record("engine", row)
    for (engine, told, hint), alike in groupby(rows, key=_told):
        output.say(f"{engine:<16} {', '.join(row.locale for row in alike)}: {told}")
        if hint:
            output.say(f"  hint: {hint}")
    return Exit.DONE if any(row.works for row in rows) else Exit.FINDINGS


def _told(row: EngineRow) -> tuple[str, str, str]:
    """Return what is said of an engine in a language; languages of which the same is said share a line."""
    if not row.works:
        return row.engine, row.reason, row.hint
    speed = f", {row.words_per_second:,.0f} words/s" if row.words_per_second else ""
    where = "" if row.is_offline else " (online: the text leaves this machine)"
    return row.engine, f"works by {row.route}{speed}{where}", ""


@engines_command.command("score")
@locale_option
@click.option("--engine", "engines", multiple=True, metavar="NAME", help="Score this one; may be repeated.")
@click.option(
    "--against",
    default=APPROVED,
    metavar="FILE",
    help="Translations to be compared with: a .tmx or .tsv file. Default: the project's approved ones.",
)
@click.option(
    "--limit", type=click.IntRange(1), default=500, metavar="N", help="Units a language. Default: 500."
)
@click.option("--no-cache", is_flag=True, help="Ask again for what was answered before.")
@with_output
def score_command(
    output: Output,
    locales: Sequence[str],
    engines: Sequence[str],
    against: str,
    limit: int,
    *,
    no_cache: bool,
) -> int:
    """Score engines by translations that people approved; nothing is written into a catalog."""
    project = workspace()
    result = score_engines(
        project,
        locales=chosen_locales(project, locales),
        choice=Choice(engines=tuple(engines) or None, is_fresh=no_cache),
        against=against,
        limit=limit,
        progress=Bars(),
    )
    _say_scores(output, result)
    return Exit.DONE if result.scores or result.changes else Exit.NOTHING


def _say_scores(output: Output, result: ScoreResult) -> None:
    for row in result.unavailable:
        output.record("engine", row)
        output.say(f"{row.engine} does not work for {row.locale}: {row.reason}")
    for score in result.scores:
        output.record("score", score)
        output.say(f"{score.locale:<8} {score.engine:<16} {_score(score)}")
    for changes in result.changes:
        output.record("changes", changes)
        output.say(f"{changes.locale:<8} {changes.engine}: {_changes(changes)}")
    say_usage(output, result.usage)
    for locale, reason in result.left:
        output.say(f"{locale:<8} {reason}")


def _score(score: Score) -> str:
    counts = f"{plural(score.n, 'unit')}, {score.empty:.0%} without a draft"
    if score.seconds:
        counts += f", {score.seconds:.1f} s"
    if score.chrf is None:
        return f"not measured: {counts}"
    figures = f"chrF2 {score.chrf:.1f} ({score.low:.1f} to {score.high:.1f}), BLEU {score.bleu:.1f}"
    return f"{figures}, TER {score.ter:.1f}, {score.edits:.0%} of the letters to change; {counts}"


def _changes(changes: Changes) -> str:
    if changes.edits is None:
        return f"not measured: {plural(changes.n, 'approved unit')} began as its draft"
    kept = f"{changes.untouched:.0%} of {plural(changes.n, 'draft')} approved as they were"
    return f"people changed {changes.edits:.0%} of the letters before approval, {kept}"


COMMANDS = (engines_command,)
