"""The new translations of an export into the catalogs, where these hold nothing that a person wrote.

Nobody of the project has read them: they are `unattributed` until somebody claims them. A text is taken only
when it is new in the export, belongs to its sentence for sure, was never written for another one, and has
nothing in it that a check calls an error or another meaning.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.catalogs.po import parse_catalog, read_catalog, render_catalog, revise, write_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.checks.runner import CheckSet, run_checks
from pipeline.errors import CaveatError, raise_all
from pipeline.formats.export_parts import part_id
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.catalog import FUZZY, Catalog, is_invisible
from pipeline.model.digest import digest_text
from pipeline.model.draft import parse_origin
from pipeline.model.finding import Severity
from pipeline.stages.accounts import prove_no_loss
from pipeline.stages.extract import extract
from pipeline.stages.import_texts import untaken
from pipeline.stages.update import update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.config.project import Config
    from pipeline.formats.export_targets import TargetCell
    from pipeline.ledger.ledger_file import Ledger
    from pipeline.model.catalog import Entry
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.import_texts import Texts, Untaken
    from pipeline.stages.progress import Progress
    from pipeline.workspace.project import Workspace

_MEANING = frozenset({"number", "quantity", "negation", "modality"})
"""Checks whose warnings keep a text from being taken: it may be of another English text."""
_OLDER = "it stood in the export before, so it may be of an older English text"
_ENGLISH = "it is the source text itself"
_BLANK = "it shows a reader nothing"
_OTHER = "the project has another text here"
_ELSEWHERE = "it was written for another source text"
_NO_ENTRY = "its catalog could not be brought up to date"
_PINNED = "a disclaimer is approved and pinned, never imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRow:
    """One language of an export, and how many of its texts went into catalogs."""

    locale: str
    texts: int
    catalogs: int
    """Catalogs that were written."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A text for a unit, with the cell that it stands in."""

    text: str
    cell: TargetCell
    is_old: bool
    """It stood in the cell before this import."""


def take_texts(
    workspace: Workspace, texts: Texts, *, today: str, progress: Progress | None = None
) -> tuple[tuple[TakenRow, ...], tuple[Untaken, ...]]:
    """Bring the catalogs up to date and put the translations into them; raises what stopped one of these."""
    if not texts.cells:
        return (), texts.untaken
    problems: list[CaveatError] = []
    extract(workspace, progress)
    try:
        update(workspace, locales=workspace.config.locales, today=today, progress=progress)
    except CaveatError as error:  # a broken catalog of another document
        problems.append(error)
    left = list(texts.untaken)
    rows = []
    for locale, cells in texts.cells.items():
        by_part: dict[str, list[TargetCell]] = defaultdict(list)
        for cell in cells:
            by_part[cell.part].append(cell)
        counts = [_take_row(workspace, texts, part, found, locale, left) for part, found in by_part.items()]
        rows.append(TakenRow(locale=locale.code, texts=sum(counts), catalogs=sum(map(bool, counts))))
    raise_all(problems)
    return tuple(rows), tuple(left)


def _take_row(
    workspace: Workspace,
    texts: Texts,
    part: str,
    cells: Sequence[TargetCell],
    locale: Locale,
    left: list[Untaken],
) -> int:
    """Put a row's translations into its catalog; return how many."""
    document = part_id(texts.file.collection.name, part)
    path, ledger_path = workspace.catalog(locale, document), workspace.ledger(locale, document)
    name = workspace.name_of(path)
    offers, refused = _offers(cells, texts.before)
    left += (untaken(texts.file, cell, locale, text, why) for cell, text, why in refused)
    if not path.exists():  # a row whose own text is empty has no document
        return 0
    catalog = read_catalog(path, name)
    ledger = read_ledger(ledger_path, workspace.name_of(ledger_path))
    entries, taken = list(catalog.entries), 0
    places = {entry.key: at for at, entry in enumerate(entries) if not entry.is_header and not entry.obsolete}
    for key, offer in offers.items():
        at = places.get(key)
        why = _no_place(key) if at is None else _judge(entries[at], offer, ledger)
        if why is None and at is not None:
            filled = _filled(entries[at], offer.text)
            why = _find_error(filled, locale, workspace.config)
            if why is None:
                entries[at] = filled
                taken += 1
        if why:
            left.append(untaken(texts.file, offer.cell, locale, offer.text, why))
    changed = replace(catalog, entries=tuple(entries))
    human = [entry for entry in catalog.entries if is_human_text(entry)]
    prove_no_loss(human, parse_catalog(render_catalog(changed), name), ledger, name)
    write_catalog(path, changed)
    return taken


@cache
def _load_checks() -> CheckSet:
    return CheckSet.load()


def _find_error(entry: Entry, locale: Locale, config: Config) -> str | None:
    """Return what the checks find wrong with a text: errors, and doubts about what it means; or None."""
    found = run_checks(Catalog(entries=(entry,)), locale, config=config, checks=_load_checks())
    own = (one for one in found if one.unit == entry.key.id and one.severity is not Severity.NOTICE)
    wrong = next((one for one in own if one.severity is Severity.ERROR or _is_of_meaning(one)), None)
    return None if wrong is None else f"{wrong.check}: {wrong.message}"


def _is_of_meaning(finding: Finding) -> bool:
    return finding.check.partition(".")[0] in _MEANING


def _offers(
    cells: Sequence[TargetCell], before: Mapping[tuple[str, str], str]
) -> tuple[dict[UnitKey, _Offer], list[tuple[TargetCell, str, str]]]:
    """Return a text for each unit, and those that are left with the reason."""
    offers: dict[UnitKey, _Offer] = {}
    refused: list[tuple[TargetCell, str, str]] = []
    for cell in cells:
        known = before.get((cell.part, cell.column), "")
        refused += ((cell, one.text, one.reason) for one in cell.unpaired if one.text not in known)
        for pair in cell.pairs:
            first = offers.setdefault(pair.key, _Offer(pair.text, cell, pair.text in known))
            if first.text != pair.text:
                why = f'the same source text is "{first.text[:60]}" elsewhere in the row'
                refused.append((cell, pair.text, why))
    return offers, refused


def _no_place(key: UnitKey) -> str:
    return _PINNED if (key.context or "").startswith("disclaimer:") else _NO_ENTRY


def _judge(entry: Entry, offer: _Offer, ledger: Ledger) -> str | None:
    """Return None for a text to be taken, why it is not, or nothing where there is nothing to be said."""
    if is_human_text(entry):
        if offer.is_old or (entry.target == offer.text and not entry.is_fuzzy):
            return ""
        return _ELSEWHERE if entry.target == offer.text else _OTHER
    if offer.is_old:
        return _OLDER
    if is_invisible(offer.text):
        return _BLANK
    if offer.text == entry.key.source:
        return _ENGLISH
    source, target = digest_text(entry.key.source), digest_text(offer.text)
    written_for = {one.source for one in ledger.events if one.target == target}
    written_for |= {one.source for one in ledger.kept if one.target == target}
    return _ELSEWHERE if written_for - {source} else None


def _filled(entry: Entry, text: str) -> Entry:
    """Return an empty or machine-drafted entry with a text that nobody is on record for."""
    return revise(
        entry,
        targets=(text,),
        comments=tuple(comment for comment in entry.comments if parse_origin(comment) is None),
        flags=tuple(flag for flag in entry.flags if flag != FUZZY),
        previous=None,
        previous_plural=None,
    )
