"""What a Word file holds for translation, in reading order: paragraphs, and values beside them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from pipeline.formats.docx_parts import Parts
    from pipeline.formats.docx_pieces import Atom
    from pipeline.formats.docx_styles import Styles
    from pipeline.formats.xml_ranges import Node
    from pipeline.model.document import Untranslated


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A stretch of a paragraph between two walls, or a value: an alternative text, the document's title."""

    start: int
    stop: int
    text: str
    paragraph: Node | None
    """The paragraph it stands in or beside; None for the document's properties."""
    part: int
    """Which of the stories it belongs to."""
    atoms: tuple[Atom, ...] = ()
    """Of a stretch; a value has none."""
    free: ByteRange | None = None
    """Of a stretch: from the end of what stands before it to the start of what comes after it."""
    context: str | None = None
    """Of a value: what it is."""
    level: int | None = None
    """Of a heading."""
    is_title: bool = False
    is_cell: bool = False
    copies: tuple[Leaf, ...] = ()
    """The same text again, for programs that can't show it as it stands here."""

    @property
    def texts(self) -> list[ByteRange]:
        """Where its text stands."""
        if self.context:
            return [ByteRange(self.start, self.stop)]
        return [ByteRange(atom.start, atom.stop) for atom in self.atoms if atom.kind == "text"]


@dataclass(slots=True, kw_only=True)
class Layout:
    """A Word file, understood."""

    parts: Parts
    styles: Styles
    leaves: list[Leaf] = field(default_factory=list)
    values: dict[int, Leaf] = field(default_factory=dict)
    """The leaves that are values, by where they start."""
    stretches: list[Leaf] = field(default_factory=list)
    """The others, by where they start."""
    untranslated: list[Untranslated] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    """Where paragraphs start, in order."""
    differing: list[int] = field(default_factory=list)
    """Where a copy stands that says something else than what it is a copy of."""
    changes: list[int] = field(default_factory=list)
    """Where tracked changes stand."""
    bound: list[int] = field(default_factory=list)
    """Where content controls stand that show data from outside of the text."""

    @property
    def data(self) -> bytes:
        """The document's bytes, which all places are in."""
        return self.parts.data

    def leaf_at(self, at: int) -> Leaf:
        """Return the leaf whose unit starts at a place."""
        if at in self.values:
            return self.values[at]
        return self.stretches[bisect_right(self.stretches, at, key=_free_start) - 1]

    def line_at(self, at: int) -> int:
        """Return the number of the paragraph that a byte stands in; what stands before the first is in 1."""
        return max(1, bisect_right(self.paragraphs, at))


def _free_start(leaf: Leaf) -> int:
    return leaf.free.start if leaf.free else leaf.start
