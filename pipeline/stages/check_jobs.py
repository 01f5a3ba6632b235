"""Catalogs to what the checks find in each, in this process or in several; what is found is the same."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING

from pipeline.catalogs.po import canonical, read_catalog, render_catalog
from pipeline.checks.runner import CheckPolicy, run_checks
from pipeline.errors import CaveatError, ManyErrors
from pipeline.model.finding import Finding, Severity
from pipeline.stages.check_locales import locale_of
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Catalog
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, UnitKey

_WORTHWHILE = 1_000_000
"""Bytes of catalogs from which on a second process saves more time than its start takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogTask:
    """One catalog to check, with all that a process needs to know for it."""

    path: Path
    name: str
    """What it is called in findings."""
    locale: Locale | None = None
    """None where the header or the path has to name it: in files of any project."""
    risks: Mapping[UnitKey, Risk] | None = None
    policy: CheckPolicy = field(default_factory=CheckPolicy)
    termbase: Termbase | None = None
    has_form: bool = False
    """Whether it is told when the file is not in canonical form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalog:
    """A catalog and what was found in it, or why it could not be read."""

    catalog: Catalog | None = None
    locale: Locale | None = None
    findings: tuple[Finding, ...] = ()
    problems: tuple[CaveatError, ...] = ()


def check_catalogs(tasks: Sequence[CatalogTask], jobs: int | None = 1) -> Iterator[CheckedCatalog]:
    """Yield what each catalog gives, in the order of the tasks, whatever the number of `jobs`.

    Without a number there is a process for each processor that may be used, as far as there are catalogs, and
    one alone where these are small.
    """
    count = min(jobs or _find_jobs(tasks), len(tasks))
    if count <= 1:
        yield from map(_check_catalog, tasks)
        return
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            yield from pool.map(_check_catalog, tasks)
    except BrokenProcessPool as error:
        message = f"one of {count} processes that check was ended from outside"
        raise CaveatError(message, hint="it may have had too little memory: try `--jobs 1`") from error


def _find_jobs(tasks: Sequence[CatalogTask]) -> int:
    size = sum(task.path.stat().st_size for task in tasks if task.path.is_file())
    if size < _WORTHWHILE:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_catalog(task: CatalogTask) -> CheckedCatalog:
    """Return what one catalog gives; a problem is a value, because another process has to be told."""
    try:
        catalog = read_catalog(task.path, task.name)
        locale = task.locale or locale_of(catalog)
        found = run_checks(catalog, locale, risks=task.risks, config=task.policy, termbase=task.termbase)
        form = _form(catalog, read_bytes(task.path, task.name), locale) if task.has_form else ()
        return CheckedCatalog(catalog=catalog, locale=locale, findings=(*found, *form))
    except ManyErrors as error:
        return CheckedCatalog(problems=error.errors)
    except CaveatError as error:
        return CheckedCatalog(problems=(error,))


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
