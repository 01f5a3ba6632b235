"""The project as one request sees it: each file is looked at once, and what rests on it is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.model.document import BlockKind
from pipeline.review.queue import QueueItem
from pipeline.review.turns import whose_turn
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.review import subject_of
from pipeline.stages.scopes import Shelves, get_source
from pipeline.stages.standings import read_shelved
from pipeline.stages.waivers import apply_waivers, read_waivers
from pipeline.web.findings import CatalogFindings, index_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.language.termbase import Termbase
    from pipeline.ledger.states import Signing
    from pipeline.model.document import Document
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.people import Reviewer
    from pipeline.model.unit import UnitKey
    from pipeline.model.waiver import Waiver
    from pipeline.stages.sources import Sources
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.web.findings import Batch
    from pipeline.web.keeping import Keeper, Stamp
    from pipeline.workspace.project import Workspace


@dataclass(slots=True, kw_only=True)
class View:
    """The project during one request."""

    library: Keeper
    sources: Sources
    edition: Stamp
    """What the sources rest on; where it is the same, so are they."""
    signing: Signing
    today: str
    _shelved: dict[tuple[Locale, str], Shelved] = field(default_factory=dict)
    _found: dict[tuple[Locale, str], CatalogFindings] = field(default_factory=dict)
    _termbases: dict[Locale, Termbase | None] = field(default_factory=dict)
    _waivers: dict[Locale, tuple[Waiver, ...]] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The project."""
        return self.library.workspace

    def shelved(self, locale: Locale, document: str) -> Shelved:
        """Return a catalog with its ledger; raises CaveatError."""
        key = (locale, document)
        found = self._shelved.get(key)
        if found is None:
            source = self.library.keep(
                ("source", document), self.edition, lambda: get_source(self.sources, document)
            )
            found = self._shelved[key] = self.library.keep(
                ("shelved", *key),
                (self.library.stamp_of(self.library.shelf_paths(locale, document)), source, self.signing),
                lambda: read_shelved(self.workspace, source, locale, self.signing),
            )
        return found

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

    def find_item(self, place: tuple[str, str, str], person: Reviewer) -> QueueItem | None:
        """Return a unit as this person's queue shows it now, or None where it is gone."""
        code, document, unit = place
        items = self.items(self.workspace.config.get_locale(code), document, person)
        return next((item for item in items if item.unit == unit), None)

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
        by_id = self.library.keep(
            "documents", self.edition, lambda: {one.id: one for one in self.sources.documents}
        )
        return by_id.get(document)

    def homes(self, key: UnitKey) -> tuple[str, ...]:
        """Return the catalogs that have a unit with this key."""
        return self.library.keep("homes", self.edition, lambda: _homes(self.sources)).get(key, ())

    def unchecked(self, units: Sequence[UnitStanding]) -> Batch:
        """Return what must be checked before `findings` knows these units, all of one catalog, by heart."""
        locale, document = units[0].locale, units[0].document
        index = self.catalog_findings(locale, document).index
        return self.library.found.batch(index, [one.unit.key for one in units], self.termbase(locale))

    def findings(self, one: UnitStanding) -> tuple[Finding, ...]:
        """Return what the checks say of a unit's target, and what of it is waived today."""
        known = self.catalog_findings(one.locale, one.document)
        found = known.by_unit.get(one.unit.key.id)
        if found is None:
            raw = self.library.found.find(known.index, one.unit.key, self.termbase(one.locale))
            waivers = self.waivers(one.locale) if raw else ()
            found = apply_waivers(raw, waivers, self.signing, one.locale, self.today) if raw else ()
            known.by_unit[one.unit.key.id] = found
        return found

    def catalog_findings(self, locale: Locale, document: str) -> CatalogFindings:
        """Return what is known by now of a catalog's findings; `findings` adds to it."""
        key = (locale, document)
        known = self._found.get(key)
        if known is None:
            shelved = self.shelved(locale, document)
            name = self.workspace.name_of(self.workspace.catalog(locale, document))
            known = self._found[key] = self.library.keep(
                ("found", *key),
                (shelved, self.termbase(locale), self.waivers(locale), self.signing, self.today),
                lambda: CatalogFindings(index_catalog(shelved, name)),
            )
        return known

    def waivers(self, locale: Locale) -> tuple[Waiver, ...]:
        """Return the findings that people have waived."""
        if locale not in self._waivers:
            stamp = self.library.stamp_of([self.workspace.waivers(locale)])
            self._waivers[locale] = self.library.keep(
                ("waivers", locale), stamp, lambda: read_waivers(self.workspace, locale)
            )
        return self._waivers[locale]

    def termbase(self, locale: Locale) -> Termbase | None:
        """Return a locale's glossary, or None."""
        if locale not in self._termbases:
            stamp = self.library.stamp_of([self.workspace.glossary(locale)])
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

    def homes(self, key: UnitKey) -> Iterable[str]:
        """Return the catalogs that have a unit with this key."""
        return self.view.homes(key)


def _homes(sources: Sources) -> dict[UnitKey, tuple[str, ...]]:
    found: defaultdict[UnitKey, list[str]] = defaultdict(list)
    for source in sources.catalogs:
        for unit in source.units:
            found[unit.key].append(source.id)
    return {key: tuple(names) for key, names in found.items()}


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
