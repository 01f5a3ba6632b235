"""Page to Markdown. Text in another language stands in a `div` that says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.build.page import Page, PageBlock, PageDisclaimer, Section, Text, Tongue

_INLINE = re.compile(r"[\\`*_\[\]<>]")
_LINE_START = re.compile(r"^(#{1,6}(?=\s)|[-+](?=\s)|\d{1,9}(?=[.)]\s)|~~~|={3,}|-{3,})")


def escape(text: str) -> str:
    """Return text that Markdown shows as it is."""
    escaped = _INLINE.sub(lambda found: "\\" + found[0], text)
    return _LINE_START.sub(_escape_start, escaped)


def _escape_start(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def render_markdown(page: Page) -> str:
    """Return the page as CommonMark."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    if page.banner:
        yield from _in_tongue(f"> {escape(page.banner.text)}", page.banner.tongue, page)
    yield from _block("# ", page.title, page)
    for label in page.labels:
        yield from _block("", label, page)
    for notice in page.notices:
        yield from _notice(notice, page)
    for disclaimer in page.disclaimers_top:
        yield from _disclaimer(disclaimer, page)
    for section in page.sections:
        yield from _section(section, page)
    for disclaimer in page.disclaimers_bottom:
        yield from _disclaimer(disclaimer, page)


def _section(section: Section, page: Page) -> Iterator[str]:
    if section.heading:
        yield from _block("#" * (section.heading.level + 1) + " ", section.heading, page)
    for paragraph in section.paragraphs:
        yield from _block("", paragraph, page)
    for child in section.children:
        yield from _section(child, page)


def _block(mark: str, block: PageBlock, page: Page) -> Iterator[str]:
    yield from _in_tongue(mark + escape(block.content.text), block.content.tongue, page)


def _notice(notice: Text, page: Page) -> Iterator[str]:
    yield from _in_tongue(f"_{escape(notice.text)}_", notice.tongue, page)


def _in_tongue(markdown: str, tongue: Tongue, page: Page) -> Iterator[str]:
    if tongue == page.tongue:
        yield markdown
    else:
        yield from (f'<div lang="{tongue.tag}" dir="{tongue.direction}">', markdown, "</div>")


def _disclaimer(shown: PageDisclaimer, page: Page) -> Iterator[str]:
    if shown.notice:
        yield from _notice(shown.notice, page)
    tongue = shown.text.tongue
    yield f'<div lang="{tongue.tag}" dir="{tongue.direction}" data-disclaimer="{shown.id}">'
    yield f"## {escape(shown.heading.text)}"
    yield escape(shown.text.text)
    yield "</div>"
