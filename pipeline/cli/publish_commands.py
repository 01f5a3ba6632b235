"""build, verify, report: from catalogs to pages and proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.build.page import Mode
from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import as_of_option, today, with_output, workspace
from pipeline.cli.summaries import plural, say_build, say_findings
from pipeline.stages.build import BuildResult, build
from pipeline.stages.mo_files import write_mo_files
from pipeline.stages.report import report
from pipeline.stages.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("build")
@click.option("--preview", "mode", flag_value="preview", default="preview", help="All, marked (default).")
@click.option("--release", "mode", flag_value="release", help="Only what policy allows to publish.")
@click.option("--require", multiple=True, metavar="LOCALE:DOCUMENT", help="Exit 1 unless this is released.")
@click.option("--jobs", type=click.IntRange(1), default=1, help="Processes that render pages; default 1.")
@click.option(
    "--since", metavar="RECORD|DATE", help="Write exports again, with only the rows that changed since."
)
@click.option("--mo", "has_mo", is_flag=True, help="Write .mo files of the texts that may be shown, too.")
@as_of_option
@with_output
def build_command(  # noqa: PLR0913 - one argument an option
    output: Output,
    mode: str,
    require: Sequence[str],
    jobs: int,
    as_of: str | None,
    *,
    since: str | None,
    has_mo: bool,
) -> int:
    """Build output/preview or output/release."""
    if require and mode != Mode.RELEASE.value:
        raise click.UsageError("--require is about a release: add --release")
    if since and mode != Mode.RELEASE.value:
        raise click.UsageError("--since is about releases: add --release")
    project = workspace()
    day = today(as_of)
    result = build(project, Mode(mode), as_of=day, jobs=jobs, since=since, progress=Bars())
    output.findings(result.findings)
    say_build(output, result)
    if result.since:
        _say_delta(output, result)
    if has_mo:
        folder, number = write_mo_files(project, result, day)
        output.record("mo", {"folder": str(folder), "files": number})
        output.say(f"mo       {plural(number, 'file')} in {folder}")
    missing = _missing(result, require)
    for pair in missing:
        output.say(f"required, but withheld or unknown: {pair}")
    if not result.pages and not result.withheld:
        output.say("nothing to build: no collection holds a document")
        return Exit.NOTHING
    return Exit.FINDINGS if missing or not result.pages else Exit.DONE


def _say_delta(output: Output, result: BuildResult) -> None:
    """Say what changed in exports since a release, and what the content system may still show."""
    files = [str(path) for path in result.deltas]
    pairs = [{"document": document, "locale": locale} for document, locale in result.unpublished]
    output.record("delta", {"since": result.since, "files": files, "unpublished": pairs})
    for file in files:
        output.say(f"delta    since {result.since}: {file}")
    if not files:
        output.say(f"delta    nothing changed in exports since {result.since}")
    for document, locale in result.unpublished:
        output.say(
            f"  published then and not now: {document} in {locale}; the content system may still show it"
        )


def _missing(result: BuildResult, required: Sequence[str]) -> list[str]:
    published = {f"{page.locale}:{page.document}" for page in result.pages}
    return [pair for pair in required if pair not in published]


@click.command("verify")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--release", is_flag=True, help="Verify a release, output/release by default; previews are refused."
)
@as_of_option
@with_output
def verify_command(output: Output, folder: Path | None, *, release: bool, as_of: str | None) -> int:
    """Prove that built files are what may be shown, without the build's code or the catalogs."""
    project = workspace()
    chosen = folder or project.output("release" if release else "preview")
    result = verify(project, chosen.resolve(), release=release, as_of=today(as_of))
    output.findings(result.findings)
    output.record("verified", {"pages": result.pages_checked, "files": result.files_checked})
    scope = f"{plural(result.pages_checked, 'page')}, {plural(result.files_checked, 'file')}"
    say_findings(output, "verify", result.findings, scope)
    if result.findings:
        return Exit.FINDINGS
    if not result.pages_checked:
        why = "every page is withheld" if result.pages_withheld else "run `caveat build` first"
        output.say(f"nothing to verify in {project.name_of(chosen)}: {why}")
        return Exit.NOTHING
    return Exit.DONE


@click.command("report")
@as_of_option
@with_output
def report_command(output: Output, as_of: str | None) -> int:
    """Write output/report: coverage, critical text, disclaimers owed, findings, verdicts."""
    result = report(workspace(), as_of=today(as_of), progress=Bars())
    output.record("report", {"folder": str(result.folder), "written": result.written})
    output.say(f"report   {result.folder / 'index.html'}")
    return Exit.DONE


COMMANDS = (build_command, verify_command, report_command)
