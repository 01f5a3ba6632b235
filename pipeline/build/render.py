"""One document in one locale to its files. Pure: any number of processes give the same bytes (Law 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.build.assemble import Reason, find_reasons, show_blocks
from pipeline.build.compose import Setting, compose_page
from pipeline.build.html import render_page
from pipeline.build.markdown import render_markdown
from pipeline.build.page import Mode, Standing
from pipeline.build.text import render_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.build.page import PageBlock
    from pipeline.build.targets import Shelf
    from pipeline.model.document import Document

SUFFIXES = (".html", ".md", ".txt")
"""Of each page, one file a format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One page to be made."""

    document: Document
    setting: Setting
    shelf: Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The files of one page."""

    document: str
    locale: str
    files: Mapping[str, bytes]
    """Path relative to the output folder -> bytes."""
    title: PageBlock
    standing: Standing


def render_task(task: Task) -> Rendered:
    """Return a page's files."""
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
    )


def reasons_to_withhold(task: Task) -> tuple[Reason, ...]:
    """Return why a release leaves this page out; a preview leaves nothing out."""
    is_source = task.setting.locale == task.setting.source
    if task.setting.mode is Mode.PREVIEW or is_source:
        return ()
    return find_reasons(task.document, task.shelf)
