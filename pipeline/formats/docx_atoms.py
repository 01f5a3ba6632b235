"""A paragraph to atoms: its texts and what stands between them, each with the elements it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.formats.docx_fields import group_fields
from pipeline.formats.docx_pieces import Atom, AtomKind, Frame, FrameKind
from pipeline.formats.docx_runs import is_hidden, read_look
from pipeline.formats.xml_ranges import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.formats.docx_parts import Link
    from pipeline.formats.docx_styles import Styles
    from pipeline.formats.xml_ranges import Node
    from pipeline.model.document import ByteRange


@dataclass(frozen=True, slots=True)
class Story:
    """What a paragraph's reader needs to know of the part it stands in."""

    data: bytes
    links: Mapping[str, Link]
    styles: Styles
    is_wall: Callable[[Node], bool]
    """Whether an element holds text of its own: a text box, an alternative text."""


@dataclass(slots=True)
class _Reader:
    story: Story
    atoms: list[Atom] = field(default_factory=list)

    def add(self, kind: AtomKind, node: Node, stack: tuple[Frame, ...], note: str = "") -> None:
        self.atoms.append(
            Atom(kind=kind, start=node.start, stop=node.stop, stack=stack, note=note, node=node)
        )


_PAIRS: Final = ("w:hyperlink", "w:fldSimple", "w:sdt", "w:bdo", "w:dir")
_THROUGH: Final = ("w:ins", "w:moveTo", "w:smartTag", "w:customXml")
DELETED: Final = ("w:del", "w:moveFrom")
_NOTHING: Final = frozenset(
    {
        "w:pPr", "w:rPr", "w:proofErr", "w:lastRenderedPageBreak", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr",
        "w:customXmlPr", "w:separator", "w:continuationSeparator",
    }
)  # fmt: skip
_DRAWINGS: Final = ("w:drawing", "w:pict", "w:object", "mc:AlternateContent")
_TEXTS: Final = {"w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_NOTES: Final = ("w:footnoteReference", "w:endnoteReference")
_SIGNS: Final = ("w:footnoteRef", "w:endnoteRef", "w:annotationRef")
"""The number of a note at its own start."""
_FIELDS: Final = ("w:fldChar", "w:instrText")
_EMPTY: Final = {"w:tab": "tab", "w:ptab": "tab", "w:cr": "line break", "w:ruby": "ruby text"}
_SPACES: Final = str.maketrans("\t\n", "  ")


def read_atoms(paragraph: Node, story: Story) -> tuple[Atom, ...]:
    """Return the atoms of a paragraph in order, complex fields made one."""
    reader = _Reader(story)
    _read_inline(reader, paragraph, ())
    return tuple(group_fields(reader.atoms, story.data))


def _read_inline(reader: _Reader, parent: Node, stack: tuple[Frame, ...]) -> None:
    for node in parent.children:
        if node.name == "w:r":
            _read_run(reader, node, stack)
        elif node.name in _PAIRS:
            _read_pair(reader, node, stack)
        elif node.name in _THROUGH:
            opening = _first_content(node)
            frame = _frame("through", node, reader.story.data, opening, node.close_start)
            _read_inline(reader, node, (*stack, frame))
        elif node.name in DELETED:
            reader.add("after", node, stack)
        elif node.name in ("m:oMath", "m:oMathPara"):
            reader.add("empty", node, stack, "formula")
            reader.atoms[-1] = replace(reader.atoms[-1], node=None)
        elif node.name not in _NOTHING:
            _read_other(reader, node, stack)


def _first_content(node: Node) -> int:
    """Return where an element's content starts, below its properties."""
    return next((child.stop for child in node.children if child.name in _NOTHING), node.open_stop)


def _frame(kind: FrameKind, node: Node, data: bytes, first: int, last: int, note: str = "") -> Frame:
    return Frame(
        kind=kind,
        start=node.start,
        stop=node.stop,
        opening=data[node.start : first],
        closing=data[last : node.stop],
        note=note,
    )


def _read_other(reader: _Reader, node: Node, stack: tuple[Frame, ...]) -> None:
    if reader.story.is_wall(node):
        reader.add("wall", node, stack)
    elif node.name in _DRAWINGS:
        reader.add("empty", node, stack, "image")
        reader.atoms[-1] = replace(reader.atoms[-1], is_outer=True)
    else:
        reader.add("before" if node.name.endswith("Start") else "after", node, stack)


def _read_pair(reader: _Reader, node: Node, stack: tuple[Frame, ...]) -> None:
    data = reader.story.data
    if node.name == "w:sdt":
        content = node.find("w:sdtContent")
        if content is not None:
            frame = _frame("pair", node, data, content.open_stop, content.close_start, "content control")
            _read_inline(reader, content, (*stack, frame))
        return
    note = "direction of text"
    if node.name == "w:hyperlink":
        note = _describe_link(node, reader.story)
    elif node.name == "w:fldSimple":
        instruction = node.get(data, "w:instr").split()
        if instruction[:1] != ["HYPERLINK"]:
            reader.add("empty", node, stack, f"field {' '.join(instruction[:1])}".strip())
            reader.atoms[-1] = replace(reader.atoms[-1], node=None)
            return
        note = f"link to {' '.join(instruction[1:])}"
    frame = _frame("pair", node, data, node.open_stop, node.close_start, note)
    _read_inline(reader, node, (*stack, frame))


def _describe_link(node: Node, story: Story) -> str:
    link = story.links.get(node.get(story.data, "r:id"))
    anchor = node.get(story.data, "w:anchor")
    target = (link.target if link else "") + (f"#{anchor}" if anchor else "")
    return f"link to {target}" if target else "link"


def _read_run(reader: _Reader, node: Node, stack: tuple[Frame, ...]) -> None:
    data = reader.story.data
    properties = node.find("w:rPr")
    is_field = any(child.name in _FIELDS for child in node.children)
    if is_hidden(properties, data) and not is_field:
        reader.add("after", node, stack)
        return
    prefix = node.tag[: -len(b"r")]
    own = b"" if properties is None else data[properties.start : properties.stop]
    frame = Frame(
        kind="run",
        start=node.start,
        stop=node.stop,
        opening=b"<%b>%b" % (node.tag, own),
        closing=b"</%b>" % node.tag,
        properties=own,
        look=read_look(properties, data, reader.story.styles),
    )
    for child in node.children:
        _read_run_child(reader, child, (*stack, frame), prefix)


def _read_run_child(reader: _Reader, node: Node, stack: tuple[Frame, ...], prefix: bytes) -> None:
    name = node.name
    if name == "w:t":
        _read_text_node(reader, node, stack, prefix)
    elif name in _TEXTS:
        reader.add("text", node, stack)
        reader.atoms[-1] = replace(reader.atoms[-1], text=_TEXTS[name], is_cuttable=False, node=None)
    elif name in _FIELDS:
        reader.add("field", node, stack)
    elif name in _DRAWINGS:
        _read_other(reader, node, stack)
    elif name in _NOTES or name in _SIGNS:
        _read_note(reader, node, stack)
    elif name in _EMPTY or name in ("w:br", "w:sym") or name == "w:pgNum":
        note, is_outer = _describe_empty(node, reader.story.data)
        reader.add("empty", node, stack, note)
        reader.atoms[-1] = replace(reader.atoms[-1], is_outer=is_outer, node=None)
    elif name not in _NOTHING:
        _read_other(reader, node, stack)


def _read_note(reader: _Reader, node: Node, stack: tuple[Frame, ...]) -> None:
    kind = "endnote" if "end" in node.name else "footnote"
    note = f"{kind} {node.get(reader.story.data, 'w:id')}".strip()
    atom = Atom(
        kind="empty", start=node.start, stop=node.stop, stack=stack, note=note, is_outer=True, is_silent=True
    )
    reader.atoms.append(atom)


def _describe_empty(node: Node, data: bytes) -> tuple[str, bool]:
    if node.name == "w:br":
        kind = node.get(data, "w:type")
        return (f"{kind} break" if kind in ("page", "column") else "line break"), True
    if node.name == "w:sym":
        return f"symbol {node.get(data, 'w:font')} {node.get(data, 'w:char')}", False
    return _EMPTY.get(node.name, "page number"), node.name in _EMPTY


def _read_text_node(reader: _Reader, node: Node, stack: tuple[Frame, ...], prefix: bytes) -> None:
    data = reader.story.data
    frame = Frame(
        kind="text",
        start=node.start,
        stop=node.stop,
        opening=data[node.start : node.open_stop],
        closing=b"</%bt>" % prefix,
        keeps_spaces=node.get(data, "xml:space") == "preserve",
    )
    for where, is_cdata in node.texts:
        text = read_plain(data, where, is_cdata=is_cdata)
        # The marks around a CDATA section stay in the skeleton only as long as it is not translated.
        start, stop = (where.start - 9, where.stop + 3) if is_cdata else (where.start, where.stop)
        reader.atoms.append(
            Atom(
                kind="text",
                start=start,
                stop=stop,
                stack=(*stack, frame),
                text=text,
                is_cuttable=not is_cdata,
            )
        )


def read_plain(data: bytes, where: ByteRange, *, is_cdata: bool = False) -> str:
    """Return what a reader sees of a piece of text: a line end or a tab in the file is a space."""
    return read_text(data, where, is_cdata).translate(_SPACES)
