"""What the page has read of a project: kept in memory, read again as soon as a file is another one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from pipeline.checks.runner import CheckPolicy
from pipeline.model.document import BlockKind
from pipeline.review.queue import QueueItem
from pipeline.review.turns import whose_turn
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.review import subject_of
from pipeline.stages.scopes import Shelves, get_source
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.stages.waivers import apply_waivers, read_waivers
from pipeline.web.findings import Findings, index_catalog
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from pipeline.language.termbase import Termbase
    from pipeline.ledger.states import Signing
    from pipeline.model.document import Document
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.people import Reviewer
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import Sources
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.workspace.project import Workspace

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int, int] | None, ...]


def stamp_of(paths: Iterable[Path]) -> Stamp:
    """Return what tells whether any of these files was written; each write of Caveat makes a new file."""
    return tuple(_stamp(path) for path in paths)


def _stamp(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """The documents' files, and the folders that say whether there are others by now."""

    folders: tuple[Path, ...]
    stamp: Stamp
    files: tuple[Path, ...]


def _folders(workspace: Workspace) -> Iterator[Path]:
    for collection in workspace.config.collections:
        for folder, _, _ in os.walk(workspace.root / collection.path):
            yield Path(folder)


@dataclass(slots=True)
class Library:
    """Sources, people, catalogs, ledgers and findings, shared by all sessions."""

    workspace: Workspace
    found: Findings
    _listing: _Listing | None = None
    _lock: RLock = field(default_factory=RLock)
    _kept: dict[Hashable, tuple[object, object]] = field(default_factory=dict)

    def open(self, today: str) -> View:
        """Return the project as it is now, for one request; raises CaveatError."""
        project = self.workspace
        shared = (project.root / CONFIG_NAME, project.disclaimers_source, project.segmentation)
        own = (*shared, *self._source_files())
        sources = self.keep("sources", stamp_of(own), lambda: read_sources(project))
        signing = self.keep("signing", stamp_of([project.reviewers]), lambda: read_signing(project))
        return View(library=self, sources=sources, signing=signing, today=today)

    def _source_files(self) -> tuple[Path, ...]:
        """Return the documents' files, looked for again when a folder got another entry."""
        known = self._listing
        if known is None or known.stamp != stamp_of(known.folders):
            folders = tuple(_folders(self.workspace))
            stamp = stamp_of(folders)  # before the look, so that what comes during it is not overlooked
            files = tuple(file.path for file in self.workspace.source_files())
            known = self._listing = _Listing(folders=folders, stamp=stamp, files=files)
        return known.files

    def keep(self, name: Hashable, basis: object, read: Callable[[], T]) -> T:
        """Return what `read` gave for this name, until what it rests on is something else."""
        with self._lock:
            found = self._kept.get(name)
            if found is None or found[0] != basis:
                found = (basis, read())
                self._kept[name] = found
        return found[1]  # type: ignore[return-value] # what is kept under a name comes from one `read`


def open_library(workspace: Workspace) -> Library:
    """Return the library of a project; raises ConfigError where its checks can't be loaded."""
    return Library(workspace, Findings(CheckPolicy.of(workspace.config)))


@dataclass(slots=True, kw_only=True)
class View:
    """The project during one request: each file is looked at once."""

    library: Library
    sources: Sources
    signing: Signing
    today: str
    _shelved: dict[tuple[Locale, str], Shelved] = field(default_factory=dict)
    _termbases: dict[Locale, Termbase | None] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The project."""
        return self.library.workspace

    def shelved(self, locale: Locale, document: str) -> Shelved:
        """Return a catalog with its ledger; raises CaveatError."""
        key = (locale, document)
        if key not in self._shelved:
            project, source = self.workspace, get_source(self.sources, document)
            stamp = stamp_of([project.catalog(locale, document), project.ledger(locale, document)])
            self._shelved[key] = self.library.keep(
                ("shelved", *key),
                (stamp, source, self.signing),
                lambda: read_shelved(project, source, locale, self.signing),
            )
        return self._shelved[key]

    def shelves(self, locale: Locale) -> Shelves:
        """Return a locale's catalogs as the stages take them."""
        return _KnownShelves(
            workspace=self.workspace, sources=self.sources, locale=locale, signing=self.signing, view=self
        )

    def items(self, locale: Locale, document: str, person: Reviewer) -> tuple[QueueItem, ...]:
        """Return a catalog's units as this person's queue shows them, in reading order."""
        shelved = self.shelved(locale, document)
        return self.library.keep(
            ("items", locale, document, person.email),
            (shelved, person, self.signing),
            lambda: self._make_items(shelved, person),
        )

    def _make_items(self, shelved: Shelved, person: Reviewer) -> tuple[QueueItem, ...]:
        sections = self.sections(shelved.document)
        return tuple(
            QueueItem(
                locale=one.locale.code,
                document=one.document,
                unit=one.unit.key.id,
                context=one.unit.key.context,
                source=one.unit.key.source,
                target=one.entry.target,
                state=one.standing.state,
                risk=one.risk,
                words=one.words,
                wait=whose_turn(subject_of(one), person, self.signing),
                missing=one.standing.missing,
                since=one.waiting_since,
                section=sections.get(one.unit.key),
                alarm=one.alarm,
            )
            for one in shelved.units
        )

    def find_unit(self, locale: Locale, document: str, unit: str) -> UnitStanding | None:
        """Return a unit by its id, or None."""
        shelved = self.shelved(locale, document)
        by_id = self.library.keep(
            ("ids", locale, document), shelved, lambda: {one.unit.key.id: one for one in shelved.units}
        )
        return by_id.get(unit)

    def sections(self, document: str) -> Mapping[UnitKey, str]:
        """Return the heading that each unit of a document stands under; a heading stands under itself."""
        found = self.find_document(document)
        return self.library.keep(("sections", document), found, lambda: _sections(found)) if found else {}

    def find_document(self, document: str) -> Document | None:
        """Return a document, or None for the catalogs that belong to none."""
        return next((one for one in self.sources.documents if one.id == document), None)

    def findings(self, one: UnitStanding) -> tuple[Finding, ...]:
        """Return what the checks say of a unit's target, and what of it is waived today."""
        project, shelved = self.workspace, self.shelved(one.locale, one.document)
        name = project.name_of(project.catalog(one.locale, one.document))
        index = self.library.keep(
            ("index", one.locale, one.document), shelved, lambda: index_catalog(shelved, name)
        )
        found = self.library.found.find(index, one.unit.key, self.termbase(one.locale))
        waivers = self.library.keep(
            ("waivers", one.locale),
            stamp_of([project.waivers(one.locale)]),
            lambda: read_waivers(project, one.locale),
        )
        return apply_waivers(found, waivers, self.signing, one.locale, self.today) if found else ()

    def termbase(self, locale: Locale) -> Termbase | None:
        """Return a locale's glossary, or None."""
        if locale not in self._termbases:
            stamp = stamp_of([self.workspace.glossary(locale)])
            self._termbases[locale] = self.library.keep(
                ("terms", locale), stamp, lambda: find_termbase(self.workspace, locale)
            )
        return self._termbases[locale]


@dataclass(slots=True, kw_only=True)
class _KnownShelves(Shelves):
    """A locale's catalogs out of the library."""

    view: View

    def get(self, document: str) -> Shelved:
        """Return a catalog with its ledger; raises ReviewError for an unknown one."""
        return self.view.shelved(self.locale, document)

    def find(self, document: str, unit: str) -> UnitStanding | None:
        """Return a unit by its id, or None."""
        return self.view.find_unit(self.locale, document, unit)


def _sections(document: Document) -> dict[UnitKey, str]:
    found: dict[UnitKey, str] = {}
    for block in document.blocks:
        own = (
            block.occurrences[0].key.source if block.kind is BlockKind.HEADING and block.occurrences else None
        )
        name = own or block.section
        for unit in block.occurrences:
            if name:
                found.setdefault(unit.key, name)
    return found
