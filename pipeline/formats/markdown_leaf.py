"""What a Markdown document is made of for translation: leaves of inline content, and the author's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pipeline.formats.inline_units import Token
    from pipeline.formats.markdown_directives import Directive
    from pipeline.model.document import ByteRange, Untranslated

LeafKind = Literal["paragraph", "heading", "cell", "title"]


class Leaf(NamedTuple):
    """A block of inline content; a tight list item's text is one too."""

    kind: LeafKind
    start: int
    """File offset of the first byte of its content."""
    stop: int
    tokens: tuple[Token, ...]
    level: int = 0
    quotes: int = 0
    """How many block quotes it stands in."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A directive, where it stands, and the block after it."""

    directive: Directive
    at: int
    target: ByteRange


@dataclass(slots=True, kw_only=True)
class FoundLeaves:
    """What was read from a region. `outline` names each block, in order, and tells where each ends."""

    leaves: list[Leaf] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    outline: list[str] = field(default_factory=list)
    html_letters: int = 0
    """Letters that a reader sees and that stand in HTML blocks."""
    html_at: int | None = None
    """Where the first of them are."""
    untranslated: list[Untranslated] = field(default_factory=list)
    """Code blocks, and the letters in HTML blocks."""
