"""XML of other tools, read as a stream without any harm: no document type, no entities, nothing fetched."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pipeline.errors import CatalogError, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARES: Final = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E", re.IGNORECASE)
"""The start of a document type, in UTF-8 or UTF-16."""
_ROOT: Final = re.compile(rb"<\x00?[A-Za-z_]")
_NUMBER: Final = re.compile("[1-9][0-9]{0,8}")
_VIEW: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WHITE: Final = {"\r": "&#13;"}
_HINT: Final = "export the file again from the tool, or start from `caveat exchange export`"


class UnreadableError(Exception):
    """Why the texts of one unit can't be read; the others go on."""


def read_elements(data: bytes, name: str, starts: set[str], ends: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield (event, element) for the elements with the given local names; raises CatalogError with the line.

    An element that has ended is forgotten once the caller asks for the next, so that a long file takes
    little room.
    """
    _refuse_document_type(data, name)
    try:
        for event, element in _parser(data, {*starts, *ends, "xliff"}):
            if element.getroottree().docinfo.doctype:
                raise _document_type(name)
            local = local_name(element)
            if local in (starts if event == "start" else ends):
                yield event, element
                if event == "end":
                    _forget(element)
    except etree.XMLSyntaxError as error:
        last = error.error_log[-1] if len(error.error_log) else None
        at = Location(name, last.line if last else None)
        what = last.message.strip() if last else "no XML"
        raise CatalogError(f"not an XLIFF file: {what}", at=at, hint=_HINT) from error


def read_version(data: bytes, name: str) -> str:
    """Return the version that an XLIFF file's root names, empty for other XML; raises CatalogError."""
    found = (element for _, element in read_elements(data, name, {"xliff"}, set()))
    root = next(found, None)
    return "" if root is None else root.get("version", "")


def _parser(data: bytes, names: set[str]) -> Any:
    return etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in sorted(names)],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _refuse_document_type(data: bytes, name: str) -> None:
    """Refuse before anything is parsed; what an odd encoding hides is found while parsing."""
    found, root = _DECLARES.search(data), _ROOT.search(data)
    if found and (root is None or found.start() < root.start()):
        raise _document_type(name)


def _document_type(name: str) -> CatalogError:
    message = "the file has a document type, whose entities could stand for anything"
    return CatalogError(message, at=Location(name, 1), hint="XLIFF needs none; take the <!DOCTYPE …> out")


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; empty for an element of another vocabulary."""
    name = etree.QName(element)
    space = name.namespace or ""
    return str(name.localname) if not space or space.startswith("urn:oasis:names:tc:xliff:document:") else ""


def children(element: Any, name: str) -> list[Any]:
    """Return the children with a local name."""
    return [child for child in element if local_name(child) == name]


def first_child(element: Any, name: str) -> Any | None:
    """Return the first child with a local name, or None."""
    return next(iter(children(element, name)), None)


def tag_number(text: str | None) -> int:
    """Return the number of a tag; raises UnreadableError where it has none."""
    if not _NUMBER.fullmatch(text or ""):
        raise UnreadableError(f'the tag with the id "{(text or "")[:20]}" is not in the source')
    return int(text or "")


def escaped(text: str) -> str:
    """Return text as XML writes it between tags, so that every reader gets the same line ends."""
    return escape(text, {"\r": "&#13;"})


def attribute(name: str, value: str) -> str:
    """Return an attribute with the space before it, or nothing where it has no value."""
    return f" {name}={quoteattr(viewed(value), _WHITE)}" if value else ""


def viewed(text: str) -> str:
    """Return text for people alone, with a sign for each character that XML can't hold."""
    return _VIEW.sub("\ufffd", text)
