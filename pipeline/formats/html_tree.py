"""Pieces of an HTML file to elements: which tags belong together, and what ends where no tag says so.

The rules are a plain reading of the HTML Standard's tree construction. They decide which texts stand together
and what an attribute reaches, never which bytes a document has.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pipeline.formats.html_elements import (
    BARRIERS,
    BLOCKS,
    BREAKOUT,
    CONTAINERS,
    ENDS_PARAGRAPH,
    HEADINGS,
    INTEGRATION,
    PRE,
    SIBLINGS,
    SPECIAL,
    VOID,
)
from pipeline.formats.html_tokens import Context, Piece, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.formats.html_tokens import Attribute, PieceKind, TextMode

BOM: Final = b"\xef\xbb\xbf"
_LOOK_BACK: Final = 256
"""Open elements among which a tag looks for the ones it ends; keeps hostile input linear."""

EventKind = Literal["open", "close", "empty", "text", "comment", "other", "stray"]


@dataclass(eq=False)
class Element:
    """An element of the file. `stop` and the others grow while the file is read."""

    name: str
    piece: Piece
    data: bytes = field(repr=False)
    parent: Element | None
    place: int
    """In `Tree.elements`."""
    is_foreign: bool
    is_pre: bool
    """Whether white space in it is shown as it stands."""
    inner_stop: int = -1
    """Where its content ends."""
    stop: int = -1
    """Where it ends, with its end tag if it has one."""

    @property
    def start(self) -> int:
        """Where its start tag starts."""
        return self.piece.start

    @property
    def inner_start(self) -> int:
        """Where its content starts."""
        return self.piece.stop

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        """Its attributes by name, as they stand in the file."""
        return {one.name: one for one in self.piece.attributes(self.data)}

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        found = self.attributes.get(name)
        return found.value if found else None

    def up(self) -> Iterator[Element]:
        """Yield the element and those around it, the nearest first."""
        one: Element | None = self
        while one is not None:
            yield one
            one = one.parent


class Event(NamedTuple):
    """One step through a file; `element` is the one that opens or closes, else the one it stands in."""

    kind: EventKind
    start: int
    stop: int
    element: Element | None
    mode: TextMode = "data"


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's elements and everything between them, in the order of the file."""

    data: bytes
    is_xml: bool
    events: tuple[Event, ...]
    elements: tuple[Element, ...]
    starts: tuple[int, ...]
    """Where each element's start tag starts."""

    def find(self, name: str) -> Element | None:
        """Return the first element of a name, or None."""
        return next((one for one in self.elements if one.name == name and not one.is_foreign), None)


_ENDS: Final[Mapping[PieceKind, EventKind]] = {"text": "text", "comment": "comment", "other": "other"}


@dataclass(slots=True)
class _Builder:
    data: bytes
    context: Context
    stack: list[Element] = field(default_factory=list)
    open_names: Counter[str] = field(default_factory=Counter)
    events: list[Event] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    @property
    def current(self) -> Element | None:
        return self.stack[-1] if self.stack else None

    def take(self, piece: Piece) -> None:
        if piece.kind == "open":
            self._open(piece)
        elif piece.kind == "close":
            self._close(piece)
        else:
            kind = _ENDS[piece.kind]
            self.events.append(Event(kind, piece.start, piece.stop, self.current, piece.mode))

    def _open(self, piece: Piece) -> None:
        name = piece.name
        if self.context.is_foreign and name in BREAKOUT and not self.context.is_xml:
            self._leave_foreign(piece.start)
        if not self.context.is_foreign and not self.context.is_xml:
            self._end_implied(name, piece.start)
        is_foreign = name in ("svg", "math") or self.context.is_foreign
        around = self.current
        is_pre = name in PRE or (around is not None and around.is_pre)
        element = Element(name, piece, self.data, around, len(self.elements), is_foreign, is_pre)
        self.elements.append(element)
        is_closed = (is_foreign or self.context.is_xml) and piece.is_self_closing(self.data)
        if is_closed or (name in VOID and not is_foreign):
            element.inner_stop = element.stop = piece.stop
            self.events.append(Event("empty", piece.start, piece.stop, element))
            return
        self.stack.append(element)
        self.open_names[name] += 1
        self.events.append(Event("open", piece.start, piece.stop, element))
        self._see()

    def _close(self, piece: Piece) -> None:
        name = piece.name
        if self.context.is_foreign and name in ("p", "br") and not self.context.is_xml:
            self._leave_foreign(piece.start)
        place = self._place_of(name)
        if place is None:
            self.events.append(Event("stray", piece.start, piece.stop, self.current))
            return
        self._pop_to(place + 1, piece.start)
        self._pop(piece.start, piece.stop)

    def _place_of(self, name: str) -> int | None:
        """Return where in the stack the element is that an end tag ends, or None for a stray one."""
        if not self.open_names[name]:
            return None
        is_block = name in BLOCKS or name in SPECIAL or self.context.is_xml or self.context.is_foreign
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _LOOK_BACK), -1):
            one = self.stack[place]
            if one.name == name:
                return place
            if one.name in (BARRIERS if is_block else SPECIAL) and not _is_part(name, one.name):
                return None
        return None

    def _end_implied(self, name: str, at: int) -> None:
        """End the elements that a start tag ends without an end tag."""
        if name in ENDS_PARAGRAPH and self.open_names["p"]:
            self._end_nearest(frozenset({"p"}), BARRIERS, at)
        if name in HEADINGS and self.stack and self.stack[-1].name in HEADINGS:
            self._pop(at, at)
        ended = SIBLINGS.get(name)
        if ended and any(self.open_names[one] for one in ended):
            barriers = CONTAINERS.get(name, BARRIERS)
            self._end_nearest(ended, barriers | {"template", "svg", "math"}, at)

    def _end_nearest(self, names: frozenset[str], barriers: frozenset[str], at: int) -> None:
        """End the outermost of some elements that is open on this side of a barrier."""
        found = None
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _LOOK_BACK), -1):
            if self.stack[place].name in names:
                found = place
            elif self.stack[place].name in barriers:
                break
        if found is not None:
            self._pop_to(found, at)

    def _leave_foreign(self, at: int) -> None:
        while self.stack and self.stack[-1].is_foreign and self.context.is_foreign:
            self._pop(at, at)

    def _pop_to(self, height: int, at: int) -> None:
        while len(self.stack) > height:
            self._pop(at, at)

    def _pop(self, start: int, stop: int) -> None:
        """End the innermost element: with an end tag, or where it says nothing, with none."""
        element = self.stack.pop()
        element.inner_stop, element.stop = start, stop
        self.open_names[element.name] -= 1
        self.events.append(Event("close", start, stop, element))
        self._see()

    def _see(self) -> None:
        one = self.current
        self.context.is_foreign = one is not None and one.is_foreign and one.name not in INTEGRATION


def _is_part(name: str, barrier: str) -> bool:
    """Return whether an end tag reaches over a barrier: that of a table or a row ends the cells in it."""
    is_of_table = name in ("table", "tbody", "thead", "tfoot", "tr")
    return is_of_table and barrier in ("td", "th", "caption")


@lru_cache(maxsize=2)
def read_tree(data: bytes, *, is_xml: bool) -> Tree:
    """Return the tree of a file."""
    builder = _Builder(data, Context(is_xml=is_xml))
    start = len(BOM) if data.startswith(BOM) else 0
    for piece in read_pieces(data, start, builder.context):
        builder.take(piece)
    builder._pop_to(0, len(data))  # noqa: SLF001 - the builder is this module's own
    starts = tuple(one.start for one in builder.elements)
    return Tree(data, is_xml, tuple(builder.events), tuple(builder.elements), starts)


def is_xml(data: bytes, path: str) -> bool:
    """Return whether a file is XHTML to be read as XML, where `<p/>` is a whole element."""
    return path.lower().endswith(".xhtml") or data.removeprefix(BOM).lstrip().startswith(b"<?xml")
