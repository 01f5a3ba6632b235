"""What a Markdown document is made of for translation: leaves of inline content, and the author's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pipeline.formats.inline_units import Token
    from pipeline.formats.markdown_directives import Directive
    from pipeline.model.document import ByteRange, Untranslated

LeafKind = Literal["paragraph", "heading", "cell", "title", "term"]


class Picture(NamedTuple):
    """The alternative text of an image, which stands inside of the image's token."""

    start: int
    """File offset of its first byte."""
    stop: int
    """Where it ends; of an image by label, where the label ends, so that the label may stay as it is."""
    text: str
    label: str = ""
    """What names the image's destination; empty where it stands in the image itself."""


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
    pictures: tuple[Picture, ...] = ()
    """The alternative texts of its images."""


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
    html_lines: list[tuple[ByteRange, ...]] = field(default_factory=list)
    """Of each HTML block the ranges that are HTML."""
    untranslated: list[Untranslated] = field(default_factory=list)
    """Code blocks, and the letters in HTML blocks that are not read as HTML."""
