"""What Word's styles say of a paragraph or a run: its level as a heading, whether it is code, its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.formats.docx_parts import Parts
    from pipeline.formats.xml_ranges import Node

_HEADING: Final = re.compile(r"heading ?([1-9])")
_TITLE: Final = "title"
_CODE: Final = frozenset(
    {
        "code", "code block", "code char", "html code", "html preformatted", "html preformatted char",
        "html typewriter", "preformatted text", "source code", "source text", "verbatim", "verbatim char",
    }
)  # fmt: skip
"""Names of styles, in small letters, whose text no one translates."""
_BODY: Final = 9
"""The outline level that says: no heading."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style as the file declares it."""

    name: str
    base: str
    outline: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document, by id."""

    known: Mapping[str, Style]

    def name(self, style: str) -> str:
        """Return a style's name, or its id where it is not declared."""
        return self.known[style].name if style in self.known else style

    def _chain(self, style: str) -> Iterator[Style]:
        """Yield a style and those it is based on; a circle ends."""
        seen = set[str]()
        while style in self.known and style not in seen:
            seen.add(style)
            yield self.known[style]
            style = self.known[style].base
        if style and style not in seen:
            # What Word knows without a declaration is used by its id: `Heading1`.
            yield Style(style, "", None)

    def level(self, style: str) -> int | None:
        """Return the level that a paragraph style gives a heading, or None; the title is on level 1."""
        for one in self._chain(style):
            found = _HEADING.fullmatch(one.name.lower())
            if found:
                return int(found[1])
            if one.outline is not None:
                return one.outline + 1 if one.outline < _BODY else None
            if one.name.lower() == _TITLE:
                return 1
        return None

    def is_title(self, style: str) -> bool:
        """Return whether a paragraph style is the title's."""
        return any(one.name.lower() == _TITLE for one in self._chain(style))

    def is_code(self, style: str) -> bool:
        """Return whether text in a style is code."""
        return any(one.name.lower() in _CODE for one in self._chain(style))


def read_styles(parts: Parts) -> Styles:
    """Return the styles that a file declares."""
    if parts.styles is None:
        return Styles({})
    data = parts.styles_data
    nodes = (node for node in parts.styles.children if node.name == "w:style")
    return Styles({node.get(data, "w:styleId"): _read_style(node, data) for node in nodes})


def _read_style(node: Node, data: bytes) -> Style:
    outline = None
    properties = node.find("w:pPr")
    if properties is not None:
        outline = read_outline(properties, data)
    return Style(value_of(node, "w:name", data), value_of(node, "w:basedOn", data), outline)


def read_outline(properties: Node, data: bytes) -> int | None:
    """Return the outline level that paragraph properties state, counted from 0, or None."""
    value = value_of(properties, "w:outlineLvl", data)
    return int(value) if value.isascii() and value.isdigit() and len(value) == 1 else None


def value_of(node: Node, name: str, data: bytes) -> str:
    """Return what a child element says in `w:val`, or an empty text."""
    child = node.find(name)
    return child.get(data, "w:val") if child else ""
