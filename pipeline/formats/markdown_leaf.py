"""What a Markdown document is made of for translation: leaves of inline content, and the author's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.formats.directives import Directive, Mark
    from pipeline.formats.inline_units import Token
    from pipeline.formats.markdown_regions import Region
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


@dataclass(slots=True)
class Reader:
    """A region that is being read: what was found, and what is open."""

    region: Region
    source: bytes
    path: str
    line_at: Callable[[int], int]
    found: FoundLeaves = field(default_factory=FoundLeaves)
    quotes: int = 0
    leaf: LeafKind | None = None
    level: int = 0
    tokens: list[Token] = field(default_factory=list)
    open_marks: list[Token] = field(default_factory=list)
    skipped: str = ""
    """`CodeBlock` or `HtmlBlock` while inside one."""
    html: list[str] = field(default_factory=list)
    html_lines: list[ByteRange] = field(default_factory=list)
    html_start: int = 0
    images: int = 0
    image: Any = None
    """What the parser says of the outermost image that is open."""
    alt_stop: int = 0
    pictures: list[Picture] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    pending: list[tuple[Directive, int]] = field(default_factory=list)
    lists: list[tuple[list[tuple[Directive, int]], int]] = field(default_factory=list)
    """Of each open definition list the directives about it, and where it starts."""
    list_stop: int = 0
