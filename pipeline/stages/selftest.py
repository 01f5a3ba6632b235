"""selftest: errors planted in copies of the project's own catalogs, and what the checks find of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import read_catalog
from pipeline.checks.runner import CheckSet
from pipeline.errors import CaveatError, raise_all
from pipeline.model.catalog import Catalog
from pipeline.planting.lexicon import find_lexicon
from pipeline.planting.registry import OPERATIONS
from pipeline.planting.rounds import MOST, Field
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.recall import Checking, FalseAlarms, Recall, measure
from pipeline.stages.selftest_floor import Fall, falls, floor_of, read_floor, write_floor
from pipeline.stages.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.model.catalog import Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, UnitKey
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace

UNITS: Final = 1000
"""Units of one language in which errors are planted: in a larger project documents are chosen by lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelftestResult:
    """What was found."""

    recall: tuple[Recall, ...]
    alarms: tuple[FalseAlarms, ...]
    fallen: tuple[Fall, ...]
    """Where less was found than the floor has."""
    floor: str | None
    """The file that was compared with, or None."""

    @property
    def planted(self) -> int:
        """How many errors were planted."""
        return sum(row.planted for row in self.recall)

    @property
    def found(self) -> int:
        """How many of them were found."""
        return sum(row.found for row in self.recall)


def floor_path(workspace: Workspace, given: Path | None, *, must_exist: bool) -> Path | None:
    """Return the floor to compare with: the one that is named, else the project's own where it has one."""
    if given is not None or not must_exist:
        return given
    own = workspace.selftest_floor
    return own if own.is_file() else None


def record_floor(workspace: Workspace, given: Path | None, result: SelftestResult, seed: str) -> str:
    """Write what was found as the floor of the next runs; return the file's name."""
    path = given or workspace.selftest_floor
    write_floor(path, floor_of(result.recall, seed))
    return workspace.name_of(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lot:
    """How documents are chosen: by a seed, until they have so many units."""

    seed: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The units of one language with a target, each once."""

    entries: Mapping[UnitKey, Entry] = field(default_factory=dict)
    risks: Mapping[UnitKey, Risk] = field(default_factory=dict)


def selftest(
    workspace: Workspace,
    *,
    locales: Sequence[Locale],
    seed: str,
    floor: Path | None = None,
    units: int = UNITS,
    progress: Progress | None = None,
) -> SelftestResult:
    """Plant errors in memory and check them; no file of the project changes.

    With the path of a `floor` the result says where less is found than that file has.
    Raises what keeps catalogs or the floor from being read.
    """
    name = None if floor is None else workspace.name_of(floor)
    limit = None if floor is None or name is None else read_floor(floor, name)
    progress = progress or Silent()
    sources = read_sources(workspace)
    problems = list(sources.problems)
    lot = _Lot(seed=seed, units=units)
    texts = {locale: _read(workspace, locale, sources, lot, problems) for locale in workspace.config.locales}
    raise_all(problems)
    checks = CheckSet.load()
    progress.start("selftest", len(locales))
    recall: list[Recall] = []
    alarms: list[FalseAlarms] = []
    for locale in locales:
        if texts[locale].entries:
            rows, good = _measure(workspace, locale, texts, seed, checks)
            recall += rows
            alarms.append(good)
        progress.advance(str(locale))
    progress.finish()
    fallen = falls(recall, limit) if limit else ()
    return SelftestResult(recall=tuple(recall), alarms=tuple(alarms), fallen=fallen, floor=name)


def _read(
    workspace: Workspace, locale: Locale, sources: Sources, lot: _Lot, problems: list[CaveatError]
) -> _Text:
    """Return the translated units of a language: of all documents, or of as many as are enough."""
    risks = sources.risks()
    documents = sorted(source.id for source in sources.catalogs)
    Random(lot.seed).shuffle(documents)  # noqa: S311 - documents are chosen, no secrets
    entries: dict[UnitKey, Entry] = {}
    known: dict[UnitKey, Risk] = {}
    for document in documents:
        path = workspace.catalog(locale, document)
        if len(entries) >= lot.units or not path.exists():
            continue
        try:
            catalog = read_catalog(path, workspace.name_of(path))
        except CaveatError as error:
            problems.append(error)
            continue
        for entry in _translated(catalog):
            entries.setdefault(entry.key, entry)
            risk = risks[document].get(entry.key)
            if risk is not None:
                known[entry.key] = max(risk, known.get(entry.key, risk))
    return _Text(entries=entries, risks=known)


def _translated(catalog: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalog.units() if not entry.is_blank and entry.key.source.strip())


def _measure(
    workspace: Workspace,
    locale: Locale,
    texts: Mapping[Locale, _Text],
    seed: str,
    checks: CheckSet,
) -> tuple[tuple[Recall, ...], FalseAlarms]:
    text = texts[locale]
    ground = Field(
        catalog=Catalog(entries=tuple(text.entries.values()), path=f"{locale}"),
        locale=locale,
        seed=seed,
        foreign=_foreign(locale, texts),
        most=MOST,
    )
    checking = Checking(
        locale=locale,
        risks=text.risks,
        config=workspace.config,
        checks=checks,
        termbase=find_termbase(workspace, locale),
    )
    return measure(ground, checking, OPERATIONS)


def _foreign(locale: Locale, texts: Mapping[Locale, _Text]) -> dict[UnitKey, tuple[str, ...]]:
    """Return the project's own texts of the language that is most often taken for this one."""
    lexicon = find_lexicon(locale.language)
    wanted = lexicon.relatives.get("wrong") if lexicon else None
    found: dict[UnitKey, tuple[str, ...]] = {}
    for other, text in texts.items():
        if other.language == wanted:
            found |= {key: (entry.target,) for key, entry in text.entries.items()}
    return found
