"""draft --compare: several engines, the same units, side by side. Nothing is written into a catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.drafting.bill import BillRow, bill_of
from pipeline.drafting.comparison import ComparedUnit, choose_sample, compare_drafts
from pipeline.drafting.link import Order
from pipeline.drafting.pacing import SystemClock
from pipeline.errors import ConfigError, did_you_mean
from pipeline.model.unit import Risk
from pipeline.report.comparison import render_comparison
from pipeline.report.html import read_static
from pipeline.review.differences import find_differences
from pipeline.stages.draft_contexts import read_surroundings, with_terms
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.progress import Silent
from pipeline.stages.sources import read_sources
from pipeline.stages.trials import Trial
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.drafting.pacing import Clock
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Unit, UnitKey
    from pipeline.stages.draft_choice import Choice, UsageRow
    from pipeline.stages.engines import EngineRow
    from pipeline.stages.progress import Progress
    from pipeline.stages.sources import CatalogSource, Sources
    from pipeline.workspace.project import Workspace

FOLDER = "compare"
"""Where the pages go, below the folder of generated files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareResult:
    """What the engines had."""

    units: tuple[ComparedUnit, ...]
    unavailable: tuple[EngineRow, ...]
    usage: tuple[UsageRow, ...]
    bill: tuple[BillRow, ...] = ()
    """Of a dry run: about what each engine would take."""
    pages: tuple[str, ...] = ()
    """The pages that show it, one a locale."""


def compare(  # noqa: PLR0913 - what is compared, and who is told
    workspace: Workspace,
    *,
    locales: Sequence[Locale],
    choice: Choice,
    limit: int,
    sources: Sources | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> CompareResult:
    """Ask each engine of the choice for the same units, at most `limit` a locale, spread over the documents.

    Only units that the project lets machines draft are sent. Raises EngineError where no engine works.
    """
    english = sources or read_sources(workspace)
    catalogs = _choose_catalogs(english, choice.documents)
    units: list[ComparedUnit] = []
    bill: list[BillRow] = []
    pages: list[str] = []
    trial = Trial(
        workspace=workspace, choice=choice, progress=progress or Silent(), clock=clock or SystemClock()
    )
    with trial:
        for locale in locales:
            sample = _sample(workspace, locale, english, catalogs, limit)
            if choice.is_dry:
                orders = [order for _, order in sample]
                bill += [bill_of(one, trial.setting(one, locale), orders) for one in trial.engines]
                continue
            compared = _compare_locale(trial, locale, sample)
            units += compared
            pages += _write_page(workspace, locale, compared)
        trial.refuse_useless()
    return CompareResult(
        units=tuple(units),
        unavailable=tuple(trial.unavailable),
        usage=tuple(trial.usage),
        bill=tuple(bill),
        pages=tuple(pages),
    )


def _choose_catalogs(sources: Sources, documents: Collection[str] | None) -> list[CatalogSource]:
    known = {one.id for one in sources.catalogs}
    for document in sorted(set(documents or ()) - known):
        raise ConfigError(f'no catalog is named "{document}"', hint=did_you_mean(document, known))
    return [one for one in sources.catalogs if documents is None or one.id in documents]


def _sample(
    workspace: Workspace,
    locale: Locale,
    sources: Sources,
    catalogs: Sequence[CatalogSource],
    limit: int,
) -> list[tuple[str, Order]]:
    """Return catalog and order of each unit of the sample."""
    around, termbase = read_surroundings(sources), find_termbase(workspace, locale)
    found: list[tuple[str, Order]] = []
    for catalog in catalogs:
        units = [unit for unit in catalog.units if _may_be_sent(workspace, unit)]
        risks = {unit.key: unit.risk for unit in units}
        contexts = with_terms(risks, around.get(catalog.id, {}), risks, termbase)
        found += [(catalog.id, Order(key=key, context=contexts[key])) for key in risks]
    chosen = {id(order) for order in choose_sample([order for _, order in found], limit)}
    return [one for one in found if id(one[1]) in chosen]


def _may_be_sent(workspace: Workspace, unit: Unit) -> bool:
    return unit.risk in workspace.config.drafting.risks and unit.risk is not Risk.DISCLAIMER


def _compare_locale(trial: Trial, locale: Locale, sample: Sequence[tuple[str, Order]]) -> list[ComparedUnit]:
    orders = [order for _, order in sample]
    trial.progress.start(f"compare {locale}", len(orders) * len(trial.engines))
    try:
        columns = [trial.ask(engine, locale, orders) for engine in trial.engines]
    finally:
        trial.progress.finish()
    names = [engine.name for engine in trial.engines]
    written = {document: _human_targets(trial.workspace, locale, document) for document, _ in sample}
    return [
        ComparedUnit(
            locale=locale.code,
            document=document,
            unit=order.key.id,
            source=order.key.source,
            target=written[document].get(order.key, ""),
            drafts=compare_drafts(names, drafts),
        )
        for (document, order), *drafts in zip(sample, *columns, strict=True)
    ]


def _human_targets(workspace: Workspace, locale: Locale, document: str) -> dict[UnitKey, str]:
    path = workspace.catalog(locale, document)
    if not path.exists():
        return {}
    catalog = read_catalog(path, workspace.name_of(path))
    return {entry.key: entry.target for entry in catalog.units() if is_human_text(entry)}


def _write_page(workspace: Workspace, locale: Locale, units: Sequence[ComparedUnit]) -> list[str]:
    """Write a locale's page with what it loads, and return its name."""
    if not units:
        return []
    folder = workspace.output(FOLDER)
    for name, data in read_static().items():
        write_if_changed(folder / name, data)
    path = folder / f"{locale.code}.html"
    write_if_changed(path, render_comparison(workspace.config.name, locale, units, find_differences).encode())
    return [workspace.name_of(path)]
