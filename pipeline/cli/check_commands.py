"""check: findings in the project's catalogs or any PO files, in the form that who reads them needs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pipeline import __version__
from pipeline.checks.baseline import compare_with_baseline, parse_baseline, render_baseline
from pipeline.checks.registry import all_rules
from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import (
    acting_person,
    as_of_option,
    chosen_locales,
    locale_option,
    today,
    with_output,
    workspace,
)
from pipeline.cli.explain import explain
from pipeline.cli.summaries import plural, say_findings
from pipeline.errors import raise_all
from pipeline.report.annotations import render_github, render_rdjsonl
from pipeline.report.junit import render_junit
from pipeline.report.sarif import render_sarif
from pipeline.stages.check import CheckResult, check, check_files
from pipeline.stages.check_locales import parse_locale
from pipeline.stages.fix import fix
from pipeline.stages.waivers import WaiverOrder, waive
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.finding import Finding

_FORMATS: Final = ("text", "json", "sarif", "junit", "github", "rdjsonl")
_FORMAT_HELP: Final = "What to write on standard output; everything else goes to standard error."


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[PO]...")
@locale_option
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help=_FORMAT_HELP)
@click.option("--baseline", type=click.Path(path_type=Path), help="Only what this file does not hold counts.")
@click.option("--write-baseline", "new_baseline", type=click.Path(path_type=Path), help="Write such a file.")
@click.option("--fix", "wants_fixes", is_flag=True, help="First mend in machine drafts what is safe to mend.")
@click.option("--explain", "rule", metavar="RULE", help="Tell what a rule means, with examples, and stop.")
@click.option("--waive", "waived", metavar="RULE", help="Waive this rule for --unit, with --reason.")
@click.option("--unit", metavar="ID", help="The unit to waive a finding of.")
@click.option("--reason", metavar="TEXT", help="Why the waived finding is no error.")
@click.option("--until", metavar="DATE", help="The waiver's last day, as YYYY-MM-DD. Default: in 90 days.")
@click.option("--jobs", type=click.IntRange(1), help="Processes. Default: one for each processor.")
@as_of_option
@with_output
def check_command(  # noqa: PLR0913 - one argument an option
    output: Output,
    *,
    files: Sequence[Path],
    locales: Sequence[str],
    form: str,
    baseline: Path | None,
    new_baseline: Path | None,
    wants_fixes: bool,
    rule: str | None,
    waived: str | None,
    unit: str | None,
    reason: str | None,
    until: str | None,
    jobs: int | None,
    as_of: str | None,
) -> int:
    """Check the project's catalogs, or any PO files given by path."""
    if rule is not None:
        output.say(explain(rule))
        return Exit.DONE
    day = today(as_of)
    if waived is not None:
        if files or len(locales) != 1 or not unit or not reason:
            raise click.UsageError("--waive RULE needs -l LOCALE, --unit ID and --reason TEXT, and no files")
        return _waive(output, locales[0], {"rule": waived, "unit": unit, "reason": reason}, until or "", day)
    if unit or reason or until:
        raise click.UsageError("--unit, --reason and --until belong to --waive RULE")
    output = replace(output, is_json=output.is_json or form == "json", is_apart=form not in {"text", "json"})
    if wants_fixes:
        _fix(output, files, locales)
    result = _check(files, locales, day, jobs)
    if new_baseline is not None:
        raise_all(result.problems)  # what could not be read would look like new findings later
        write_if_changed(new_baseline, render_baseline(result.findings).encode())
        output.say(f"baseline {new_baseline}: {plural(_counted(result.findings), 'finding')}")
        return Exit.DONE if result.targets else Exit.NOTHING
    if baseline is not None:
        result = _beyond(output, result, baseline)
    _show(output, result, form)
    raise_all(result.problems)
    return _exit_of(output, result)


def _waive(output: Output, code: str, asked: Mapping[str, str], until: str, day: str) -> int:
    """Record that a person takes findings for no errors; the person is who git says."""
    project = workspace()
    [locale] = chosen_locales(project, [code])
    result = check(project, locales=[locale], as_of=day)
    raise_all(result.problems)
    found = [one for one in result.findings if one.locale == code]
    order = WaiverOrder(**asked, person=acting_person(project), on=day, until=until)
    for finding in waive(project, locale, found, order):
        output.record("finding", finding.to_json())
        output.say(f"{finding.file}:{finding.line}: {finding.message} [{finding.check}]\n  {finding.waiver}")
    output.say(f"waived   in {project.name_of(project.waivers(locale))}; commit it")
    return Exit.DONE


def _fix(output: Output, files: Sequence[Path], locales: Sequence[str]) -> None:
    if files:
        raise click.UsageError("--fix is for the project's own catalogs, where it is known what is a draft")
    project = workspace()
    rows = fix(project, locales=chosen_locales(project, locales))
    for row in rows:
        output.record("fix", row)
        output.say(f"fixed    {row.file}: {row.unit}: {', '.join(row.rules)}")
    output.say(f"fixed    {plural(len(rows), 'draft')}; texts of people are left to them")


def _check(files: Sequence[Path], locales: Sequence[str], day: str, jobs: int | None) -> CheckResult:
    if len(locales) > 1 and files:
        raise click.UsageError("with files, -l names the one language that all of them are in")
    if files:
        return check_files(files, locale=parse_locale(locales[0]) if locales else None, jobs=jobs)
    project = workspace()
    return check(project, locales=chosen_locales(project, locales), as_of=day, progress=Bars(), jobs=jobs)


def _beyond(output: Output, result: CheckResult, path: Path) -> CheckResult:
    """Return a result without what a baseline holds, and say how much that is."""
    compared = compare_with_baseline(result.findings, parse_baseline(read_text(path, str(path)), str(path)))
    is_gone = compared.gone and not result.problems  # else they may be in what could not be read
    gone = f", {plural(compared.gone, 'finding')} gone: write it anew" if is_gone else ""
    output.say(f"baseline {path}: {plural(compared.known, 'finding')} known{gone}")
    output.record("baseline", {"known": compared.known, "gone": compared.gone})
    return replace(result, findings=compared.new)


def _show(output: Output, result: CheckResult, form: str) -> None:
    if form == "sarif":
        sys.stdout.write(render_sarif(result.findings, all_rules(), __version__))
    elif form == "junit":
        sys.stdout.write(render_junit(result.catalogs, result.findings).decode())
    elif form == "github":
        sys.stdout.write(render_github(result.findings))
    elif form == "rdjsonl":
        sys.stdout.write(render_rdjsonl(result.findings))
    else:
        output.findings(result.findings)
    counts = {"catalogs": len(result.catalogs), "targets": result.targets, "waived": _waived(result.findings)}
    output.record("checked", counts)
    scope = f"{plural(result.targets, 'target')} in {plural(len(result.catalogs), 'catalog')}"
    if result.catalogs or not result.problems:  # "no findings" would read as success
        say_findings(output, "check", result.findings, scope)


def _exit_of(output: Output, result: CheckResult) -> int:
    if _counted(result.findings):
        return Exit.FINDINGS
    if not result.targets:
        output.say("nothing to check: there is no translated text in scope")
        return Exit.NOTHING
    return Exit.DONE


def _counted(findings: Sequence[Finding]) -> int:
    return sum(finding.counts for finding in findings)


def _waived(findings: Sequence[Finding]) -> int:
    return sum(finding.waiver is not None for finding in findings)


COMMANDS = (check_command,)
