"""The texts that a build may show as `.mo` files, for programs that look them up at run time.

They hold strings, not documents: no disclaimer is in them, and `verify` proves nothing about them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.build.page import Mode
from pipeline.catalogs.mo import render_mo
from pipeline.stages.shelves import read_checked
from pipeline.stages.sources import DISCLAIMERS, read_sources
from pipeline.stages.standings import read_signing
from pipeline.workspace.folders import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.stages.build import BuildResult
    from pipeline.workspace.project import Workspace


def write_mo_files(workspace: Workspace, built: BuildResult, as_of: str) -> tuple[Path, int]:
    """Write `output/<mode>-mo/<locale>/LC_MESSAGES/<document>.mo`; return the folder and how many there are.

    A release holds approved texts of published documents only; drafts are in none.
    """
    folder = workspace.output(f"{built.mode.value}-mo")
    files = dict(_mo_files(workspace, built, as_of))
    write_folder(folder, files)
    return folder, len(files)


def _mo_files(workspace: Workspace, built: BuildResult, as_of: str) -> Iterator[tuple[str, bytes]]:
    signing = read_signing(workspace)
    published = {(page.document, page.locale) for page in built.pages}
    for source in read_sources(workspace).catalogs:
        for locale in workspace.config.locales if source.id != DISCLAIMERS else ():
            if built.mode is Mode.RELEASE and (source.id, locale.code) not in published:
                continue
            checked = read_checked(workspace, source, locale, signing, as_of)
            shown = {key for key, target in checked.targets().items() if target.may_be_shown(built.mode)}
            data = render_mo(checked.shelved.catalog, shown)
            yield f"{locale.code}/LC_MESSAGES/{source.id}.mo", data
