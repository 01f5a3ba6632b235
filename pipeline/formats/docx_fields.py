"""Complex fields: what stands between `begin` and `end` becomes a link around its text, or one atom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.docx_pieces import Atom, Frame

_LINK: Final = "HYPERLINK"
_SHOWN: Final = 40
"""Characters of a field's result that a note shows."""
_OUTER: Final = "PAGEREF"
"""The page numbers of a table of contents: at the end of their line in every language."""


def group_fields(atoms: Sequence[Atom], data: bytes) -> Iterator[Atom]:
    """Yield the atoms with complex fields grouped; a field that ends in another paragraph becomes walls."""
    kinds = [_kind(atom, data) for atom in atoms]
    ends = _match(kinds)
    position = 0
    while position < len(atoms):
        last = ends.get(position, position)
        if last > position:
            yield from _group(atoms[position : last + 1], kinds[position : last + 1], data)
        else:
            yield _wall(atoms[position]) if atoms[position].kind == "field" else atoms[position]
        position = last + 1


def _match(kinds: Sequence[str]) -> dict[int, int]:
    """Return where each field that begins here ends."""
    waiting: list[int] = []
    ends: dict[int, int] = {}
    for position, kind in enumerate(kinds):
        if kind == "begin":
            waiting.append(position)
        elif kind == "end" and waiting:
            ends[waiting.pop()] = position
    return ends


def _wall(atom: Atom) -> Atom:
    return replace(atom, kind="wall", node=None)


def _kind(atom: Atom, data: bytes) -> str:
    """Return `begin`, `separate` or `end`, or an empty text for what is no mark of a field."""
    if atom.kind != "field" or atom.node is None or atom.node.name != "w:fldChar":
        return ""
    return atom.node.get(data, "w:fldCharType")


def _group(atoms: Sequence[Atom], kinds: Sequence[str], data: bytes) -> Iterator[Atom]:
    middle = _find_separate(kinds)
    words = _instruction(atoms[:middle], data)
    result = atoms[middle + 1 : -1]
    if any(atom.kind == "wall" for atom in atoms) or atoms[0].wrappers != atoms[-1].wrappers:
        yield from (_wall(atom) if atom.kind == "field" else atom for atom in atoms)
    elif words[:1] == [_LINK] and result and _is_clean(atoms, middle):
        yield from _link(atoms, middle, words, data)
    else:
        text = "".join(atom.text for atom in result)[:_SHOWN]
        name = " ".join(words[:1])
        yield replace(
            atoms[0],
            kind="empty",
            stop=atoms[-1].stop,
            last_stack=atoms[-1].stack,
            note=f"field {name} {text}".strip(),
            is_outer=name == _OUTER,
            node=None,
        )


def _find_separate(kinds: Sequence[str]) -> int:
    """Return where the outermost field's result starts, or its end where it has none."""
    depth = 0
    for position, kind in enumerate(kinds):
        depth += (kind == "begin") - (kind == "end")
        if depth == 1 and kind == "separate":
            return position
    return len(kinds) - 1


def _instruction(atoms: Sequence[Atom], data: bytes) -> list[str]:
    texts = (atom.node.text(data) for atom in atoms if atom.kind == "field" and atom.node)
    return "".join(texts).split()


def _is_clean(atoms: Sequence[Atom], middle: int) -> bool:
    """Return whether whole runs make the field's two ends, so that text can be put between them."""
    ends = (*atoms[: middle + 1], atoms[-1])
    result = atoms[middle + 1 : -1]
    runs = {atom.stack[-1].start for atom in ends}
    return all(atom.kind == "field" for atom in ends) and all(
        atom.kind != "field" and not any(frame.start in runs for frame in atom.stack) for atom in result
    )


def _link(atoms: Sequence[Atom], middle: int, words: Sequence[str], data: bytes) -> Iterator[Atom]:
    first, separate, last = (atoms[n].stack[-1] for n in (0, middle, -1))
    around = atoms[0].wrappers
    frame = replace(
        first,
        kind="pair",
        stop=last.stop,
        opening=data[first.start : separate.stop],
        closing=data[last.start : last.stop],
        look=(),
        note=f"link to {' '.join(words[1:])}".strip(),
    )
    for atom in atoms[middle + 1 : -1]:
        yield replace(atom, stack=_inserted(atom.stack, around, frame))


def _inserted(stack: tuple[Frame, ...], around: tuple[Frame, ...], frame: Frame) -> tuple[Frame, ...]:
    return (*stack[: len(around)], frame, *stack[len(around) :])
