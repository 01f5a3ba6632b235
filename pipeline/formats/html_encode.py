"""A target to the bytes that stand in its unit's range. Law 2: a parser reads them before they count.

Text is escaped, so that it can't become markup. The source's tags are put where the target has them, and the
whole is read by another parser than the one that found the unit: it must see the same elements, each where
the target has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from pipeline.errors import DocumentError, Location
from pipeline.formats.html_elements import VOID
from pipeline.formats.html_tokens import Context, read_pieces
from pipeline.formats.html_tree import is_xml, read_tree
from pipeline.formats.inline import Part, Tag, parse_inline, why_not
from pipeline.formats.lines import line_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from pipeline.formats.html_tokens import Attribute
    from pipeline.formats.html_tree import Element
    from pipeline.model.document import Code, Document, Occurrence

_SHOWN: Final = 60
"""Characters of a text that an error shows."""
_BLANK: Final = " \t\n\f\r"
_WHITE: Final = re.compile(r"[ \t\n\f\r]+")
_LINE_END: Final = re.compile(r"\r\n?")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTES: Final = {'"': "&quot;", "'": "&#39;"}
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that HTML does not allow."""

Shape = list[str]
"""What a parser sees, in order: `<b` for a start, `>` for an end, `=text` for a text."""


def encode_target(document: Document, occurrence: Occurrence, target: str) -> bytes:
    """Return the bytes for a target; raises DocumentError for one that would change the structure."""
    if target == occurrence.key.source:
        return occurrence.range.cut(document.data)
    forbidden = _FORBIDDEN.search(target)
    if forbidden:
        problem = f"it holds the character U+{ord(forbidden[0]):04X}, which HTML does not allow"
        raise _refusal(document, occurrence, target, problem, "take it out")
    wrong = why_not(occurrence.key.source, target)
    if wrong:
        raise _refusal(document, occurrence, target, wrong, "write the source's tags, each once")
    attribute = find_attribute(document, occurrence.range.start)
    if attribute:
        return encode_value(attribute, _text_of(target))
    parts = _clean(target, is_pre=is_pre(document, occurrence.range.start))
    codes = {code.number: code for code in occurrence.codes}
    if not _is_kept(parts, parse_inline(occurrence.key.source), codes):
        problem = "a browser would read other elements than the source's"
        hint = "keep the tags in the source's order, and no link inside of another"
        raise _refusal(document, occurrence, target, problem, hint)
    return render_parts(parts, codes)


def _text_of(target: str) -> str:
    """Return a target without tags as a reader sees it."""
    return "".join(map(str, parse_inline(target)))


def encode_value(attribute: Attribute, text: str) -> bytes:
    """Return the bytes of a text where an attribute's value stands; one without quotes gets them."""
    escaped = escape(_LINE_END.sub("\n", text).strip(_BLANK))
    quote = attribute.quote or '"'
    written = escaped.replace(quote, _QUOTES[quote])
    return (written if attribute.quote else f'"{written}"').encode()


def escape(text: str) -> str:
    """Return a text as it stands between tags."""
    return "".join(_ESCAPES.get(sign, sign) for sign in text) if _needs_escape(text) else text


def _needs_escape(text: str) -> bool:
    return any(sign in text for sign in _ESCAPES)


def _refusal(
    document: Document, occurrence: Occurrence, target: str, problem: str, hint: str
) -> DocumentError:
    line = line_at(document.data, occurrence.range.start)
    shown = target if len(target) <= _SHOWN else f"{target[:_SHOWN]}…"
    message = f'the translation "{shown!s}" can\'t be written: {problem}'
    return DocumentError(
        message.encode(errors="backslashreplace").decode(), at=Location(document.path, line), hint=hint
    )


def _element_at(document: Document, at: int) -> Element | None:
    """Return the element whose start tag is the last one that begins at or before a byte."""
    tree = read_tree(document.data, is_xml=is_xml(document.data, document.path))
    place = bisect_right(tree.starts, at) - 1
    return tree.elements[place] if place >= 0 else None


def find_attribute(document: Document, at: int) -> Attribute | None:
    """Return the attribute whose value stands at a byte, or None where a text does."""
    element = _element_at(document, at)
    if element is None or not element.start < at < element.inner_start:
        return None
    return next(one for one in element.attributes.values() if one.range.start <= at <= one.range.stop)


def is_pre(document: Document, at: int) -> bool:
    """Return whether white space at a byte is shown as it stands."""
    element = _element_at(document, at)
    around = next((one for one in element.up() if at < one.stop), None) if element else None
    return around is not None and around.is_pre


def _clean(target: str, *, is_pre: bool) -> tuple[Part, ...]:
    text = _LINE_END.sub("\n", target) if is_pre else _WHITE.sub(" ", target)
    return parse_inline(text.strip(_BLANK))


def render_parts(parts: Sequence[Part], codes: Mapping[int, Code]) -> bytes:
    """Return the bytes of a text with tags; raises KeyError for a tag that is not in `codes`."""
    return b"".join(
        _tag(part, codes[part.number]) if isinstance(part, Tag) else escape(part).encode() for part in parts
    )


def _tag(tag: Tag, code: Code) -> bytes:
    return code.closing or b"" if tag.kind == "close" else code.opening


def _is_kept(parts: Sequence[Part], source: Sequence[Part], codes: Mapping[int, Code]) -> bool:
    """Return whether a browser sees the source's elements, where the target has them."""
    if not codes:
        return True
    shown = {number: _shown(code) for number, code in codes.items()}
    before = _read_shape(render_parts(source, shown))
    after = _read_shape(render_parts(parts, shown))
    is_regular = all(is_self_contained(code.opening + (code.closing or b"")) for code in shown.values())
    if is_regular and before == _wanted(source, shown):
        return after == _wanted(parts, shown)
    # The source's own tags are out of order: what a browser makes of them depends on each one's place, and
    # on whether words stand before or after it.
    order = _order(source)
    is_same_order = _order(parts) in (order, ["words", *order])
    return is_same_order and _elements(after) == _elements(before)


def _order(parts: Sequence[Part]) -> list[str]:
    """Return the tags, and whether words stand between two of them or at the end."""
    return [str(part) if isinstance(part, Tag) else "words" for part in parts if str(part).strip()]


def is_self_contained(data: bytes) -> bool:
    """Return whether all that starts in some markup ends in it, and nothing else does."""
    opened: Counter[str] = Counter()
    for piece in read_pieces(data, 0, Context()):
        opened[piece.name] += (piece.kind == "open") - (piece.kind == "close")
        if opened[piece.name] < 0:
            return False
    alone = _read_shape(data)
    is_closed = _read_shape(data + b"x") == _joined([*alone, "=x"])
    return is_closed and _read_shape(b"<x-y>%b</x-y>x" % data) == ["<x-y", *alone, ">", "=x"]


def _elements(shape: Shape) -> Shape:
    return [one for one in shape if not one.startswith("=")]


def _shown(code: Code) -> Code:
    """Return a code as HTML: an element of XML or SVG that ends itself gets an end tag."""
    pieces = tuple(read_pieces(code.opening, 0, Context()))
    first = pieces[0]
    is_short = len(pieces) == 1 and first.kind == "open" and first.name not in VOID
    if not is_short or code.closing is not None or not first.is_self_closing(code.opening):
        return code
    return replace(code, opening=b"%b</%b>" % (code.opening, first.name.encode()))


def _wanted(parts: Sequence[Part], codes: Mapping[int, Code]) -> Shape:
    """Return what a parser should see: each pair around what the target has in it."""
    shape: Shape = []
    for part in parts:
        if isinstance(part, str):
            shape.append(f"={part}")
        elif part.kind == "close":
            shape.append(">")
        else:
            alone = _read_shape(codes[part.number].opening)
            shape += alone[:1] if part.kind == "open" else alone
    return _joined(shape)


@lru_cache(maxsize=1024)
def _read_shape(data: bytes) -> Shape:
    """Return what lexbor, a parser after the HTML Standard, sees in a text with tags."""
    tree = LexborHTMLParser(f"<div>{data.decode()}</div>", is_fragment=True)
    shape: Shape = []
    waiting: list[LexborNode | None] = [tree.root.child] if tree.root else []
    while waiting:
        node = waiting.pop()
        if node is None:
            shape += [">"] if waiting else []
            continue
        waiting.append(node.next)
        if node.is_text_node:
            shape.append(f"={node.text_content or ''}")
        elif node.is_element_node:
            shape.append(f"<{node.tag}")
            waiting.append(node.child)
    return _joined(shape)


def _joined(shape: Sequence[str]) -> Shape:
    """Return a shape with neighbouring texts made one, and white space as it is shown."""
    joined: Shape = []
    for one in shape:
        if one.startswith("=") and joined and joined[-1].startswith("="):
            joined[-1] += one[1:]
        else:
            joined.append(one)
    return [_WHITE.sub(" ", one) for one in joined if one != "="]
