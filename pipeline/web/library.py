"""What the page has read of a project: kept in memory, read again as soon as a file is another one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.runner import CheckPolicy
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.web.findings import Findings
from pipeline.web.keeping import Keeper
from pipeline.web.view import View
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.web.keeping import Stamp
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """The documents' files, and the folders that say whether there are others by now."""

    folders: tuple[str, ...]
    stamp: Stamp
    files: tuple[str, ...]


@dataclass(slots=True)
class Library(Keeper):
    """Sources, people, catalogs, ledgers and findings, as they are at each request."""

    _listing: _Listing | None = None

    def open(self, today: str) -> View:
        """Return the project as it is now, for one request; raises CaveatError."""
        project = self.workspace
        shared = map(str, (project.root / CONFIG_NAME, project.disclaimers_source, project.segmentation))
        own = self.stamp_of((*shared, *self._source_files()))
        sources = self.keep("sources", own, lambda: read_sources(project))
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


def _folders(workspace: Workspace) -> Iterator[str]:
    for collection in workspace.config.collections:
        for folder, _, _ in os.walk(workspace.root / collection.path):
            yield folder


def open_library(workspace: Workspace) -> Library:
    """Return the library of a project; raises ConfigError where its checks can't be loaded."""
    return Library(workspace, Findings(CheckPolicy.of(workspace.config)))
