"""XML to a tree of byte ranges. Strict: no document type, no entities of its own, UTF-8, well formed.

Expat says whether the text is well formed; where everything stands is found by a pattern that relies on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from pipeline.errors import DocumentError, Location
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST: Final = 200
"""Elements inside of each other; what people write is less deep than 60."""

_TOKEN: Final = re.compile(
    rb"<(?P<close>/)?(?P<name>[^\s<>/=!?\"']++)(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    rb"|(?P<text>[^<]++)|<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--.*?-->|<\?.*?\?>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(rb"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE: Final = re.compile(r"\r\n|\r|&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_MUST_ESCAPE: Final = re.compile("[&<>]")
_MUST_ESCAPE_IN_VALUE: Final = re.compile("[&<>\"'\t\n\r]")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOM: Final = b"\xef\xbb\xbf"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ENCODINGS: Final = ("utf-8", "utf8", "us-ascii", "ascii")


class Attribute(NamedTuple):
    """An attribute of an element."""

    name: str
    value: str
    range: ByteRange
    """Where its value stands, without the quotes."""


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    """An element and where it stands."""

    name: str
    """With the namespace's usual prefix where it is known, such as `w:p`, whatever prefix the file uses."""
    tag: bytes
    """The name as the file writes it."""
    start: int
    open_stop: int
    """Where its start tag ends."""
    close_start: int
    """Where its end tag starts; an empty element has none, and this is where it ends."""
    stop: int
    parent: Node | None
    scope: Mapping[bytes, str]
    """The namespaces that hold here, by prefix."""
    names: Mapping[str, str]
    """The usual prefixes of the namespaces that are known."""
    children: list[Node] = field(default_factory=list)
    texts: list[tuple[ByteRange, bool]] = field(default_factory=list)
    """The text directly inside, and for each piece whether it is a CDATA section."""

    @property
    def range(self) -> ByteRange:
        """The whole element."""
        return ByteRange(self.start, self.stop)

    def find(self, *names: str) -> Node | None:
        """Return the first child with one of the names."""
        return next((child for child in self.children if child.name in names), None)

    def walk(self) -> Iterator[Node]:
        """Yield the element and everything in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def attributes(self, data: bytes) -> Iterator[Attribute]:
        """Yield its attributes, without namespace declarations."""
        for found in _ATTRIBUTE.finditer(data, self.start + 1 + len(self.tag), self.open_stop):
            if not found[1].startswith(b"xmlns"):
                group = 2 if found[2] is not None else 3
                name = _full_name(found[1], self.scope, self.names, is_attribute=True)
                yield Attribute(name, unescape(found[group].decode()), ByteRange(*found.span(group)))

    def get(self, data: bytes, name: str, default: str = "") -> str:
        """Return an attribute's value."""
        return next((one.value for one in self.attributes(data) if one.name == name), default)

    def text(self, data: bytes) -> str:
        """Return the text directly inside."""
        return "".join(read_text(data, *piece) for piece in self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an XML text stands and how to name it."""

    path: str
    """The file, for messages."""
    member: str
    names: Mapping[str, str]
    """Namespace -> its usual prefix."""

    def refusal(self, message: str) -> DocumentError:
        """Return the error that the text can't be read."""
        hint = "open the file in the program that made it and save it again"
        return DocumentError(f"{self.member}: {message}", at=Location(self.path, 1), hint=hint)


def parse_xml(data: bytes, where: ByteRange, source: Source) -> Node:
    """Return the root of the XML in a range of `data`, its ranges in `data`; raises DocumentError."""
    root = _build(data, where, source)
    _check(where.cut(data), source)
    return root


def _check(text: bytes, source: Source) -> None:
    """Raise DocumentError unless the text is well formed, in UTF-8 and without a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse_type(*_: object) -> None:
        raise source.refusal("declares a document type, which no file of this kind may have")

    def refuse_encoding(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise source.refusal(f"is not in UTF-8 but in {encoding}")

    parser.StartDoctypeDeclHandler = refuse_type
    parser.XmlDeclHandler = refuse_encoding
    try:
        parser.Parse(text, True)  # noqa: FBT003 - Expat takes no keywords
    except expat.ExpatError as error:
        raise source.refusal(f"is no XML: {error}") from error


def _build(data: bytes, where: ByteRange, source: Source) -> Node:
    at = where.start + (len(_BOM) if data.startswith(_BOM, where.start) else 0)
    top = Node(
        name="", tag=b"", start=at, open_stop=at, close_start=where.stop, stop=where.stop,
        parent=None, scope={b"xml": _XML}, names=source.names,
    )  # fmt: skip
    open_nodes = [top]
    while at < where.stop:
        found = _TOKEN.match(data, at, where.stop)
        if found is None or len(open_nodes) > DEEPEST:
            _check(where.cut(data), source)
            what = "is no XML that can be read" if found is None else f"is nested more than {DEEPEST} deep"
            raise source.refusal(what)
        at = found.end()
        if found["name"] is not None:
            _add_tag(found, open_nodes, source)
        elif found.lastgroup:
            open_nodes[-1].texts.append((ByteRange(*found.span(found.lastgroup)), found.lastgroup == "cdata"))
    if len(top.children) != 1 or len(open_nodes) > 1:
        _check(where.cut(data), source)
        raise source.refusal("ends too early")
    root = top.children[0]
    root.parent = None
    return root


def _add_tag(found: re.Match[bytes], open_nodes: list[Node], source: Source) -> None:
    if not found["close"]:
        node = _open(found, open_nodes[-1], source)
        if not found["rest"].endswith(b"/"):
            open_nodes.append(node)
        return
    node = open_nodes.pop()
    if node.tag != found["name"] or not open_nodes:
        raise source.refusal(f"is no XML: </{found['name'].decode(errors='replace')}> closes nothing")
    node.close_start, node.stop = found.start(), found.end()


def _open(found: re.Match[bytes], parent: Node, source: Source) -> Node:
    scope = parent.scope
    rest = found["rest"]
    if b"xmlns" in rest:
        declared = {
            one[1].removeprefix(b"xmlns").removeprefix(b":"): unescape(_value(one).decode(errors="replace"))
            for one in _ATTRIBUTE.finditer(rest)
            if one[1] == b"xmlns" or one[1].startswith(b"xmlns:")
        }
        scope = {**scope, **declared}
    node = Node(
        name=_full_name(found["name"], scope, source.names, is_attribute=False),
        tag=found["name"],
        start=found.start(),
        open_stop=found.end(),
        close_start=found.end(),
        stop=found.end(),
        parent=parent,
        scope=scope,
        names=source.names,
    )
    parent.children.append(node)
    return node


def _value(found: re.Match[bytes]) -> bytes:
    return found[2] if found[2] is not None else found[3]


def _full_name(
    raw: bytes, scope: Mapping[bytes, str], names: Mapping[str, str], *, is_attribute: bool
) -> str:
    prefix, colon, local = raw.rpartition(b":")
    name = local.decode(errors="replace")
    if is_attribute and not colon:
        return name
    space = scope.get(prefix, "")
    if not space:
        return name
    return f"{names[space]}:{name}" if space in names else f"{{{space}}}{name}"


def unescape(text: str) -> str:
    """Return the text that XML text stands for."""
    return _REFERENCE.sub(_referred, text) if "&" in text or "\r" in text else text


def _referred(found: re.Match[str]) -> str:
    if found[1] or found[2]:
        # A reference that names no character is refused by Expat; here it must only not fail.
        number = int(found[1], 16) if found[1] else int(found[2][:9])
        return chr(number) if number < 0x110000 else "\ufffd"  # noqa: PLR2004 - where Unicode ends
    return _NAMED[found[3]] if found[3] else "\n"


def read_text(data: bytes, where: ByteRange, is_cdata: bool) -> str:  # noqa: FBT001 - one of Node.texts
    """Return what a reader sees of a piece of text."""
    raw = where.cut(data).decode(errors="replace")
    return raw.replace("\r\n", "\n").replace("\r", "\n") if is_cdata else unescape(raw)


def offset_in_text(data: bytes, where: ByteRange, at: int) -> int:
    """Return where the character `at` of a piece of text (not CDATA) stands in `data`."""
    raw = where.cut(data).decode()
    position = seen = 0
    for found in _REFERENCE.finditer(raw):
        if seen + found.start() - position >= at:
            break
        seen += found.start() - position + 1
        position = found.end()
    return where.start + len(raw[: position + at - seen].encode())


def escape_text(text: str) -> bytes:
    """Return text as XML writes it between tags."""
    return _MUST_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text).encode()


def escape_value(text: str) -> bytes:
    """Return text as XML writes it in an attribute, whichever quotes stand around it."""
    return _MUST_ESCAPE_IN_VALUE.sub(
        lambda found: _ESCAPED.get(found[0], f"&#{ord(found[0])};"), text
    ).encode()


def find_illegal(text: str) -> str | None:
    """Return the first character that XML can't hold, as `U+0007`, or None."""
    found = _ILLEGAL.search(text)
    return f"U+{ord(found[0]):04X}" if found else None
