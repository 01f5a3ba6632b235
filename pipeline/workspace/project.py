"""The layout of a project on disk."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config.parse_config import parse_config
from pipeline.errors import CaveatError, ConfigError, Location
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.config.project import Collection, Config
    from pipeline.model.locale import Locale

CONFIG_NAME = "caveat.toml"
CACHE = ".caveat"
"""The folder of what this machine alone needs; it is never committed."""
GOVERNED = frozenset({"source/disclaimers.toml"})
"""Files in `source/` that are not documents."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document on disk, claimed by a collection."""

    id: str
    path: Path
    name: str
    """Relative to the project, with forward slashes."""
    collection: Collection
    inside: str
    """The path inside the collection's folder, with forward slashes."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project: its folder and its configuration."""

    root: Path
    config: Config

    @property
    def disclaimers_source(self) -> Path:
        """The canonical disclaimers."""
        return self._inside(self.root / "source" / "disclaimers.toml")

    @property
    def reviewers(self) -> Path:
        """Who may sign what."""
        return self._inside(self.root / "locales" / "reviewers.toml")

    @property
    def releases(self) -> Path:
        """The folder of release records."""
        return self._inside(self.root / "locales" / "releases")

    @property
    def packets(self) -> Path:
        """The folder of what is known of each packet."""
        return self._inside(self.root / "locales" / "packets")

    @property
    def segmentation(self) -> Path:
        """The record of what cut the text into units."""
        return self._inside(self.root / "locales" / "segmentation.json")

    @property
    def selftest_floor(self) -> Path:
        """What the checks found of planted errors, for CI to compare with."""
        return self._inside(self.root / "locales" / "selftest.json")

    def template(self, document: str) -> Path:
        """Return where a document's template lies."""
        return self._inside(self.root / "locales" / f"{document}.pot")

    def catalog(self, locale: Locale, document: str) -> Path:
        """Return where a document's catalog lies."""
        return self._inside(self.root / "locales" / locale.code / "LC_MESSAGES" / f"{document}.po")

    def ledger(self, locale: Locale, document: str) -> Path:
        """Return where a document's ledger lies."""
        return self._inside(self.root / "locales" / locale.code / "reviews" / f"{document}.jsonl")

    def pinned(self, locale: Locale) -> Path:
        """Return where a locale's pinned disclaimers lie."""
        return self._inside(self.root / "locales" / locale.code / "disclaimers.toml")

    def waivers(self, locale: Locale) -> Path:
        """Return where a locale's waived findings lie."""
        return self._inside(self.root / "locales" / locale.code / "waivers.toml")

    def glossary(self, locale: Locale) -> Path:
        """Return where a locale's glossary lies."""
        return self._inside(self.root / "locales" / locale.code / "glossary.csv")

    def output(self, mode: str) -> Path:
        """Return the folder of generated files: `preview`, `release` or `report`."""
        return self.root / "output" / mode

    def _inside(self, path: Path) -> Path:
        """Return the path; raises ConfigError where a link takes it out of the project, on each use anew."""
        if not is_inside(self.root, path):
            raise leads_out(path.relative_to(self.root).as_posix())
        return path

    def refuse_links(self) -> None:
        """Raise ConfigError for the first link in `locales/`, or to what is kept here, that leads out."""
        for path in (self.root / "locales", self.root / CACHE):
            for link in (path, *_links_below(path)):
                self._inside(link)

    def name_of(self, path: Path) -> str:
        """Return the path to show to people: relative to the project, with forward slashes."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)

    def source_files(self) -> tuple[SourceFile, ...]:
        """Return every document, in collection order and then by name.

        Raises ConfigError for two documents with one id, and for a file that a link takes out of the project.
        """
        found: dict[str, SourceFile] = {}
        for collection in self.config.collections:
            for path in _claimed(self.root / collection.path, collection.files):
                inside = path.relative_to(self.root / collection.path)
                document = _id_of(inside, collection)
                file = SourceFile(document, path, self.name_of(path), collection, inside.as_posix())
                self._refuse_outside(file)
                other = found.setdefault(one_spelling(document), file)
                if other.path != path:
                    hint = f"give one of them another id under [collections.{collection.name}.ids]"
                    message = f'two documents have the id "{document}": {other.name}'
                    raise ConfigError(message, at=Location(file.name), hint=hint)
        return tuple(found.values())

    def _refuse_outside(self, file: SourceFile) -> None:
        if not is_inside(self.root, file.path):
            raise leads_out(file.path.relative_to(self.root).as_posix())

    def unclaimed_files(self) -> tuple[str, ...]:
        """Return the files in `source/` that no collection claims; hidden ones are nobody's content."""
        claimed = {file.path for file in self.source_files()}
        folder = self.root / "source"
        below = sorted(path for path in folder.rglob("*") if path.is_file() and path not in claimed)
        shown = (path for path in below if not any(x.startswith(".") for x in path.relative_to(folder).parts))
        return tuple(name for name in map(self.name_of, shown) if name not in GOVERNED)


def is_inside(root: Path, path: Path) -> bool:
    """Return whether a path lies in a folder once all links are followed; it need not exist."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def leads_out(name: str) -> ConfigError:
    """Return the error of a file that a link takes out of the project."""
    return ConfigError(
        "a link leads out of the project", at=Location(name), hint="copy the file into the project"
    )


def _links_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # does not go through links
        yield from (path for name in (*folders, *names) if (path := Path(place, name)).is_symlink())


def _id_of(inside: Path, collection: Collection) -> str:
    """Return a file's id: the given one, else its path in the collection without the ending, with dots."""
    return collection.ids.get(inside.as_posix()) or ".".join(inside.with_suffix("").parts)


def one_spelling(document: str) -> str:
    """Return an id as file systems compare it that know no capitals and keep letters decomposed."""
    return unicodedata.normalize("NFC", document).casefold()


def _claimed(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})


def find_root(start: Path) -> Path | None:
    """Return the closest folder at or above `start` that holds a `caveat.toml`, or None."""
    return next((folder for folder in (start, *start.parents) if (folder / CONFIG_NAME).is_file()), None)


def open_workspace(start: Path) -> Workspace:
    """Return the project at or above `start`; raises ConfigError when there is none or it is not valid."""
    root = find_root(start.resolve())
    if root is None:
        raise ConfigError(
            f"no {CONFIG_NAME} here or above {start.resolve()}",
            hint="go to the project's folder, or start one with `caveat init`",
        )
    return read_workspace(root)


def read_workspace(root: Path) -> Workspace:
    """Return the project of a folder; raises ConfigError when its `caveat.toml` is not there or not valid."""
    try:
        text = read_text(root / CONFIG_NAME, CONFIG_NAME)
    except CaveatError as error:
        raise ConfigError(error.message, at=error.at, hint=error.hint) from error
    workspace = Workspace(root, parse_config(text, CONFIG_NAME))
    workspace.refuse_links()
    return workspace
