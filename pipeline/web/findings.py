"""What the checks say of a text, found anew only where it or a neighbour changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.checks.runner import CheckPolicy, CheckSet, run_checks
from pipeline.model.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Entry
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, UnitKey
    from pipeline.stages.standings import Shelved

MOST_KEPT: Final = 100_000
"""Texts whose findings are kept; beyond that they are looked for anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The entry and all others that a check may look at with it."""

    before: Entry | None
    entry: Entry
    after: Entry | None
    alike: tuple[Entry, ...]
    """Those with the same source or target."""

    def catalog(self, path: str) -> Catalog:
        """Return a catalog in which the entry has the same neighbours as in its own."""
        here = [one for one in (self.before, self.entry, self.after) if one is not None]
        others = [one for one in self.alike if one not in here]
        return Catalog(entries=tuple(here + others if self.after else others + here), path=path)


@dataclass(frozen=True, slots=True)
class CatalogIndex:
    """Who stands beside whom in a catalog."""

    neighbours: Mapping[UnitKey, Neighbours]
    risks: Mapping[UnitKey, Risk]
    path: str
    locale: Locale


def index_catalog(shelved: Shelved, path: str) -> CatalogIndex:
    """Return a catalog's entries with their neighbours, as the checks see them."""
    units = [entry for entry in shelved.catalog.units() if entry.key.source.strip()]
    alike: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in units:
        alike["source", entry.key.source].append(entry)
        if not entry.is_blank:
            alike["target", entry.target].append(entry)
    found = {}
    for before, entry, after in zip([None, *units], units, [*units[1:], None], strict=False):
        same = (*alike["source", entry.key.source], *alike.get(("target", entry.target), ()))
        others = tuple(dict.fromkeys(one for one in same if one is not entry))
        found[entry.key] = Neighbours(before=before, entry=entry, after=after, alike=others)
    risks = {one.unit.key: one.risk for one in shelved.units}
    return CatalogIndex(found, risks, path, shelved.locale)


@dataclass(frozen=True, slots=True)
class CatalogFindings:
    """What is known by now of one catalog's findings."""

    index: CatalogIndex
    by_unit: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """By the unit's id; units that were not looked at yet are not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some texts of one catalog to check, with all that a process needs to know for it."""

    path: str
    locale: Locale
    policy: CheckPolicy
    termbase: Termbase | None
    texts: tuple[tuple[Neighbours, Risk | None], ...]


def check_batch(batch: Batch, checks: CheckSet) -> tuple[tuple[Finding, ...], ...]:
    """Return what the checks say of each text of a batch."""
    return tuple(_check(batch, around, risk, checks) for around, risk in batch.texts)


def _check(batch: Batch, around: Neighbours, risk: Risk | None, checks: CheckSet) -> tuple[Finding, ...]:
    key = around.entry.key
    return run_checks(
        around.catalog(batch.path),
        batch.locale,
        risks={} if risk is None else {key: risk},
        config=batch.policy,
        checks=checks,
        termbase=batch.termbase,
        only=key,
    )


@dataclass(slots=True)
class Findings:
    """The findings of texts that were looked at before."""

    policy: CheckPolicy
    checks: CheckSet = field(default_factory=CheckSet.load)
    _kept: dict[object, tuple[Finding, ...]] = field(default_factory=dict)

    def find(self, index: CatalogIndex, key: UnitKey, termbase: Termbase | None) -> tuple[Finding, ...]:
        """Return what the checks say of a unit's target; nothing of a unit that the catalog has not."""
        around = index.neighbours.get(key)
        if around is None:
            return ()
        found = self._kept.get(self._name(index, around, termbase))
        if found is None:
            batch = self._batch(index, [around], termbase)
            [found] = check_batch(batch, self.checks)
            self.keep(batch, [found])
        return found

    def batch(self, index: CatalogIndex, keys: Iterable[UnitKey], termbase: Termbase | None) -> Batch:
        """Return what must be checked before `find` knows the findings of these units without a check."""
        there = (around for key in keys if (around := index.neighbours.get(key)))
        return self._batch(
            index, [one for one in there if self._name(index, one, termbase) not in self._kept], termbase
        )

    def keep(self, batch: Batch, found: Iterable[tuple[Finding, ...]]) -> None:
        """Know from now on what was found in the texts of a batch."""
        for (around, risk), findings in zip(batch.texts, found, strict=True):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[batch.path, batch.locale.code, risk, batch.termbase, around] = findings

    def _batch(self, index: CatalogIndex, texts: Iterable[Neighbours], termbase: Termbase | None) -> Batch:
        return Batch(
            path=index.path,
            locale=index.locale,
            policy=self.policy,
            termbase=termbase,
            texts=tuple((around, index.risks.get(around.entry.key)) for around in texts),
        )

    @staticmethod
    def _name(index: CatalogIndex, around: Neighbours, termbase: Termbase | None) -> object:
        return index.path, index.locale.code, index.risks.get(around.entry.key), termbase, around
