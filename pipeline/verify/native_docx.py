"""A Word file to what its reader sees: its paragraphs, read with the standard library alone."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from pipeline.verify.native import NativeBlock, NativeFile, UnreadableError, fold_space

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
"""What a damaged package makes the standard library raise."""
_MAIN: Final = "word/document.xml"
_LARGEST: Final = 256 * 1024 * 1024
_SMALLEST_SIZE: Final = 8
"""Half points: below four points nobody reads a text."""
_HIDING: Final = ("vanish", "webHidden", "specVanish", "strike", "dstrike")
_PALE: Final = frozenset({"FFFFFF", "FEFEFE", "FDFDFD"})
_OFF: Final = frozenset({"0", "false", "off"})
_CONTAINERS: Final = ("tbl", "tr", "tc", "txbxContent")
_DELETED: Final = ("del", "moveFrom")
_FRAME: Final = ("top", "left", "bottom", "right")
"""The borders that a build puts around what it inserts."""
_PIECES: Final = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
"""What stands for a character."""


def read_docx_file(data: bytes) -> NativeFile:
    """Return a document's paragraphs; raises UnreadableError for what is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [one for one in package.namelist() if one == _MAIN]
            if len(names) != 1 or package.getinfo(_MAIN).file_size > _LARGEST:
                raise UnreadableError(f"holds no {_MAIN}, or more than one")
            content = package.read(_MAIN)
    except BROKEN as error:
        raise UnreadableError(f"is no Word file: {error}") from error
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableError(f"{_MAIN} declares entities, which a Word file never does")
    try:
        root = ET.fromstring(content)  # noqa: S314 - without entities nothing can grow or load
    except ET.ParseError as error:
        raise UnreadableError(f"{_MAIN} is no XML: {error}") from error
    paragraphs = (node for node in root.iter() if _name(node) == "p")
    raw = "\n".join("".join(map(_text, _runs(node))) for node in paragraphs)
    return NativeFile(blocks=tuple(_paragraphs(root, ())), raw=raw)


def _name(node: Element) -> str:
    """Return an element's name without its namespace: there are two, for the two kinds of Word files."""
    return str(node.tag).rpartition("}")[2]


def _find(node: Element, *names: str) -> Element | None:
    found: Element | None = node
    for name in names:
        found = next((one for one in found if _name(one) == name), None) if found is not None else None
    return found


def _value(node: Element) -> str:
    return next((value for name, value in node.attrib.items() if name.rpartition("}")[2] == "val"), "")


def _paragraphs(node: Element, around: tuple[str, ...]) -> Iterator[NativeBlock]:
    for child in node:
        name = _name(child)
        if name == "p":
            yield _paragraph(child, around)
            for box in child.iter():
                if _name(box) == "txbxContent":
                    yield from _paragraphs(box, (*around, "txbxContent"))
        elif name not in _DELETED:
            inner = (*around, name) if name in _CONTAINERS else around
            yield from _paragraphs(child, inner)


def _paragraph(node: Element, around: tuple[str, ...]) -> NativeBlock:
    style, frame = _find(node, "pPr", "pStyle"), _find(node, "pPr", "pBdr")
    runs = list(_runs(node))
    hidden = [reason for run in runs for reason in _why_hidden(run) if _text(run).strip()]
    return NativeBlock(
        kind="p" if style is None else f"p {_value(style)}",
        text=fold_space("".join(map(_text, runs))),
        line=None,
        around=around,
        hidden=tuple(dict.fromkeys(hidden)),
        is_aside=style is None and frame is not None and len(frame) == len(_FRAME),
    )


def _runs(node: Element) -> Iterator[Element]:
    """Yield the runs of a paragraph that count: not those that were deleted or stand in a text box."""
    for child in node:
        name = _name(child)
        if name == "r":
            yield child
        elif name not in (*_DELETED, "pPr", "txbxContent", "p"):
            yield from _runs(child)


def _text(run: Element) -> str:
    return "".join(
        _PIECES.get(_name(child), child.text if _name(child) == "t" else "") or "" for child in run
    )


def _property(run: Element, name: str) -> str | None:
    found = _find(run, "rPr", name)
    return None if found is None else _value(found)


def _why_hidden(run: Element) -> Iterator[str]:
    for name in _HIDING:
        value = _property(run, name)
        if value is not None and value not in _OFF:
            yield f"it has the property {name}"
    colour = _property(run, "color")
    if colour is not None and colour.upper() in _PALE:
        yield f"its colour is {colour}"
    size = _property(run, "sz")
    if size is not None and size.isdecimal() and int(size) < _SMALLEST_SIZE:
        yield f"its size is {int(size) / 2:g} points"
