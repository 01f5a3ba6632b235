"""tm import and export: memories of other tools into the project, and the project's memory out.

An imported memory is a file of the project, `locales/memory/NAME.tmx`. Whatever it says of itself, its texts
are `unattributed`: nobody of this project has read them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.core import Locale as BabelLocale
from babel.core import UnknownLocaleError, get_global

from pipeline.errors import CatalogError, ConfigError, Location
from pipeline.memory.pairs import MemoryPair
from pipeline.memory.tmx import TmxUnit, parse_tmx, render_tmx, why_not_xml
from pipeline.model.catalog import is_invisible
from pipeline.workspace.files import read_bytes, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.memory.store import Store
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace

_NAME = re.compile(r"[\w-][\w. -]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of a file's texts."""

    path: str
    """Where the memory lies in the project."""
    taken: tuple[tuple[str, int], ...]
    """Locale codes with how many targets were taken."""
    left: tuple[tuple[str, int], ...]
    """Languages, as the file spells them, that are none of the project's, with how many targets."""
    empty: int
    """Units without a source or a target to read."""
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """What a file holds, and what it can't."""

    pairs: int
    refused: tuple[tuple[str, str], ...]
    """Sources that XML can't hold, with the reason."""


def folder_of_memories(workspace: Workspace) -> Path:
    """Return the folder of imported memories."""
    return workspace.root / "locales" / "memory"


def import_memory(workspace: Workspace, path: Path, locales: Sequence[Locale]) -> ImportResult:
    """Take a TMX file's texts in the given locales into the project; raises CaveatError, writing nothing."""
    name = _safe_name(path)
    taken: Counter[str] = Counter()
    left: Counter[str] = Counter()
    kept: dict[TmxUnit, None] = {}
    empty = 0
    for unit in parse_tmx(read_bytes(path, str(path)), str(path)):
        targets, others = _sorted_out(unit, locales)
        left.update(others)
        empty += not targets and not others
        if targets:
            taken.update(targets.keys())
            kept[TmxUnit(source=unit.source, targets=tuple(sorted(targets.items())))] = None
    if not kept:
        spelt = ", ".join(sorted(left)) or "no language"
        hint = f"the project has {', '.join(locale.tag for locale in locales)}"
        message = f"holds no text in a language asked for, but {spelt}"
        raise CatalogError(message, at=Location(str(path)), hint=hint)
    target = folder_of_memories(workspace) / f"{name}.tmx"
    data = "".join(render_tmx(sorted(kept, key=_order), workspace.config.source_locale.tag)).encode()
    return ImportResult(
        path=workspace.name_of(target),
        taken=tuple(sorted(taken.items())),
        left=tuple(sorted(left.items())),
        empty=empty,
        is_written=write_if_changed(target, data),
    )


def _safe_name(path: Path) -> str:
    if not _NAME.fullmatch(path.stem) or path.stem.endswith((" ", ".")):
        hint = "rename the file: letters, digits, dots, spaces and hyphens"
        raise ConfigError(f'a memory can\'t be called "{path.stem}"', at=Location(str(path)), hint=hint)
    return path.stem


def _order(unit: TmxUnit) -> tuple[str, object]:
    return unit.source, unit.targets


def _sorted_out(unit: TmxUnit, locales: Sequence[Locale]) -> tuple[dict[str, str], list[str]]:
    """Return a unit's texts by locale code, and the languages that are none of the locales."""
    targets: dict[str, str] = {}
    others: list[str] = []
    for language, text in unit.targets:
        locale = find_locale(language, locales)
        if is_invisible(text) or is_invisible(unit.source):
            continue
        if locale is None or why_not_xml(text) or why_not_xml(unit.source):
            others.append(language)
        else:
            targets.setdefault(locale.code, text)
    return targets, others


def find_locale(language: str, locales: Iterable[Locale]) -> Locale | None:
    """Return the project's locale that a language of another tool is, or None.

    `zh-CN` is `zh_Hans`, `es-419` is `es`; but `pt-PT` is not `pt_BR`: another country is another text.
    """
    wanted = _parsed(language)
    if wanted is None:
        return None
    fitting = [locale for locale in locales if _fits(wanted, _parsed(locale.code))]
    same = [locale for locale in fitting if locale.tag.casefold() == language.replace("_", "-").casefold()]
    return next(iter(same or fitting), None)


def _fits(one: BabelLocale, other: BabelLocale | None) -> bool:
    if other is None or one.language != other.language or _script(one) != _script(other):
        return False
    return one.territory is None or other.territory is None or one.territory == other.territory


def _script(locale: BabelLocale) -> str | None:
    """Return the script, the usual one of the language where none is named."""
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags").get(locale.language)
    return BabelLocale.parse(likely).script if likely else None


def _parsed(language: str) -> BabelLocale | None:
    """Return what CLDR knows of a language; a country it does not know there, `es-LA`, does not count."""
    code = language.replace("-", "_")
    for spelling in (code, code.split("_")[0]):
        try:
            return BabelLocale.parse(spelling)
        except (UnknownLocaleError, ValueError):
            continue
    return None


def read_memory_file(path: Path, name: str, locale: Locale) -> Iterator[MemoryPair]:
    """Yield the pairs of an imported memory in a locale; raises CaveatError."""
    for unit in parse_tmx(read_bytes(path, name), name):
        for language, target in unit.targets:
            if language.replace("-", "_") == locale.code:
                yield MemoryPair(
                    source=unit.source,
                    target=target,
                    locale=locale.code,
                    document=f"memory/{path.stem}",
                    is_present=False,
                )


def export_memory(store: Store, path: Path, source: Locale, locales: Sequence[Locale]) -> ExportResult:
    """Write a TMX file of the project's texts in the given locales; raises CaveatError."""
    pairs = [(pair, locale) for locale in locales for pair in store.pairs_in(locale.code)]
    good = [exported_unit(pair, locale) for pair, locale in pairs if _why_not(pair) is None]
    refused = [(pair.source, why) for pair, _ in pairs if (why := _why_not(pair))]
    write_if_changed(path, "".join(render_tmx(good, source.tag)).encode())
    return ExportResult(pairs=len(good), refused=tuple(refused))


def find_exportable(store: Store, locale: Locale) -> list[MemoryPair]:
    """Return the pairs of a locale that XML can hold."""
    return [pair for pair in store.pairs_in(locale.code) if _why_not(pair) is None]


def _why_not(pair: MemoryPair) -> str | None:
    return why_not_xml(pair.source) or why_not_xml(pair.target)


def exported_unit(pair: MemoryPair, locale: Locale) -> TmxUnit:
    """Return a pair as a unit of a TMX file, with where it stands and its state."""
    known = {"document": pair.document, "context": pair.context or "", "state": pair.state.value}
    properties = tuple((name, value) for name, value in known.items() if value and not why_not_xml(value))
    return TmxUnit(source=pair.source, targets=((locale.tag, pair.target),), properties=properties)
