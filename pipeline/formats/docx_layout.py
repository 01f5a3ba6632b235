"""A Word file to its layout: every leaf in reading order, and the texts that are in none."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.formats.docx_atoms import DELETED, Story, read_atoms
from pipeline.formats.docx_leaf import Layout, Leaf
from pipeline.formats.docx_parts import read_parts
from pipeline.formats.docx_styles import Styles, read_outline, read_styles, value_of
from pipeline.formats.docx_texts import TEXT_NAMES, as_untranslated, find_texts
from pipeline.formats.inline_units import is_prose
from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.docx_pieces import Atom
    from pipeline.formats.xml_ranges import Node

_PROPERTIES: Final = frozenset(
    {"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr"}
)
_CHANGES: Final = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_ALTERNATIVES: Final = ("descr", "title", "alt", "string")
"""Attributes of drawings that are read out, or shown instead of them."""
_LOOK_BACK: Final = 20
"""Leaves among which a drawing's second alternative text looks for the first."""
_PROPERTIES_WITH_WORDS: Final = ("title", "subject", "description", "keywords", "category")


@lru_cache(maxsize=2)
def read_layout(data: bytes, path: str) -> Layout:
    """Return the layout of a Word file; raises DocumentError."""
    parts = read_parts(data, path)
    layout = Layout(parts=parts, styles=read_styles(parts))
    for number, part in enumerate(parts.stories):
        has_title = any(_is_title(node, parts.data, layout.styles) for node in _paragraphs(part.root))
        walker = _Walker(layout, number, has_title=has_title)
        walker.walk(part.root, is_cell=False, around=None)
        walker.close()
        _note_nodes(layout, part.root)
    if parts.core is not None:
        _read_core(layout, parts.core)
    for part in parts.others:
        for where, kind in find_texts(part.root):
            layout.untranslated += as_untranslated([where], layout.data, kind)
    layout.values = {leaf.start: leaf for leaf in layout.leaves if leaf.context}
    layout.stretches = [leaf for leaf in layout.leaves if not leaf.context]
    return layout


def _note_nodes(layout: Layout, root: Node) -> None:
    """Note the tracked changes and the controls that show data, wherever they stand."""
    for node in root.walk():
        if node.name in _CHANGES:
            layout.changes.append(node.start)
        elif node.name == "w:sdtPr" and node.parent is not None and node.find("w:dataBinding") is not None:
            layout.bound.append(node.parent.stop - 1)


def _paragraphs(root: Node) -> Iterator[Node]:
    return (node for node in root.walk() if node.name == "w:p")


def _is_title(paragraph: Node, data: bytes, styles: Styles) -> bool:
    properties = paragraph.find("w:pPr")
    return properties is not None and styles.is_title(value_of(properties, "w:pStyle", data))


def _read_core(layout: Layout, core: Node) -> None:
    """Add the document's title as a value; what else its properties say is for archives."""
    for node in core.children:
        if node.name == "dc:title" and _is_one_text(node) and is_prose(node.text(layout.data)):
            where, _ = node.texts[0]
            leaf = Leaf(
                start=where.start,
                stop=where.stop,
                text=" ".join(node.text(layout.data).split()),
                paragraph=None,
                part=len(layout.parts.stories),
                context="title",
            )
            layout.leaves.append(leaf)
        elif node.name.endswith(_PROPERTIES_WITH_WORDS):
            ranges = [where for where, _ in node.texts]
            layout.untranslated += as_untranslated(ranges, layout.data, UntranslatedKind.METADATA)


def _is_one_text(node: Node) -> bool:
    """Return whether an element holds one text and nothing else, written as a value is written."""
    return not node.children and [is_cdata for _, is_cdata in node.texts] == [False]


@dataclass(slots=True)
class _Walker:
    """Reads one part."""

    layout: Layout
    part: int
    has_title: bool
    leaves: list[Leaf] = field(default_factory=list)
    untranslated: list[Untranslated] = field(default_factory=list)
    is_copy: bool = False
    walls: dict[int, bool] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        return self.layout.data

    def close(self) -> None:
        """Put what was found into the layout."""
        self.layout.leaves += self.leaves
        self.layout.untranslated += self.untranslated

    def walk(self, node: Node, *, is_cell: bool, around: Node | None) -> None:
        """Read an element that may hold paragraphs; `around` is the paragraph it stands in."""
        if node.name == "w:p":
            self._read_paragraph(node, is_cell=is_cell)
        elif node.name == "mc:AlternateContent":
            self._read_alternatives(node, is_cell=is_cell, around=around)
        elif node.name in DELETED or node.name in TEXT_NAMES:
            for where, kind in find_texts(node):
                self.untranslated += as_untranslated([where], self.data, kind)
        elif node.name not in _PROPERTIES:
            self._read_values(node, around)
            inside = (is_cell or node.name == "w:tc") and node.name != "w:txbxContent"
            for child in node.children:
                self.walk(child, is_cell=inside, around=around)

    def is_wall(self, node: Node) -> bool:
        """Return whether an element holds paragraphs, so that no sentence reaches over it."""
        if node.start not in self.walls:
            self.walls[node.start] = any(one.name == "w:p" for one in node.walk())
        return self.walls[node.start]

    def _values(self, node: Node) -> Iterator[tuple[str, ByteRange]]:
        """Yield the texts in a drawing's attributes."""
        if node.name == "wp:docPr" or node.name.endswith("cNvPr") or node.name.startswith("v:"):
            for one in node.attributes(self.data):
                text = " ".join(one.value.split())
                if one.name in _ALTERNATIVES and is_prose(text):
                    yield text, one.range

    def _read_values(self, node: Node, around: Node | None) -> None:
        for text, where in self._values(node):
            leaf = Leaf(
                start=where.start, stop=where.stop, text=text, paragraph=around, part=self.part, context="alt"
            )
            last = range(len(self.leaves) - 1, max(-1, len(self.leaves) - _LOOK_BACK), -1)
            same = next((at for at in last if _is_same_value(self.leaves[at], leaf)), None)
            if same is None:
                self.leaves.append(leaf)
            else:
                first = self.leaves[same]
                self.leaves[same] = replace(first, copies=(*first.copies, leaf))

    def _read_paragraph(self, node: Node, *, is_cell: bool) -> None:
        if not self.is_copy:
            self.layout.paragraphs.append(node.start)
        story = Story(self.data, self.layout.parts.stories[self.part].links, self.layout.styles, self.is_wall)
        atoms = read_atoms(node, story)
        properties = node.find("w:pPr")
        style = value_of(properties, "w:pStyle", self.data) if properties else ""
        is_code = self.layout.styles.is_code(style)
        before = node.start
        for is_wall, group in groupby(atoms, key=lambda atom: atom.kind == "wall"):
            some = tuple(group)
            if is_wall:
                for atom in some:
                    if atom.node is not None:
                        self.walk(atom.node, is_cell=False, around=node)
            elif is_code:
                texts = [ByteRange(atom.start, atom.stop) for atom in some if atom.kind == "text"]
                self.untranslated += as_untranslated(texts, self.data, UntranslatedKind.CODE)
            else:
                position = bisect_left(atoms, some[-1].stop, key=lambda atom: atom.start)
                after = atoms[position].start if position < len(atoms) else node.stop
                self._read_stretch(node, some, ByteRange(before, after), is_cell=is_cell)
            before = some[-1].stop
        self._read_inside(node, atoms)

    def _read_inside(self, node: Node, atoms: Sequence[Atom]) -> None:
        """Note the texts inside of atoms that are closed: deleted, hidden, computed."""
        closed = [
            ByteRange(atom.start, atom.stop)
            for atom in atoms
            if atom.kind in ("before", "after") or (atom.kind == "empty" and atom.node is None)
        ]
        if not closed:
            return
        waiting = iter(sorted(closed))
        current = next(waiting)
        for where, kind in sorted(find_texts(node), key=lambda one: one[0]):
            while current.stop <= where.start:
                current = next(waiting, ByteRange(node.stop, node.stop + 1))
            if current.start <= where.start:
                self.untranslated += as_untranslated([where], self.data, kind)

    def _read_stretch(
        self, paragraph: Node, atoms: tuple[Atom, ...], free: ByteRange, *, is_cell: bool
    ) -> None:
        """Add a stretch between the values of the drawings before its text and those after it starts."""
        is_before = True
        for atom in atoms:
            if is_before and atom.text.strip():
                self._add_stretch(paragraph, atoms, free, is_cell=is_cell)
                is_before = False
            if atom.kind == "empty" and atom.node is not None:
                self.walk(atom.node, is_cell=False, around=paragraph)

    def _add_stretch(
        self, paragraph: Node, atoms: tuple[Atom, ...], free: ByteRange, *, is_cell: bool
    ) -> None:
        text = "".join(atom.text for atom in atoms)
        level, is_title = self._read_level(paragraph)
        leaf = Leaf(
            start=atoms[0].start,
            stop=atoms[-1].stop,
            text=text,
            paragraph=paragraph,
            part=self.part,
            atoms=atoms,
            free=free,
            level=level,
            is_title=is_title,
            is_cell=is_cell,
        )
        self.leaves.append(leaf)

    def _read_level(self, paragraph: Node) -> tuple[int | None, bool]:
        """Return a heading's level, and whether it may be the document's title."""
        properties = paragraph.find("w:pPr")
        if self.part or properties is None:
            return None, False
        outline = read_outline(properties, self.data)
        style = value_of(properties, "w:pStyle", self.data)
        level = self.layout.styles.level(style)
        if outline is not None:
            level = outline + 1 if outline < 9 else None  # noqa: PLR2004 - 9 is the level of plain text
        is_title = self.layout.styles.is_title(style) or (level == 1 and not self.has_title)
        return level, is_title

    def _read_alternatives(self, node: Node, *, is_cell: bool, around: Node | None) -> None:
        """Read the first alternative; the others are copies of it, or are left alone."""
        choice = node.find("mc:Choice")
        fallback = node.find("mc:Fallback")
        first = len(self.leaves)
        if choice is not None:
            self.walk(choice, is_cell=is_cell, around=around)
        if fallback is None:
            return
        if choice is None:
            self.walk(fallback, is_cell=is_cell, around=around)
            return
        other = _Walker(self.layout, self.part, has_title=self.has_title, is_copy=True)
        other.walk(fallback, is_cell=is_cell, around=around)
        self._match(first, other.leaves, fallback)

    def _match(self, first: int, copies: Sequence[Leaf], fallback: Node) -> None:
        """Bind each copy to the leaf whose text it repeats; note it where there is none."""
        waiting: dict[tuple[str, str | None], list[int]] = {}
        for at in range(len(self.leaves) - 1, first - 1, -1):
            waiting.setdefault((self.leaves[at].text, self.leaves[at].context), []).append(at)
        for copy in copies:
            places = waiting.get((copy.text, copy.context))
            if places:
                at = places.pop()
                leaf = self.leaves[at]
                self.leaves[at] = replace(leaf, copies=(*leaf.copies, copy, *copy.copies))
            else:
                self.untranslated += as_untranslated(copy.texts, self.data, UntranslatedKind.UNKNOWN)
                self.layout.differing.append(fallback.start)


def _is_same_value(one: Leaf, other: Leaf) -> bool:
    """Return whether a drawing says a text twice, for itself and for the picture in it."""
    return bool(one.context) and one.paragraph is other.paragraph and one.text == other.text
