"""check: catalogs to findings; a project's own, or any PO files given by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.runner import CheckPolicy
from pipeline.errors import CaveatError
from pipeline.model.finding import Finding
from pipeline.stages.check_jobs import CatalogTask, check_catalogs
from pipeline.stages.consistency import Collected, Translation, compare_locales
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.stages.waivers import apply_waivers, read_waivers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Catalog
    from pipeline.model.locale import Locale
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was checked and what was found."""

    catalogs: Mapping[str, str]
    """The catalogs that were looked at, each with its locale."""
    targets: int
    findings: tuple[Finding, ...]
    problems: tuple[CaveatError, ...] = ()
    """What could not be read; the findings are those of everything else."""


def check(
    workspace: Workspace,
    *,
    locales: Sequence[Locale],
    as_of: str,
    progress: Progress | None = None,
    jobs: int | None = 1,
) -> CheckResult:
    """Check a project's sources and catalogs; what can't be read is a problem beside what others have.

    A finding that is waived on the day `as_of` is among the findings, as waived. What the locales tell about
    each other is found among those that are checked. The number of `jobs` changes the time and nothing else.
    """
    progress = progress or Silent()
    sources = read_sources(workspace)
    findings: list[Finding] = list(sources.findings)
    problems: list[CaveatError] = list(sources.problems)
    tasks = _tasks(workspace, locales, sources, problems)
    progress.start("check", len(tasks))
    catalogs: dict[str, str] = {}
    collected = Collected()
    targets = 0
    for (document, task), checked in zip(
        tasks, check_catalogs([task for _, task in tasks], jobs), strict=True
    ):
        findings += checked.findings
        problems += checked.problems
        if checked.catalog is not None and checked.locale is not None:
            catalogs[task.name] = checked.locale.code
            targets += sum(not entry.is_empty for entry in checked.catalog.units())
            _collect(collected, document, checked.catalog, checked.locale)
        progress.advance(f"{task.locale} {document}")
    progress.finish()
    findings += compare_locales(collected.versions(sources.catalogs), findings, workspace.config.blocking)
    findings = _with_waivers(workspace, locales, findings, as_of, problems)
    return _result(catalogs, targets, findings, problems)


def _result(
    catalogs: Mapping[str, str], targets: int, findings: Sequence[Finding], problems: Sequence[CaveatError]
) -> CheckResult:
    return CheckResult(
        catalogs=catalogs,
        targets=targets,
        findings=tuple(sorted(findings, key=Finding.sort_key)),
        problems=tuple(problems),
    )


def _tasks(
    workspace: Workspace, locales: Sequence[Locale], sources: Sources, problems: list[CaveatError]
) -> list[tuple[str, CatalogTask]]:
    """Return the catalogs that there are, each with its document."""
    termbases, risks = _read_termbases(workspace, locales, problems), sources.risks()
    policy = CheckPolicy.of(workspace.config)
    found = []
    for locale in locales:
        for document in (source.id for source in sources.catalogs):
            path = workspace.catalog(locale, document)
            if path.exists():
                task = CatalogTask(
                    path=path,
                    name=workspace.name_of(path),
                    locale=locale,
                    risks=risks[document],
                    policy=policy,
                    termbase=termbases.get(locale),
                    has_form=True,
                )
                found.append((document, task))
    return found


def _collect(collected: Collected, document: str, catalog: Catalog, locale: Locale) -> None:
    """Keep the targets of a catalog for a look across locales; plurals differ in numbers by themselves."""
    for entry in catalog.units():
        if entry.plural is None and not entry.is_blank:
            found = Translation(
                locale=locale, file=catalog.path, line=entry.line or None, target=entry.target
            )
            collected.add(document, entry.key, found)


def _with_waivers(
    workspace: Workspace,
    locales: Sequence[Locale],
    findings: Sequence[Finding],
    day: str,
    problems: list[CaveatError],
) -> list[Finding]:
    """Return the findings as people have waived them; waivers that can't be read are a problem."""
    signing = read_signing(workspace)
    found = [one for one in findings if one.locale is None]
    for locale in locales:
        own = [one for one in findings if one.locale == locale.code]
        try:
            found += apply_waivers(own, read_waivers(workspace, locale), signing, locale, day)
        except CaveatError as error:
            problems.append(error)
    return found


def _read_termbases(
    workspace: Workspace, locales: Sequence[Locale], problems: list[CaveatError]
) -> dict[Locale, Termbase | None]:
    """Return the glossaries; one that can't be read becomes a problem, and the rest goes on."""
    found = {}
    for locale in locales:
        try:
            found[locale] = find_termbase(workspace, locale)
        except CaveatError as error:
            problems.append(error)
    return found


def check_files(paths: Sequence[Path], *, locale: Locale | None = None, jobs: int | None = 1) -> CheckResult:
    """Check PO files of any project, with the default rules.

    Without a `locale` the header of each file names the language, or its path does.
    """
    findings: list[Finding] = []
    catalogs: dict[str, str] = {}
    targets = 0
    problems: list[CaveatError] = []
    tasks = [CatalogTask(path=path, name=str(path), locale=locale) for path in paths]
    for task, checked in zip(tasks, check_catalogs(tasks, jobs), strict=True):
        findings += checked.findings
        problems += checked.problems
        if checked.catalog is not None and checked.locale is not None:
            catalogs[task.name] = checked.locale.code
            targets += sum(not entry.is_empty for entry in checked.catalog.units())
    return _result(catalogs, targets, findings, problems)
