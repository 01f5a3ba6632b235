"""update: templates to catalogs.

Law 6: after `update` every human text is still active, stale, or in the ledger; the stage proves it and fails
otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.catalogs.po import parse_catalog, read_catalog, render_catalog, revise, write_catalog
from pipeline.catalogs.update import CatalogUpdate, human_comments, is_human_text, update_catalog
from pipeline.errors import CaveatError, raise_all
from pipeline.ledger.ledger_file import Ledger, read_ledger, write_ledger
from pipeline.ledger.states import LedgerIndex, open_rejections, standing_approvals
from pipeline.model.digest import digest_text
from pipeline.model.event import Event, EventKind, KeptPair, Pair, pair_key
from pipeline.stages.accounts import Fate, prove_meaning, prove_no_loss
from pipeline.stages.gone import Lost, find_lost
from pipeline.stages.offers import Offers
from pipeline.stages.progress import Progress, Silent
from pipeline.workspace.lock import exclusive

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.workspace.project import Workspace

CARRIER = "caveat"
"""Who records a carry: the rule is the tool's, no person decided anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRow:
    """One catalog, and what happened to the targets in it."""

    document: str
    locale: str
    path: str
    kept: int
    added: int
    carried: int
    stale: int
    guarded: int
    removed: int
    human_texts: int
    """Texts of people before the update; the five counts below add up to them."""
    human_unchanged: int
    human_carried: int
    human_stale: int
    human_shown: int
    """In a comment, and in the ledger: the meaning of the source changed."""
    human_kept: int
    """In the ledger alone: the unit is gone."""
    is_written: bool
    restored: int = 0
    """Approved texts that were missing from the catalog and came back from the ledger."""
    offered: int = 0
    """New units whose comments show what other documents have of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateResult:
    """What the update did."""

    rows: tuple[UpdateRow, ...]
    lost: Lost
    """What people wrote for documents that are gone."""


@exclusive
def update(
    workspace: Workspace, *, locales: Sequence[Locale], today: str, progress: Progress | None = None
) -> UpdateResult:
    """Bring every locale's catalogs up to the templates; a broken one is left alone and raised at the end."""
    progress = progress or Silent()
    templates = sorted((workspace.root / "locales").glob("*.pot"))
    progress.start("update", len(templates) * len(locales))
    rows: list[UpdateRow] = []
    problems: list[CaveatError] = []
    with Offers(workspace) as offers:
        for path in templates:
            for locale in locales:
                try:
                    rows.append(_update_one(workspace, path, locale, today, offers))
                except CaveatError as error:
                    problems.append(error)
                progress.advance(f"{locale} {path.stem}")
    progress.finish()
    raise_all({str(problem): problem for problem in problems}.values())  # a bad template is one problem
    units = {path.stem: _keys(workspace, path) for path in templates}
    return UpdateResult(rows=tuple(rows), lost=find_lost(workspace, units) if units else Lost())


def _keys(workspace: Workspace, template: Path) -> tuple[UnitKey, ...]:
    return tuple(entry.key for entry in read_catalog(template, workspace.name_of(template)).units())


def _update_one(
    workspace: Workspace, template_path: Path, locale: Locale, today: str, offers: Offers
) -> UpdateRow:
    document = template_path.stem
    template = read_catalog(template_path, workspace.name_of(template_path))
    path, ledger_path = workspace.catalog(locale, document), workspace.ledger(locale, document)
    name = workspace.name_of(path)
    old = read_catalog(path, name) if path.exists() else None
    ledger = read_ledger(ledger_path, workspace.name_of(ledger_path))
    restored = _restored(old, template, LedgerIndex(ledger), document, locale)
    before = replace(old, entries=(*old.entries, *restored)) if old else None
    done = update_catalog(before, template, document, locale)
    known = {entry.key for entry in old.units()} if old else set()
    catalog = offers.added(done.catalog, known, document, locale)
    offered = sum(new is not bare for new, bare in zip(catalog.entries, done.catalog.entries, strict=True))
    done = replace(done, catalog=catalog)
    ledger = _keep_texts(ledger, done, document, locale)
    ledger = _record_carries(ledger, done, document, locale, today)
    human = [entry for entry in old.entries if is_human_text(entry)] if old else []
    written = parse_catalog(render_catalog(done.catalog), name)  # the proof is about what a reader will find
    fates = prove_no_loss(human, written, ledger, name)
    prove_meaning(before.entries if before else (), written, name)
    write_ledger(ledger_path, ledger)  # before the PO, so that a crash between the two loses nothing
    row = _row(done, fates, document, locale, workspace)
    return replace(row, restored=len(restored), offered=offered)


def _restored(
    old: Catalog | None, template: Catalog, index: LedgerIndex, document: str, locale: Locale
) -> tuple[Entry, ...]:
    """Return entries that the catalog lacks though the ledger holds one approved text for them.

    Somebody deleted the entry, or its source went and came back. The approvals are for exactly these texts.
    """
    if old is None:
        return ()
    present = {entry.key for entry in old.units()}
    missing = [entry for entry in template.units() if entry.key not in present and entry.plural is None]
    approved = _approved_texts(index) if missing else {}
    found: list[Entry] = []
    for entry in missing:
        texts = approved.get((entry.key.context, digest_text(entry.key.source)), ())
        standing = [text for text in sorted(texts) if _is_signed(entry.key, text, index, document, locale)]
        if len(standing) == 1:
            found.append(revise(entry, targets=(standing[0],)))
    return tuple(found)


def _approved_texts(index: LedgerIndex) -> dict[tuple[str | None, str], set[str]]:
    """Return what was ever approved, by context and digest of the source."""
    approved: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    texts = index.ledger.texts
    for event in index.ledger.events:
        if event.kind is EventKind.APPROVE and event.target in texts:
            approved[event.context, event.source].add(texts[event.target])
    return approved


def _is_signed(unit: UnitKey, text: str, index: LedgerIndex, document: str, locale: Locale) -> bool:
    events = index.events_of(Pair(locale=locale.code, document=document, unit=unit, target=text))
    return bool(standing_approvals(events)) and not open_rejections(events)


def _row(
    done: CatalogUpdate, fates: Counter[Fate], document: str, locale: Locale, workspace: Workspace
) -> UpdateRow:
    path = workspace.catalog(locale, document)
    return UpdateRow(
        document=document,
        locale=locale.code,
        path=workspace.name_of(path),
        kept=done.kept,
        added=done.added,
        carried=len(done.carried),
        stale=len(done.stale),
        guarded=len(done.guarded),
        removed=len(done.removed),
        human_texts=fates.total(),
        human_unchanged=fates[Fate.UNCHANGED],
        human_carried=fates[Fate.CARRIED],
        human_stale=fates[Fate.STALE],
        human_shown=fates[Fate.SHOWN],
        human_kept=fates[Fate.KEPT],
        is_written=write_catalog(path, done.catalog),
    )


def _keep_texts(ledger: Ledger, done: CatalogUpdate, document: str, locale: Locale) -> Ledger:
    """Put the human texts that leave the catalog into the ledger, with what people noted beside them."""
    leaving = (*done.removed, *(pair.old for pair in done.guarded))
    human = [entry for entry in leaving if is_human_text(entry)]
    texts = [text for entry in human for text in (entry.written_for.source, entry.whole_target)]
    notes = [note for entry in done.removed for note in human_comments(entry) if note.strip()]
    return ledger.with_records(
        kept=[kept_pair(entry, document, locale) for entry in human],
        texts=[*texts, *notes],
    )


def kept_pair(entry: Entry, document: str, locale: Locale) -> KeptPair:
    """Return the record that keeps an entry's text, with the source it was written for."""
    unit = entry.written_for
    return KeptPair(
        key=pair_key(locale.code, document, unit, entry.whole_target),
        context=unit.context,
        source=digest_text(unit.source),
        target=digest_text(entry.whole_target),
    )


def _record_carries(ledger: Ledger, done: CatalogUpdate, document: str, locale: Locale, today: str) -> Ledger:
    """Record that a decision goes along with a source that changed in quotes, spaces or Unicode form."""
    decided = {event.key for event in ledger.events}
    carries: list[Event] = []
    texts: list[str] = []
    for pair in done.carried:
        old_key = pair_key(locale.code, document, pair.old.key, pair.old.whole_target)
        if old_key in decided:
            carries.append(
                Event(
                    kind=EventKind.CARRY,
                    key=pair_key(locale.code, document, pair.new.key, pair.new.whole_target),
                    by=CARRIER,
                    on=today,
                    context=pair.new.key.context,
                    source=digest_text(pair.new.key.source),
                    target=digest_text(pair.new.whole_target),
                    carried_from=old_key,
                )
            )
            texts += [pair.old.key.source, pair.new.key.source, pair.new.whole_target]
    return ledger.with_records(events=carries, texts=texts) if carries else ledger
