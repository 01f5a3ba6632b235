"""run, extract, update, draft, check: from English to catalogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import as_of_option, chosen_locales, locale_option, today, with_output, workspace
from pipeline.cli.summaries import plural, say_build, say_draft, say_extract, say_findings, say_update
from pipeline.model.finding import Finding, Severity
from pipeline.stages.check import CheckResult, check, check_files
from pipeline.stages.draft import draft
from pipeline.stages.extract import extract
from pipeline.stages.run import run
from pipeline.stages.sources import read_sources
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
    has_findings = any(_counts(finding) for finding in result.check.findings)
    return Exit.FINDINGS if result.verify.findings or (strict and has_findings) else Exit.DONE


def _say_run(output: Output, result: RunResult) -> None:
    say_extract(output, result.extract)
    say_update(output, result.update)
    say_draft(output, result.draft)
    say_findings(output, "check", result.check.findings, f"{result.check.targets} targets")
    if any(_counts(finding) for finding in result.check.findings):
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
    return Exit.DONE if result.rows else Exit.NOTHING


@click.command("draft")
@locale_option
@click.option("--engine", "engines", multiple=True, metavar="NAME", help="Use this engine; may be repeated.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this catalog.")
@click.option(
    "--option", "options", multiple=True, metavar="KEY=VALUE", help="An option of the engine asked for."
)
@click.option("--redraft", is_flag=True, help="Redo machine drafts too. A person's text is never touched.")
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
    as_of: str | None,
) -> int:
    """Draft empty units by machine; every draft is fuzzy and says where it came from."""
    project = workspace()
    result = draft(
        project,
        locales=chosen_locales(project, locales),
        risks=read_sources(project).risks(),
        today=today(as_of),
        documents=frozenset(documents) or None,
        engines=tuple(engines) or None,
        options_override=dict.fromkeys(engines, _options(options)),
        redraft=redraft,
        progress=Bars(),
    )
    say_draft(output, result, every_reason=True)
    return Exit.DONE if result.rows else Exit.NOTHING


def _options(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f'"{pair}" is not KEY=VALUE')
        found[key] = value
    return found


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[PO]...")
@locale_option
@with_output
def check_command(output: Output, files: Sequence[Path], locales: Sequence[str]) -> int:
    """Check the project's catalogs, or any PO files given by path."""
    result = _check(files, locales)
    output.findings(result.findings)
    output.record("checked", {"catalogs": result.catalogs, "targets": result.targets})
    say_findings(output, "check", result.findings, f"{result.targets} targets in {result.catalogs} catalogs")
    if any(_counts(finding) for finding in result.findings):
        return Exit.FINDINGS
    if not result.targets:
        output.say("nothing to check: there is no translated text in scope")
        return Exit.NOTHING
    return Exit.DONE


def _check(files: Sequence[Path], locales: Sequence[str]) -> CheckResult:
    if files:
        return check_files(files)
    project = workspace()
    return check(project, locales=chosen_locales(project, locales), progress=Bars())


def _counts(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTICE


COMMANDS = (run_command, extract_command, update_command, draft_command, check_command)
