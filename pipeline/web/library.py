"""What the page has read of a project: kept in memory, read again as soon as a file is another one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from pipeline.checks.runner import CheckPolicy
from pipeline.stages.sources import Readings, read_sources
from pipeline.stages.standings import read_signing
from pipeline.web.findings import Findings
from pipeline.web.keeping import Keeper
from pipeline.web.stamps import Stamps
from pipeline.web.view import View
from pipeline.workspace.project import CONFIG_NAME, read_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.web.keeping import Stamp
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """The documents' files, and the folders that say whether there are others by now."""

    folders: tuple[str, ...]
    stamp: Stamp
    files: tuple[str, ...]


@dataclass(slots=True)
class Shelf(Keeper):
    """What is read of a project under one configuration."""

    _listing: _Listing | None = None
    _readings: Readings = field(default_factory=Readings)

    def open(self, today: str) -> View:
        """Return the project as it is now, for one request; raises CaveatError."""
        project = self.workspace
        shared = map(str, (project.root / CONFIG_NAME, project.disclaimers_source, project.segmentation))
        own = self.stamp_of((*shared, *self._source_files()))
        sources = self.keep("sources", own, lambda: read_sources(project, self._readings))
        signing = self.keep("signing", self.stamp_of([project.reviewers]), lambda: read_signing(project))
        return View(library=self, sources=sources, edition=own, signing=signing, today=today)

    def _source_files(self) -> tuple[str, ...]:
        """Return the documents' files, looked for again when a folder got another entry."""
        known = self._listing
        if known is None or known.stamp != self.stamp_of(known.folders):
            folders = tuple(_folders(self.workspace))
            stamp = self.stamp_of(folders)  # before the look, so that what comes during it is not overlooked
            files = tuple(str(file.path) for file in self.workspace.source_files())
            known = self._listing = _Listing(folders=folders, stamp=stamp, files=files)
        return known.files


@dataclass(slots=True)
class Library:
    """Configuration, sources, people, catalogs, ledgers and findings, as they are at each request."""

    root: Path
    _stamps: Stamps = field(default_factory=Stamps)
    _lock: Lock = field(default_factory=Lock)
    _shelf: tuple[str | None, Shelf] | None = None
    """What is read, behind the stamp of the configuration under which it was."""

    def open(self, today: str) -> View:
        """Return the project as it is now, for one request; raises CaveatError."""
        return self.open_shelf().open(today)

    def open_shelf(self) -> Shelf:
        """Return what is read under the configuration of this moment; raises ConfigError for a broken one."""
        now = self._stamps.of(str(self.root / CONFIG_NAME))
        known = self._shelf
        if known is None or known[0] != now:
            with self._lock:
                known = self._shelf
                if known is None or known[0] != now:
                    known = self._shelf = (now, _open_shelf(self.root, known and known[1]))
        return known[1]


def _open_shelf(root: Path, before: Shelf | None) -> Shelf:
    workspace = read_workspace(root)
    policy = CheckPolicy.of(workspace.config)
    is_known = before is not None and before.found.policy == policy
    return Shelf(workspace, before.found if before and is_known else Findings(policy))


def _folders(workspace: Workspace) -> Iterator[str]:
    for collection in workspace.config.collections:
        for folder, _, _ in os.walk(workspace.root / collection.path):
            yield folder


def open_library(workspace: Workspace) -> Library:
    """Return the library of a project; raises ConfigError where its checks can't be loaded."""
    library = Library(workspace.root)
    library.open_shelf()
    return library
