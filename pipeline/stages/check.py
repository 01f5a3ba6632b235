"""check: catalogs to findings; a project's own, or any PO files given by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.core import Locale as BabelLocale
from babel.core import UnknownLocaleError

from pipeline.catalogs.po import canonical, read_catalog, render_catalog
from pipeline.checks.runner import run_checks
from pipeline.errors import CatalogError, CaveatError, Location, raise_all
from pipeline.model.finding import Finding, Severity
from pipeline.model.locale import Locale
from pipeline.stages.consistency import Collected, Translation, compare_locales
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.stages.waivers import apply_waivers, read_waivers
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Catalog
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was checked and what was found."""

    catalogs: Mapping[str, str]
    """The catalogs that were looked at, each with its locale."""
    targets: int
    findings: tuple[Finding, ...]


def check(
    workspace: Workspace, *, locales: Sequence[Locale], as_of: str, progress: Progress | None = None
) -> CheckResult:
    """Check a project's sources and catalogs; what can't be read is raised after the others are done.

    A finding that is waived on the day `as_of` is among the findings, as waived. What the locales tell about
    each other is found among those that are checked.
    """
    progress = progress or Silent()
    sources = read_sources(workspace)
    risks = sources.risks()
    todo = [(locale, source.id) for locale in locales for source in sources.catalogs]
    findings: list[Finding] = list(sources.findings)
    problems: list[CaveatError] = list(sources.problems)
    termbases = _read_termbases(workspace, locales, problems)
    progress.start("check", len(todo))
    catalogs: dict[str, str] = {}
    collected = Collected()
    targets = 0
    for locale, document in todo:
        path = workspace.catalog(locale, document)
        try:
            if path.exists():
                name = workspace.name_of(path)
                catalog = read_catalog(path, name)
                findings += run_checks(
                    catalog,
                    locale,
                    risks=risks[document],
                    config=workspace.config,
                    termbase=termbases.get(locale),
                )
                findings += _form(catalog, read_bytes(path, name), locale)
                catalogs[name] = locale.code
                targets += sum(not entry.is_empty for entry in catalog.units())
                _collect(collected, document, catalog, locale)
        except CaveatError as error:
            problems.append(error)
        progress.advance(f"{locale} {document}")
    progress.finish()
    findings += compare_locales(collected.versions(sources.catalogs), findings, workspace.config.blocking)
    findings = _with_waivers(workspace, locales, findings, as_of, problems)
    raise_all(problems)
    found = tuple(sorted(findings, key=Finding.sort_key))
    return CheckResult(catalogs=catalogs, targets=targets, findings=found)


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


def _form(catalog: Catalog, data: bytes, locale: Locale) -> Iterator[Finding]:
    """Yield the finding for a wrapped catalog: git may pair an old translation with a new source in it."""
    if render_catalog(canonical(catalog)) != data:
        yield Finding(
            file=catalog.path,
            locale=locale.code,
            check="catalog.form",
            severity=Severity.WARNING,
            message="the catalog is not in canonical form, so that git may merge it wrongly",
            hint="run `caveat fmt`",
        )


def check_files(paths: Sequence[Path]) -> CheckResult:
    """Check PO files of any project, with the default rules; the header names the language."""
    findings: list[Finding] = []
    catalogs: dict[str, str] = {}
    targets = 0
    problems: list[CaveatError] = []
    for path in paths:
        try:
            catalog = read_catalog(path, str(path))
            locale = locale_of(catalog)
            findings += run_checks(catalog, locale)
            catalogs[str(path)] = locale.code
            targets += sum(not entry.is_empty for entry in catalog.units())
        except CaveatError as error:
            problems.append(error)
    raise_all(problems)
    found = tuple(sorted(findings, key=Finding.sort_key))
    return CheckResult(catalogs=catalogs, targets=targets, findings=found)


def locale_of(catalog: Catalog) -> Locale:
    """Return the locale that a catalog's header names; raises CatalogError when it names none."""
    lines = catalog.header.target.split("\n") if catalog.header else []
    code = next((line.partition(":")[2].strip() for line in lines if line.startswith("Language:")), "")
    try:
        BabelLocale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogError(
            f'the header names no language that CLDR knows: "{code}"',
            at=Location(catalog.path, catalog.header.line if catalog.header else 1),
            hint='add a line such as "Language: es\\n" to the header',
        ) from error
    return Locale(code.replace("-", "_"))
