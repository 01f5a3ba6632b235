"""A row of JSON to its cells; a path such as `content.symptoms` leads into the objects of the row.

A name that holds the dot itself wins over a path, at every step.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import splice
from pipeline.formats.export_json_scan import Scanner
from pipeline.formats.export_rows import Cell, Row
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.formats.export_json_scan import Member
    from pipeline.formats.export_json_scan import Value as Found

ONE_LIST: Final = 'give a list of objects, or an object with one such list, as {"rows": [{…}]}'
_SPACE: Final = " \t\xa0"
_NOTHING: Final = frozenset({"", "[]", "false"})
"""What programs write for an object that is not there, besides `null`."""


def read_row(scanner: Scanner, item: Found, line: int, paths: Sequence[str]) -> Row:
    """Return a row; raises DocumentError for a value that is no object.

    `paths` are the names wanted that hold a dot: the members of the objects that they lead through are cells
    too.
    """
    if item.kind != "{":
        at = Location(scanner.path, line)
        raise DocumentError("a row is not an object", at=at, hint=ONE_LIST)
    cells = _read_members(scanner, item.start, line, "")
    if paths:
        for name, cell in list(_find_inner(scanner, cells, paths, ())):
            cells.setdefault(name, cell)
        cells = dict(sorted(cells.items(), key=lambda named: named[1].start))
    return Row(cells, item.start, item.stop, line)


def _read_members(scanner: Scanner, start: int, line: int, prefix: str) -> dict[str, Cell]:
    """Return the members of the object at a position, by their own names."""
    cells: dict[str, Cell] = {}
    position = start
    for member in scanner.members(start):
        line += scanner.data.count(b"\n", position, member.value.start)
        position = member.value.start
        cells[member.name] = _read_cell(scanner, member, line, prefix)
    return cells


def _read_cell(scanner: Scanner, member: Member, line: int, prefix: str) -> Cell:
    value, name_at = member.value, member.start
    if value.kind == '"':
        return Cell(
            value.start + 1,
            value.stop - 1,
            line,
            scanner.text(value),
            is_quoted=True,
            steps=scanner.steps(value),
            name_at=name_at,
            prefix=prefix,
        )
    if value.kind == "null":
        return Cell(value.start, value.stop, line, None, name_at=name_at, prefix=prefix)
    text = scanner.data[value.start : value.stop].decode()
    return Cell(
        value.start,
        value.stop,
        line,
        text,
        is_text=False,
        name_at=name_at,
        prefix=prefix,
        is_list=value.kind == "[",
    )


def _find_inner(
    scanner: Scanner,
    cells: Mapping[str, Cell],
    paths: Iterable[str],
    taken: tuple[str, ...],
    prefix: str = "",
) -> Iterator[tuple[str, Cell]]:
    """Yield the cells inside of other ones that paths lead to, and those beside them, by their full names.

    `cells` are those of one object, and `paths` lead on from it. Paths in `taken` end at a name that holds
    their dots, so nothing further in is called like them.
    """
    ways: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if any(_is_of(name, path) for name in cells):
            taken = (*taken, prefix + path)
            continue
        steps = [name for name in cells if path.startswith(f"{name}.")]
        if steps:
            way = max(steps, key=len)
            ways[way].append(path[len(way) + 1 :])
    for way, rest in sorted(ways.items(), key=lambda named: -len(named[0])):
        cell, inside = cells[way], f"{prefix}{way}."
        if not is_object(cell):
            yield from _dead_ends(cell, inside, rest)
            continue
        members = _read_members(scanner, cell.start, cell.line, inside)
        named = ((f"{inside}{name}", one) for name, one in members.items())
        yield from (pair for pair in named if not any(_is_of(pair[0], path) for path in taken))
        yield from _find_inner(scanner, members, rest, taken, inside)


def _is_of(name: str, path: str) -> bool:
    """Return whether a name is a path's own, or that with a language: `content.symptoms (Spanish)`."""
    return name == path or (name.startswith(path) and name[len(path) :].lstrip(_SPACE).startswith("("))


def is_object(cell: Cell) -> bool:
    """Return whether a cell is an object, whose members may be cells."""
    return not cell.is_text and (cell.text or "").startswith("{")


def _dead_ends(cell: Cell, inside: str, rest: Iterable[str]) -> Iterator[tuple[str, Cell]]:
    """Yield what stands in the way of paths, unless it says that there is nothing."""
    if "".join((cell.text or "").split()) not in _NOTHING:
        for path in rest:
            yield f"{inside}{path}", replace(cell, is_text=False, prefix=inside, is_dead_end=True)


def leads_into(name: str, paths: Iterable[str]) -> bool:
    """Return whether a path may lead into the object of this name."""
    return any(path.startswith(f"{name}.") for path in paths)


def blend_objects(old: str, new: str, name: str, paths: Sequence[str]) -> str:
    """Return an object with what a newer one of the same name says, by the paths that lead into it.

    Members that only the older one has stay, in it and in each object on a path, as columns do.
    """
    return _blend(Scanner(old.encode(), ""), Scanner(new.encode(), ""), f"{name}.", paths).decode()


def _blend(old: Scanner, new: Scanner, prefix: str, paths: Sequence[str]) -> bytes:
    before = _read_members(old, 0, 1, prefix)
    pieces: list[tuple[ByteRange, bytes]] = []
    end = len(old.data) - 1
    last = max((cell.whole.stop for cell in before.values()), default=1)
    added = b""
    for name, cell in _read_members(new, 0, 1, prefix).items():
        said, there = cell.whole.cut(new.data), before.get(name)
        if there is None:
            comma = b"," if before or added else b""
            added += comma + _lead(old, before, end) + new.data[cell.name_at : cell.whole.stop]
        elif leads_into(prefix + name, paths) and is_object(there) and is_object(cell):
            inner = Scanner(there.whole.cut(old.data), "")
            pieces.append((there.whole, _blend(inner, Scanner(said, ""), f"{prefix}{name}.", paths)))
        elif (there.text, there.is_text) != (cell.text, cell.is_text):
            pieces.append((there.whole, said))
    return splice(old.data, [*pieces, (ByteRange(last, last), added)])


def _lead(scanner: Scanner, cells: Mapping[str, Cell], end: int) -> bytes:
    """Return the white space before the name of an object's last member."""
    at = max((cell.name_at for cell in cells.values()), default=end)
    before = scanner.data[:at]
    return before[len(before.rstrip(b" \t\r\n")) :]
