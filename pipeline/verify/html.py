"""Html: an HTML page to what its reader sees, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.verify.dom import Dom, attribute, classes, dir_of, find_main, lang_of, lineage, own_text
from pipeline.verify.page import Banner, Kind, Medium, Seen, SeenDisclaimer, VerifiedPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from pipeline.model.locale import Locale
    from pipeline.verify.visibility import Sights

_CONTAINERS: Final = frozenset({"section", "div", "aside", "article", "header"})
_HEADING: Final = re.compile(r"h([1-6])")
_NOT_OF_THE_ARTICLE: Final = frozenset({"nav", "template", "script", "style"})
"""Navigation, whose texts are among the surroundings, and what a browser never shows."""
_AROUND: Final = frozenset({"head", "main", "nav", "header", "footer", "a", "script", "style", "template"})
_KNOWN_TEXTS: Final = frozenset({"data-banner", "data-disclaimer", "data-notice"})
_BLOCKS: Final = "[data-disclaimer], h1, h2, h3, h4, h5, h6, p"
_PHRASING: Final = frozenset({"a", "b", "em", "i", "span", "strong", "br", "wbr"})


@dataclass(slots=True)
class _Reading:
    """A page being read."""

    dom: Dom
    sights: Sights
    blocks: list[Seen] = field(default_factory=list)
    disclaimers: list[SeenDisclaimer] = field(default_factory=list)
    surroundings: list[Seen] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    """The disclaimers that were met in reading order."""
    has_title: bool = False


def read_html(dom: Dom, sights: Sights, *, file: str, document: str, locale: Locale) -> VerifiedPage:
    """Return what the reader of an HTML page sees, and every reason why not."""
    reading = _Reading(dom, sights)
    main = find_main(dom)
    if main is not None:
        _read_children(reading, main)
    strays = [node for node in dom.tree.css("[data-disclaimer]") if node.mem_id not in reading.read]
    reading.disclaimers += [_read_disclaimer(reading, node, is_outside=True) for node in strays]
    reading.blocks += _texts_outside(dom)
    return VerifiedPage(
        file=file,
        medium=Medium.HTML,
        document=document,
        locale=locale,
        blocks=tuple(reading.blocks),
        disclaimers=tuple(reading.disclaimers),
        banners=read_banners(dom, sights),
        buried=frozenset(re.findall(r"""data-disclaimer\s*=\s*["']?([\w.-]+)""", dom.text)),
        surroundings=(*reading.surroundings, *read_surroundings(dom)),
    )


def read_banners(dom: Dom, sights: Sights) -> tuple[Banner, ...]:
    """Return every banner of a page."""
    return tuple(
        Banner(
            text=own_text(node),
            line=dom.line_of(node),
            standing=attribute(node, "data-banner"),
            lang=lang_of(node),
            dir=dir_of(node),
            hidden=sights.why_hidden(node),
        )
        for node in dom.tree.css("[data-banner]")
    )


def read_surroundings(dom: Dom, *, everywhere: bool = False) -> Iterator[Seen]:
    """Yield the visible texts around the article, such as the browser's title; or those of a whole list."""
    main = None if everywhere else find_main(dom)
    inside = {node.mem_id for node in main.traverse()} if main is not None else set()
    for node in dom.elements():
        is_leaf = (
            node.tag not in ("script", "style") and node.child is not None and not _element_children(node)
        )
        if is_leaf and (node.mem_id not in inside or _is_in_navigation(node) or node.tag in ("a", "li")):
            yield dom.seen(node, Kind.OTHER)


def _texts_outside(dom: Dom) -> Iterator[Seen]:
    """Yield prose that stands neither in the article nor in a part of the page that is known around it."""
    for node in dom.elements():
        family = list(lineage(node))
        is_known = any(one.tag in _AROUND or one.attributes.keys() & _KNOWN_TEXTS for one in family)
        if not is_known and any(
            one.is_text_node and one.text().strip() for one in node.iter(include_text=True)
        ):
            yield dom.seen(node, Kind.OTHER)


def _is_in_navigation(node: LexborNode) -> bool:
    parent = node.parent
    return node.tag == "nav" or (parent is not None and _is_in_navigation(parent))


def _element_children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter())


def _read_children(reading: _Reading, parent: LexborNode) -> None:
    for node in parent.iter(include_text=True):
        if node.is_text_node:
            _read_loose_text(reading, parent, node)
        elif node.is_element_node:
            _read_element(reading, node)


def _read_loose_text(reading: _Reading, parent: LexborNode, node: LexborNode) -> None:
    text = node.text().strip()
    if text:
        hidden = reading.sights.why_hidden_block(parent)
        seen = reading.dom.seen(parent, Kind.OTHER, hidden=hidden)
        reading.blocks.append(replace(seen, text=text, line=reading.dom.line_of_text(text)))


def _read_element(reading: _Reading, node: LexborNode) -> None:
    if "data-disclaimer" in node.attributes:
        reading.disclaimers.append(_read_disclaimer(reading, node))
    elif node.tag in _NOT_OF_THE_ARTICLE:
        return
    elif (node.tag == "p" and "data-notice" in node.attributes) or (
        node.tag == "span" and "mark" in classes(node)
    ):
        reading.surroundings.append(reading.dom.seen(node, Kind.OTHER))
    elif node.tag in _CONTAINERS or _holds_blocks(node):
        _read_children(reading, node)
    else:
        _read_block(reading, node)


def _holds_blocks(node: LexborNode) -> bool:
    """Tell whether blocks stand inside an element; a search from an element also finds the element itself."""
    return any(one.mem_id != node.mem_id for one in node.css(_BLOCKS))


def _read_block(reading: _Reading, node: LexborNode) -> None:
    heading = _HEADING.fullmatch(node.tag or "")
    kind, level = Kind.OTHER, 0
    if any(child.tag not in _PHRASING for child in _element_children(node)):
        kind = Kind.OTHER
    elif heading and heading[1] == "1" and not reading.has_title:
        kind, reading.has_title = Kind.TITLE, True
    elif heading:
        kind, level = Kind.HEADING, int(heading[1]) - 1
    elif node.tag == "p":
        kind = Kind.LABEL if "label" in classes(node) else Kind.PARAGRAPH
    hidden = reading.sights.why_hidden_block(node)
    reading.blocks.append(reading.dom.seen(node, kind, level=level, hidden=hidden))


def _read_disclaimer(reading: _Reading, node: LexborNode, *, is_outside: bool = False) -> SeenDisclaimer:
    sights = reading.sights
    reading.read.add(node.mem_id)
    parts = [one for one in node.traverse() if one.is_element_node and one.mem_id != node.mem_id]
    heading = next((one for one in parts if one.tag == "h2"), None)
    text = next((one for one in parts if one.tag == "p"), None)
    notice = _find_notice(node)
    wrong_languages = [one for one in parts if (lang_of(one), dir_of(one)) != (lang_of(node), dir_of(node))]
    speaker = next(iter(wrong_languages), node)
    return SeenDisclaimer(
        id=attribute(node, "data-disclaimer"),
        line=reading.dom.line_of(node),
        position=len(reading.blocks),
        heading=own_text(heading) if heading is not None else "",
        text=own_text(text) if text is not None else "",
        version=attribute(node, "data-version"),
        lang=lang_of(speaker) if "lang" in node.attributes else "",
        dir=dir_of(speaker) if "dir" in node.attributes else "",
        notice=own_text(notice) if notice is not None else None,
        surplus=_find_surplus(node),
        hidden=sights.why_hidden(node, *parts, *([notice] if notice is not None else [])),
        displaced=(*sights.why_displaced(node), *(["it stands outside the article"] if is_outside else [])),
        inserted=sights.texts_inserted(node, *parts, *([notice] if notice is not None else [])),
    )


def _find_notice(node: LexborNode) -> LexborNode | None:
    """Return the notice right in front of a disclaimer, where nothing but a comment may stand between."""
    before = node.prev
    while before is not None and not before.is_element_node:
        if before.is_text_node and before.text().strip():
            return None
        before = before.prev
    if before is not None and before.tag == "p" and attribute(before, "data-notice") == "disclaimer":
        return before
    return None


def _find_surplus(node: LexborNode) -> str | None:
    """Return what stands in a disclaimer besides one heading and one paragraph, each of text alone."""
    children = list(_solid_children(node))
    if [child.tag for child in children] != ["h2", "p"]:
        tags = ", ".join(f"<{child.tag}>" if child.is_element_node else "text" for child in children)
        return f"it holds {tags or 'nothing'} instead of one <h2> and one <p>"
    for child in children:
        inner = next(iter(_element_children(child)), None)
        if inner is not None:
            return f"<{inner.tag}> stands inside its <{child.tag}>"
    return None


def _solid_children(node: LexborNode) -> Iterable[LexborNode]:
    for child in node.iter(include_text=True):
        if child.is_element_node or (child.is_text_node and child.text().strip()):
            yield child
