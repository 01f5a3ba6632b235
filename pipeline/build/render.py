"""One document in one locale to its files. Pure: any number of processes give the same bytes (Law 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.build.assemble import Reason, find_reasons, show_blocks
from pipeline.build.compose import compose_page, page_address
from pipeline.build.html import render_page
from pipeline.build.localize import render_document
from pipeline.build.markdown import render_markdown
from pipeline.build.page import Mode
from pipeline.build.task import Rendered, Task, Unwritable
from pipeline.build.text import render_text

if TYPE_CHECKING:
    from pipeline.build.task import OwnFormat

SUFFIXES = (".html", ".md", ".txt")
"""Of each page, one file a format."""


def render_task(task: Task) -> Rendered | Unwritable:
    """Return the files of a document in one locale: pages, or the document in its own format."""
    return render_document(task, task.own) if task.own else _render_pages(task)


def _render_pages(task: Task) -> Rendered:
    page = compose_page(task.document, task.setting, task.shelf)
    setting = task.setting
    shown = show_blocks(task.document, setting.locale, setting.source, task.shelf, setting.mode)
    text = render_text(task.document, shown, page)
    contents = (render_page(page).encode(), render_markdown(page).encode(), text)
    base = f"{setting.locale.code}/{task.document.id}"
    return Rendered(
        document=task.document.id,
        locale=setting.locale.code,
        files={base + suffix: data for suffix, data in zip(SUFFIXES, contents, strict=True)},
        title=page.title,
        standing=page.standing,
        address=page_address(task.document.id),
    )


def find_paths(document: str, own: OwnFormat | None) -> tuple[str, ...]:
    """Return where a document's files lie in the folder of each language."""
    return (own.file,) if own else tuple(document + suffix for suffix in SUFFIXES)


def reasons_to_withhold(task: Task) -> tuple[Reason, ...]:
    """Return why a release leaves this document out; a preview leaves nothing out."""
    is_source = task.setting.locale == task.setting.source
    if task.setting.mode is Mode.PREVIEW or is_source:
        return ()
    return find_reasons(task.document, task.shelf)
