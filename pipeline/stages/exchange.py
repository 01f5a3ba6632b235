"""exchange export: units out to tools that people know, as XLIFF or as a table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.exchange_rows import SentFile, SentUnit, sent_id
from pipeline.errors import ConfigError, did_you_mean, raise_all
from pipeline.model.draft import find_origin
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.stages.exchange_files import cut, render_files, why_not_writable
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.model.locale import Locale
    from pipeline.stages.exchange_files import ExchangeFormat
    from pipeline.stages.review import Filter
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace

_TAG_NOTE: Final = re.compile(r"<([1-9][0-9]{0,8})> (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A unit that a file can't hold."""

    document: str
    locale: str
    unit: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeExport:
    """What a file holds, and what it can't."""

    units: int
    left_out: tuple[LeftOut, ...]


def export_exchange(
    workspace: Workspace, path: Path, kind: ExchangeFormat, locales: Sequence[Locale], wanted: Filter
) -> ExchangeExport:
    """Write the units that pass as a file for another tool; without any, nothing is written.

    Raises CaveatError for what the kind of file can't hold at all.
    """
    found: dict[tuple[Locale, str], list[SentUnit]] = defaultdict(list)
    left_out: list[LeftOut] = []
    for one in _units(workspace, locales, wanted):
        unit = sent_unit(one)
        why = "it has plural forms" if one.entry.plural is not None else why_not_writable(unit, kind)
        if why:
            key = one.unit.key
            left_out.append(
                LeftOut(
                    document=one.document, locale=one.locale.code, unit=key.id, source=key.source, reason=why
                )
            )
        else:
            found[one.locale, one.document].append(unit)
    files = [
        SentFile(
            document=document,
            source_language=workspace.config.source_locale.tag,
            language=locale.tag,
            units=tuple(units),
        )
        for (locale, document), units in found.items()
    ]
    if files:
        write_if_changed(path, render_files(files, kind))
    return ExchangeExport(units=sum(len(file.units) for file in files), left_out=tuple(left_out))


def _units(workspace: Workspace, locales: Sequence[Locale], wanted: Filter) -> Iterator[UnitStanding]:
    """Yield the units that pass in reading order: a translator needs the text as it runs, not by risk.

    Raises ConfigError for a document that there is not, and the problems of sources that can't be read.
    """
    signing, sources = read_signing(workspace), read_sources(workspace)
    raise_all(sources.problems)
    known = {source.id for source in sources.catalogs}
    for document in sorted(wanted.documents - known):
        raise ConfigError(f'no catalog is named "{document}"', hint=did_you_mean(document, known))
    for locale in locales:
        for source in sources.catalogs:
            if not wanted.documents or source.id in wanted.documents:
                yield from filter(wanted.lets, read_shelved(workspace, source, locale, signing).units)


def sent_unit(one: UnitStanding) -> SentUnit:
    """Return a unit as it goes to another tool, with what a translator should know of it."""
    source, target = one.entry.key.source, one.entry.target
    origin = find_origin(one.entry.comments)
    is_untouched = origin is not None and origin.is_of(target)
    tags: dict[int, list[str]] = defaultdict(list)
    for found in filter(None, map(_TAG_NOTE.fullmatch, one.unit.notes)):
        tags[int(found[1])].append(found[2])
    notes = {number: "; ".join(texts) for number, texts in tags.items()}
    return SentUnit(
        id=sent_id(one.unit.key.id, source, target, is_fuzzy=one.entry.is_fuzzy),
        source=cut(source, notes),
        target=cut(target, notes),
        state=one.standing.state,
        is_machine=is_untouched and one.standing.state is State.DRAFT,
        notes=_notes(one),
        authors=one.standing.authors,
        approvers=one.standing.approvers,
        tool=origin.engine if origin is not None and is_untouched else "",
    )


def _notes(one: UnitStanding) -> tuple[str, ...]:
    """Return what a translator should know: the role, the place, the tags, the risk, what is missing."""
    notes = [f"role: {one.unit.key.context}"] if one.unit.key.context else []
    notes += one.unit.notes
    if one.risk is not Risk.STANDARD:
        why = f" ({', '.join(one.unit.reasons)})" if one.unit.reasons else ""
        notes.append(f"risk: {one.risk.label}{why}")
    needs = f"; needs {one.standing.missing}" if one.standing.missing else ""
    notes.append(f"state: {one.standing.state.value}{needs}")
    if one.standing.state is State.STALE and one.entry.previous is not None:
        notes.append(f"the target was written for: {one.entry.previous.source}")
    return tuple(notes)
