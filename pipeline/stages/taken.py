"""What the checks find in texts that came back, before they are put away: they are taken all the same."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.checks.runner import CheckSet, run_checks
from pipeline.model.finding import Finding
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.waivers import apply_waivers, read_waivers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.language.termbase import Termbase
    from pipeline.model.locale import Locale
    from pipeline.model.waiver import Waiver
    from pipeline.stages.desk import Desk, Merged


def check_taken(desk: Desk, work: Sequence[Merged]) -> tuple[Finding, ...]:
    """Return what the checks find in exactly the texts that came into the catalogs, sorted.

    What is waived today is told as waived. Raises CaveatError for a configuration, glossary or waivers that
    can't be read, so it is asked before anything is put away.
    """
    changed = [one for one in work if one.taken]
    if not changed:
        return ()
    checks = CheckSet.load()

    @cache
    def policy_of(locale: Locale) -> tuple[Termbase | None, tuple[Waiver, ...]]:
        return find_termbase(desk.workspace, locale), read_waivers(desk.workspace, locale)

    found = (
        finding for one in changed for finding in _check(desk, one, checks, *policy_of(one.shelved.locale))
    )
    return tuple(sorted(found, key=Finding.sort_key))


def _check(
    desk: Desk, merged: Merged, checks: CheckSet, termbase: Termbase | None, waivers: Sequence[Waiver]
) -> Iterator[Finding]:
    """Yield what is found; a text is checked among its neighbours, whose own findings are left out."""
    shelved, taken = merged.shelved, {key.id for key in merged.taken}
    found = run_checks(
        merged.as_read,
        shelved.locale,
        risks={one.unit.key: one.risk for one in shelved.units},
        config=desk.workspace.config,
        checks=checks,
        termbase=termbase,
    )
    own = (one for one in found if one.unit in taken)
    yield from apply_waivers(own, waivers, desk.signing, shelved.locale, desk.today)
