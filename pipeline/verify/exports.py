"""An export with its languages beside the source: rows, keys, other columns, and each cell that is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.config.project import Fallback
from pipeline.language.names import english_name, find_language
from pipeline.model.locale import Locale
from pipeline.verify.gaps import check_gaps
from pipeline.verify.native import UnreadableError
from pipeline.verify.native_inspection import NativeTask, inspect_document
from pipeline.verify.native_rules import find_unmarked, unmarked
from pipeline.verify.problem import problem
from pipeline.verify.structure import is_blank
from pipeline.verify.tables import Table, TableRow, TableShape, read_table
from pipeline.verify.targets import check_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.model.finding import Finding
    from pipeline.model.unit import Risk
    from pipeline.verify.native_rules import Terms
    from pipeline.verify.tables import Cell

_REBUILD: Final = "build the folder again; nothing in it is edited by hand"
_FORMULA: Final = "=+-@\uff1d\uff0b\uff0d\uff20\t\r"
_SHOWN: Final = 60
LINE: Final = "text"
"""Cells of one line."""
_ENGLISH: Final = Locale("en")

Target = tuple[str, Locale]
"""A field in a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """A cell of the source, and what each language's must be."""

    format: str
    task_in: Callable[[Locale], NativeTask]
    """What is laid beside the built cell of a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCheck:
    """One built export, and what it must be."""

    file: str
    """The path to show."""
    shape: TableShape
    source: bytes
    data: bytes
    cells: Mapping[str, Mapping[str, FieldSource]]
    """Every source cell that holds text, by the key of its row and its field."""
    fallback: Mapping[Risk, Fallback]
    published: frozenset[tuple[str, Locale]]
    """The rows by key, with the languages that the manifest says are published."""
    locales: tuple[Locale, ...]
    source_locale: Locale
    names: Mapping[str, str]
    """Names of languages besides the usual ones -> locale."""
    is_release: bool
    is_delta: bool = False
    """Only some of the rows are there."""


def inspect_export(task: ExportCheck) -> Iterator[Finding]:
    """Yield everything that is wrong with a built export."""
    try:
        built, source = read_table(task.shape, task.data), read_table(task.shape, task.source)
    except UnreadableError as error:
        yield problem("page.unreadable", task.file, str(error), hint=_REBUILD)
        return
    targets = {name: found for name in built.columns if (found := _target_of(task, name))}
    yield from _check_columns(task, built, source, targets)
    wanted = {_key(task, row): row for row in source.rows}
    yield from _check_rows(task, Counter(_key(task, row) for row in built.rows), list(wanted))
    for row in built.rows:
        key = _key(task, row)
        if key in wanted:
            yield from _check_row(task, key, row, wanted[key], targets)


def _key(task: ExportCheck, row: TableRow) -> str:
    cell = row.cells.get(task.shape.key)
    if isinstance(cell, str):
        return cell.strip()
    return cell.spelled.rpartition(":")[2] if cell is not None else ""


def _check_columns(
    task: ExportCheck, built: Table, source: Table, targets: Mapping[str, Target]
) -> Iterator[Finding]:
    """Yield columns that are gone, moved or of nobody; and what else is not as in the source."""
    own = [name for name in built.columns if name in source.columns]
    if not task.is_delta and sorted(own) != sorted(source.columns):
        lost = next(name for name in source.columns if name not in own)
        yield _changed(task, f'the column "{lost}" is missing')
    elif task.shape.format in ("csv", "xlsx") and own != list(source.columns):
        yield _changed(task, "the columns stand in another order")
    for name in built.columns:
        if name not in source.columns and name not in targets:
            yield _changed(task, f"the column \"{name[:_SHOWN]}\" is neither the source's nor a language's")
    if built.rest != source.rest:
        yield _changed(task, "what stands beside the rows is not as in the source")


def _changed(task: ExportCheck, message: str, line: int | None = None) -> Finding:
    return problem("structure.changed", task.file, message, line=line, hint=_REBUILD)


def _target_of(task: ExportCheck, column: str) -> tuple[str, Locale] | None:
    """Return the field and the language that a column is for, or None."""
    for field in task.shape.fields:
        for locale in task.locales:
            if column == f"{field} ({english_name(locale)})":
                return field, locale
    head, opened, tail = column.partition("(")
    field, name = head.rstrip(" \t\xa0"), tail.rstrip(" \t\xa0").removesuffix(")")
    if opened and field in task.shape.fields:
        code = find_language(name, task.source_locale, task.names) or find_language(name, _ENGLISH, {})
        return next(((field, one) for one in task.locales if one.code == code), None)
    return None


def _check_rows(task: ExportCheck, built: Counter[str], wanted: Sequence[str]) -> Iterator[Finding]:
    known = set(wanted)
    for key, number in built.items():
        if key not in known:
            yield _changed(task, f'the row "{key[:_SHOWN]}" is not in the source')
        elif number > 1:
            yield _changed(task, f'the row "{key[:_SHOWN]}" stands there {number} times')
    missing = [key for key in wanted if key not in built] if not task.is_delta else []
    for key in missing:
        yield _changed(task, f'the row "{key[:_SHOWN]}" is missing')
    if [key for key in built if key in known] != [key for key in wanted if key in built]:
        yield _changed(task, "the rows stand in another order")


def _check_row(
    task: ExportCheck, key: str, row: TableRow, source: TableRow, targets: Mapping[str, Target]
) -> Iterator[Finding]:
    for name in dict.fromkeys((*source.cells, *row.cells)):
        if name not in targets and name in source.cells and row.cells.get(name) != source.cells[name]:
            yield _changed(task, f'{name} of "{key[:_SHOWN]}" is not as in the source', row.line)
    for name in source.cells:
        if name in targets and name not in row.cells and source.cells[name]:
            yield _changed(task, f'{name} of "{key[:_SHOWN]}" is gone', row.line)
    columns = {targets[name]: name for name in row.cells if name in targets}
    for (field, locale), name in columns.items():
        new, old = row.cells[name], source.cells.get(name)
        if (new or "") != (old or ""):
            yield from _check_filled(task, key, field, locale, new, row.line)
    yield from _check_due(task, key, row, columns)


def _check_filled(
    task: ExportCheck, key: str, field: str, locale: Locale, new: Cell, line: int
) -> Iterator[Finding]:
    """Yield what is wrong with a cell in which the build put a text."""
    what = f'{field} of "{key[:_SHOWN]}" in {locale.code}'
    source = task.cells.get(key, {}).get(field)
    if source is None or (key, locale) not in task.published:
        why = "has no source text" if source is None else "is filled, and the manifest does not publish it"
        message, hint = f"{what} {why}", _REBUILD
        yield problem("release.withheld-text", task.file, message, line=line, hint=hint, locale=locale.code)
    elif not isinstance(new, str) or is_blank(new):
        message = f"{what} was emptied" if not new else f"{what} holds no text"
        yield problem("text.empty", task.file, message, line=line, hint=_REBUILD, locale=locale.code)
    else:
        native = source.task_in(locale)
        original = native.source.decode("utf-8", "replace")
        if _sign(new) and _sign(new) != _sign(original):
            message = f"{what} would be run by a spreadsheet: it starts with {_sign(new)!r}"
            hint = "correct the translation, then build again"
            yield problem(
                "safety.active-content", task.file, message, line=line, hint=hint, locale=locale.code
            )
        for finding in _inspect(source, replace(native, data=new.encode()), new):
            yield replace(finding, line=line, message=f"{what}: {finding.message}", locale=locale.code)


def _sign(text: str) -> str:
    first = text[:1] if text[:1] in ("\t", "\r") else text.lstrip()[:1]
    return first if first and first in _FORMULA else ""


def _inspect(source: FieldSource, native: NativeTask, text: str) -> Iterator[Finding]:
    if source.format != LINE:
        yield from inspect_document(native)
        return
    terms: Terms = native.terms
    copied = find_unmarked(text.strip(), terms)
    if copied:
        rule, line, message, hint = unmarked(copied, None)
        yield problem(rule, terms.file, message, line=line, hint=hint)
    if len(text.splitlines()) > 1:
        yield problem("structure.changed", terms.file, "holds more than one line", hint=_REBUILD)
    source_text = native.source.decode("utf-8", "replace")
    yield from check_gaps(text, source_text, terms.file, terms.locale)
    yield from check_targets(text, [source_text], terms.links.values(), terms.file, terms.locale)


def _check_due(
    task: ExportCheck, key: str, row: TableRow, columns: Mapping[Target, str]
) -> Iterator[Finding]:
    """Yield the fields of a published row that are empty, where policy withholds what is not approved."""
    if not task.is_release or any(one is not Fallback.WITHHOLD for one in task.fallback.values()):
        return
    for field in task.cells.get(key, {}):
        for locale in task.locales:
            cell = row.cells.get(columns.get((field, locale), ""))
            if (key, locale) in task.published and not cell:
                code = locale.code
                message = f'{field} of "{key[:_SHOWN]}" is published in {code}, and not filled'
                yield problem("page.missing", task.file, message, line=row.line, hint=_REBUILD, locale=code)
