"""Exports for verify: each row read again from the source, with what each of its cells must keep to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pipeline.formats.export_document import get_export
from pipeline.formats.export_parts import part_id
from pipeline.stages.verify_originals import Original, Place, make_native_task
from pipeline.verify.exports import ExportCheck, FieldSource, inspect_export
from pipeline.verify.outline import outline
from pipeline.verify.tables import TableShape
from pipeline.verify.wording import required_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pipeline.config.project import Config
    from pipeline.formats.export_cells import TextCell
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Document
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.verify.folder import Folder, Manifest
    from pipeline.verify.native_inspection import NativeTask
    from pipeline.verify.wording import Wording
    from pipeline.workspace.project import SourceFile

EXPORTS: Final = "exports"
DELTAS: Final = "deltas"

Word = "Callable[[Disclaimer, Locale], Wording]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOriginal:
    """An export of the source."""

    file: SourceFile
    document: Document
    ids: Mapping[str, str] = field(default_factory=dict)
    """The key of each row with text -> its document id."""

    @property
    def built(self) -> str:
        """Where the export lies in the output folder."""
        return f"{EXPORTS}/{self.file.collection.name}/{self.file.inside}"

    @property
    def delta(self) -> str:
        """Where the rows lie that changed since a release, if such a file is there."""
        return f"{DELTAS}/{self.file.collection.name}/{self.file.inside}"


def make_export_original(file: SourceFile, document: Document) -> ExportOriginal:
    """Return an export with the ids of its rows."""
    keys = dict.fromkeys(cell.part for cell in get_export(document).cells)
    ids = {key: part_id(file.collection.name, key) for key in keys}
    return ExportOriginal(file=file, document=document, ids=ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSide:
    """What is the same for every export of a folder."""

    config: Config
    folder: Folder
    manifest: Manifest
    disclaimers: Mapping[str, Disclaimer]
    word: Callable[[Disclaimer, Locale], Wording]
    """What a language must show of a disclaimer."""
    is_release: bool


def check_exports(side: ExportSide, originals: Iterable[ExportOriginal]) -> Iterator[Finding]:
    """Yield everything that is wrong with the exports of a folder; an absent file is another rule's."""
    pages = {(page.document, page.locale) for page in side.manifest.pages}
    for one in originals:
        for file in (one.built, one.delta):
            if file in side.folder.files:
                yield from inspect_export(_make_check(side, one, file, pages))


def _make_check(side: ExportSide, one: ExportOriginal, file: str, pages: set[tuple[str, str]]) -> ExportCheck:
    export, collection, locales = get_export(one.document), one.file.collection, side.config.locales
    cells: dict[str, dict[str, FieldSource]] = defaultdict(dict)
    for cell in export.cells:
        make = partial(_task_of, side, one, cell, side.folder.show(file))
        cells[cell.part][cell.field] = FieldSource(format=cell.format.name, task_in=make)
    return ExportCheck(
        file=side.folder.show(file),
        shape=TableShape(
            format=collection.format,
            key=collection.key or "",
            fields=tuple(collection.fields),
            sheet=collection.sheet,
        ),
        source=export.file,
        data=side.folder.files[file],
        cells=cells,
        fallback=side.config.fallback,
        published=frozenset(
            (key, locale)
            for key, name in one.ids.items()
            for locale in locales
            if (name, locale.code) in pages
        ),
        locales=tuple(locale for locale in locales if locale != side.config.source_locale),
        source_locale=side.config.source_locale,
        names=collection.profile.language_names,
        is_release=side.is_release,
        is_delta=file == one.delta,
    )


def _task_of(side: ExportSide, one: ExportOriginal, cell: TextCell, file: str, locale: Locale) -> NativeTask:
    shape = outline(cell.inner, [known.text for known in side.disclaimers.values()])
    disclaimers = tuple(
        side.disclaimers[name] for name in required_ids(shape.disclaimers, (), side.disclaimers)
    )
    task = make_native_task(
        Place(file=file, locale=locale, is_release=side.is_release),
        Original(
            document=cell.inner,
            outline=shape,
            collection=replace(one.file.collection, format=cell.format.name),
        ),
        side.config,
        disclaimers,
        tuple(side.word(disclaimer, locale) for disclaimer in disclaimers),
    )
    return replace(task, is_file=False)
