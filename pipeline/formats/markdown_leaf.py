"""What a Markdown document is made of for translation: leaves of inline content, and the author's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.formats.markdown_directives import Directive
    from pipeline.formats.markdown_tokens import Token
    from pipeline.model.document import ByteRange

LeafKind = Literal["paragraph", "heading", "cell", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
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
    """What was read from a region. `outline` names each block and each end, in order."""

    leaves: list[Leaf] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    outline: list[str] = field(default_factory=list)
    html_letters: int = 0
    """Letters that a reader sees and that stand in HTML blocks."""
    html_at: int | None = None
    """Where the first of them are."""
