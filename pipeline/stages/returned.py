"""What a translator sent back, read and checked before anything is merged: a package, or one catalog alone.

The file came by mail: nothing in it is trusted, nothing of it is written to disk, and a package for another
project, language or document is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.handed import HandedInJob
from pipeline.catalogs.job_file import NAME, parse_job
from pipeline.catalogs.po import parse_catalog
from pipeline.errors import CatalogError, ConfigError, Location, did_you_mean, raise_all
from pipeline.formats.packages import open_archive, split_members
from pipeline.model.job import JobFormat
from pipeline.model.people import normal_address
from pipeline.stages.desk import ReturnedCatalog
from pipeline.stages.exchange_files import parse_files
from pipeline.stages.gone import source_of_gone
from pipeline.stages.memory_files import find_locale
from pipeline.stages.people import get_address
from pipeline.stages.returned_rows import read_rows
from pipeline.stages.sources import read_sources
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.formats.packages import Archive
    from pipeline.model.catalog import Catalog
    from pipeline.model.job import Job
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import CatalogSource
    from pipeline.workspace.project import Workspace

_ZIP: Final = b"PK"
_TOOLS: Final = (".xlf", ".xliff", ".csv", ".xlsx")
_LANGUAGE: Final = re.compile(r"^Language:[ \t]*(\S+)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Everything that came back."""

    locale: Locale
    person: str
    job: str | None
    """The job's id; None for a catalog that came alone."""
    catalogs: tuple[ReturnedCatalog, ...]
    missing: tuple[str, ...] = ()
    """Documents of the job that are not there."""
    strangers: tuple[str, ...] = ()
    """Catalogs that the package holds and the job does not."""
    gone: tuple[str, ...] = ()
    """Documents of the job that were renamed or removed meanwhile, whose catalogs are still there."""
    templates: Mapping[str, Sequence[UnitKey]] = field(default_factory=dict)
    """What is to be translated today, by document."""


def read_returned(workspace: Workspace, path: Path, by: str | None) -> Returned:
    """Return what a file holds; raises CaveatError for one that can't be what was handed out."""
    data, name = read_bytes(path, str(path)), str(path)
    if data.startswith(_ZIP):
        return _read_package(workspace, data, name, by)
    if path.suffix.lower() in (".po", ".pot"):
        return _read_lone(workspace, data, path, by)
    hint = "give the package that came back (.zip), or one file of it (.po, .xlf)"
    raise CatalogError("neither a package nor a catalog", at=Location(name), hint=hint)


def is_of_tool(path: Path) -> bool:
    """Return whether a file is one that `exchange` writes for other tools, by its name."""
    return path.suffix.lower() in _TOOLS


def get_worker(workspace: Workspace, by: str | None, name: str) -> str:
    """Return whose work a file is that came without its package; raises ConfigError where nobody says so."""
    if by is None:
        hint = f"say who translated it: `caveat receive {name} --by ana@example.org`"
        raise ConfigError("a file alone does not say whose work it is", at=Location(name), hint=hint)
    return get_address(workspace, by)


def _sources(workspace: Workspace) -> dict[str, CatalogSource]:
    sources = read_sources(workspace)
    raise_all(sources.problems)  # the text of a document that can't be read would look as if it were gone
    return {source.id: source for source in sources.catalogs}


def _templates(sources: Mapping[str, CatalogSource]) -> dict[str, tuple[UnitKey, ...]]:
    return {name: tuple(unit.key for unit in source.units) for name, source in sources.items()}


def _read_lone(workspace: Workspace, data: bytes, path: Path, by: str | None) -> Returned:
    """Return a catalog that came without its package: who wrote it must be said."""
    name = str(path)
    person = get_worker(workspace, by, name)
    catalog = parse_catalog(data, name)
    locale, sources = _language(workspace, catalog, name), _sources(workspace)
    source = sources.get(path.stem)
    is_gone = source is None and workspace.catalog(locale, path.stem).exists()
    if is_gone:
        source = source_of_gone(workspace, path.stem, locale)
    if source is None:
        hint = f"name the file as the document: {did_you_mean(path.stem, sources)}"
        raise CatalogError(f'no document is named "{path.stem}"', at=Location(name), hint=hint)
    return Returned(
        locale=locale,
        person=person,
        job=None,
        catalogs=(ReturnedCatalog(source=source, catalog=catalog, handed=None),),
        gone=(path.stem,) if is_gone else (),
        templates=_templates(sources),
    )


def _language(workspace: Workspace, catalog: Catalog, name: str) -> Locale:
    found = _LANGUAGE.search(catalog.header.target) if catalog.header else None
    locale = find_locale(found[1], workspace.config.locales) if found else None
    if locale is None:
        told = f'is in "{found[1]}", not one of the project\'s languages' if found else "names no language"
        known = ", ".join(one.code for one in workspace.config.locales)
        hint = f'its header needs a line "Language: …" with one of {known}'
        raise CatalogError(told, at=Location(name, catalog.header.line if catalog.header else 1), hint=hint)
    return locale


def _read_package(workspace: Workspace, data: bytes, name: str, by: str | None) -> Returned:
    person = None if by is None else get_address(workspace, by)
    archive = open_archive(data, name)
    folder = _find_folder(archive, name)
    job = parse_job(archive.read_text(f"{folder}{NAME}"), f"{name}/{folder}{NAME}")
    locale = _locale_of(workspace, job, name)
    sources = _sources(workspace)
    gone = _sources_of_gone(workspace, job, locale, sources, name)
    files = {f"{folder}{one.file}": one for one in job.documents}
    there = [file for file in files if file in archive.members]
    if not there:
        raise CatalogError("holds no translation", at=Location(name), hint=_how_to_finish(job))
    parts = split_members(archive.unpack(there)[1])
    catalogs = []
    for file, part in zip(there, parts, strict=True):
        document = files[file]
        where = f"{name}/{file}"
        if job.format is JobFormat.XLIFF:
            catalog, unreadable = _read_xliff(archive, f"{folder}po/{document.id}.po", part, where)
        else:
            catalog, unreadable = parse_catalog(part, where), {}
        catalogs.append(
            ReturnedCatalog(
                source=gone.get(document.id) or sources[document.id],
                catalog=catalog,
                handed={unit.id: HandedInJob(unit) for unit in document.units},
                unreadable=unreadable,
                drops_unfinished=job.format is JobFormat.OMEGAT,
            )
        )
    return Returned(
        locale=locale,
        person=person or normal_address(job.person),
        job=job.id,
        catalogs=tuple(catalogs),
        missing=tuple(one.id for file, one in files.items() if file not in there),
        strangers=tuple(_strangers(archive, files, folder, job)),
        gone=tuple(gone),
        templates=_templates(sources),
    )


def _read_xliff(archive: Archive, handed: str, data: bytes, name: str) -> tuple[Catalog, dict[str, str]]:
    """Return the catalog that went out with what an XLIFF file says in its place, and what it can't say.

    A unit that the file does not hold stays as it went out.
    """
    if handed not in archive.members:
        hint = "give back the whole package: the catalogs say what each unit of the other files is"
        raise CatalogError(f"holds no {handed}", at=Location(name), hint=hint)
    catalog = parse_catalog(archive.read_text(handed), f"{name}/{handed}")
    entries = {entry.key.id: entry for entry in catalog.units()}
    made, unreadable = read_rows(parse_files(data, name), entries)
    named = {entry.key for entry in made}
    rest = (entry for entry in entries.values() if entry.key not in named)
    return replace(catalog, entries=(*made, *rest)), unreadable


def _find_folder(archive: Archive, name: str) -> str:
    """Return the folder in which the job lies: people unpack a package and pack the folder again."""
    found = [member.removesuffix(NAME) for member in archive.members if PurePosixPath(member).name == NAME]
    ours = [folder for folder in found if not folder.startswith("__MACOSX/")]
    if len(ours) != 1:
        what = f"holds {len(ours)} files named {NAME}" if ours else f"holds no {NAME}"
        hint = f"give back the whole package, with its {NAME}; or one .po file with --by"
        raise CatalogError(what, at=Location(name), hint=hint)
    return ours[0]


def _strangers(archive: Archive, files: Mapping[str, object], folder: str, job: Job) -> list[str]:
    """Return the catalogs beside those of the job, and beside those that went out as well for other tools."""
    places = ("source", "po")
    handed = {f"{folder}{place}/{one.id}.po" for one in job.documents for place in places}
    catalogs = (member for member in archive.members if member.endswith(".po"))
    return [one for one in catalogs if one not in files and one not in handed and "__MACOSX/" not in one]


def _locale_of(workspace: Workspace, job: Job, name: str) -> Locale:
    """Return the language of a job; raises CatalogError for a job of another project."""
    at = Location(name)
    if job.project != workspace.config.name:
        message = f'the package is of the project "{job.project}", not of "{workspace.config.name}"'
        raise CatalogError(message, at=at, hint="run this in the folder of that project")
    locale = next((one for one in workspace.config.locales if one.code == job.locale), None)
    if locale is None:
        hint = "add it to caveat.toml again, or ask for a package in another language"
        raise CatalogError(f'the project has no language "{job.locale}"', at=at, hint=hint)
    return locale


def _sources_of_gone(
    workspace: Workspace, job: Job, locale: Locale, sources: Mapping[str, CatalogSource], name: str
) -> dict[str, CatalogSource]:
    """Return what the documents of a job were that are renamed or removed: their catalogs take the work in.

    Raises CatalogError for one whose catalog is gone too.
    """
    gone = [one.id for one in job.documents if one.id not in sources]
    lost = next((one for one in gone if not workspace.catalog(locale, one).exists()), None)
    if lost is not None:
        hint = f"restore its catalog from git, which takes the work in; {did_you_mean(lost, sources)}"
        raise CatalogError(f'no document is named "{lost}"', at=Location(name), hint=hint)
    return {one: source_of_gone(workspace, one, locale) for one in gone}


def _how_to_finish(job: Job) -> str:
    if job.format is JobFormat.OMEGAT:
        return "in OmegaT choose Project > Create Translated Documents, then pack the folder again"
    return f"it needs {job.documents[0].file}" if job.documents else "its job names no document"
