"""XLIFF 2.1: a unit is a `unit` of one segment, a tag pair a `pc`, an empty tag a `ph`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.catalogs.exchange_rows import InlineTag, Piece, Pieces, ReturnedUnit, is_nested
from pipeline.catalogs.xliff_parts import people_attributes, read_pair, read_pieces
from pipeline.catalogs.xliff_states import from_xliff2, to_xliff2
from pipeline.catalogs.xliff_xml import (
    UnreadableError,
    attribute,
    escaped,
    first_child,
    local_name,
    read_elements,
    tag_number,
    viewed,
)
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.catalogs.exchange_rows import SentFile, SentUnit

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0"'
    ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEX: Final = re.compile("[0-9A-Fa-f]{1,6}")
_SURROGATES: Final = range(0xD800, 0xE000)
_LAST: Final = 0x10FFFF


def render_xliff2(files: Sequence[SentFile]) -> Iterator[str]:
    """Yield an XLIFF 2.1 file piece by piece, without a date: the same units give the same bytes.

    Raises ValueError for files in several languages, of which the format holds one.
    """
    languages = {(file.source_language, file.language) for file in files}
    if len(languages) != 1:
        raise ValueError(f"{len(languages)} pairs of languages")
    ((source, target),) = languages
    yield f"{_HEAD}{attribute('srcLang', source)}{attribute('trgLang', target)}>\n"
    for number, file in enumerate(files, 1):
        yield f'<file id="f{number}"{attribute("original", file.document)}>\n'
        yield from map(_render_unit, file.units)
        yield "</file>\n"
    yield "</xliff>\n"


def _render_unit(unit: SentUnit) -> str:
    state, sub_state = to_xliff2(unit.state, is_machine=unit.is_machine)
    notes = "".join(
        f'<note id="n{number}">{escaped(viewed(note))}</note>\n' for number, note in enumerate(unit.notes, 1)
    )
    target = f"<target>{_inline(unit.target)}</target>\n" if unit.target else ""
    return (
        f'<unit{attribute("id", unit.id)} xml:space="preserve"{people_attributes(unit)}>\n'
        + (f"<notes>\n{notes}</notes>\n" if notes else "")
        + f"<segment{attribute('state', state)}{attribute('subState', sub_state)}>\n"
        f"<source>{_inline(unit.source)}</source>\n{target}</segment>\n</unit>\n"
    )


def _inline(pieces: Pieces) -> str:
    is_whole = is_nested(pieces)
    return "".join(_text(one) if isinstance(one, str) else _element(one, is_whole=is_whole) for one in pieces)


def _text(text: str) -> str:
    return _ILLEGAL.sub(lambda found: f'<cp hex="{ord(found[0]):04X}"/>', escaped(text))


def _element(tag: InlineTag, *, is_whole: bool) -> str:
    if tag.kind == "empty":
        return f'<ph id="{tag.number}"{attribute("disp", tag.note)}/>'
    if is_whole:
        shown = attribute("dispStart", tag.note) + attribute("dispEnd", tag.note)
        return f'<pc id="{tag.number}"{shown}>' if tag.kind == "open" else "</pc>"
    name = "sc" if tag.kind == "open" else "ec"
    return f'<{name} id="{tag.number}" isolated="yes"{attribute("disp", tag.note)}/>'


def parse_xliff2(data: bytes, name: str) -> Iterator[ReturnedUnit]:
    """Yield the units of an XLIFF 2 file; raises CatalogError with file and line."""
    document = language = ""
    for event, element in read_elements(data, name, {"xliff", "file"}, {"unit"}):
        if event == "end":
            yield _returned(element, document, language)
        elif local_name(element) == "xliff":
            language = element.get("trgLang", "")
        else:
            document = element.get("original", "")


def _returned(element: Any, document: str, language: str) -> ReturnedUnit:
    known = {"document": document, "language": language, "id": element.get("id", "")}
    parts = [child for child in element if local_name(child) in ("segment", "ignorable")]
    try:
        return ReturnedUnit(
            **known,
            line=element.sourceline,
            source=tuple(piece for part in parts for piece in _pieces_of(part, "source")),
            target=tuple(_target(parts)),
            said=_said([part for part in parts if local_name(part) == "segment"]),
        )
    except UnreadableError as error:
        return ReturnedUnit(**known, line=element.sourceline, problem=str(error))


def _target(parts: list[Any]) -> Iterator[Piece]:
    """Yield the target of a unit, whose segments a tool may have cut further or put into another order."""
    segments = [part for part in parts if local_name(part) == "segment"]
    filled = [part for part in segments if any(_pieces_of(part, "target"))]
    if not filled:
        return
    if len(filled) < len(segments):
        raise UnreadableError("only a part of its segments has a target")
    places = dict(enumerate(parts))
    ordered = sorted(places, key=lambda place: _order(places[place], place + 1))
    for place in ordered:
        part = places[place]
        has_own = first_child(part, "target") is not None
        yield from _pieces_of(part, "target" if has_own else "source")


def _order(part: Any, place: int) -> int:
    target = first_child(part, "target")
    order = target.get("order", "") if target is not None else ""
    return tag_number(order) if order else place


def _said(segments: list[Any]) -> State | None:
    """Return what the states of all segments amount to: the least of them."""
    states = {from_xliff2(one.get("state", "initial"), one.get("subState", "")) for one in segments}
    return State.DRAFT if State.DRAFT in states else states.pop() if len(states) == 1 else None


def _pieces_of(part: Any, name: str) -> Iterator[Piece]:
    found = first_child(part, name)
    if found is not None:
        yield from read_pieces(found, _child)


def _child(child: Any) -> Iterator[Piece]:
    kind, number = local_name(child), child.get("id")
    if kind == "cp":
        yield _character(child.get("hex", ""))
    elif kind == "pc":
        yield from read_pair(child, _child)
    elif kind == "ph":
        yield InlineTag(tag_number(number), "empty")
    elif kind == "sc":
        yield InlineTag(tag_number(number), "open")
    elif kind == "ec":
        yield InlineTag(tag_number(child.get("startRef") or number), "close")
    elif kind not in ("sm", "em"):
        raise UnreadableError(f"its text holds <{child.tag}>, which is no tag of the source")


def _character(text: str) -> str:
    number = int(text, 16) if _HEX.fullmatch(text) else 0
    if not 0 < number <= _LAST or number in _SURROGATES:
        raise UnreadableError(f'<cp hex="{text[:20]}"/> is no character that a text can hold')
    return chr(number)
