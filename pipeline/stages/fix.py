"""Safe fixes of what checks find, in untouched machine drafts; a person's text is that person's to mend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.checks.runner import CheckSet, run_checks
from pipeline.model.catalog import Catalog
from pipeline.model.draft import Origin, find_origin, parse_origin
from pipeline.stages.sources import read_sources
from pipeline.workspace.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config.project import Config
    from pipeline.model.catalog import Entry
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace

_MOST_FIXES: Final = 20
"""A target with more to mend than this is no typing error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixRow:
    """One unit whose draft was mended."""

    file: str
    unit: str
    rules: tuple[str, ...]
    """In the order in which they were mended."""
    before: str
    after: str


@exclusive
def fix(workspace: Workspace, *, locales: Sequence[Locale]) -> tuple[FixRow, ...]:
    """Mend what is safe to mend in the drafts of a project; they stay drafts. Raises CaveatError."""
    checks = CheckSet.load()
    rows: list[FixRow] = []
    for source in read_sources(workspace).catalogs:
        for locale in locales:
            path = workspace.catalog(locale, source.id)
            if path.exists():
                catalog = read_catalog(path, workspace.name_of(path))
                entries = [
                    _fixed(one, catalog.path, locale, workspace.config, checks, rows)
                    for one in catalog.entries
                ]
                write_catalog(path, replace(catalog, entries=tuple(entries)))
    return tuple(rows)


def _fixed(
    entry: Entry, file: str, locale: Locale, config: Config, checks: CheckSet, rows: list[FixRow]
) -> Entry:
    if (
        entry.is_header
        or entry.obsolete
        or entry.is_empty
        or entry.plural is not None
        or is_human_text(entry)
    ):
        return entry
    rules: list[str] = []
    mended = entry
    for _ in range(_MOST_FIXES):
        finding = _find_fixable(mended, locale, config, checks)
        if finding is None or finding.fix is None:
            break
        rules.append(finding.check)
        mended = _with_text(mended, finding.fix, finding.check)
    if rules:
        row = FixRow(
            file=file, unit=entry.key.id, rules=tuple(rules), before=entry.target, after=mended.target
        )
        rows.append(row)
    return mended


def _find_fixable(entry: Entry, locale: Locale, config: Config, checks: CheckSet) -> Finding | None:
    found = run_checks(Catalog(entries=(entry,)), locale, config=config, checks=checks)
    return next((one for one in found if one.fix is not None and one.unit == entry.key.id), None)


def _with_text(entry: Entry, text: str, rule: str) -> Entry:
    """Return a draft with another text; its origin says so, and speaks of that text."""
    old = find_origin(entry.comments)
    if old is None:
        return entry
    note = ", ".join(filter(None, (old.note, f"mended {rule}")))
    shown = replace(old, text=Origin.of(text, engine=old.engine, date=old.date).text, note=note).render()
    comments = tuple(shown if parse_origin(one) == old else one for one in entry.comments)
    return revise(entry, targets=(text,), comments=comments)
