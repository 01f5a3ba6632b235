"""HTML bytes to tags, texts and comments, cut where a browser cuts them, whatever the bytes.

The rules are the HTML Standard's, section 13.2.5. Nothing is decoded and nothing is dropped: the pieces stand
side by side and cover the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

PieceKind = Literal["text", "open", "close", "comment", "other"]
"""`other` is a doctype, an instruction, a CDATA section, or a tag that the end of the file cuts off."""
TextMode = Literal["data", "rcdata", "raw"]
"""Whether tags and entities mean something in a text, entities only, or neither."""

_S: Final = rb"[\t\n\f\r ]"
_ATTRIBUTE: Final = (
    rb"([^\t\n\f\r />][^\t\n\f\r />=]*+)%(s)b*+"
    rb"(?:=%(s)b*+(?:\"([^\"]*+)\"|'([^']*+)'|(?![\"'])([^\t\n\f\r >]*+))|(?!=))" % {b"s": _S}
)
_TAG: Final = re.compile(
    rb"<(/?)([A-Za-z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|%b)*+)>" % re.sub(rb"\((?!\?)", b"(?:", _ATTRIBUTE)
)
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_COMMENT: Final = re.compile(rb"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_BOGUS: Final = re.compile(rb"<[!?/][^>]*+(?:>|\Z)")
_CDATA: Final = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_MARKUP: Final = re.compile(rb"<(?=[A-Za-z!?]|/.)", re.DOTALL)
_SCRIPT: Final = re.compile(rb"<!(?=--)|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")

_NAME: Final = re.compile(rb"</?[A-Za-z][^\t\n\f\r />]*+")
_OPENS_TAG: Final = re.compile(rb"</?[A-Za-z]")

_MODES: Final[dict[str, TextMode]] = {
    "script": "raw",
    "style": "raw",
    "xmp": "raw",
    "iframe": "raw",
    "noembed": "raw",
    "noframes": "raw",
    "plaintext": "raw",
    "title": "rcdata",
    "textarea": "rcdata",
}
"""Elements of HTML whose content is text only."""


@dataclass(slots=True)
class Context:
    """What the tree tells the tokenizer: whether it is in SVG or MathML, or in XML, where names mean less."""

    is_foreign: bool = False
    is_xml: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a tag."""

    name: str
    """In small letters."""
    value: str
    """Decoded."""
    range: ByteRange
    """Where the value stands, without its quotes; empty, after the name, when there is none."""
    quote: str
    """`"`, `'`, or nothing where the value stands without quotes."""
    has_value: bool


class Piece(NamedTuple):
    """A run of bytes."""

    kind: PieceKind
    start: int
    stop: int
    name: str = ""
    """Tags: the element, in small letters."""
    mode: TextMode = "data"

    def is_self_closing(self, data: bytes) -> bool:
        """Return whether a tag ends in `/>`; after a value without quotes the `/` belongs to the value."""
        if not data.endswith(b"/>", self.start, self.stop):
            return False
        last = max((one.range.stop for one in self._all_attributes(data)), default=0)
        return last < self.stop - 1

    def attributes(self, data: bytes) -> tuple[Attribute, ...]:
        """Return the attributes of a tag; of two with one name only the first counts."""
        found: dict[str, Attribute] = {}
        for attribute in self._all_attributes(data):
            found.setdefault(attribute.name, attribute)
        return tuple(found.values())

    def _all_attributes(self, data: bytes) -> Iterator[Attribute]:
        name = _NAME.match(data, self.start)
        if name and name.end() < self.stop - 1:
            yield from map(_attribute, _ATTRIBUTES.finditer(data, name.end(), self.stop - 1))


def _attribute(found: re.Match[bytes]) -> Attribute:
    group = next((number for number in (2, 3, 4) if found[number] is not None), 0)
    raw = found[group] if group else b""
    start = found.start(group) if group else found.end(1)
    return Attribute(
        name=found[1].lower().decode(),
        value=decode(raw.decode(), is_value=True),
        range=ByteRange(start, start + len(raw)),
        quote={2: '"', 3: "'"}.get(group, ""),
        has_value=bool(group),
    )


def decode(text: str, *, is_value: bool) -> str:
    """Return a text with its character references decoded; in a value `&copy=1` is none."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: _decode_one(found, is_value=is_value), text)


def _decode_one(found: re.Match[str], *, is_value: bool) -> str:
    reference = found[0]
    if is_value and reference[1] != "#" and not reference.endswith(";"):
        is_name = reference[1:] in html5 and not found.string.startswith("=", found.end())
        return unescape(reference) if is_name else reference
    return unescape(reference)


def read_pieces(data: bytes, start: int, context: Context) -> Iterator[Piece]:
    """Yield the pieces from `start`; `context` may change between one piece and the next."""
    position = start
    while position < len(data):
        markup = _MARKUP.search(data, position)
        first = markup.start() if markup else len(data)
        if first > position:
            yield Piece("text", position, first)
        if not markup:
            return
        piece = _read_markup(data, first, context)
        position = piece.stop
        is_html = not context.is_foreign
        yield piece
        if piece.kind == "open" and is_html and piece.name in _MODES:
            if context.is_xml and piece.is_self_closing(data):
                continue
            stop = _end_of_content(data, position, piece.name)
            if stop > position:
                yield Piece("text", position, stop, mode=_MODES[piece.name])
            position = stop


def _read_markup(data: bytes, start: int, context: Context) -> Piece:
    tag = _TAG.match(data, start)
    if tag:
        name = tag[2].lower().decode()
        return Piece("close" if tag[1] else "open", start, tag.end(), name)
    if data.startswith(b"<!--", start):
        comment = _COMMENT.match(data, start)
        return Piece("comment", start, comment.end() if comment else len(data))
    if data.startswith(b"<![CDATA[", start) and (context.is_foreign or context.is_xml):
        section = _CDATA.match(data, start)
        return Piece("other", start, section.end() if section else len(data))
    if _OPENS_TAG.match(data, start):
        return Piece("other", start, len(data))
    bogus = _BOGUS.match(data, start)
    return Piece("other", start, bogus.end() if bogus else len(data))


def _end_of_content(data: bytes, start: int, name: str) -> int:
    """Return where the text of a script, a title and their like ends."""
    if name == "plaintext":
        return len(data)
    if name == "script":
        return _end_of_script(data, start)
    found = re.compile(rb"</%b(?=[\t\n\f\r />])" % name.encode(), re.IGNORECASE).search(data, start)
    return found.start() if found else len(data)


def _end_of_script(data: bytes, start: int) -> int:
    """Return where a script ends: not at a `</script>` for the `<script>` inside of a `<!--`."""
    is_in_comment = is_in_script = False
    for found in _SCRIPT.finditer(data, start):
        if found[0] == b"<!":
            is_in_comment = True
        elif found[0] == b"-->":
            is_in_comment = is_in_script = False
        elif not found[1]:
            is_in_script = is_in_comment
        elif not is_in_script:
            return found.start()
        else:
            is_in_script = False
    return len(data)
