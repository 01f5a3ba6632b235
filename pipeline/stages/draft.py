"""draft: machine drafts into empty and machine-drafted entries. A person's text is never overwritten."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.drafting.bill import BillRow, bill_of
from pipeline.drafting.chain import Chain
from pipeline.drafting.pacing import Clock, SystemClock
from pipeline.drafting.runner import Job, Outcome, draft_entries, orders_of, wants_draft, with_drafts
from pipeline.errors import CaveatError, ConfigError, did_you_mean, raise_all
from pipeline.stages.draft_choice import (
    Choice,
    UsageRow,
    choose_engines,
    open_desk,
    refuse_useless,
    usage_row,
)
from pipeline.stages.draft_contexts import read_surroundings, with_terms
from pipeline.stages.engines import EngineRow, Settings, row_of
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.sources import DISCLAIMERS, read_sources
from pipeline.workspace.lock import project_lock

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from pipeline.drafting.asking import Desk
    from pipeline.drafting.base import Context, Engine, Setting
    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, UnitKey
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace

_PAUSE: Final = 2.0
"""Seconds between two writes of a catalog that is still being drafted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One catalog, and what happened to its units."""

    locale: str
    document: str
    path: str
    drafted: int
    kept: int
    left: tuple[tuple[str, str], ...]
    """Units that should have a draft and don't: id and reason."""
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """What was drafted."""

    rows: tuple[DraftRow, ...]
    unavailable: tuple[EngineRow, ...]
    """Engines that were needed and don't work, or stopped working; their units went to the next engine."""
    usage: tuple[UsageRow, ...] = ()
    bill: tuple[BillRow, ...] = ()
    """Of a dry run: about what each engine would take."""
    is_cut_short: bool = False
    """Whether every engine that was asked for by name stopped working on the way; what it drafted stays."""
    problems: tuple[CaveatError, ...] = ()
    """Catalogs that could not be read, for the caller to raise."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """What the stage carries from locale to locale."""

    workspace: Workspace
    choice: Choice
    job: Job
    risks: Mapping[str, Mapping[UnitKey, Risk]]
    around: Mapping[str, Mapping[UnitKey, Context]]
    progress: Progress
    desk: Desk
    rows: list[DraftRow] = field(default_factory=list)
    unavailable: list[EngineRow] = field(default_factory=list)
    usage: list[UsageRow] = field(default_factory=list)
    bill: list[BillRow] = field(default_factory=list)
    problems: list[CaveatError] = field(default_factory=list)
    has_opened: bool = False


def draft(  # noqa: PLR0913 - what is drafted, and who is told
    workspace: Workspace,
    *,
    locales: Sequence[Locale],
    today: str,
    choice: Choice | None = None,
    sources: Sources | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> DraftResult:
    """Draft what is empty or out of date; with `is_redraft`, every untouched machine draft too.

    `sources` are read where they are None, `today` is the date to record. A unit without a draft is a reason
    in the result, not an error; engines that were asked for by name raise EngineError when none of them
    works and nothing came of it. A catalog that can't be read is left alone, and a problem in the result: the
    caller raises it, after telling what was drafted. An interruption is raised again after what is finished
    was written.
    """
    choice = choice or Choice()
    chosen = choose_engines(workspace, choice.engines)
    paths = {locale: _find_catalogs(workspace, locale, choice.documents) for locale in locales}
    _refuse_unknown(workspace, choice.documents, paths)
    with ExitStack() as stack:
        run = _start(workspace, choice, today, sources, stack)
        run.progress = progress or Silent()
        run.desk.clock = clock or SystemClock()
        settings = Settings(workspace, choice.options, stack)
        for locale in locales:
            catalogs = _read_catalogs(run, paths[locale])
            engines = [(engine, settings.make(engine, locale)) for engine in chosen]
            if choice.is_dry:
                run.bill += _bill(run, locale, catalogs, engines)
                continue
            with Chain(engines, run.desk) as chain:
                _draft_locale(run, locale, catalogs, chain)
    return _result(run)


def _result(run: _Run) -> DraftResult:
    """Return what was drafted; raises EngineError where it is nothing, for want of the engines asked for."""
    is_asked_for = run.choice.engines is not None
    has_failed = is_asked_for and bool(run.unavailable) and not run.has_opened
    if has_failed and not any(row.drafted for row in run.rows) and not any(row.texts for row in run.usage):
        raise_all(run.problems)
        refuse_useless(run.unavailable)
    return DraftResult(
        rows=tuple(run.rows),
        unavailable=tuple(run.unavailable),
        usage=tuple(run.usage),
        bill=tuple(run.bill),
        is_cut_short=has_failed,
        problems=tuple(run.problems),
    )


def _start(
    workspace: Workspace, choice: Choice, today: str, sources: Sources | None, stack: ExitStack
) -> _Run:
    known = read_sources(workspace) if sources is None else sources
    return _Run(
        workspace=workspace,
        choice=choice,
        job=Job(today=today, risks={}, allowed=workspace.config.drafting.risks, is_redraft=choice.is_redraft),
        risks=known.risks(),
        around=read_surroundings(known),
        progress=Silent(),
        desk=open_desk(workspace, choice, stack),
    )


def _find_catalogs(workspace: Workspace, locale: Locale, documents: Collection[str] | None) -> list[Path]:
    folder = workspace.catalog(locale, DISCLAIMERS).parent
    return [path for path in sorted(folder.glob("*.po")) if documents is None or path.stem in documents]


def _refuse_unknown(
    workspace: Workspace, documents: Collection[str] | None, found: Mapping[Locale, Sequence[Path]]
) -> None:
    known = {path.stem for paths in found.values() for path in paths}
    for document in sorted(set(documents or ()) - known):
        every = {path.stem for locale in found for path in _find_catalogs(workspace, locale, None)}
        raise ConfigError(f'no catalog is named "{document}"', hint=did_you_mean(document, every))


def _read_catalogs(run: _Run, paths: Sequence[Path]) -> list[tuple[Path, Catalog]]:
    catalogs = []
    for path in paths:
        if run.risks and path.stem not in run.risks:
            continue  # a document that was taken away must not be sent to an engine any more
        try:
            catalogs.append((path, read_catalog(path, run.workspace.name_of(path))))
        except CaveatError as error:
            run.problems.append(error)
    return catalogs


def _bill(
    run: _Run,
    locale: Locale,
    catalogs: Sequence[tuple[Path, Catalog]],
    engines: Sequence[tuple[Engine, Setting]],
) -> list[BillRow]:
    jobs = [(catalog, _job(run, locale, path, catalog)) for path, catalog in catalogs]
    orders = [order for catalog, job in jobs for order in orders_of(catalog.entries, job)]
    return [bill_of(engine, setting, orders) for engine, setting in engines]


def _draft_locale(run: _Run, locale: Locale, catalogs: Sequence[tuple[Path, Catalog]], chain: Chain) -> None:
    units = [entry for _, catalog in catalogs for entry in catalog.units()]
    wanted = sum(wants_draft(entry, is_redraft=run.job.is_redraft) for entry in units)
    run.progress.start(f"draft {locale}", wanted)
    try:
        for path, catalog in catalogs:
            _draft_catalog(run, locale, path, catalog, chain)
    finally:
        run.progress.finish()
    run.unavailable += [
        row_of(engine, chain.setting_of(engine), health) for engine, health in chain.failures()
    ]
    run.usage += [usage_row(engine, chain.setting_of(engine), tally) for engine, tally in chain.tallies()]
    run.has_opened = run.has_opened or bool(chain.opened())


def _job(run: _Run, locale: Locale, path: Path, catalog: Catalog) -> Job:
    risks = run.risks.get(path.stem, {})
    keys = [entry.key for entry in catalog.units() if wants_draft(entry, is_redraft=run.job.is_redraft)]
    termbase = find_termbase(run.workspace, locale)
    contexts = with_terms(keys, run.around.get(path.stem, {}), risks, termbase)
    return replace(run.job, risks=risks, contexts=contexts, holds_disclaimers=path.stem == DISCLAIMERS)


def _draft_catalog(run: _Run, locale: Locale, path: Path, catalog: Catalog, chain: Chain) -> None:
    """Draft one catalog, and write what is there every few seconds: a run that is killed keeps it."""
    job = _job(run, locale, path, catalog)
    is_written, written_at = False, run.desk.clock.now()
    outcome = Outcome(entries=[])
    for outcome in draft_entries(catalog.entries, chain, job, run.progress.advance):
        if run.desk.clock.now() - written_at >= _PAUSE:
            is_written = _write(run, path, catalog, outcome.entries) or is_written
            written_at = run.desk.clock.now()
    is_written = _write(run, path, catalog, outcome.entries) or is_written
    run.rows.append(_row(locale, path, catalog, outcome, is_written=is_written))
    if outcome.is_interrupted:
        raise KeyboardInterrupt


def _write(run: _Run, path: Path, before: Catalog, drafted: Sequence[Entry]) -> bool:
    """Put drafts into the catalog as it is now: somebody may have written into it in the meantime."""
    if all(old is new for old, new in zip(before.entries, drafted, strict=True)):
        return False
    with project_lock(run.workspace.root):
        today = read_catalog(path, run.workspace.name_of(path))
        entries = with_drafts(today.entries, before.entries, drafted)
        return write_catalog(path, replace(today, entries=entries))


def _row(locale: Locale, path: Path, catalog: Catalog, outcome: Outcome, *, is_written: bool) -> DraftRow:
    return DraftRow(
        locale=locale.code,
        document=path.stem,
        path=catalog.path,
        drafted=outcome.drafted,
        kept=outcome.kept,
        left=tuple(outcome.left),
        is_written=is_written,
    )
