"""A Word file to its parts: the text, headers, notes, comments, styles, and where each part's links lead."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.packages import Archive, open_archive
from pipeline.formats.xml_ranges import Node, Source, parse_xml
from pipeline.model.document import ByteRange, Package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OFFICE: Final = "http://schemas.openxmlformats.org/"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
NAMES: Final[Mapping[str, str]] = {
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_STRICT}officeDocument/math": "m",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/main": "a",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OFFICE}wordprocessingml/2006/main": "w",
    f"{_OFFICE}officeDocument/2006/relationships": "r",
    f"{_OFFICE}officeDocument/2006/math": "m",
    f"{_OFFICE}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OFFICE}drawingml/2006/main": "a",
    f"{_OFFICE}drawingml/2006/chart": "c",
    f"{_OFFICE}markup-compatibility/2006": "mc",
    f"{_OFFICE}package/2006/relationships": "rel",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:schemas-microsoft-com:vml": "v",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""The namespaces of the two forms of the standard, and of what stands in Word's files besides."""

_MAIN: Final = "document"
_STORIES: Final = ("footnotes", "endnotes", "header", "footer")
_OTHERS: Final = ("comments", "chart", "diagramData")
_CORE: Final = "core-properties"
_ROOT_LINKS: Final = "_rels/.rels"
_NOT_WORD: Final = "save it as a Word document (.docx)"


@dataclass(frozen=True, slots=True)
class Link:
    """What a relationship of a part leads to."""

    kind: str
    """The last word of its type, such as `hyperlink`."""
    target: str
    range: ByteRange
    """Where the target stands."""
    is_external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A member of a Word file that holds text."""

    name: str
    kind: str
    """`document`, `header`, `footnotes`, `comments`, `chart` and so on."""
    root: Node
    links: Mapping[str, Link]
    """By relationship id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A Word file. All ranges count from the start of `data`, but those of the styles."""

    package: Package
    data: bytes
    stories: tuple[Part, ...]
    """What a reader reads: the document first, then notes, headers and footers."""
    others: tuple[Part, ...]
    """Comments, charts, the data of drawings."""
    core: Node | None
    """The document's properties, such as its title."""
    styles: Node | None
    styles_data: bytes


def read_parts(data: bytes, path: str) -> Parts:
    """Return the parts of a Word file; raises DocumentError for what is none."""
    archive = open_archive(data, path)
    main, core = _find_main(archive, path)
    found = _related(archive, main, path)
    stories = [(main, _MAIN), *((name, kind) for name, kind in found if kind in _STORIES)]
    others = [(name, kind) for name, kind in found if kind in _OTHERS]
    links = {name: _links_name(name) for name, _ in stories if _links_name(name) in archive.members}
    wanted = [*(name for name, _ in (*stories, *others)), *links.values(), *([core] if core else [])]
    package, together = archive.unpack(wanted)
    reader = _Reader(path, together, dict(package.members), links)
    parts = [reader.part(name, kind) for name, kind in stories]
    if parts[0].root.name != "w:document":
        raise DocumentError(f"{main} is no Word document", at=Location(path, 1), hint=_NOT_WORD)
    styles = next((name for name, kind in found if kind == "styles"), None)
    styles_data = archive.read_text(styles) if styles else b""
    source = Source(path=path, member=styles or "", names=NAMES)
    return Parts(
        package=package,
        data=together,
        stories=tuple(parts),
        others=tuple(reader.part(name, kind) for name, kind in others),
        core=reader.root(core) if core else None,
        styles=parse_xml(styles_data, ByteRange(0, len(styles_data)), source) if styles else None,
        styles_data=styles_data,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    path: str
    data: bytes
    ranges: Mapping[str, ByteRange]
    links: Mapping[str, str]

    def root(self, name: str) -> Node:
        source = Source(path=self.path, member=name, names=NAMES)
        return parse_xml(self.data, self.ranges[name], source)

    def part(self, name: str, kind: str) -> Part:
        links = read_links(self.data, self.root(self.links[name])) if name in self.links else {}
        root = self.root(name)
        if kind in (_MAIN, *_STORIES) and not any(
            prefix and NAMES.get(space) == "w" for prefix, space in root.scope.items()
        ):
            message = f"{name} is no Word text, or gives Word's names no prefix"
            raise DocumentError(message, at=Location(self.path, 1), hint=_NOT_WORD)
        return Part(name=name, kind=kind, root=root, links=links)


def _find_main(archive: Archive, path: str) -> tuple[str, str | None]:
    """Return the names of the document and of its properties."""
    if _ROOT_LINKS not in archive.members:
        raise DocumentError("is a zip file, but no Word document", at=Location(path, 1), hint=_NOT_WORD)
    found = {kind: name for name, kind in _related(archive, "", path)}
    main = found.get("officeDocument")
    if main is None:
        raise DocumentError("holds no document", at=Location(path, 1), hint=_NOT_WORD)
    return main, found.get(_CORE)


def _related(archive: Archive, part: str, path: str) -> list[tuple[str, str]]:
    """Return the members that a part has relationships to, with their kinds, each once, by kind and name."""
    name = _links_name(part)
    if name not in archive.members:
        return []
    data = archive.read_text(name)
    root = parse_xml(data, ByteRange(0, len(data)), Source(path=path, member=name, names=NAMES))
    order = {kind: number for number, kind in enumerate((*_STORIES, *_OTHERS))}
    found = {
        (_resolve(part, link.target), link.kind)
        for link in read_links(data, root).values()
        if not link.is_external and _resolve(part, link.target) in archive.members
    }
    return sorted(found, key=lambda one: (order.get(one[1], -1), len(one[0]), one[0]))


def _links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def read_links(data: bytes, root: Node) -> dict[str, Link]:
    """Return the relationships that a part of the kind `.rels` declares, by id."""
    return dict(_links(data, root))


def _links(data: bytes, root: Node) -> Iterator[tuple[str, Link]]:
    for node in root.children:
        found = {one.name: one for one in node.attributes(data)}
        if node.name == "rel:Relationship" and {"Id", "Type", "Target"} <= found.keys():
            target = found["Target"]
            is_external = "TargetMode" in found and found["TargetMode"].value == "External"
            kind = found["Type"].value.rpartition("/")[2]
            yield found["Id"].value, Link(kind, target.value, target.range, is_external)
