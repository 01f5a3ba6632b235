"""Package: every part of a Word file is as in its source, but for words and the language they are in."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from pipeline.language.names import direction
from pipeline.verify.native import fold_space
from pipeline.verify.native_docx import BROKEN
from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from pipeline.model.finding import Finding
    from pipeline.verify.native_rules import Terms

_HINT: Final = (
    "build the document again from the source; a translation changes words, never what is around them"
)
_LARGEST: Final = 256 * 1024 * 1024
_TEXT: Final = frozenset({"t"})
_UNTOLD: Final = frozenset({"t", "r", "pPr", "bidi", "proofErr", "lastRenderedPageBreak"})
"""What is judged elsewhere, says nothing by itself, or what Word notes for itself."""
_ACCEPTED: Final = frozenset({"ins", "moveTo"})
"""Marks of suggested text, which a translation takes for text like any other."""
_LANGUAGE: Final = frozenset({"lang", "rtl", "bidi"})
_TWINS: Final = {"bCs": "b", "iCs": "i", "szCs": "sz"}
"""What a property is called in text from right to left, and what in other text."""
_SIDES: Final = frozenset({"top", "left", "bottom", "right"})
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

Token = tuple[str, str, tuple[tuple[str, str], ...], str]
"""An element: its parent, its name, its attributes, its text."""
Look = frozenset[tuple[str, str]]


def check_package(data: bytes, source: bytes, terms: Terms) -> Iterator[Finding]:
    """Yield where a Word file that could be read parts from its source, besides the order of its words."""
    wanted = _read_parts(source)
    try:
        found = _read_parts(data)
    except BROKEN as error:
        yield _finding(f"a part can't be read: {error}", terms)
        return
    names = sorted(name for name, _ in found), sorted(name for name, _ in wanted)
    if names[0] != names[1]:
        other = next(iter(Counter(names[0]) - Counter(names[1]) or Counter(names[1]) - Counter(names[0])))
        yield _finding(f'has other parts than the source: "{other}"', terms)
        return
    originals = dict(wanted)
    for name, part in found:
        message = None if part == originals[name] else _compare(part, originals[name], terms)
        if message:
            yield _finding(f"{name}: {message}", terms)


def _read_parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
        if sum(one.file_size for one in members) > _LARGEST:
            return []
        return [(one.filename, package.read(one)) for one in members]


def _finding(message: str, terms: Terms) -> Finding:
    return problem("structure.changed", terms.file, message, hint=_HINT, locale=terms.locale.code)


def _compare(part: bytes, original: bytes, terms: Terms) -> str | None:
    """Return what is different in a part besides its words, or None."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        return "declares entities, which a Word file never does"
    try:
        found, wanted = ET.fromstring(part), ET.fromstring(original)  # noqa: S314 - no entities, see above
    except ET.ParseError:
        return "is not the source's"
    return _compare_elements(found, wanted, terms)


def _compare_elements(found: Element, wanted: Element, terms: Terms) -> str | None:
    if found.tag != wanted.tag:
        return f"<{_name(found)}> stands instead of <{_name(wanted)}>"
    if _name(wanted) == "p":
        return _compare_paragraphs(found, wanted, terms)
    if _shape(found, wanted, terms) != _shape(wanted, None, terms):
        return f"<{_name(found)}> has other attributes or another text than in the source"
    for one, other in zip_longest(_without_inserted(found, wanted), wanted):
        if one is None or other is None:
            extra, missing = (_name(node) if node is not None else "nothing" for node in (one, other))
            return f"<{extra}> stands instead of <{missing}>"
        message = _compare_elements(one, other, terms)
        if message:
            return message
    return None


def _without_inserted(found: Element, wanted: Element) -> list[Element]:
    """Return an element's children without the paragraphs that a build put there; other rules judge those."""
    extra = sum(map(_is_inserted, found)) - sum(map(_is_inserted, wanted))
    kept = []
    for child in found:
        if extra > 0 and _is_inserted(child):
            extra -= 1
        else:
            kept.append(child)
    return kept


def _is_inserted(node: Element) -> bool:
    """Return whether an element is a paragraph in a frame with nothing but its text."""
    if _name(node) != "p" or not len(node) or _name(node[0]) != "pPr":
        return False
    frames = [one for one in node[0] if _name(one) == "pBdr"]
    if len(frames) != 1 or {_name(one) for one in frames[0]} != _SIDES:
        return False
    inner = {_name(one) for one in node.iter()}
    return inner <= {"p", "pPr", "pBdr", "r", "rPr", "t", *_SIDES, *_LANGUAGE}


def _shape(node: Element, original: Element | None, terms: Terms) -> tuple[Mapping[str, str], str]:
    """Return the attributes and the text of an element, with what a translation made of the original's."""
    other = node if original is None else original
    attributes = {name: value for name, value in node.attrib.items() if name != _XML_SPACE}
    for name, value in other.attrib.items():
        wanted = terms.links.get(value, value) if name == "Target" else value
        if name in attributes and (fold_space(value) in terms.values or attributes[name] == wanted):
            attributes[name] = value
    text = (node.text or "").strip()
    is_words = _name(other) in _TEXT or fold_space(other.text or "") in terms.values
    return attributes, "" if is_words else text


def _compare_paragraphs(found: Element, wanted: Element, terms: Terms) -> str | None:
    shown = fold_space("".join(one.text or "" for one in found.iter() if _name(one) == "t"))[:60]
    here, there = Counter(_tokens(found, wanted, terms)), Counter(_tokens(wanted, wanted, terms))
    missing = (one for one in there - here if one[1].rpartition("}")[2] not in _ACCEPTED)
    other = next(iter(here - there), None) or next(missing, None)
    if other is not None:
        name = other[1]
        return f'the paragraph "{shown}" has another <{name.rpartition("}")[2]}> than in the source'
    new = set(_looks(found, terms)) - set(_looks(wanted, terms))
    if new - {_turned(look) for look in _looks(wanted, terms)} - {frozenset()}:
        return f'a text in the paragraph "{shown}" looks like none in the source'
    return None


def _tokens(paragraph: Element, original: Element, terms: Terms) -> Iterator[Token]:
    """Yield what stands in a paragraph besides runs, their looks and words.

    What holds others counts once: a translation may divide a link in two.
    """
    words = {(one.tag, name): value for one in original.iter() for name, value in one.attrib.items()}
    seen = set()
    for parent, node in _walk(paragraph):
        if _name(node) in _UNTOLD and node.tag == paragraph.tag[:-1] + _name(node):
            continue
        texts = {
            at: "" if fold_space(words.get((node.tag, at), "")) in terms.values else value
            for at, value in node.attrib.items()
            if not at.rpartition("}")[2].startswith("rsid")
        }
        token = (parent, node.tag, tuple(sorted(texts.items())), (node.text or "").strip())
        if not len(node) or token not in seen:
            yield token
        seen.add(token)


def _walk(paragraph: Element) -> Iterator[tuple[str, Element]]:
    """Yield every element in a paragraph with its parent's name; what a run looks like is left out."""
    waiting = [(paragraph, child) for child in paragraph]
    while waiting:
        parent, node = waiting.pop()
        if _name(node) == "rPr" and _name(parent) == "r":
            continue
        yield parent.tag, node
        waiting += [(node, child) for child in node if _name(child) not in ("lang", "rtl")]


def _looks(paragraph: Element, terms: Terms) -> Iterator[Look]:
    """Yield how each run with words looks, without its language."""
    is_rtl = direction(terms.locale) == "rtl"
    for run in paragraph.iter():
        if _name(run) != "r" or not any(_name(one) == "t" and (one.text or "").strip() for one in run):
            continue
        own = {
            _name(one): ET.tostring(one, encoding="unicode").strip()
            for look in run
            if _name(look) == "rPr"
            for one in look
        }
        values = {name: raw.partition(" ")[2].partition("val=")[2] for name, raw in own.items()}
        yield frozenset(
            (name, raw)
            for name, raw in own.items()
            if name != "lang"
            and not (name == "rtl" and is_rtl)
            and not (name in _TWINS and values.get(_TWINS[name]) == values[name])
        )


def _turned(look: Look) -> Look:
    """Return a look in text from left to right."""
    return frozenset(one for one in look if one[0] != "rtl")


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
