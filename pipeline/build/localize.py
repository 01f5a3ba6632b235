"""One document in one locale in its own format; what that can't hold is a reason, never an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.build.assemble import Reason, tongue_of
from pipeline.build.compose import page_standing
from pipeline.build.edition import make_edition
from pipeline.build.page import Mode, PageBlock, Text
from pipeline.build.task import Rendered, Unwritable
from pipeline.errors import DocumentError
from pipeline.formats.inline import parse_inline
from pipeline.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.build.task import OwnFormat, Task
    from pipeline.formats.base import DocumentFormat, Edition
    from pipeline.model.document import ByteRange, Document, Occurrence

Refusals = dict["Occurrence", DocumentError]


def render_document(task: Task, own: OwnFormat) -> Rendered | Unwritable:
    """Return the document's file.

    A release withholds a document with a text that its format can't hold; in a preview that block falls back.
    """
    edition = own_edition(task, own)
    refused: tuple[Reason, ...] = ()
    try:
        data = own.format.localize(task.document, edition)
    except DocumentError as error:
        found = find_refused(own.format, task.document, edition)
        if not found or task.setting.mode is Mode.RELEASE:
            return Unwritable(
                pair=task.pair, reasons=tuple(refusal_reasons(task, found)) or (_reason(error),)
            )
        refused = tuple(refusal_reasons(task, found))
        edition = own_edition(task, own, frozenset(unit.range for unit in found))
        try:
            data = own.format.localize(task.document, edition)
        except DocumentError as other:
            return Unwritable(pair=task.pair, reasons=(*refused, _reason(other)))
    code = task.setting.locale.code
    return Rendered(
        document=task.document.id,
        locale=code,
        files={f"{code}/{own.file}": data},
        title=find_title(task, edition, own.file),
        standing=page_standing(task.document, task.setting, task.shelf),
        address=quote(own.file),
        refused=refused,
    )


def own_edition(task: Task, own: OwnFormat, refused: Collection[ByteRange] = ()) -> Edition:
    """Return the edition of a task; blocks with refused units fall back."""
    return make_edition(task.document, task.setting, task.shelf, links=own.links, refused=refused)


def find_refused(one: DocumentFormat, document: Document, edition: Edition) -> Refusals:
    """Return the units whose final text the format can't hold, each with what it says of it."""
    found: Refusals = {}
    for unit in document.occurrences():
        try:
            one.encode(document, unit, edition.text_of(unit))
        except DocumentError as error:
            found[unit] = error
    return found


def refusal_reasons(task: Task, refused: Refusals) -> Iterator[Reason]:
    """Yield what to tell people of each text that a format can't hold."""
    for unit, error in refused.items():
        target = task.shelf.units.get(unit.key)
        yield Reason(
            message=f"its format can't hold the text: {error.message}",
            unit=unit.key.id,
            state=target.state.value if target else None,
            risk=(target.risk if target else unit.risk).label,
        )


def _reason(error: DocumentError) -> Reason:
    return Reason(message=f"{error.at or ''}: {error.message}")


def find_title(task: Task, edition: Edition, file: str) -> PageBlock:
    """Return how lists name the document: by its title, else by its file."""
    places = [n for n, block in enumerate(task.document.blocks) if block.kind is BlockKind.TITLE]
    if not places:
        text, locale = file, task.setting.source
    else:
        [unit, *_] = task.document.blocks[places[0]].occurrences
        text = "".join(part for part in parse_inline(edition.text_of(unit)) if isinstance(part, str))
        locale = task.setting.source if places[0] in edition.fallback else task.setting.locale
    return PageBlock(kind=BlockKind.TITLE, content=Text(text=text, tongue=tongue_of(locale)))
