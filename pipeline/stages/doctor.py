"""doctor: what works on this machine, and how to get the rest."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.merge_driver import is_installed, is_wanted
from pipeline.workspace.project import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = (
    "babel",
    "deep-translator",
    "jinja2",
    "pyromark",
    "sentencex",
    "rapidfuzz",
    "selectolax",
    "tinycss2",
)
OLDEST_PYTHON = (3, 11)
_FONTS = {"ar": "Arabic", "hi": "Devanagari", "zh-cn": "Chinese", "ru": "Cyrillic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One thing that Caveat needs or can use."""

    part: str
    works: bool
    detail: str
    hint: str | None = None
    is_needed: bool = True
    """Whether the main job stops without it."""


def examine(folder: Path) -> tuple[PartRow, ...]:
    """Return what works here."""
    return (
        _python(),
        *_packages(),
        _project(folder),
        *_glossaries(folder),
        _git(),
        *_merge_driver(folder),
        _apertium(),
        *_fonts(),
    )


def _python() -> PartRow:
    return PartRow(
        part="python",
        works=sys.version_info[:2] >= OLDEST_PYTHON,
        detail=platform.python_version(),
        hint="install Python 3.11 or newer",
    )


def _packages() -> Iterator[PartRow]:
    for name in PACKAGES:
        try:
            yield PartRow(part=name, works=True, detail=version(name))
        except PackageNotFoundError:
            yield PartRow(part=name, works=False, detail="not installed", hint="run `make setup`")


def _project(folder: Path) -> PartRow:
    try:
        workspace = open_workspace(folder)
    except CaveatError as error:
        return PartRow(part="project", works=False, detail=error.message, hint=error.hint, is_needed=False)
    languages = ", ".join(locale.code for locale in workspace.config.locales)
    return PartRow(part="project", works=True, detail=f"{workspace.config.name}: {languages}")


def _glossaries(folder: Path) -> Iterator[PartRow]:
    """Yield a row for each glossary; without a project there is none."""
    try:
        workspace = open_workspace(folder)
    except CaveatError:
        return
    for locale in workspace.config.locales:
        part = f"glossary: {locale}"
        try:
            termbase = find_termbase(workspace, locale)
        except CaveatError as error:
            detail, hint = str(error).partition("\n")[0], "`caveat check` shows every problem of the file"
            yield PartRow(part=part, works=False, detail=detail, hint=hint, is_needed=False)
        else:
            if termbase is not None:
                yield PartRow(part=part, works=True, detail=_count(len(termbase.terms)))


def _count(terms: int) -> str:
    return f"{terms} term{'' if terms == 1 else 's'}"


def _git() -> PartRow:
    found = shutil.which("git")
    return PartRow(
        part="git",
        works=found is not None,
        detail=found or "not installed; it says who signs a review",
        hint="apt-get install git",
        is_needed=False,
    )


def _merge_driver(folder: Path) -> Iterator[PartRow]:
    """Yield a row where the project's `.gitattributes` names the driver, which git takes from no file."""
    try:
        root = open_workspace(folder).root
        is_used = is_wanted(root)
    except CaveatError:
        return
    if is_used:
        works = is_installed(root)
        yield PartRow(
            part="merge driver",
            works=works,
            detail="git merges entry by entry" if works else "not in this clone; git merges line by line",
            hint="run `caveat merge-driver install`",
            is_needed=False,
        )


def _apertium() -> PartRow:
    found = shutil.which("apertium")
    return PartRow(
        part="apertium",
        works=found is not None,
        detail=found or "not installed; it drafts es, fr and pt_BR without a network",
        hint="make system-packages",
        is_needed=False,
    )


def _fonts() -> Iterator[PartRow]:
    for language, script in _FONTS.items():
        families = _families(language)
        yield PartRow(
            part=f"font: {script}",
            works=bool(families),
            detail=families or "none; pages show boxes on this machine",
            hint="make system-packages",
            is_needed=False,
        )


def _families(language: str) -> str:
    tool = shutil.which("fc-list")
    if tool is None:
        return ""
    try:
        found = subprocess.run(  # noqa: S603 - a fixed program with a fixed argument
            [tool, f":lang={language}", "family"],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.split("\n", 1)[0].split(",")[0]
