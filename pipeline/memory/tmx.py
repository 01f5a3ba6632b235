"""TMX 1.4: memories as other tools read and write them. What a file can't hold is told, never dropped.

A unit's numbered tags are TMX's own: a pair is `bpt` and `ept`, an empty tag is `ph`.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pipeline import __version__
from pipeline.errors import CatalogError, Location
from pipeline.formats.inline import Part, Tag, TagKind, parse_inline, render_inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NUMBER: Final = re.compile("[1-9][0-9]{0,8}")
_KINDS: Final[dict[str, TagKind]] = {"bpt": "open", "ept": "close", "ph": "empty", "it": "open"}
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 can't hold, not even escaped."""
_DECLARES_ENTITIES: Final = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_UTF16_DECLARES: Final = re.compile(rb"<\x00?!\x00?\s*\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y", re.IGNORECASE)
_SPECIAL: Final = re.compile("[&<>\r]")
_quoted = lru_cache(maxsize=1024)(quoteattr)
"""An attribute's value; a file has few, and every unit has all of them."""
_PROLOG: Final = 100_000
"""Bytes of a file in which entities could be declared before the content starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TmxUnit:
    """One translation unit: a source and its targets by language, as the file spells the language."""

    source: str
    targets: tuple[tuple[str, str], ...]
    """Language and text."""
    properties: tuple[tuple[str, str], ...] = ()
    """What its `prop` elements say, by name: document, context, state."""


def render_tmx(
    units: Iterable[TmxUnit], source_language: str, *, has_bare_tags: bool = False
) -> Iterator[str]:
    """Yield a TMX file piece by piece, without a date, so that the same units give the same bytes.

    With `has_bare_tags` tags are text, for tools that read them so in catalogs: only then do matches fit.

    Raises ValueError for a text that XML can't hold; `why_not_xml` tells before.
    """
    language = quoteattr(source_language)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield (
        f'<header creationtool="caveat" creationtoolversion={quoteattr(__version__)} segtype="sentence"'
        f' o-tmf="gettext" adminlang="en" srclang={language} datatype="plaintext"/>\n<body>\n'
    )
    for unit in units:
        yield "<tu>\n"
        for name, value in unit.properties:
            yield f"<prop type={_quoted('x-' + name)}>{_escaped(value)}</prop>\n"
        segment = _escaped if has_bare_tags else _segment
        yield _variant(source_language, segment(unit.source))
        for tag, target in unit.targets:
            yield _variant(tag, segment(target))
        yield "</tu>\n"
    yield "</body>\n</tmx>\n"


def why_not_xml(text: str) -> str | None:
    """Return why XML can't hold a text, or None when it can."""
    found = _ILLEGAL.search(text)
    return f"it holds the character U+{ord(found[0]):04X}" if found else None


def _variant(language: str, segment: str) -> str:
    return f"<tuv xml:lang={_quoted(language)}><seg>{segment}</seg></tuv>\n"


def _segment(text: str) -> str:
    """Return a text with its tags as TMX elements. A tag without its partner stands alone, as `it`."""
    if "<" not in text:  # no tag, and no backslash that stands for anything but itself
        return _escaped(text)
    parts = parse_inline(text)
    kinds = Counter((part.number, part.kind) for part in parts if isinstance(part, Tag))
    return "".join(_element(part, kinds) if isinstance(part, Tag) else _escaped(part) for part in parts)


def _element(tag: Tag, kinds: Counter[tuple[int, TagKind]]) -> str:
    shown, number = escape(str(tag)), tag.number
    if tag.kind == "empty":
        return f'<ph x="{number}">{shown}</ph>'
    if kinds[number, "open"] == kinds[number, "close"] == 1:
        name = "bpt" if tag.kind == "open" else "ept"
        return f'<{name} i="{number}">{shown}</{name}>'
    position = "begin" if tag.kind == "open" else "end"
    return f'<it pos="{position}" x="{number}">{shown}</it>'


def _escaped(text: str) -> str:
    if why := why_not_xml(text):
        raise ValueError(why)
    return escape(text, {"\r": "&#13;"}) if _SPECIAL.search(text) else text


def parse_tmx(data: bytes, name: str) -> Iterator[TmxUnit]:
    """Yield the units of a TMX file; raises CatalogError with file and line.

    Entities are never expanded nor fetched: a file that declares any is refused.
    """
    if _DECLARES_ENTITIES.search(data, 0, _PROLOG) or _UTF16_DECLARES.search(data, 0, _PROLOG):
        message = "the file declares entities, which could stand for anything"
        hint = "export the memory again without a document type of its own"
        raise CatalogError(message, at=Location(name), hint=hint)
    source_language = ""
    try:
        for event, element in _events(data):
            if event == "start":
                _refuse_root(element, name)
            elif element.tag == "header":
                source_language = element.get("srclang", "")
            elif element.tag == "tu":
                yield _unit(element, source_language, name)
                _forget(element)
    except etree.XMLSyntaxError as error:
        last = error.error_log[-1] if len(error.error_log) else None
        at = Location(name, last.line if last else None)
        what = last.message if last else "no XML"
        hint = "export the memory again as TMX 1.4"
        raise CatalogError(f"not a TMX file: {what.strip()}", at=at, hint=hint) from error


def _events(data: bytes) -> Iterator[tuple[str, Any]]:
    parser = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in parser:
        is_root = event == "start" and element.getparent() is None
        if is_root or (event == "end" and element.tag in ("header", "tu")):
            yield event, element


def _refuse_root(element: Any, name: str) -> None:
    if element.tag != "tmx":
        at = Location(name, element.sourceline)
        message = f"not a TMX file: it starts with <{element.tag}>"
        raise CatalogError(message, at=at, hint="give a file in TMX 1.4")


def _forget(element: Any) -> None:
    """Let go of what was read, so that a memory of any size takes little room."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _unit(element: Any, source_language: str, name: str) -> TmxUnit:
    own = element.get("srclang") or source_language
    at = Location(name, element.sourceline)
    texts = {tuv.get(LANGUAGE) or tuv.get("lang") or "": _text_of(tuv, at) for tuv in element.iter("tuv")}
    spelt = next((tag for tag in texts if _is_language(tag, own)), None)
    if spelt is None:
        hint = f'give each <tu> a <tuv> in "{own}", the language that the header names'
        raise CatalogError(f'a unit has no source in "{own}"', at=at, hint=hint)
    return TmxUnit(
        source=texts.pop(spelt),
        targets=tuple(texts.items()),
        properties=tuple(
            (prop.get("type", "").removeprefix("x-"), prop.text or "") for prop in element.iter("prop")
        ),
    )


def _is_language(tag: str, wanted: str) -> bool:
    """Return whether a language is the wanted one: `EN-GB` is English, and everything is `*all*`."""
    one, other = tag.lower().replace("_", "-"), wanted.lower().replace("_", "-")
    if other in ("", "*all*"):
        return one.split("-")[0] == "en"
    return one == other or one.split("-")[0] == other.split("-")[0]


def _text_of(variant: Any, at: Location) -> str:
    segment = variant.find("seg")
    if segment is None:
        raise CatalogError("a variant has no <seg>", at=at, hint="export the memory again as TMX 1.4")
    return render_inline(_parts(segment))


def _parts(element: Any) -> Iterator[Part]:
    """Yield the texts and tags of a segment; what a tag of another tool holds is its own code, not text."""
    yield element.text or ""
    for child in element:
        if child.tag in _KINDS:
            tag = _tag(child)
            yield from (tag,) if tag else ()
        else:
            yield from _parts(child)
        yield child.tail or ""


def _tag(element: Any) -> Tag | None:
    number = element.get("i") or element.get("x") or ""
    kind = "close" if element.get("pos") == "end" else _KINDS[element.tag]
    return Tag(int(number), kind) if _NUMBER.fullmatch(number) else None
