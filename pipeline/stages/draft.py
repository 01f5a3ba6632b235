"""draft: machine drafts into empty and machine-drafted entries. A person's text is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.drafting.base import Engine, Health, Setting
from pipeline.drafting.chain import Chain
from pipeline.drafting.registry import open_engines
from pipeline.drafting.runner import Job, Outcome, draft_entries, wants_draft
from pipeline.errors import CaveatError, ConfigError, EngineError, did_you_mean, raise_all
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.sources import DISCLAIMERS, read_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from pipeline.model.catalog import Catalog
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, UnitKey
    from pipeline.workspace.project import Workspace


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
class EngineRow:
    """Whether an engine works for a locale, and what to do where it doesn't."""

    engine: str
    locale: str
    is_offline: bool
    works: bool
    route: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """What was drafted."""

    rows: tuple[DraftRow, ...]
    unavailable: tuple[EngineRow, ...]
    """Engines that were needed and don't work, or stopped working; their units went to the next engine."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """What the stage carries from locale to locale."""

    workspace: Workspace
    job: Job
    risks: Mapping[str, Mapping[UnitKey, Risk]]
    progress: Progress
    rows: list[DraftRow] = field(default_factory=list)
    unavailable: list[EngineRow] = field(default_factory=list)
    problems: list[CaveatError] = field(default_factory=list)
    has_opened: bool = False


def draft(  # noqa: PLR0913 - each keyword is a choice on the command line
    workspace: Workspace,
    *,
    locales: Sequence[Locale],
    today: str,
    risks: Mapping[str, Mapping[UnitKey, Risk]] | None = None,
    documents: Collection[str] | None = None,
    engines: Sequence[str] | None = None,
    options_override: Mapping[str, Mapping[str, str]] | None = None,
    redraft: bool = False,
    progress: Progress | None = None,
) -> DraftResult:
    """Draft what is empty or out of date; with `redraft`, every untouched machine draft too.

    `risks` holds the units' risks by catalog (read from the sources where it is None), `today` is the date to
    record, `engines` replaces the project's chain and `options_override` adds to the options of its engines.
    A unit without a draft is a reason in the result, not an error; engines that were asked for by name raise
    EngineError when none of them works. A catalog that can't be read is left alone and raised at the end. An
    interruption is raised again after what is finished was written.
    """
    chosen = _choose_engines(workspace, engines)
    paths = {locale: _find_catalogs(workspace, locale, documents) for locale in locales}
    _refuse_unknown(workspace, documents, paths)
    job = Job(today=today, risks={}, allowed=workspace.config.drafting.risks, is_redraft=redraft)
    known_risks = read_sources(workspace).risks() if risks is None else risks
    run = _Run(workspace=workspace, job=job, risks=known_risks, progress=progress or Silent())
    for locale in locales:
        settings = [(engine, _setting(workspace, engine, locale, options_override)) for engine in chosen]
        with Chain(settings) as chain:
            # A document that was taken away must not be sent to an engine any more.
            present = [path for path in paths[locale] if not known_risks or path.stem in known_risks]
            _draft_locale(run, locale, _read_catalogs(run, present), chain)
    raise_all(run.problems)
    if engines is not None and not run.has_opened:
        _refuse_useless(run.unavailable)
    return DraftResult(rows=tuple(run.rows), unavailable=tuple(run.unavailable))


def engine_table(workspace: Workspace, locales: Sequence[Locale] | None = None) -> tuple[EngineRow, ...]:
    """Return for every engine and locale whether it works here; tried, without sending the project's text."""
    wanted = workspace.config.locales if locales is None else locales
    return tuple(
        _engine_row(engine, locale, engine.probe(_setting(workspace, engine, locale, None)))
        for engine in open_engines()
        for locale in wanted
    )


def _choose_engines(workspace: Workspace, asked: Sequence[str] | None) -> tuple[Engine, ...]:
    registry = open_engines()
    names = workspace.config.drafting.engines if asked is None else asked
    return tuple(registry.get(name) for name in dict.fromkeys(names))


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


def _setting(
    workspace: Workspace, engine: Engine, locale: Locale, override: Mapping[str, Mapping[str, str]] | None
) -> Setting:
    options = {
        **workspace.config.drafting.options.get(engine.name, {}),
        **(override or {}).get(engine.name, {}),
    }
    source = workspace.config.source_locale
    return Setting(source=source, target=locale, options=options, folder=workspace.root)


def _read_catalogs(run: _Run, paths: Sequence[Path]) -> list[tuple[Path, Catalog]]:
    catalogs = []
    for path in paths:
        try:
            catalogs.append((path, read_catalog(path, run.workspace.name_of(path))))
        except CaveatError as error:
            run.problems.append(error)
    return catalogs


def _draft_locale(run: _Run, locale: Locale, catalogs: Sequence[tuple[Path, Catalog]], chain: Chain) -> None:
    units = [entry for _, catalog in catalogs for entry in catalog.units()]
    wanted = sum(wants_draft(entry, is_redraft=run.job.is_redraft) for entry in units)
    run.progress.start(f"draft {locale}", wanted)
    try:
        for path, catalog in catalogs:
            _draft_catalog(run, locale, path, catalog, chain)
    finally:
        run.progress.finish()
    run.unavailable += [_engine_row(engine, locale, health) for engine, health in chain.failures()]
    run.has_opened = run.has_opened or bool(chain.opened())


def _draft_catalog(run: _Run, locale: Locale, path: Path, catalog: Catalog, chain: Chain) -> None:
    job = replace(run.job, risks=run.risks.get(path.stem, {}), holds_disclaimers=path.stem == DISCLAIMERS)
    outcome = draft_entries(catalog.entries, chain, job, run.progress.advance)
    is_written = write_catalog(path, replace(catalog, entries=outcome.entries))
    run.rows.append(_row(locale, path, catalog, outcome, is_written=is_written))
    if outcome.is_interrupted:
        raise KeyboardInterrupt


def _refuse_useless(unavailable: Sequence[EngineRow]) -> None:
    """Raise for the first engine that was asked for, needed, and does not work; there may be none."""
    for row in unavailable:
        message = f"{row.engine} does not work for {row.locale}: {row.reason}"
        raise EngineError(message, hint=row.hint or None)


def _row(locale: Locale, path: Path, catalog: Catalog, outcome: Outcome, *, is_written: bool) -> DraftRow:
    return DraftRow(
        locale=locale.code,
        document=path.stem,
        path=catalog.path,
        drafted=outcome.drafted,
        kept=outcome.kept,
        left=outcome.left,
        is_written=is_written,
    )


def _engine_row(engine: Engine, locale: Locale, health: Health) -> EngineRow:
    return EngineRow(
        engine=engine.name,
        locale=locale.code,
        is_offline=engine.is_offline,
        works=health.works,
        route=health.route,
        reason=health.reason,
        hint=health.hint,
    )
