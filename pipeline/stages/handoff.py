"""handoff: what one person needs to translate, as one zip. The same project gives the same bytes (Law 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline import __version__
from pipeline.catalogs import omegat
from pipeline.catalogs.exchange_rows import SentFile
from pipeline.catalogs.job_file import NAME, render_job
from pipeline.errors import CatalogError, ConfigError, Location, did_you_mean, raise_all
from pipeline.formats.zip_write import render_zip
from pipeline.memory.bands import best_scores, count_bands
from pipeline.memory.matching import Question
from pipeline.memory.tmx import render_tmx
from pipeline.model.digest import digest_text
from pipeline.model.job import Job, JobDocument, JobFormat, JobUnit
from pipeline.model.people import is_address, normal_address
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.report.instructions import Contents, CriticalUnit, instructions_html, instructions_text
from pipeline.stages.build import render_preview
from pipeline.stages.exchange import sent_unit
from pipeline.stages.exchange_files import render_files, why_not_writable
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.memory import open_memory
from pipeline.stages.memory_files import exported_unit, find_exportable
from pipeline.stages.sources import Sources, read_sources
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.workspace.files import read_bytes, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.memory.pairs import MemoryPair
    from pipeline.model.job import WordCount
    from pipeline.model.locale import Locale
    from pipeline.stages.progress import Progress
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.workspace.project import Workspace

_PLACES: Final = {
    JobFormat.PO: "po/{}.po",
    JobFormat.OMEGAT: omegat.TARGET + "{}.po",
    JobFormat.XLIFF: "xliff/{}.xlf",
}
"""Where the translation of a document is found in what comes back."""
OPEN: Final = (State.EMPTY, State.DRAFT, State.STALE, State.REJECTED)
"""The states that wait for a translator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for."""

    locale: Locale
    person: str
    """Their address."""
    today: str
    documents: tuple[str, ...] = ()
    """Ids; all of the project where there are none."""
    format: JobFormat = JobFormat.PO
    states: frozenset[State] = frozenset(OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffResult:
    """What was packed; without a job nothing in the order's states was found, and nothing was written."""

    job: Job | None
    file: Path
    pairs: int = 0
    """Of the memory."""
    critical: int = 0
    """Units of the job that can do harm."""
    is_written: bool = False


def handoff(
    workspace: Workspace, order: Order, path: Path, progress: Progress | None = None
) -> HandoffResult:
    """Pack a job into a file; raises CaveatError for an order that can't be met."""
    if not is_address(order.person):
        raise ConfigError(f'"{order.person}" is not an e-mail address', hint="write it as ana@example.org")
    sources = read_sources(workspace)
    raise_all(sources.problems)
    shelves = [one for one in _shelves(workspace, sources, order) if _asked(one, order)]
    if not shelves:
        return HandoffResult(job=None, file=path)
    with open_memory(workspace, progress, sources=sources) as store:
        questions = [question for one in shelves for question in _questions(one, order)]
        words = count_bands(questions, best_scores(store))
        pairs = find_exportable(store, order.locale)
    job = _job(workspace, order, shelves, words)
    critical = tuple(_critical(shelves, order))
    preview = render_preview(workspace, sources, order.locale, [one.id for one in job.documents], order.today)
    files = _files(workspace, order, job, pairs)
    if order.format is JobFormat.XLIFF:
        files |= {f"xliff/{one.document}.xlf": _xliff(workspace, one, order) for one in shelves}
    contents = Contents(
        has_memory=bool(pairs),
        has_glossary=any("glossary." in name for name in files),
        has_preview=bool(preview),
        has_pages="index.html" in preview,
    )
    whole = {
        NAME: render_job(job),
        "INSTRUCTIONS.html": instructions_html(job, contents, critical),
        "INSTRUCTIONS.txt": instructions_text(job, contents, critical),
        **files,
        **{f"preview/{name}": data for name, data in preview.items()},
    }
    is_written = write_if_changed(path, render_zip(whole))
    return HandoffResult(job=job, file=path, pairs=len(pairs), critical=len(critical), is_written=is_written)


def _job(workspace: Workspace, order: Order, shelves: Sequence[Shelved], words: tuple[WordCount, ...]) -> Job:
    return Job(
        project=workspace.config.name,
        locale=order.locale.code,
        person=normal_address(order.person),
        on=order.today,
        format=order.format,
        documents=tuple(_document(one, order) for one in shelves),
        words=words,
        version=__version__,
    )


def _shelves(workspace: Workspace, sources: Sources, order: Order) -> Iterator[Shelved]:
    """Yield the catalogs asked for, in the project's order; raises for one that is not there."""
    known = {source.id: source for source in sources.catalogs}
    unknown = next((name for name in order.documents if name not in known), None)
    if unknown is not None:
        raise ConfigError(f'no document is named "{unknown}"', hint=did_you_mean(unknown, known))
    signing = read_signing(workspace)
    for name, source in known.items():
        if order.documents and name not in order.documents:
            continue
        path = workspace.catalog(order.locale, name)
        if not path.exists():
            at = Location(workspace.name_of(path))
            raise CatalogError("there is no such catalog", at=at, hint="run `caveat update` first")
        yield read_shelved(workspace, source, order.locale, signing)


def _asked(shelved: Shelved, order: Order) -> list[UnitStanding]:
    """Return the units that the job is about: they stand in the catalog, in one of the order's states."""
    present = shelved.catalog.by_key()
    return [one for one in shelved.units if one.entry.key in present and one.standing.state in order.states]


def _questions(shelved: Shelved, order: Order) -> Iterator[Question]:
    sources = ["", *(one.unit.key.source for one in shelved.units), ""]
    asked = {one.unit.key for one in _asked(shelved, order)}
    for number, one in enumerate(shelved.units):
        if one.unit.key in asked:
            yield Question(
                source=one.unit.key.source,
                locale=order.locale.code,
                context=one.unit.key.context,
                before=sources[number],
                after=sources[number + 2],
            )


def _document(shelved: Shelved, order: Order) -> JobDocument:
    asked = {one.entry.key for one in _asked(shelved, order)}
    return JobDocument(
        id=shelved.document,
        file=_PLACES[order.format].format(shelved.document),
        units=tuple(
            JobUnit(
                id=entry.key.id,
                source=digest_text(entry.key.source),
                target=digest_text(entry.whole_target),
                is_fuzzy=entry.is_fuzzy,
                is_asked=entry.key in asked,
            )
            for entry in shelved.catalog.units()
        ),
    )


def _critical(shelves: Sequence[Shelved], order: Order) -> Iterator[CriticalUnit]:
    for shelved in shelves:
        for one in _asked(shelved, order):
            if one.risk is not Risk.STANDARD:
                yield CriticalUnit(document=shelved.document, unit=one.unit)


def _files(workspace: Workspace, order: Order, job: Job, pairs: Sequence[MemoryPair]) -> dict[str, bytes]:
    """Return catalogs, memory and glossary, where the tool that the person works with looks for them."""
    is_omegat = order.format is JobFormat.OMEGAT
    folder = omegat.SOURCE if is_omegat else "po/"
    files: dict[str, bytes] = {}
    for document in job.documents:
        path = workspace.catalog(order.locale, document.id)
        files[f"{folder}{document.id}.po"] = read_bytes(path, workspace.name_of(path))
    files |= _omegat_files(workspace, order, pairs) if is_omegat else _plain_files(workspace, order, pairs)
    return files


def _xliff(workspace: Workspace, shelved: Shelved, order: Order) -> bytes:
    """Return the units that the job is about; raises CatalogError for one that XML can't hold."""
    units = tuple(map(sent_unit, _asked(shelved, order)))
    for unit in units:
        if why := why_not_writable(unit, "xliff1"):
            at = Location(workspace.name_of(workspace.catalog(order.locale, shelved.document)))
            raise CatalogError(f"a text can't be in XLIFF: {why}", at=at, hint="hand out another format")
    source = workspace.config.source_locale.tag
    file = SentFile(document=shelved.document, source_language=source, language=order.locale.tag, units=units)
    return render_files([file], "xliff1")


def _plain_files(workspace: Workspace, order: Order, pairs: Sequence[MemoryPair]) -> Mapping[str, bytes]:
    path = workspace.glossary(order.locale)
    files = {"glossary.csv": read_bytes(path, workspace.name_of(path))} if path.exists() else {}
    return files | ({"memory.tmx": _tmx(workspace, order, pairs, has_bare_tags=False)} if pairs else {})


def _omegat_files(workspace: Workspace, order: Order, pairs: Sequence[MemoryPair]) -> Mapping[str, bytes]:
    source = workspace.config.source_locale
    files = dict.fromkeys(omegat.EMPTY_FOLDERS, b"")
    files[omegat.PROJECT] = omegat.render_project(source, order.locale)
    approved = [pair for pair in pairs if pair.state is State.APPROVED]
    others = [pair for pair in pairs if pair.state is not State.APPROVED]
    for name, kept in ((omegat.APPROVED, approved), (omegat.OTHERS, others)):
        if kept:
            files[name] = _tmx(workspace, order, kept, has_bare_tags=True)
    glossary = find_termbase(workspace, order.locale)
    if glossary is not None:
        files[omegat.GLOSSARY] = omegat.render_glossary(glossary.terms)
    return files


def _tmx(workspace: Workspace, order: Order, pairs: Collection[MemoryPair], *, has_bare_tags: bool) -> bytes:
    units = [exported_unit(pair, order.locale) for pair in pairs]
    source = workspace.config.source_locale.tag
    return "".join(render_tmx(units, source, has_bare_tags=has_bare_tags)).encode()
