"""A region's events to leaves: the blocks that hold inline content, and what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.directives import SPANS, Mark, find_directives
from pipeline.formats.inline_units import Token
from pipeline.formats.markdown_events import read_events, split_tag, with_line_feeds
from pipeline.formats.markdown_html import between_tags
from pipeline.formats.markdown_leaf import FoundLeaves, Leaf, LeafKind, Picture, Reader
from pipeline.formats.markdown_tokens import MARKS, close_mark, code_tokens, open_mark, tidy
from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.formats.markdown_regions import Region

_END: Final = "end"
"""Ends a block in the outline."""
_LEAVES: Final[Mapping[str, LeafKind]] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "TableCell": "cell",
    "DefinitionListTitle": "term",
}
_PLAIN: Final = frozenset({"List", "Item", "Table", "TableHead", "TableRow"})
"""Blocks that only hold other blocks."""


def read_leaves(
    region: Region, source: bytes, path: str, line_at: Callable[[int], int], dialect: str = ""
) -> FoundLeaves:
    """Return the leaves of a region in order; `source` is the file, which all offsets are of."""
    reader = Reader(region, source, path, line_at)
    shift = region.shift
    handlers = _HANDLERS
    for name, value, start, stop in read_events(region.data.decode(), path, dialect):
        if shift is None:
            handlers[name](reader, value, region.locate(start), region.locate_end(stop))
        else:
            handlers[name](reader, value, start + shift, stop + shift)
    _flush(reader)
    if reader.pending:
        directive, at = reader.pending[0]
        hint = "put it above the block it is about, or take it out"
        where = Location(path, line_at(at))
        raise DocumentError(f'no block comes after the directive "{directive.name}"', at=where, hint=hint)
    return reader.found


def _start(reader: Reader, value: Any, start: int, stop: int) -> None:
    name, data = (value, None) if value.__class__ is str else split_tag(value)
    if name == "Image":
        if not reader.images:
            reader.image, reader.alt, reader.alt_stop = data, [], start + len("![")
        else:
            reader.alt_stop = max(reader.alt_stop, stop)
        reader.images += 1
    elif reader.images:
        reader.alt_stop = max(reader.alt_stop, stop)
    elif name in MARKS:
        _inline(reader)
        token = open_mark(name, data, reader.source, start)
        reader.open_marks.append(token)
        reader.tokens.append(token)
    else:
        _start_block(reader, name, data, start, stop)


def _start_block(reader: Reader, name: str, data: Any, start: int, stop: int) -> None:
    if reader.leaf is not None:
        _flush(reader)
    detail = data and _detail(name, data)
    reader.found.outline.append(f"{name} {detail}" if detail else name)
    kind = _LEAVES.get(name)
    if kind:
        reader.leaf, reader.level = kind, int(detail[1]) if name == "Heading" else 0
        if reader.pending:
            _aim_at(reader, ByteRange(start, stop))
    elif reader.pending or name not in _PLAIN:
        _start_other(reader, name, start, stop)


def _detail(name: str, data: Any) -> Any:
    """Return what the outline says of a block besides its name: a heading's level, how many columns."""
    return data["level"] if name == "Heading" else len(data) if name == "Table" else None


def _start_other(reader: Reader, name: str, start: int, stop: int) -> None:
    """Start a block that holds no inline content itself."""
    if name == "HtmlBlock":
        reader.html_start = start
    if name == "DefinitionList":
        reader.lists.append((reader.pending, start))
        reader.pending = []
    elif reader.pending and name != "HtmlBlock":
        _aim_at(reader, ByteRange(start, stop))
    reader.quotes += name == "BlockQuote"
    if name in ("CodeBlock", "HtmlBlock"):
        reader.skipped = name
        if name == "CodeBlock":
            reader.found.untranslated.append(
                Untranslated(range=ByteRange(start, stop), kind=UntranslatedKind.CODE)
            )


def _end(reader: Reader, value: Any, start: int, stop: int) -> None:
    name = value if value.__class__ is str else split_tag(value)[0]
    if name == "Image":
        reader.images -= 1
        if not reader.images:
            _add_image(reader, start, stop)
    elif reader.images:
        return
    elif name in MARKS:
        before = reader.tokens[-1].stop
        reader.tokens.append(close_mark(reader.open_marks.pop(), reader.source, stop, before))
    else:
        _end_block(reader, name, stop)


def _end_block(reader: Reader, name: str, stop: int) -> None:
    if reader.leaf is not None:
        _flush(reader)
    reader.found.outline.append(_END)
    if name in _LEAVES or name in _PLAIN:
        return
    reader.quotes -= name == "BlockQuote"
    if name == "HtmlBlock":
        _end_html(reader, stop)
    elif name == "DefinitionListDefinition":
        reader.list_stop = stop
    elif name == "DefinitionList":  # pulldown-cmark 0.13 lets its range run over the paragraph below
        reader.pending, start = reader.lists.pop()
        _aim_at(reader, ByteRange(start, reader.list_stop))
    if name == reader.skipped:
        reader.skipped = ""


def _inline(reader: Reader) -> None:
    """Open a leaf where a tight item's text begins: the parser says nothing of it."""
    if reader.leaf is None:
        reader.leaf = "paragraph"
        reader.found.outline.append("tight")


def _flush(reader: Reader) -> None:
    """End the leaf that is open."""
    if reader.leaf is None:
        return
    if reader.tokens:
        tokens = tidy(reader.tokens)
        start, stop = tokens[0].start, tokens[-1].stop
        pictures = tuple(reader.pictures)
        reader.found.leaves.append(
            Leaf(reader.leaf, start, stop, tokens, reader.level, reader.quotes, pictures)
        )
        if reader.pending:
            _aim_at(reader, ByteRange(start, stop))
        reader.tokens, reader.pictures = [], []
    reader.leaf, reader.level = None, 0


def _text(reader: Reader, value: Any, start: int, stop: int) -> None:
    if reader.images:
        _alt(reader, value, stop)
    elif not reader.skipped and value:
        tokens = reader.tokens
        if reader.leaf is None:
            _inline(reader)
        if start and reader.source.startswith(b"\\", start - 1):
            start -= not tokens or tokens[-1].stop < start
        tokens.append(Token("text", start, stop, value))


def _code(reader: Reader, value: Any, start: int, stop: int) -> None:
    if reader.images:
        _alt(reader, value, stop)
    else:
        _inline(reader)
        reader.tokens += code_tokens(value, reader.source, start, stop)


def _soft(reader: Reader, _: Any, start: int, stop: int) -> None:
    if reader.images:
        _alt(reader, " ", stop)
    else:
        _inline(reader)
        reader.tokens.append(Token("text", start, stop, " ", "soft"))


def _hard(reader: Reader, _: Any, start: int, stop: int) -> None:
    if reader.images:
        _alt(reader, " ", stop)
    else:
        _add_empty(reader, start, stop, "break", "")


def _inline_html(reader: Reader, value: Any, start: int, stop: int) -> None:
    if "caveat:" in value and value.startswith("<!--"):
        at = Location(reader.path, reader.line_at(start))
        hint = "put it on a line of its own, above the block"
        raise DocumentError("a directive for authors stands inside a paragraph", at=at, hint=hint)
    if start in reader.region.stand_ins and not reader.open_marks:
        _flush(reader)
    elif reader.images:
        _alt(reader, "", stop)
    else:
        _add_empty(reader, start, stop, "html", value)


def _footnote(reader: Reader, value: Any, start: int, stop: int) -> None:
    if reader.images:
        _alt(reader, "", stop)
    else:
        _add_empty(reader, start, stop, "footnote", value)


def _add_empty(reader: Reader, start: int, stop: int, what: str, detail: str) -> None:
    _inline(reader)
    reader.tokens.append(Token("empty", start, stop, what=what, detail=detail))


def _alt(reader: Reader, text: str, stop: int) -> None:
    """Take a part of an image's alternative text."""
    reader.alt.append(text)
    reader.alt_stop = max(reader.alt_stop, stop)


def _add_image(reader: Reader, start: int, stop: int) -> None:
    source = reader.source
    if source.startswith(b"[]", stop) and source[stop - 1 : stop] == b"]":
        stop += 2
    _inline(reader)
    alt = "".join(reader.alt)
    target = reader.image["dest_url"]
    reader.tokens.append(Token("empty", start, stop, text=target, what="image", detail=alt))
    first, label = start + len("!["), reader.image["id"]
    last = stop - len("]") if label else reader.alt_stop
    if alt.strip() and source[reader.alt_stop : stop].lstrip().startswith(b"]"):
        reader.pictures.append(Picture(first, last, alt.strip(), label))


def _html(reader: Reader, value: Any, start: int, stop: int) -> None:
    reader.html.append(value)
    if with_line_feeds(reader.source[start:stop].decode(errors="replace")) == value:
        reader.html_lines.append(ByteRange(start, stop))


def _end_html(reader: Reader, stop: int) -> None:
    """Take the directives of an HTML block; its texts are for HTML's own reader."""
    html, reader.html = "".join(reader.html), []
    lines, reader.html_lines = tuple(reader.html_lines), []
    start = reader.html_start
    at = Location(reader.path, reader.line_at(start))
    directives = list(find_directives(html, at)) if "caveat:" in html else []
    is_stand_in = start in reader.region.stand_ins
    if not directives and reader.pending and not is_stand_in:
        _aim_at(reader, ByteRange(start, stop))
    elif not directives and reader.pending:
        _aim_at(reader, ByteRange(start, reader.region.stand_ins[start]))
    for directive in directives:
        if directive.name in SPANS:
            reader.found.marks.append(Mark(directive, start, ByteRange(start, start)))
        else:
            reader.pending.append((directive, start))
    if sum(line.stop - line.start for line in lines) == len(html.encode()) and lines and not is_stand_in:
        reader.found.html_lines.append(lines)
    elif not is_stand_in:
        reader.found.untranslated += between_tags(reader.source, start, stop)


def _aim_at(reader: Reader, target: ByteRange) -> None:
    """Say which block the waiting directives are about."""
    reader.found.marks += [Mark(directive, at, target) for directive, at in reader.pending]
    reader.pending = []


def _block(reader: Reader, value: Any, start: int, stop: int) -> None:
    """Take an event that is no inline content: a rule, a box of a task."""
    del value, start, stop
    _flush(reader)


_HANDLERS: Final[Mapping[str, Callable[[Reader, Any, int, int], None]]] = {
    "Start": _start,
    "End": _end,
    "Text": _text,
    "Code": _code,
    "SoftBreak": _soft,
    "HardBreak": _hard,
    "InlineHtml": _inline_html,
    "FootnoteReference": _footnote,
    "Html": _html,
    "Rule": _block,
    "TaskListMarker": _block,
}
