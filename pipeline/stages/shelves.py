"""What one locale offers to a build: its catalogs, checked, with the state of every unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.build.targets import Shelf, Target
from pipeline.checks.runner import CheckSet, run_checks
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.pins import find_unsupported
from pipeline.stages.sources import INTERFACE
from pipeline.stages.standings import Shelved, read_pinned, read_shelved
from pipeline.stages.waivers import apply_waivers, read_waivers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ledger.states import Signing
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import CatalogSource, Sources
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalog:
    """A catalog with what the checks found in it."""

    shelved: Shelved
    findings: Mapping[str | None, tuple[Finding, ...]]
    """By unit id; under None what is about the catalog as a whole, such as its header."""

    def targets(self) -> dict[UnitKey, Target]:
        """Return every unit's target; a blocking finding about the catalog blocks each of them."""
        is_all_blocked = self._is_blocked(None)
        return {
            one.unit.key: Target(
                text=one.entry.target,
                state=one.standing.state,
                risk=one.risk,
                is_blocked=is_all_blocked or self._is_blocked(one.unit.key.id),
                missing=one.standing.missing,
            )
            for one in self.shelved.units
        }

    def _is_blocked(self, unit: str | None) -> bool:
        return any(finding.blocking for finding in self.findings.get(unit, ()))


def read_checked(
    workspace: Workspace,
    source: CatalogSource,
    locale: Locale,
    signing: Signing,
    as_of: str | None = None,
    checks: CheckSet | None = None,
) -> CheckedCatalog:
    """Read and check one catalog; findings about units that the source no longer has are left out.

    What is waived on the day `as_of` blocks nothing; without a day nothing counts as waived. Who reads many
    gives the `checks`: to look for those of other distributions takes as long as a small catalog.
    """
    shelved = read_shelved(workspace, source, locale, signing)
    risks = {one.unit.key: one.risk for one in shelved.units}
    present = {one.unit.key.id for one in shelved.units}
    by_unit: dict[str | None, tuple[Finding, ...]] = defaultdict(tuple)
    termbase = find_termbase(workspace, locale)
    found = run_checks(
        shelved.catalog, locale, risks=risks, config=workspace.config, checks=checks, termbase=termbase
    )
    if as_of is not None:
        found = apply_waivers(found, read_waivers(workspace, locale), signing, locale, as_of)
    for finding in found:
        if finding.unit is None or finding.unit in present:
            by_unit[finding.unit] += (finding,)
    return CheckedCatalog(shelved=shelved, findings=dict(by_unit))


def make_shelves(
    workspace: Workspace, sources: Sources, locale: Locale, checked: Mapping[str, CheckedCatalog], as_of: str
) -> dict[str, Shelf]:
    """Return what a locale offers for each document; the workbench of disclaimers is never among it."""
    targets = {name: catalog.targets() for name, catalog in checked.items()}
    pinned, unsupported = read_pinned(workspace, locale), dict(find_unsupported(workspace, locale))
    return {
        document.id: Shelf(
            units=targets.get(document.id, {}),
            interface=targets.get(INTERFACE, {}),
            disclaimers=sources.disclaimers,
            pinned=pinned,
            fallback=workspace.config.fallback,
            as_of=as_of,
            unsupported=unsupported,
            typography=workspace.config.typography.get(locale.code, ()),
        )
        for document in sources.documents
    }
