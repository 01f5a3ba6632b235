"""The state of every unit in a locale, from catalogs, ledgers and the people who may sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog
from pipeline.config.disclaimers import parse_pinned
from pipeline.config.reviewers import parse_reviewers
from pipeline.ledger.ledger_file import Ledger, read_ledger
from pipeline.ledger.states import LedgerIndex, Signing, Standing, derive_standing
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.draft import LOUD, find_origin
from pipeline.model.event import Event, Pair
from pipeline.review.selection import unit_mark
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from pipeline.model.disclaimer import PinnedDisclaimer
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, Unit
    from pipeline.stages.sources import CatalogSource
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """One unit in one locale: its entry and where it stands."""

    document: str
    locale: Locale
    unit: Unit
    entry: Entry
    standing: Standing
    index: LedgerIndex = field(compare=False, repr=False)
    """The ledger of the document."""

    @property
    def risk(self) -> Risk:
        """The unit's risk class."""
        return self.unit.risk

    @property
    def pair(self) -> Pair:
        """What a decision on the unit is about."""
        target = self.entry.whole_target
        return Pair(locale=self.locale.code, document=self.document, unit=self.entry.key, target=target)

    @property
    def events(self) -> tuple[Event, ...]:
        """What is on record for exactly this text."""
        return self.index.events_of(self.pair)

    @property
    def mark(self) -> str:
        """What a decision names to say which text was read, see `unit_mark`."""
        return unit_mark(self.pair, self.events)

    @property
    def waiting_since(self) -> str | None:
        """The day of the last thing that happened to the text; None when nobody noted one."""
        origin = find_origin(self.entry.comments)
        drafted = [origin.date] if origin and origin.is_of(self.entry.target) else []
        return max((*drafted, *(event.on for event in self.events)), default=None)

    @property
    def alarm(self) -> float:
        """What makes an untouched machine draft come first: its alarm where it is loud, else 0."""
        origin = find_origin(self.entry.comments) if self.entry.is_fuzzy else None
        is_untouched = origin is not None and origin.is_of(self.entry.target)
        return origin.alarm if origin and is_untouched and origin.alarm >= LOUD else 0.0

    @property
    def words(self) -> int:
        """Words of the source, the weight of a unit in reports."""
        return len(self.unit.key.source.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A catalog with its ledger and the standing of each unit of the present source."""

    document: str
    locale: Locale
    catalog: Catalog
    ledger: Ledger
    units: tuple[UnitStanding, ...]


def read_signing(workspace: Workspace) -> Signing:
    """Return who may sign; nobody when the project lists no reviewers."""
    path = workspace.reviewers
    name = workspace.name_of(path)
    reviewers = parse_reviewers(read_text(path, name), name) if path.exists() else ()
    return Signing(reviewers=reviewers, policy=workspace.config.policy)


def read_pinned(workspace: Workspace, locale: Locale) -> tuple[PinnedDisclaimer, ...]:
    """Return a locale's pinned disclaimers; none when it owes them all."""
    path = workspace.pinned(locale)
    name = workspace.name_of(path)
    return parse_pinned(read_text(path, name), name) if path.exists() else ()


def read_shelved(workspace: Workspace, source: CatalogSource, locale: Locale, signing: Signing) -> Shelved:
    """Return a locale's catalog for one source, with the state of every unit; a missing catalog is empty."""
    path, ledger_path = workspace.catalog(locale, source.id), workspace.ledger(locale, source.id)
    catalog = read_catalog(path, workspace.name_of(path)) if path.exists() else Catalog(entries=())
    ledger = read_ledger(ledger_path, workspace.name_of(ledger_path))
    index, entries = LedgerIndex(ledger), catalog.by_key()
    units = []
    for unit in source.units:
        entry = entries.get(unit.key) or Entry(key=unit.key)
        standing = derive_standing(
            entry, locale=locale.code, document=source.id, risk=unit.risk, index=index, signing=signing
        )
        one = UnitStanding(
            document=source.id, locale=locale, unit=unit, entry=entry, standing=standing, index=index
        )
        units.append(one)
    return Shelved(document=source.id, locale=locale, catalog=catalog, ledger=ledger, units=tuple(units))
