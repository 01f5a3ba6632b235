"""XLIFF 1.2: a unit is a `trans-unit`, a tag pair a `g`, an empty tag an `x`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline import __version__
from pipeline.catalogs.exchange_rows import InlineTag, Piece, Pieces, ReturnedUnit, is_nested
from pipeline.catalogs.xliff_parts import people_attributes, read_pair, read_pieces
from pipeline.catalogs.xliff_states import from_xliff1, to_xliff1
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
    from collections.abc import Iterable, Iterator

    from pipeline.catalogs.exchange_rows import SentFile, SentUnit

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"'
    ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0">\n'
)
_TOOL: Final = f'<header><tool tool-id="caveat" tool-name="Caveat" tool-version="{__version__}"/></header>\n'
_EMPTY: Final = ("x", "ph")
_OPEN: Final = ("bx", "bpt")
_CLOSE: Final = ("ex", "ept")


def render_xliff1(files: Iterable[SentFile]) -> Iterator[str]:
    """Yield an XLIFF 1.2 file piece by piece, without a date: the same units give the same bytes.

    Every text must be one that XML can hold, see `why_not_xml`.
    """
    yield _HEAD
    for file in files:
        yield (
            f"<file{attribute('original', file.document)}{attribute('source-language', file.source_language)}"
            f'{attribute("target-language", file.language)} datatype="plaintext" tool-id="caveat">\n'
        )
        yield f"{_TOOL}<body>\n"
        yield from map(_render_unit, file.units)
        yield "</body>\n</file>\n"
    yield "</xliff>\n"


def _render_unit(unit: SentUnit) -> str:
    approved = attribute("approved", "yes" if unit.state is State.APPROVED else "")
    state = attribute("state", to_xliff1(unit.state, is_machine=unit.is_machine))
    qualifier = attribute("state-qualifier", "mt-suggestion" if unit.is_machine else "")
    return (
        f'<trans-unit{attribute("id", unit.id)}{approved} xml:space="preserve">\n'
        f"<source>{_inline(unit.source)}</source>\n"
        f"<target{state}{qualifier}{people_attributes(unit)}>{_inline(unit.target)}</target>\n"
        + "".join(f'<note from="caveat">{escaped(viewed(note))}</note>\n' for note in unit.notes)
        + "</trans-unit>\n"
    )


def _inline(pieces: Pieces) -> str:
    is_whole = is_nested(pieces)
    return "".join(
        escaped(one) if isinstance(one, str) else _element(one, is_whole=is_whole) for one in pieces
    )


def _element(tag: InlineTag, *, is_whole: bool) -> str:
    known = f' id="{tag.number}"{attribute("equiv-text", tag.note)}'
    if tag.kind == "empty":
        return f"<x{known}/>"
    if is_whole:
        return f"<g{known}>" if tag.kind == "open" else "</g>"
    slash = "/" if tag.kind == "close" else ""
    return f'<it{known} pos="{tag.kind}">&lt;{slash}{tag.number}&gt;</it>'


def parse_xliff1(data: bytes, name: str) -> Iterator[ReturnedUnit]:
    """Yield the units of an XLIFF 1.2 file; raises CatalogError with file and line."""
    document = language = ""
    for event, element in read_elements(data, name, {"file"}, {"trans-unit"}):
        if event == "start":
            document, language = element.get("original", ""), element.get("target-language", "")
        else:
            yield _returned(element, document, language)


def _returned(element: Any, document: str, language: str) -> ReturnedUnit:
    source, target = first_child(element, "source"), first_child(element, "target")
    known = {"document": document, "language": language, "id": element.get("id", "")}
    try:
        if source is None:
            raise UnreadableError("the unit has no <source>")  # noqa: TRY301 - told like what the tags raise
        return ReturnedUnit(
            **known,
            line=element.sourceline,
            source=tuple(read_pieces(source, _child)),
            target=tuple(read_pieces(target, _child)) if target is not None else (),
            said=_said(element, target),
        )
    except UnreadableError as error:
        return ReturnedUnit(**known, line=element.sourceline, problem=str(error))


def _said(element: Any, target: Any | None) -> State | None:
    state = target.get("state", "") if target is not None else ""
    return from_xliff1(state, is_approved=element.get("approved") == "yes")


def _child(child: Any) -> Iterator[Piece]:
    """Yield what an element stands for; what a tag holds is its own code, not text."""
    kind, number = local_name(child), child.get("id")
    if kind == "g":
        yield from read_pair(child, _child)
    elif kind in _EMPTY:
        yield InlineTag(tag_number(number), "empty")
    elif kind in _OPEN or (kind == "it" and child.get("pos") == "open"):
        yield InlineTag(tag_number(number), "open")
    elif kind in _CLOSE or kind == "it":
        yield InlineTag(tag_number(child.get("rid") or number), "close")
    else:
        raise UnreadableError(f"its text holds <{child.tag}>, which is no tag of the source")
