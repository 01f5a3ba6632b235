"""Page to Markdown. Text in another language stands in a `div` that says so, with a mark that readers see."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.build.page import Page, PageBlock, PageDisclaimer, Section, Text, Tongue

_INLINE: Final = re.compile(r"[\\`*_\[\]|~#]")
_ENTITY: Final = re.compile(r"[&<>\n\r]|\A\s+|\s+\Z")
"""Entities rather than backslashes, so that no reader of raw text takes `\\<!--` for a comment."""
_LINE_START: Final = re.compile(r"\A(?:[-+](?=[\s-]|$)|=|(?P<number>\d{1,9})(?=[.)]))")


def escape(text: str) -> str:
    """Return text as Markdown, on one line, that is shown exactly as it is."""
    escaped = _INLINE.sub(lambda found: "\\" + found[0], text)
    escaped = _LINE_START.sub(_escape_start, escaped)
    return _ENTITY.sub(_entity, escaped)


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found["number"] else f"\\{found[0]}"


def _entity(found: re.Match[str]) -> str:
    return "".join(html.escape(one) if one in "&<>" else f"&#{ord(one)};" for one in found[0])


def render_markdown(page: Page) -> str:
    """Return the page as CommonMark."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    if page.banner:
        yield from _in_tongue((f"> {escape(page.banner.text)}",), page.banner.tongue, page)
    for notice in page.notices:  # not right above the disclaimer, as if it were its own
        yield from _notice(notice, page)
    yield from _block("# ", page.title, page)
    for label in page.labels:
        yield from _block("", label, page)
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
    if block.is_fallback:
        yield from _notice(page.interface["mark-source"], page)
    yield from _in_tongue((mark + escape(block.content.text),), block.content.tongue, page)


def _notice(notice: Text, page: Page) -> Iterator[str]:
    yield from _in_tongue((f"_{escape(notice.text)}_",), notice.tongue, page)


def _in_tongue(blocks: tuple[str, ...], tongue: Tongue, page: Page, more: str = "") -> Iterator[str]:
    if tongue == page.tongue and not more:
        yield from blocks
    else:
        yield f'<div lang="{tongue.tag}" dir="{tongue.direction}"{more}>'
        yield from blocks
        yield "</div>"


def _disclaimer(shown: PageDisclaimer, page: Page) -> Iterator[str]:
    if shown.notice:
        yield from _notice(shown.notice, page)
    blocks = (f"## {escape(shown.heading.text)}", escape(shown.text.text))
    yield from _in_tongue(blocks, shown.text.tongue, page, f' data-disclaimer="{html.escape(shown.id)}"')
