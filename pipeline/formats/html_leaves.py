"""A tree to leaves: the texts that stand together, with the inline tags in them, and what authors say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.directives import SPANS, Directive, Mark, find_directives
from pipeline.formats.html_elements import CELLS, HEADINGS, LABELS
from pipeline.formats.html_inline import close_inline, empty_token, open_token, text_tokens, tidy
from pipeline.formats.html_leaf import FoundLeaves, HtmlLeaf
from pipeline.formats.html_values import find_values
from pipeline.formats.inline_units import Token, trim
from pipeline.model.document import ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.formats.html_its import Traits
    from pipeline.formats.html_leaf import LeafKind
    from pipeline.formats.html_tree import Element, Event, Tree

_METADATA: Final = frozenset({"meta", "link", "base", "param", "source", "track", "col", "basefont", "frame"})
_LETTER: Final = re.compile(r"[^\W\d_]")
_CUT_OFF: Final = re.compile(rb"</?[A-Za-z]")
"""A tag that the end of the file cuts off: browsers drop it with what is in it."""
_HEADING_ABOVE: Final = 8
"""Blocks above a text among which its heading is looked for."""


@dataclass(slots=True)
class _Text:
    """A text that is being read."""

    sign: Element | None = None
    """The element that stands in the text around as one sign, and that this text is inside of."""
    container: Element | None = None
    tokens: list[Token] = field(default_factory=list)
    opened: list[tuple[int, Element]] = field(default_factory=list)
    """Inline elements that are open: where their token is, and which one it is."""
    last_word: int = -1
    """The place of the last token that is no mere space."""


@dataclass(slots=True)
class _Reader:
    tree: Tree
    traits: Sequence[Traits]
    path: str
    line_at: Callable[[int], int]
    found: FoundLeaves = field(default_factory=FoundLeaves)
    texts: list[_Text] = field(default_factory=lambda: [_Text()])
    """The text that is being read, and the one around it that waits for the end of a sign."""
    pending: list[tuple[Directive, int]] = field(default_factory=list)
    cut: Location | None = None
    """A directive with a text right before it, which must not go on."""

    @property
    def text(self) -> _Text:
        return self.texts[-1]


def read_leaves(
    tree: Tree, traits: Sequence[Traits], path: str, line_at: Callable[[int], int]
) -> FoundLeaves:
    """Return the leaves of a tree in order; raises DocumentError for a directive that is wrong."""
    reader = _Reader(tree, traits, path, line_at)
    for event in tree.events:
        _HANDLERS[event.kind](reader, event)
    while len(reader.texts) > 1:
        _end_sign(reader, len(tree.data))
    _flush(reader)
    if reader.pending:
        directive, at = reader.pending[0]
        hint = "put it above the block it is about, or take it out"
        where = Location(path, line_at(at))
        raise DocumentError(f'no block comes after the directive "{directive.name}"', at=where, hint=hint)
    reader.found.leaves.sort(key=lambda leaf: (leaf.start, -leaf.stop))
    return reader.found


def _traits(reader: _Reader, element: Element | None) -> Traits | None:
    return reader.traits[element.place] if element else None


def _open(reader: _Reader, event: Event) -> None:
    element = event.element
    traits = _traits(reader, element)
    if element is None or traits is None:
        return
    _add_values(reader, element, traits)
    if traits.within == "yes":
        _start(reader, element.parent)
        reader.text.opened.append((len(reader.text.tokens), element))
        reader.text.tokens.append(open_token(element, traits))
    elif traits.within == "nested" and len(reader.texts) == 1:
        _start(reader, element.parent)
        reader.texts.append(_Text(sign=element))
    else:
        _flush(reader)
        _aim(reader, ByteRange(element.start, element.stop))


def _close(reader: _Reader, event: Event) -> None:
    element = event.element
    traits = _traits(reader, element)
    if element is None or traits is None:
        return
    if reader.text.sign is element:
        _end_sign(reader, event.stop)
    elif traits.within == "yes":
        close_inline(reader.text.tokens, reader.text.opened, event, reader.text.last_word)
    else:
        _flush(reader)


def _end_sign(reader: _Reader, stop: int) -> None:
    """Go back to the text around a sign: there it is one token, whatever it holds."""
    _flush(reader)
    sign = reader.texts.pop().sign
    if sign is not None:
        is_aside = sign.name in ("script", "style", "template")
        reader.text.tokens.append(empty_token(sign, sign.start, stop, is_aside=is_aside))


def _empty(reader: _Reader, event: Event) -> None:
    element = event.element
    traits = _traits(reader, element)
    if element is None or traits is None:
        return
    _add_values(reader, element, traits)
    if element.name == "hr" or (traits.within == "no" and element.name not in _METADATA):
        _flush(reader)
        _aim(reader, ByteRange(element.start, element.stop))
        return
    is_aside = element.name in _METADATA
    if is_aside and not reader.text.tokens:
        _aim(reader, ByteRange(element.start, element.stop))
        return
    _start(reader, element.parent)
    reader.text.tokens.append(empty_token(element, event.start, event.stop, is_aside=is_aside))


def _text(reader: _Reader, event: Event) -> None:
    raw = reader.tree.data[event.start : event.stop]
    if event.mode == "raw":
        is_code = event.element is not None and event.element.name in ("script", "style")
        kind = UntranslatedKind.CODE if is_code else UntranslatedKind.UNKNOWN
        _note_letters(reader, event.start, event.stop, kind)
        _add_aside(reader, event)
    elif reader.text.tokens or raw.strip(b"\t\n\f\r "):
        _start(reader, event.element)
        traits = _traits(reader, event.element)
        is_kept = traits is None or traits.is_translated
        why = "" if traits is None or is_kept else "code" if traits.is_code else "excluded"
        is_pre = event.element is not None and event.element.is_pre
        for token in text_tokens(raw, event.start, why, is_pre=is_pre):
            reader.text.last_word = len(reader.text.tokens) if token.text.strip() else reader.text.last_word
            reader.text.tokens.append(token)


def _comment(reader: _Reader, event: Event) -> None:
    raw = reader.tree.data[event.start : event.stop].decode()
    at = Location(reader.path, reader.line_at(event.start))
    directives = list(find_directives(raw, at)) if "caveat:" in raw else []
    if directives and trim(reader.text.tokens):
        if reader.text.opened or len(reader.texts) > 1:
            raise _inside(at)
        _flush(reader)
        reader.cut = at
    for directive in directives:
        if directive.name in SPANS:
            mark = Mark(directive, event.start, ByteRange(event.start, event.start))
            reader.found.marks.append(mark)
        else:
            reader.pending.append((directive, event.start))
    _add_aside(reader, event)


def _inside(at: Location) -> DocumentError:
    hint = "put it on a line of its own, above the block"
    return DocumentError("a directive for authors stands inside a paragraph", at=at, hint=hint)


def _other(reader: _Reader, event: Event) -> None:
    if reader.tree.data.startswith(b"<![CDATA[", event.start):
        _note_letters(reader, event.start + len("<![CDATA["), event.stop, UntranslatedKind.UNKNOWN)
    elif _CUT_OFF.match(reader.tree.data, event.start):
        _note_letters(reader, event.start, event.stop, UntranslatedKind.UNKNOWN)
    _add_aside(reader, event)


def _note_letters(reader: _Reader, start: int, stop: int, kind: UntranslatedKind) -> None:
    if _LETTER.search(reader.tree.data[start:stop].decode()):
        reader.found.untranslated.append(Untranslated(range=ByteRange(start, stop), kind=kind))


def _add_aside(reader: _Reader, event: Event) -> None:
    """Add what no reader sees to a text that has begun."""
    if reader.text.tokens:
        raw = reader.tree.data[event.start : event.stop].decode()
        token = Token(
            "empty", event.start, event.stop, what="aside", detail=f"html {' '.join(raw.split())[:60]}"
        )
        reader.text.tokens.append(token)


def _start(reader: _Reader, element: Element | None) -> None:
    """Begin a text, if none has begun."""
    if reader.cut:
        raise _inside(reader.cut)
    if not reader.text.tokens:
        reader.text.container = _container(reader, element)


def _container(reader: _Reader, element: Element | None) -> Element | None:
    if element is None:
        return None
    return next((one for one in element.up() if reader.traits[one.place].within != "yes"), None)


def _flush(reader: _Reader) -> None:
    """End the text that is being read."""
    text = reader.text
    tokens = tuple(trim(tidy(text.tokens, text.opened))) if text.tokens else ()
    if tokens:
        _aim(reader, ByteRange(tokens[0].start, tokens[-1].stop))
    if any(token.kind == "text" for token in tokens):
        reader.found.leaves.append(_leaf(reader, tokens, text.container))
    text.tokens, text.opened, text.container, text.last_word = [], [], None, -1
    reader.cut = None


def _leaf(reader: _Reader, tokens: tuple[Token, ...], container: Element | None) -> HtmlLeaf:
    name = container.name if container else ""
    kind: LeafKind = "cell" if name in CELLS else "label" if name in LABELS else "prose"
    if name == "title":
        kind = "label" if container and container.is_foreign else "title"
    above = container.up() if container else iter(())
    heading = next(
        (one for _, one in zip(range(_HEADING_ABOVE), above, strict=False) if _is_heading(one)), None
    )
    traits = _traits(reader, container)
    return HtmlLeaf(
        kind="heading" if heading else kind,
        start=tokens[0].start,
        stop=tokens[-1].stop,
        tokens=tokens,
        element=container,
        level=int(heading.name[1]) if heading else 0,
        is_whole=kind != "prose" or heading is not None or (container is not None and container.is_pre),
        role="label" if kind == "label" and not heading else None,
        notes=traits.notes if traits else (),
    )


def _is_heading(element: Element) -> bool:
    return element.name in HEADINGS and not element.is_foreign


def _add_values(reader: _Reader, element: Element, traits: Traits) -> None:
    if not element.attributes:
        return
    for value in find_values(element):
        where = value.attribute.range
        if not traits.has_values or not value.is_text:
            kind = UntranslatedKind.METADATA if traits.has_values else UntranslatedKind.EXCLUDED
            _note_letters(reader, where.start, where.stop, kind)
            continue
        leaf = HtmlLeaf(
            kind="value",
            start=where.start,
            stop=where.stop,
            tokens=(Token("text", where.start, where.stop, text=value.attribute.value),),
            element=element,
            role=value.attribute.name,
            notes=(*value.notes, *traits.notes),
        )
        reader.found.leaves.append(leaf)


def _aim(reader: _Reader, target: ByteRange) -> None:
    """Say which block the waiting directives are about."""
    reader.found.marks += [Mark(directive, at, target) for directive, at in reader.pending]
    reader.pending = []


_HANDLERS: Final[dict[str, Callable[[_Reader, Event], None]]] = {
    "open": _open,
    "close": _close,
    "empty": _empty,
    "text": _text,
    "comment": _comment,
    "other": _other,
    "stray": _add_aside,
}
