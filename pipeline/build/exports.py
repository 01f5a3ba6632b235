"""The rows of an export in every language into one file; each cell is filled as a whole, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.build.assemble import Reason
from pipeline.build.compose import page_standing
from pipeline.build.localize import find_refused, find_title, own_edition, refusal_reasons
from pipeline.build.page import Mode
from pipeline.build.task import Rendered, Unwritable
from pipeline.errors import DocumentError
from pipeline.formats.export_document import get_export
from pipeline.formats.export_write import Filling, fill, write_fillings
from pipeline.model.digest import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.build.task import OwnFormat, Pair, Task
    from pipeline.formats.base import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTask:
    """A file of many rows in the languages that policy lets out; one task, so that the file is sent once."""

    tasks: tuple[Task, ...]
    """Of each row in each language."""
    own: OwnFormat
    file: str
    """Its path in the output folder."""
    since: Mapping[Pair, Mapping[str, str]] | None = None
    """What a former release filled: row and language -> column -> digest. None asks for no delta."""

    @property
    def pair(self) -> Pair:
        """What progress shows."""
        return self.file, f"{len(self.tasks)} rows and languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedExport:
    """The file, as a page of each row in each language, and what did not fit into it."""

    pages: tuple[Rendered, ...]
    unwritable: tuple[Unwritable, ...]
    delta: bytes | None = None
    """The file with only the rows in which a language says something else than in the former release."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in one language, with the cells that it fills."""

    task: Task
    edition: Edition
    fillings: tuple[Filling, ...]
    refused: tuple[Reason, ...] = ()

    @property
    def part(self) -> str:
        """The key of the row in its export."""
        return get_export(self.task.document).cells[0].part


def render_export(task: ExportTask) -> RenderedExport:
    """Return the file of an export with what every row says in every language.

    A release withholds a row with a text that its cell can't hold; in a preview that cell is left as it was.
    """
    rows: list[_Row] = []
    unwritable: list[Unwritable] = []
    for one in task.tasks:
        found = _fill_row(one, task.own)
        if isinstance(found, _Row):
            rows.append(found)
        else:
            unwritable.append(found)
    data = _write(rows, None) if rows else b""
    pages = tuple(_page(row, task, data) for row in rows)
    changed = _find_changed(rows, pages, task.since) if task.since is not None else frozenset()
    delta = _write(rows, changed) if changed else None
    return RenderedExport(pages=pages, unwritable=tuple(unwritable), delta=delta)


def _write(rows: Sequence[_Row], parts: Iterable[str] | None) -> bytes:
    """Return the file that rows are of, with what they fill, and of all its rows those in `parts`."""
    fillings = (filling for row in rows for filling in row.fillings)
    return write_fillings(rows[0].task.document, fillings, parts)


def _find_changed(
    rows: Sequence[_Row], pages: Sequence[Rendered], since: Mapping[Pair, Mapping[str, str]]
) -> frozenset[str]:
    """Return the keys of the rows that fill something else than in a former release, in any language."""
    pairs = zip(rows, pages, strict=True)
    return frozenset(row.part for row, page in pairs if since.get(page.pair, {}) != page.fields)


def _fill_row(task: Task, own: OwnFormat) -> _Row | Unwritable:
    edition = own_edition(task, own)
    try:
        return _Row(task, edition, fill(task.document, edition))
    except DocumentError as error:
        found = find_refused(own.format, task.document, edition)
        reasons = tuple(refusal_reasons(task, found)) or (Reason(message=f"{error.at}: {error.message}"),)
        if not found or task.setting.mode is Mode.RELEASE:
            return Unwritable(pair=task.pair, reasons=reasons)
        edition = own_edition(task, own, frozenset(unit.range for unit in found))
        try:
            return _Row(task, edition, fill(task.document, edition), reasons)
        except DocumentError as other:
            more = Reason(message=f"{other.at}: {other.message}")
            return Unwritable(pair=task.pair, reasons=(*reasons, more))


def _page(row: _Row, of: ExportTask, data: bytes) -> Rendered:
    task = row.task
    return Rendered(
        document=task.document.id,
        locale=task.setting.locale.code,
        files={of.file: data},
        title=find_title(task, row.edition, of.file),
        standing=page_standing(task.document, task.setting, task.shelf),
        address=of.own.file,
        refused=row.refused,
        fields={one.column: digest_text(one.text) for one in row.fillings},
    )
