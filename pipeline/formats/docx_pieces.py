"""What a Word paragraph is made of for translation: atoms, and the frames they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.formats.docx_runs import Look
    from pipeline.formats.xml_ranges import Node

FrameKind = Literal["pair", "through", "run", "text"]
AtomKind = Literal["text", "empty", "before", "after", "wall", "field"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An element that text stands in. Writing text elsewhere closes it and opens another."""

    kind: FrameKind
    """`pair` shows as a tag; `through` does not, and text may leave it; `run` and `text` hold text."""
    start: int
    stop: int
    opening: bytes
    closing: bytes
    properties: bytes = b""
    """Runs: what they look like, as the file says it."""
    look: Look = ()
    note: str = ""
    keeps_spaces: bool = True
    """Texts: whether spaces at its ends are kept."""

    def is_like(self, other: Frame) -> bool:
        """Return whether text that belongs into `other` may stand in this one."""
        if self.kind != other.kind:
            return False
        if self.kind == "text":
            return self.keeps_spaces or not other.keeps_spaces
        return self.opening == other.opening if self.kind == "run" else self.start == other.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A piece of a paragraph."""

    kind: AtomKind
    """`before` and `after`: shows nothing, and goes before or after the sentence it stands in. `wall`: no
    sentence reaches over it."""
    start: int
    stop: int
    stack: tuple[Frame, ...]
    """The elements it stands in, the outermost first."""
    text: str = ""
    note: str = ""
    is_outer: bool = False
    """Whether it stays outside at the ends of a sentence, where every language has it."""
    is_silent: bool = False
    """Whether a sentence may end before it as if it were not there."""
    is_cuttable: bool = True
    last_stack: tuple[Frame, ...] | None = None
    """The elements its end stands in, where they are others."""
    node: Node | None = None
    """Walls and images: the element; fields: the `w:fldChar` or `w:instrText`."""

    @property
    def stack_after(self) -> tuple[Frame, ...]:
        """The elements its end stands in."""
        return self.stack if self.last_stack is None else self.last_stack

    @property
    def wrappers(self) -> tuple[Frame, ...]:
        """The elements around its run."""
        return tuple(frame for frame in self.stack if frame.kind in ("pair", "through"))
