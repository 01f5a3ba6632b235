"""run, extract, update: from English to catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import as_of_option, chosen_locales, locale_option, today, with_output, workspace
from pipeline.cli.summaries import (
    plural,
    say_build,
    say_draft,
    say_extract,
    say_findings,
    say_lost,
    say_update,
)
from pipeline.stages.extract import extract
from pipeline.stages.run import run
from pipeline.stages.update import update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.run import RunResult


@click.command("run")
@click.option("--strict", is_flag=True, help="Exit 1 when any stage has findings.")
@click.option("--jobs", type=click.IntRange(1), default=1, help="Processes that render pages; default 1.")
@as_of_option
@with_output
def run_command(output: Output, *, strict: bool, jobs: int, as_of: str | None) -> int:
    """Do everything: extract, update, draft, check, build a preview, verify, report."""
    result = run(workspace(), today=today(as_of), jobs=jobs, progress=Bars())
    _say_run(output, result)
    output.record("run", {"changed": result.changed, "pages": len(result.build.pages)})
    if not result.build.pages:
        output.say("nothing to do: no collection holds a document")
        return Exit.NOTHING
    has_findings = any(finding.counts for finding in result.check.findings)
    return Exit.FINDINGS if result.verify.findings or (strict and has_findings) else Exit.DONE


def _say_run(output: Output, result: RunResult) -> None:
    say_extract(output, result.extract)
    say_update(output, result.update)
    say_lost(output, result.update.lost)
    say_draft(output, result.draft)
    say_findings(output, "check", result.check.findings, f"{result.check.targets} targets")
    if any(finding.counts for finding in result.check.findings):
        output.say("  which and where: `caveat check`")
    say_build(output, result.build)
    say_findings(output, "verify", result.verify.findings, f"{result.verify.files_checked} files")
    if result.verify.findings:
        output.say("  which and where: `caveat verify`")
    output.say(f"report   {result.report.folder / 'index.html'}")
    output.say("nothing changed" if result.changed == 0 else f"{plural(result.changed, 'file')} written")


@click.command("extract")
@with_output
def extract_command(output: Output) -> int:
    """Write the templates: source/ to locales/*.pot."""
    result = extract(workspace(), Bars())
    say_extract(output, result)
    say_lost(output, result.lost)
    output.findings(result.findings)
    if not result.documents:
        output.say("nothing to extract: no collection holds a document")
        return Exit.NOTHING
    return Exit.DONE


@click.command("update")
@locale_option
@as_of_option
@with_output
def update_command(output: Output, locales: Sequence[str], as_of: str | None) -> int:
    """Bring catalogs up to the templates; no human translation is lost."""
    project = workspace()
    result = update(project, locales=chosen_locales(project, locales), today=today(as_of), progress=Bars())
    say_update(output, result)
    say_lost(output, result.lost)
    return Exit.DONE if result.rows else Exit.NOTHING


COMMANDS = (run_command, extract_command, update_command)
