"""Catalogs without a document: what people wrote for a file that was renamed or removed.

Nothing here changes a file. The memory offers the texts; with its former id a renamed document has them back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import read_catalog
from pipeline.catalogs.templates import noted_risk
from pipeline.catalogs.update import is_human_text
from pipeline.model.catalog import Catalog
from pipeline.model.finding import Finding, Severity
from pipeline.model.unit import Unit
from pipeline.stages.sources import RESERVED, CatalogSource

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.workspace.project import Workspace

_SAME: Final = 3
"""One unit in so many that two documents share is enough to ask whether they are one."""
HINT: Final = (
    "the memory offers them; a renamed file keeps them all with its former id under [collections.NAME.ids]; "
    "remove catalog and ledger if nobody wants them"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The catalogs of a document that is gone, as far as they hold texts of people."""

    document: str
    """Its id."""
    human_texts: int
    catalogs: tuple[str, ...]
    """The files."""
    human: Mapping[str, frozenset[UnitKey]] = field(compare=False, repr=False)
    """Locale -> units that a person's text stands under."""
    units: frozenset[UnitKey] = field(compare=False, repr=False)
    """Everything that was to be translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A document that seems to be one that is gone, under another file name."""

    old: str
    """Its former id, under which its translations and approvals are."""
    file: str
    inside: str
    """The file's path inside its collection."""
    collection: str

    @property
    def remedy(self) -> str:
        """The line of `caveat.toml` that keeps the former id."""
        return f'under [collections.{self.collection}.ids]: "{self.inside}" = "{self.old}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Every document that is gone and left texts of people, and what seems to be one of them."""

    gone: tuple[Gone, ...] = ()
    renamed: tuple[Rename, ...] = ()

    def only(self, documents: Container[str]) -> Lost:
        """Return what is about some documents that are gone, by their former ids."""
        return Lost(
            gone=tuple(one for one in self.gone if one.document in documents),
            renamed=tuple(one for one in self.renamed if one.old in documents),
        )


def find_lost(workspace: Workspace, templates: Mapping[str, Sequence[UnitKey]]) -> Lost:
    """Return the documents that are gone and their new names; `templates` has the units of the others.

    Raises CatalogError for a catalog without a document that can't be read.
    """
    gone = tuple(_find_gone(workspace, templates))
    return Lost(gone=gone, renamed=tuple(_find_renames(workspace, gone, templates)) if gone else ())


def names_of_gone(workspace: Workspace, locale: Locale, present: Container[str]) -> tuple[str, ...]:
    """Return the ids that have a catalog or a ledger in a locale, and no document; in a fixed order."""
    catalogs = workspace.catalog(locale, "*")
    ledgers = workspace.ledger(locale, "*")
    found = {path.stem for files in (catalogs, ledgers) for path in files.parent.glob(f"*{files.suffix}")}
    return tuple(sorted(name for name in found if name not in present and name not in RESERVED))


def source_of_gone(workspace: Workspace, name: str, locale: Locale) -> CatalogSource:
    """Return what a catalog without a document was made from, as far as it still tells."""
    entries = _read(workspace, locale, name).units()
    units = tuple(Unit(key=entry.key, risk=noted_risk(entry)) for entry in entries)
    return CatalogSource(id=name, units=units, reference="")


def findings_of(lost: Lost) -> Iterator[Finding]:
    """Yield a notice for each document that is gone."""
    remedies = {one.old: f"{one.file} seems to be its new name; write {one.remedy}" for one in lost.renamed}
    for one in lost.gone:
        texts = f"{one.human_texts} human text{'' if one.human_texts == 1 else 's'}"
        files = f"{len(one.catalogs)} catalog{'' if len(one.catalogs) == 1 else 's'}"
        yield Finding(
            file=one.catalogs[0],
            check="source.gone",
            severity=Severity.NOTICE,
            message=f'{texts} in {files} without a document: "{one.document}" is gone',
            hint=remedies.get(one.document, HINT),
        )


def _read(workspace: Workspace, locale: Locale, name: str) -> Catalog:
    path = workspace.catalog(locale, name)
    return read_catalog(path, workspace.name_of(path)) if path.exists() else Catalog(entries=())


def _find_gone(workspace: Workspace, present: Container[str]) -> Iterator[Gone]:
    found: dict[str, dict[Locale, Catalog]] = defaultdict(dict)
    for locale in workspace.config.locales:
        for name in names_of_gone(workspace, locale, present):
            found[name][locale] = _read(workspace, locale, name)
    for name, catalogs in sorted(found.items()):
        texts = {
            locale: [entry for entry in catalog.entries if is_human_text(entry)]
            for locale, catalog in catalogs.items()
        }
        if any(texts.values()):
            yield Gone(
                document=name,
                human_texts=sum(map(len, texts.values())),
                catalogs=tuple(
                    workspace.name_of(workspace.catalog(one, name)) for one in texts if texts[one]
                ),
                human={one.code: frozenset(entry.key for entry in texts[one]) for one in texts},
                units=frozenset(entry.key for catalog in catalogs.values() for entry in catalog.units()),
            )


def _find_renames(
    workspace: Workspace, gone: Sequence[Gone], templates: Mapping[str, Sequence[UnitKey]]
) -> Iterator[Rename]:
    """Yield the document that shares the most with each one that is gone, if it would gain a person's text.

    A file whose id is declared has its answer.
    """
    files = [
        (file, frozenset(templates[file.id]))
        for file in workspace.source_files()
        if file.id in templates and file.inside not in file.collection.ids
    ]
    for old in gone if files else ():
        file, units = max(files, key=lambda one: len(one[1] & old.units))
        is_alike = _SAME * len(units & old.units) >= max(len(units), len(old.units))
        if is_alike and _gains(workspace, file.id, units, old):
            collection = file.collection.name
            yield Rename(old=old.document, file=file.name, inside=file.inside, collection=collection)


def _gains(workspace: Workspace, document: str, units: frozenset[UnitKey], old: Gone) -> bool:
    """Return whether people translated a unit there that nobody has translated here."""
    for locale in workspace.config.locales:
        wanted = old.human.get(locale.code, frozenset()) & units
        if wanted:
            entries = _read(workspace, locale, document).units()
            if wanted - {entry.key for entry in entries if is_human_text(entry)}:
                return True
    return False
