"""A stretch of a paragraph to units: its sentences, with a numbered tag for each look, link and sign in them.

Word splits runs wherever somebody typed, so runs that look alike are one text. A sentence that looks the same
from end to end has no tags, even where it is bold: its range lies inside of the run.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.formats.docx_plan import (
    clip,
    common_frames,
    find_inside,
    look_of,
    make_plan,
    pairs_around,
)
from pipeline.formats.docx_runs import is_code
from pipeline.formats.inline import render_inline
from pipeline.formats.inline_units import PLACE, FoundUnit, is_prose
from pipeline.formats.xml_ranges import offset_in_text
from pipeline.model.document import ByteRange, Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.formats.docx_leaf import Leaf
    from pipeline.formats.docx_pieces import Atom, Frame
    from pipeline.formats.docx_plan import Meaning, Plan
    from pipeline.formats.docx_styles import Styles

    FindSentences = Callable[[str], tuple[tuple[int, int], ...]]


def find_units(leaf: Leaf, data: bytes, styles: Styles, find: FindSentences | None) -> tuple[FoundUnit, ...]:
    """Return the units of a stretch in order: its sentences as `find` sees them, or all of it as one."""
    bounds = _find_bounds(leaf.atoms, find) if find else []
    found = []
    for part in _cut(leaf.atoms, bounds, data):
        atoms = _trim(part, data)
        if atoms and is_prose("".join(_prose(atoms, styles))):
            where = _reach(leaf, atoms)
            plan = make_plan(leaf, where, data, styles)
            found.append(FoundUnit(render_inline(plan.parts), where, tuple(_codes(plan, data))))
    return tuple(found)


def split_like(
    leaf: Leaf, ranges: Sequence[ByteRange], copy: Leaf, data: bytes, styles: Styles
) -> tuple[FoundUnit, ...]:
    """Return the units of a copy of a stretch, which is cut where the stretch is."""
    bounds = sorted({at for where in ranges for at in _offsets(leaf, where, data)})
    return find_units(copy, data, styles, lambda _: tuple((at, at) for at in (0, *bounds)))


def _offsets(leaf: Leaf, where: ByteRange, data: bytes) -> tuple[int, int]:
    """Return where a unit starts and stops, in characters of what sentences are found in."""
    first, last = find_inside(leaf.atoms, where)
    start = sum(len(_plain(atom)) for atom in leaf.atoms[:first])
    sizes = [len(_plain(atom)) for atom in leaf.atoms[first:last]]
    inner = [len(_plain(clip(atom, where, data))) for atom in leaf.atoms[first:last]]
    before = sizes[0] - len(_plain(clip(leaf.atoms[first], ByteRange(where.start, len(data)), data)))
    return start + before, start + before + sum(inner)


def _codes(plan: Plan, data: bytes) -> Iterator[Code]:
    """Yield what the tags stand for. Their bytes stand one after the other in the document."""
    position = 0
    for number, meaning in plan.meanings.items():
        start, stop, closing = _place(meaning, data)
        is_after = start >= position
        position = stop if is_after else position
        opening = data[start:stop] if is_after else b""
        yield Code(number=number, opening=opening, closing=closing, note=meaning.note)


def _place(meaning: Meaning, data: bytes) -> tuple[int, int, bytes | None]:
    """Return where the opening bytes of a tag stand, and its closing ones."""
    if meaning.atom is not None:
        return meaning.atom.start, meaning.atom.stop, None
    if meaning.wrapper is not None:
        start = meaning.wrapper.start
        return start, start + len(meaning.wrapper.opening), meaning.wrapper.closing
    run = meaning.run
    if run is None or not run.properties:
        return -1, -1, b""
    start = data.index(run.properties, run.start)
    return start, start + len(run.properties), run.closing


def _prose(atoms: Sequence[Atom], styles: Styles) -> Iterator[str]:
    for atom in atoms:
        if atom.kind == "text":
            yield " " if is_code(look_of(atom), styles) else atom.text


def _plain(atom: Atom) -> str:
    """Return what stands for an atom while sentences are found."""
    if atom.kind == "text":
        return atom.text
    if atom.kind == "empty" and not atom.is_silent:
        return " " if atom.note in ("tab", "line break") else PLACE
    return ""


def _find_bounds(atoms: Sequence[Atom], find: FindSentences) -> list[int]:
    """Return where sentences start, in characters, except the first; none starts inside a link."""
    text = "".join(map(_plain, atoms))
    waiting = [start for start, _ in find(text)[1:]][::-1]
    common = common_frames([atom.wrappers for atom in atoms if atom.kind in ("text", "empty")])
    bounds: list[int] = []
    position = 0
    before: tuple[Frame, ...] = ()
    for atom in atoms:
        size = len(_plain(atom))
        pairs = pairs_around(atom, common)
        while waiting and waiting[-1] < position + size:
            at = waiting.pop()
            held = pairs if at > position else common_frames([before, pairs])
            if not held and (at == position or atom.is_cuttable):
                bounds.append(at)
        position += size
        before = pairs
    return bounds


def _cut(atoms: Sequence[Atom], bounds: Sequence[int], data: bytes) -> Iterator[list[Atom]]:
    """Yield the atoms of each sentence."""
    waiting = list(bounds)[::-1]
    position = 0
    part: list[Atom] = []
    for atom in atoms:
        rest = atom
        size = len(_plain(atom))
        while waiting and waiting[-1] < position + len(_plain(rest)):
            at = waiting.pop() - position
            if at:
                first, rest = _cut_atom(rest, at, data)
                part.append(first)
                position += at
                size -= at
            yield part
            part = []
        part.append(rest)
        position += size
    yield part


def _cut_atom(atom: Atom, at: int, data: bytes) -> tuple[Atom, Atom]:
    """Return the two parts of a text, before and after the character `at`."""
    middle = offset_in_text(data, ByteRange(atom.start, atom.stop), at)
    return replace(atom, stop=middle, text=atom.text[:at]), replace(atom, start=middle, text=atom.text[at:])


def _trim(atoms: Sequence[Atom], data: bytes) -> list[Atom]:
    """Leave out what stays outside of a sentence at its ends, and the white space there."""
    first = len(list(takewhile(_is_outer, atoms)))
    last = len(atoms) - len(list(takewhile(_is_outer, reversed(atoms[first:]))))
    kept = list(atoms[first:last])
    if kept and kept[0].is_cuttable and kept[0].text[:1].isspace():
        kept[0] = _cut_atom(kept[0], len(kept[0].text) - len(kept[0].text.lstrip()), data)[1]
    if kept and kept[-1].is_cuttable and kept[-1].text[-1:].isspace():
        kept[-1] = _cut_atom(kept[-1], len(kept[-1].text.rstrip()), data)[0]
    return kept


def _is_outer(atom: Atom) -> bool:
    if atom.kind == "text":
        return not atom.text.strip()
    return atom.kind != "empty" or atom.is_outer


def _reach(leaf: Leaf, atoms: Sequence[Atom]) -> ByteRange:
    """Return a unit's range: from its first text to its last, with the elements that hold nothing else.

    A run that holds more stays as it is where all of the unit lies in it.
    """
    start, stop = atoms[0].start, atoms[-1].stop
    depth = len(common_frames([atom.wrappers for atom in atoms if atom.kind in ("text", "empty")]))
    first, last = find_inside(leaf.atoms, ByteRange(start, stop))
    free = leaf.free or ByteRange(start, stop)
    before = leaf.atoms[first - 1].stop if first else free.start
    after = leaf.atoms[last].start if last < len(leaf.atoms) else free.stop
    heads = atoms[0].stack[depth:] if leaf.atoms[first].start == start else ()
    tails = atoms[-1].stack_after[depth:] if leaf.atoms[last - 1].stop == stop else ()
    shared = {frame.start for frame in atoms[0].stack} & {frame.start for frame in atoms[-1].stack_after}
    whole = {
        frame.start for frame in heads if before <= frame.start and frame in tails and frame.stop <= after
    }
    for frame in heads:
        if before <= frame.start and (frame.start not in shared or frame.start in whole):
            start = min(start, frame.start)
    for frame in tails:
        if frame.stop <= after and (frame.start not in shared or frame.start in whole):
            stop = max(stop, frame.stop)
    return ByteRange(start, stop)
