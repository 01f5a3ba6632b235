"""build: sources, catalogs, ledgers and pinned disclaimers to pages, and to documents in their own format.

A release withholds what is not approved; the workbench catalog of disclaimers is never read.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline import __version__
from pipeline.build.compose import Setting
from pipeline.build.exports import ExportTask, render_export
from pipeline.build.html import read_static
from pipeline.build.indexes import name_list, render_indexes
from pipeline.build.manifest import NAME, render_manifest
from pipeline.build.page import Mode
from pipeline.build.render import reasons_to_withhold, render_task
from pipeline.build.task import Pair, Rendered, Task, Unwritable
from pipeline.checks.runner import CheckSet
from pipeline.errors import raise_all
from pipeline.model.digest import digest_bytes
from pipeline.model.pinning import APPROVERS
from pipeline.stages.own_formats import (
    DELTAS,
    EXPORTS,
    OwnFormats,
    export_tasks,
    find_collisions,
    find_refused,
    read_own_formats,
)
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.releases import find_release, write_release
from pipeline.stages.shelves import make_shelves, read_checked
from pipeline.stages.sources import DISCLAIMERS, Sources, read_sources
from pipeline.stages.standings import read_signing
from pipeline.workspace.files import read_bytes
from pipeline.workspace.folders import write_folder
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.build.assemble import Reason
    from pipeline.build.targets import Shelf
    from pipeline.ledger.states import Signing
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.stages.releases import Release
    from pipeline.stages.shelves import CheckedCatalog
    from pipeline.workspace.project import Workspace

_Task = TypeVar("_Task", Task, ExportTask)
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What was built, and what was not."""

    mode: Mode
    folder: Path
    pages: tuple[Rendered, ...]
    """Pages, and documents in their own format."""
    withheld: Mapping[Pair, tuple[Reason, ...]]
    written: int
    removed: int
    findings: tuple[Finding, ...] = ()
    """Previews: translations that the format of their document can't hold."""
    since: str | None = None
    """The release record that a delta was asked for."""
    deltas: tuple[Path, ...] = ()
    """Exports with the rows alone that changed since."""
    unpublished: tuple[Pair, ...] = ()
    """Rows of exports that were published then in a language and are not now."""

    @property
    def locales(self) -> int:
        """How many languages have at least one page."""
        return len({page.locale for page in self.pages})


def build(
    workspace: Workspace,
    mode: Mode,
    *,
    as_of: str,
    jobs: int = 1,
    since: str | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build everything of one mode; raises the problems of sources that can't be read, before writing.

    `since` names a release record, or a day: exports are then written a second time with only the rows that
    say something else than they did.
    """
    progress = progress or Silent()
    former = find_release(workspace, since) if since else None
    sources = read_sources(workspace)
    raise_all(sources.problems)
    own = read_own_formats(workspace, sources)
    raise_all(find_collisions(workspace, sources, own))
    tasks = list(_tasks(workspace, sources, mode, as_of, own))
    made, withheld, deltas = _make(tasks, mode, jobs, progress, former)
    wanted = [task for task in tasks if task.pair in made]
    pages = tuple(made[task.pair] for task in wanted)
    taken = [one.file for formats in own.values() for one in formats.values()]
    files = {**_all_files(workspace, wanted, pages, name_list(taken)), **deltas}
    folder = workspace.output(mode.value)
    manifest = render_manifest(mode, files, pages, withheld, _inputs(workspace, sources))
    change = write_folder(folder, {**files, NAME: manifest})
    if mode is Mode.RELEASE and pages:
        digests = {name: digest_bytes(data) for name, data in files.items()}
        write_release(workspace, pages, tuple(withheld), digests, as_of)
    return BuildResult(
        mode=mode,
        folder=folder,
        pages=pages,
        withheld=withheld,
        written=change.written,
        removed=change.removed,
        findings=tuple(find_refused(workspace, pages)),
        since=former.name if former else None,
        deltas=tuple(folder / name for name in deltas),
        unpublished=tuple(pair for pair in former.fields if pair not in made) if former else (),
    )


def render_preview(
    workspace: Workspace,
    sources: Sources,
    locale: Locale,
    documents: Iterable[str],
    as_of: str,
    known: Mapping[str, CheckedCatalog] | None = None,
) -> Mapping[str, bytes]:
    """Return a preview of some documents in one language and in the source's; nothing is written.

    Catalogs that are `known` are not read again.
    """
    wanted = frozenset(documents)
    own = read_own_formats(workspace, sources)
    locales = tuple(dict.fromkeys((workspace.config.source_locale, locale)))
    tasks = [
        task
        for task in _tasks(workspace, sources, Mode.PREVIEW, as_of, own, locales, known)
        if task.document.id in wanted
    ]
    made, _, _ = _make(tasks, Mode.PREVIEW, 1, Silent(), None)
    kept = [task for task in tasks if task.pair in made]
    taken = [one.file for formats in own.values() for one in formats.values()]
    return _all_files(workspace, kept, [made[task.pair] for task in kept], name_list(taken))


def _make(
    tasks: Sequence[Task], mode: Mode, jobs: int, progress: Progress, since: Release | None
) -> tuple[dict[Pair, Rendered], dict[Pair, tuple[Reason, ...]], dict[str, bytes]]:
    """Return what was made, what was withheld, and deltas by path.

    Documents come first, as only making them tells all reasons.
    """
    withheld = {task.pair: reasons for task in tasks if (reasons := reasons_to_withhold(task))}
    progress.start("build", len(tasks) - len(withheld))
    own = [task for task in tasks if task.own and task.pair not in withheld]
    made: dict[Pair, Rendered] = {}
    deltas: dict[str, bytes] = {}
    exports = list(export_tasks(own, since))
    for export, rows in zip(exports, _render_all(exports, jobs, progress, render_export), strict=True):
        withheld |= {one.pair: one.reasons for one in rows.unwritable}
        made |= {one.pair: one for one in rows.pages}
        if rows.delta is not None:
            deltas[DELTAS + export.file.removeprefix(EXPORTS)] = rows.delta
    documents = [task for task in own if not (task.own and task.own.is_export)]
    for one in _render_all(documents, jobs, progress, render_task):
        if isinstance(one, Unwritable):
            withheld[one.pair] = one.reasons
        else:
            made[one.pair] = one
    wanted = _publishable(tasks, withheld, mode)
    pages = [task for task in wanted if task.own is None]
    for one in _render_all(pages, jobs, progress, render_task):
        if isinstance(one, Rendered):
            made[one.pair] = one
    progress.finish()
    kept = {task.pair for task in wanted}
    return {pair: one for pair, one in made.items() if pair in kept}, withheld, deltas


def _tasks(  # noqa: PLR0913, PLR0917 - everything that a page is made from
    workspace: Workspace,
    sources: Sources,
    mode: Mode,
    as_of: str,
    own: OwnFormats,
    locales: Sequence[Locale] = (),
    known: Mapping[str, CheckedCatalog] | None = None,
) -> Iterator[Task]:
    config, signing = workspace.config, read_signing(workspace)
    everywhere = tuple(locales) or tuple(dict.fromkeys((config.source_locale, *config.locales)))
    for locale in everywhere:
        shelves = _shelves(workspace, sources, locale, signing, as_of, known or {})
        approvers = APPROVERS if mode is Mode.RELEASE else 0
        setting = Setting(locale=locale, source=config.source_locale, mode=mode, others=everywhere)
        for document in sources.documents:
            shelf = replace(shelves[document.id], approvers=approvers)
            found = own.get(document.path, {}).get(locale)
            yield Task(document=document, setting=setting, shelf=shelf, own=found)


def _shelves(
    workspace: Workspace,
    sources: Sources,
    locale: Locale,
    signing: Signing,
    as_of: str,
    known: Mapping[str, CheckedCatalog],
) -> dict[str, Shelf]:
    """Return what a locale offers for each document; the disclaimers' catalog is left out on purpose."""
    checks = CheckSet.load()
    checked = {
        source.id: known.get(source.id) or read_checked(workspace, source, locale, signing, as_of, checks)
        for source in sources.catalogs
        if source.id != DISCLAIMERS and locale != workspace.config.source_locale
    }
    return make_shelves(workspace, sources, locale, checked, as_of)


def _publishable(tasks: Sequence[Task], withheld: Mapping[Pair, Any], mode: Mode) -> list[Task]:
    """Return the tasks to render. The source's own page is released only beside a translation of it."""
    kept = [task for task in tasks if task.pair not in withheld]
    if mode is Mode.PREVIEW:
        return kept
    locales: dict[str, list[Locale]] = defaultdict(list)
    for task in kept:
        locales[task.document.id].append(task.setting.locale)
    return [
        replace(task, setting=replace(task.setting, others=tuple(locales[task.document.id])))
        for task in kept
        if any(locale != task.setting.source for locale in locales[task.document.id])
    ]


def _render_all(
    tasks: Sequence[_Task], jobs: int, progress: Progress, render: Callable[[_Task], _Made]
) -> Iterator[_Made]:
    """Render in this process or in several; the order and the bytes are the same."""
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            progress.advance(" ".join(task.pair))
            yield render(task)
        return
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn")) as pool:
        chunk = max(1, len(tasks) // (4 * jobs))
        for task, rendered in zip(tasks, pool.map(render, tasks, chunksize=chunk), strict=True):
            progress.advance(" ".join(task.pair))
            yield rendered


def _all_files(
    workspace: Workspace, tasks: Sequence[Task], pages: Sequence[Rendered], name: str
) -> dict[str, bytes]:
    files = {name: data for page in pages for name, data in page.files.items()}
    listed = [page for page in pages if page.fields is None]  # no reader goes through an export row by row
    if not listed:
        return files
    first: dict[Locale, Task] = {}
    for task in tasks:
        if not (task.own and task.own.is_export):
            first.setdefault(task.setting.locale, task)
    settings = [(replace(task.setting, others=tuple(first)), task.shelf) for task in first.values()]
    files |= render_indexes(workspace.config.name, listed, settings, name)
    files |= {f"static/{name}": data for name, data in read_static().items()}
    return files


def _inputs(workspace: Workspace, sources: Sources) -> dict[str, str]:
    documents = {document.path: document.data for document in sources.documents}
    inputs = {path: digest_bytes(data) for path, data in documents.items()}
    inputs |= {f"disclaimer:{one.id}": one.digest for one in sources.disclaimers}
    config = read_bytes(workspace.root / CONFIG_NAME, CONFIG_NAME)
    return {**inputs, CONFIG_NAME: digest_bytes(config), "caveat": __version__}
