"""Translations that engines are compared with: what the project approved, or a file of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.drafting.base import Context
from pipeline.drafting.link import Order
from pipeline.errors import CatalogError, ConfigError, Location
from pipeline.memory.tmx import parse_tmx
from pipeline.model.catalog import is_invisible
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.stages.draft_contexts import read_surroundings, with_terms
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.memory_files import find_locale
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.workspace.files import read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.language.termbase import Termbase
    from pipeline.model.locale import Locale
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace

_COLUMNS: Final = ("source", "target")
_HINT: Final = "name a .tmx file, or a .tsv file whose first line names the columns source and target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A unit to be drafted, and what people made of it."""

    order: Order
    target: str


def approved_references(workspace: Workspace, locale: Locale, sources: Sources) -> list[Reference]:
    """Return what is approved in a locale and was written by a person.

    A machine draft that was approved as it was is left out: its own engine would be compared with itself.
    """
    signing, around = read_signing(workspace), read_surroundings(sources)
    termbase = find_termbase(workspace, locale)
    found = []
    for source in sources.catalogs:
        shelved = read_shelved(workspace, source, locale, signing)
        units = [
            one
            for one in shelved.units
            if one.standing.state is State.APPROVED and not one.standing.is_machine_text
            if one.entry.plural is None and one.risk in workspace.config.drafting.risks
        ]
        risks = {one.unit.key: one.risk for one in units}
        contexts = with_terms(risks, around.get(source.id, {}), risks, termbase)
        found += [
            Reference(order=Order(key=one.unit.key, context=contexts[one.unit.key]), target=one.entry.target)
            for one in units
        ]
    return found


def file_references(workspace: Workspace, locale: Locale, name: str) -> list[Reference]:
    """Return the pairs of a file in a locale; raises CaveatError.

    `{locale}` in its name stands for the locale's code.
    """
    path = Path(name.replace("{locale}", locale.code))
    termbase = find_termbase(workspace, locale)
    readers = {".tmx": _read_tmx, ".tsv": _read_tsv}
    if path.suffix.lower() not in readers:
        raise ConfigError(f'"{name}" is no file of translations', hint=_HINT)
    pairs = readers[path.suffix.lower()](path, locale)
    return [_reference(source, target, termbase) for source, target in dict.fromkeys(pairs)]


def _reference(source: str, target: str, termbase: Termbase | None) -> Reference:
    terms = termbase.find_terms(source) if termbase is not None else ()
    return Reference(order=Order(key=UnitKey(None, source), context=Context(terms=terms)), target=target)


def _read_tmx(path: Path, locale: Locale) -> Iterator[tuple[str, str]]:
    for unit in parse_tmx(read_bytes(path, str(path)), str(path)):
        for language, target in unit.targets:
            if find_locale(language, [locale]) and _is_pair(unit.source, target):
                yield unit.source, target


def _read_tsv(path: Path, _: Locale) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a file; it has one language, whichever was asked for."""
    return parse_tsv(read_text(path, str(path)), str(path))


def parse_tsv(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield source and target of each row; a row without both is passed over. Raises CatalogError."""
    lines = (line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n"))
    header = next(lines).split("\t")
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        message = f"the first line does not name the column {' and '.join(missing)}"
        raise CatalogError(message, at=Location(name, 1), hint=_HINT)
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) != len(header):
            message = f"{len(cells)} cells, and the first line has {len(header)}"
            raise CatalogError(message, at=Location(name, number), hint="put one tab between two cells")
        source, target = (cells[header.index(column)] for column in _COLUMNS)
        if _is_pair(source, target):
            yield source, target


def _is_pair(source: str, target: str) -> bool:
    return not is_invisible(source) and not is_invisible(target)


def refuse_one_file_for_many(name: str, locales: Sequence[Locale]) -> None:
    """Raise ConfigError for a file of one language that is to serve several."""
    if len(locales) > 1 and name.lower().endswith(".tsv") and "{locale}" not in name:
        hint = "choose one with -l, or write {locale} in the name where each has a file"
        raise ConfigError(f"{name} has one language, and {len(locales)} are to be scored", hint=hint)
