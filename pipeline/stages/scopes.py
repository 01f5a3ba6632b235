"""The units that one decision is about: a unit, its paragraph, its section, its twins, a whole catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import ReviewError, did_you_mean, raise_all
from pipeline.review.passages import paragraph_of, section_of
from pipeline.review.selection import Scope, whole_mark
from pipeline.stages.standings import Shelved, UnitStanding, read_shelved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ledger.states import Signing
    from pipeline.model.document import Document
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import CatalogSource, Sources
    from pipeline.workspace.project import Workspace


def get_source(sources: Sources, document: str) -> CatalogSource:
    """Return what a catalog is made from; raises ReviewError with the closest name.

    Where sources can't be read their problems are raised instead: the document may be one of them.
    """
    known = {source.id: source for source in sources.catalogs}
    if document not in known:
        raise_all(sources.problems)
        raise ReviewError(f'no catalog is named "{document}"', hint=did_you_mean(document, known))
    return known[document]


@dataclass(slots=True, kw_only=True)
class Shelves:
    """A locale's catalogs, each read once, when it is first asked for."""

    workspace: Workspace
    sources: Sources
    locale: Locale
    signing: Signing
    _read: dict[str, Shelved] = field(default_factory=dict)

    def get(self, document: str) -> Shelved:
        """Return a catalog with its ledger; raises ReviewError for an unknown one."""
        if document not in self._read:
            source = get_source(self.sources, document)
            self._read[document] = read_shelved(self.workspace, source, self.locale, self.signing)
        return self._read[document]

    def find(self, document: str, unit: str) -> UnitStanding | None:
        """Return a unit by its id, or None."""
        return next((one for one in self.get(document).units if one.unit.key.id == unit), None)

    def gather(self, one: UnitStanding, scope: Scope) -> tuple[UnitStanding, ...]:
        """Return the units of a scope around a unit, as a reader meets them; it is always among them."""
        units = self.get(one.document).units
        if scope is Scope.CATALOG:
            return units
        if scope is Scope.EVERYWHERE:
            return tuple(self._twins(one))
        of = {Scope.PARAGRAPH: paragraph_of, Scope.SECTION: section_of}.get(scope)
        document = self._document(one.document)
        keys = of(document, one.unit.key) if of and document else ()
        by_key = {other.unit.key: other for other in units}
        return tuple(by_key[key] for key in keys if key in by_key) or (one,)

    def _document(self, name: str) -> Document | None:
        """Return a document, or None for the catalogs that belong to none."""
        return next((document for document in self.sources.documents if document.id == name), None)

    def homes(self, key: UnitKey) -> Iterable[str]:
        """Return the catalogs that have a unit with this key."""
        return [one.id for one in self.sources.catalogs if any(unit.key == key for unit in one.units)]

    def _twins(self, one: UnitStanding) -> Iterable[UnitStanding]:
        """Yield the unit, and the same words in the same role with the same target in other documents."""
        for document in self.homes(one.unit.key):
            for other in self.get(document).units:
                if (other.entry.key, other.entry.targets) == (one.entry.key, one.entry.targets):
                    yield other


def mark_of(units: Iterable[UnitStanding]) -> str:
    """Return the one mark of several units."""
    return whole_mark(one.mark for one in units)
