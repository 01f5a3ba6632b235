"""What an HTML file is made of for translation: texts that stand together, attributes, the author's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.formats.directives import Mark
    from pipeline.formats.html_tree import Element
    from pipeline.formats.inline_units import Token
    from pipeline.model.document import Untranslated

LeafKind = Literal["prose", "heading", "cell", "label", "title", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlLeaf:
    """Texts that stand together, or one attribute."""

    kind: LeafKind
    start: int
    """File offset of the first byte of its content."""
    stop: int
    tokens: tuple[Token, ...]
    element: Element | None
    """The block it stands in, or the element it is an attribute of."""
    level: int = 0
    is_whole: bool = False
    role: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class FoundLeaves:
    """What was read from a tree."""

    leaves: list[HtmlLeaf] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    untranslated: list[Untranslated] = field(default_factory=list)
