"""Links: every link of a page leads to a file of the folder, and to a place in it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from pipeline.verify.dom import Dom, attribute
from pipeline.verify.problem import problem
from pipeline.verify.safety import is_outside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pipeline.model.finding import Finding
    from pipeline.verify.stylesheet import Sheet

STYLESHEET: Final = "static/caveat.css"
_MARKDOWN_LINK: Final = re.compile(r"(?<!\\)\](?:\(|:\s*)<?([^)>\s]+)")
_HINT: Final = "link only what the folder holds; build it again"


def anchors(dom: Dom) -> frozenset[str]:
    """Return the names that a link into a page can end in."""
    named = dom.tree.css("[id], a[name]")
    return frozenset(
        name for node in named for name in (attribute(node, "id"), attribute(node, "name")) if name
    )


def check_links(
    dom: Dom, file: str, show: str, files: Collection[str], places: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """Yield the links of a page that lead nowhere; `file` is relative to the folder, `places` are anchors."""
    for node in dom.tree.css("[href]"):
        href = attribute(node, "href")
        message = None if is_outside(href) else find_fault(file, href, files, places)
        if message:
            yield problem("link.broken", show, message, line=dom.line_of(node), hint=_HINT)
    for message in _sheet_faults(dom, file):
        yield problem(
            "link.broken", show, message, hint="every page links static/caveat.css, and no other stylesheet"
        )


def find_fault(
    file: str, href: str, files: Collection[str], places: Mapping[str, frozenset[str]]
) -> str | None:
    """Return why an address leads nowhere, or None."""
    parts = urlsplit(href)
    path = unquote(parts.path)
    if path.startswith("/"):
        return f'"{href}" starts at the root of the site, wherever that is'
    target = resolve(file, path)
    if target not in files:
        return f'"{href}" leads to no file of the folder'
    place = unquote(parts.fragment)
    if place and place != "top" and target in places and place not in places[target]:
        return f'"{href}" leads to a place that is not there'
    return None


def resolve(file: str, path: str) -> str:
    """Return the file that a relative path means; a folder means its index."""
    if not path:
        return file
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    return posixpath.join(target, "index.html").removeprefix("./") if path.endswith("/") else target


def linked_sheets(dom: Dom, file: str) -> list[str]:
    """Return the stylesheets that a page links, as files of the folder."""
    links = [
        node for node in dom.tree.css("link[href]") if "stylesheet" in attribute(node, "rel").lower().split()
    ]
    return [resolve(file, unquote(urlsplit(attribute(node, "href")).path)) for node in links]


def _sheet_faults(dom: Dom, file: str) -> Iterator[str]:
    sheets = linked_sheets(dom, file)
    if STYLESHEET not in sheets:
        yield "the page does not link its stylesheet"
    for other in sheets:
        if other != STYLESHEET:
            yield f'the page links another stylesheet: "{other}"'


def check_markdown_links(text: str, file: str, show: str, files: Collection[str]) -> Iterator[Finding]:
    """Yield the links of a Markdown page that lead nowhere."""
    for number, line in enumerate(text.split("\n"), 1):
        for href in _MARKDOWN_LINK.findall(line):
            message = None if is_outside(href) else find_fault(file, href, files, {})
            if message:
                yield problem("link.broken", show, message, line=number, hint=_HINT)


def check_sheet_links(sheet: Sheet, file: str, files: Collection[str]) -> Iterator[Finding]:
    """Yield the files that a stylesheet names and the folder lacks."""
    for address, line in sheet.urls:
        if not is_outside(address) and resolve(file, unquote(urlsplit(address).path)) not in files:
            yield problem("link.broken", sheet.file, f'"{address}" leads to no file', line=line, hint=_HINT)
