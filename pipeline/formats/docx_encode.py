"""A target to the bytes that stand in its unit's range: runs closed and opened as its tags say.

The bytes start in the elements that are open where the unit starts, and end in those that are open where it
ends. What shows nothing (bookmarks, comments, deleted text) goes before or after the text: so it stays in its
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.docx_layout import read_layout
from pipeline.formats.docx_pieces import Frame
from pipeline.formats.docx_plan import make_plan
from pipeline.formats.inline import Tag, parse_inline, why_not
from pipeline.formats.xml_ranges import escape_text, escape_value, find_illegal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.formats.docx_leaf import Layout, Leaf
    from pipeline.formats.docx_pieces import Atom
    from pipeline.formats.docx_plan import Meaning, Plan
    from pipeline.model.document import ByteRange, Document, Occurrence

_SHOWN: Final = 60
"""Characters of a text that an error shows."""
_LINE_SPACE: Final = re.compile("[\t\r\n]+")
_TAGS_HINT: Final = "write the source's tags, each once"


def encode_target(document: Document, occurrence: Occurrence, target: str) -> bytes:
    """Return the bytes for a target; raises DocumentError for one that would change the structure."""
    source = occurrence.key.source
    if target == source:
        return occurrence.range.cut(document.data)
    problem = why_not(source, target) or _find_emptied(source, target)
    if problem:
        raise _refusal(document, occurrence, target, problem)
    layout = layout_of(document)
    leaf = layout.leaf_at(occurrence.range.start)
    inside = {code.number: code.opening for code in occurrence.codes if code.closing is None}
    return write_target(layout, leaf, occurrence.range, target, inside)


def layout_of(document: Document) -> Layout:
    """Return the layout of a document that was read from a Word file."""
    if document.package is None:
        raise TypeError("a Word document has a package")
    return read_layout(document.package.data, document.path)


def _find_emptied(source: str, target: str) -> str | None:
    """Return what is wrong with a target besides its tags, in words."""
    parts = parse_inline(target)
    if not any(isinstance(part, str) and part.strip() for part in parts):
        return "it holds no text"
    illegal = find_illegal(target)
    if illegal:
        return f"it holds {illegal}, which no Word document can hold"
    emptied = _empty_pairs(target) - _empty_pairs(source)
    return f"nothing stands between <{min(emptied)}> and </{min(emptied)}>" if emptied else None


def _empty_pairs(text: str) -> set[int]:
    parts = [part for part in parse_inline(text) if isinstance(part, Tag) or part.strip()]
    return {
        one.number
        for one, other in pairwise(parts)
        if isinstance(one, Tag) and isinstance(other, Tag) and (one.kind, other.kind) == ("open", "close")
    }


def _refusal(document: Document, occurrence: Occurrence, target: str, problem: str) -> DocumentError:
    line = layout_of(document).line_at(occurrence.range.start)
    shown = target if len(target) <= _SHOWN else f"{target[:_SHOWN]}…"
    message = f'"{shown}" can\'t be written: {problem}'
    return DocumentError(message, at=Location(document.path, line), hint=_TAGS_HINT)


def write_target(
    layout: Layout, leaf: Leaf, where: ByteRange, target: str, inside: Mapping[int, bytes]
) -> bytes:
    """Return the bytes of a target that holds the source's tags; `inside` is what empty tags stand for."""
    if leaf.context:
        return escape_value("".join(part for part in parse_inline(target) if isinstance(part, str)))
    plan = make_plan(leaf, where, layout.data, layout.styles)
    writer = _Writer(plan, layout.data, inside, plan.first, _is_after_space(layout.data, plan, where))
    writer.write(target)
    return b"".join(writer.parts)


def _is_after_space(data: bytes, plan: Plan, where: ByteRange) -> bool:
    """Return whether the unit follows a space that Word would drop if its text ended there."""
    is_loose = bool(plan.first) and plan.first[-1].kind == "text" and not plan.first[-1].keeps_spaces
    return is_loose and data[where.start - 1 : where.start].isspace()


@dataclass(slots=True)
class _Writer:
    plan: Plan
    data: bytes
    inside: Mapping[int, bytes]
    stack: tuple[Frame, ...]
    has_loose_space: bool
    parts: list[bytes] = field(default_factory=list)

    def write(self, target: str) -> None:
        for atom in self.plan.before:
            self._put(atom, self.plan.base, self.data[atom.start : atom.stop])
        self._write_parts(target)
        for atom in self.plan.after:
            self._put(atom, self.plan.base, self.data[atom.start : atom.stop])
        self._go(self.plan.last)

    def _write_parts(self, target: str) -> None:
        opened: list[Meaning] = []
        for part in parse_inline(target):
            if isinstance(part, str):
                self._text(_LINE_SPACE.sub(" ", part), opened)
            elif part.kind == "close":
                opened.pop()
            else:
                meaning = self.plan.meanings[part.number]
                if meaning.atom is None:
                    opened.append(meaning)
                else:
                    self._put(meaning.atom, self._wrappers(opened), self.inside[part.number])

    def _wrappers(self, opened: Sequence[Meaning]) -> tuple[Frame, ...]:
        return (*self.plan.base, *(one.wrapper for one in opened if one.wrapper))

    def _text(self, text: str, opened: Sequence[Meaning]) -> None:
        run = next((one.run for one in reversed(opened) if one.run), self.plan.run) or _any_run(self.plan)
        frame = _text_frame(run, keeps_spaces=text != text.strip())
        self._go((*self._wrappers(opened), run, frame))
        self.parts.append(escape_text(text))
        self.has_loose_space = False

    def _put(self, atom: Atom, wrappers: tuple[Frame, ...], raw: bytes) -> None:
        """Write what an atom is, in a run of its own kind."""
        own = tuple(frame for frame in atom.stack if frame.kind == "run")
        self._go((*wrappers, *own))
        self.parts.append(raw)
        if atom.last_stack is not None:
            last = tuple(frame for frame in atom.last_stack if frame.kind == "run")
            self.stack = (*wrappers, *last)

    def _go(self, wanted: tuple[Frame, ...]) -> None:
        """Close and open elements until those that are wanted are open."""
        same = 0
        while same < min(len(self.stack), len(wanted)) and self.stack[same].is_like(wanted[same]):
            same += 1
        if self.has_loose_space and same < len(self.stack):
            self.parts += [self.stack[-1].closing, _opening_text(self.stack[-1]), b" "]
            self.has_loose_space = False
        self.parts += [frame.closing for frame in reversed(self.stack[same:])]
        self.parts += [
            _opening_text(frame) if frame.kind == "text" and frame.start >= 0 else frame.opening
            for frame in wanted[same:]
        ]
        self.stack = (*self.stack[:same], *wanted[same:])


def _opening_text(frame: Frame) -> bytes:
    """Return the start tag of a text that keeps the spaces at its ends."""
    return b'<%b xml:space="preserve">' % frame.closing[2:-1]


def _text_frame(run: Frame, *, keeps_spaces: bool) -> Frame:
    name = run.closing[2:-2] + b"t"
    return Frame(
        kind="text",
        start=-1,
        stop=-1,
        opening=b'<%b xml:space="preserve">' % name if keeps_spaces else b"<%b>" % name,
        closing=b"</%b>" % name,
        keeps_spaces=keeps_spaces,
    )


def _any_run(plan: Plan) -> Frame:
    """Return a run for text outside of tags where the source has none there."""
    runs = (frame for meaning in plan.meanings.values() for frame in _frames(meaning) if frame.kind == "run")
    first = next(runs)
    name = first.closing[2:-1]
    return Frame(kind="run", start=-1, stop=-1, opening=b"<%b>" % name, closing=first.closing)


def _frames(meaning: Meaning) -> tuple[Frame, ...]:
    frames = tuple(frame for frame in (meaning.run,) if frame)
    return (*frames, *(meaning.atom.stack if meaning.atom else ()))
