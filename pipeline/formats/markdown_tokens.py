"""Inline events to tokens: text, opening, closing and empty marks, each with its bytes in the file.

The tokens of a block stand side by side: a backslash belongs to the character it escapes, and a line break
reaches over the prefix (`> `, indentation) of the next line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.formats.inline_units import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_HTML_NAME: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_LOOK_BACK: Final = 64
"""Open elements among which a closing tag looks for its own; keeps hostile input linear."""

_SAME: Final = {"strong": "bold", "em": "italic", "del": "strikethrough"}
"""Elements that say what Markdown's own marks say."""


_WIDTH: Final = {"Emphasis": 1, "Strong": 2}
MARKS: Final = {"Emphasis": "italic", "Strong": "bold", "Strikethrough": "strikethrough", "Link": "link"}
"""Tags of the parser that are an inline pair -> what it is."""


def open_mark(name: str, data: Any, source: bytes, start: int) -> Token:
    """Return the opening token of an inline pair that starts at a byte."""
    width = _WIDTH.get(name, 1)
    if name == "Strikethrough" and source.startswith(b"~~", start):
        width = 2
    if name != "Link":
        return Token("open", start, start + width, what=MARKS[name])
    is_address = data["link_type"] in ("Autolink", "Email")
    detail = data["dest_url"] + (f' "{data["title"]}"' if data["title"] else "")
    return Token("open", start, start + width, what="address" if is_address else "link", detail=detail)


def close_mark(opened: Token, source: bytes, stop: int, before: int) -> Token:
    """Return the closing token of a pair that ends at a byte; `before` is where its content ends."""
    if opened.what == "link":
        is_collapsed = source.startswith(b"[]", stop) and source[stop - 1 : stop] == b"]"
        # pulldown-cmark 0.13 leaves the `[]` of a collapsed reference out of its range.
        stop = stop + 2 if is_collapsed else stop
        return Token("close", before, stop, what="link", detail=opened.detail)
    width = opened.stop - opened.start
    return Token("close", stop - width, stop, what=opened.what, detail=opened.detail)


def code_tokens(text: str, source: bytes, start: int, stop: int) -> tuple[Token, ...]:
    """Return a code span as a pair with its text inside; a padding space belongs to the marks."""
    raw = source[start:stop]
    width = len(raw) - len(raw.lstrip(b"`"))
    inner = raw[width : len(raw) - width]
    if inner[:1] == inner[-1:] == b" " and inner.strip(b" "):
        width += 1
    first, last = start + width, stop - width
    return (
        Token("open", start, first, what="code"),
        Token("text", first, last, text=text),
        Token("close", last, stop, what="code"),
    )


def tidy(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return the tokens with elements paired and no byte between two of them."""
    return tuple(tokens) if len(tokens) == 1 else tuple(_without_gaps(_pair_elements(tokens)))


def _pair_elements(tokens: Sequence[Token]) -> list[Token]:
    """Make pairs of HTML tags that open and close inside the same mark; the others stay empty tags."""
    found = list(tokens)
    if "html" not in [token.what for token in found]:
        return found
    waiting: list[tuple[int, str]] = []
    for at, token in enumerate(found):
        if token.kind == "open":
            waiting.append((at, ""))
        elif token.kind == "close":
            while waiting and waiting.pop()[1]:
                pass
        elif token.what == "html":
            _pair_one(found, waiting, at)
    return found


def _pair_one(found: list[Token], waiting: list[tuple[int, str]], at: int) -> None:
    tag = found[at].detail
    name = _HTML_NAME.match(tag)
    if not name or name[2].lower() in _VOID or tag.endswith("/>"):
        return
    if not name[1]:
        waiting.append((at, name[2].lower()))
        return
    for back in range(len(waiting) - 1, max(-1, len(waiting) - 1 - _LOOK_BACK), -1):
        if not waiting[back][1]:
            return
        if waiting[back][1] == name[2].lower():
            opened = waiting[back][0]
            detail = found[opened].detail
            found[opened] = found[opened]._replace(kind="open")
            found[at] = found[at]._replace(kind="close", detail=detail)
            del waiting[back:]
            return


def _without_gaps(tokens: list[Token]) -> list[Token]:
    for at in range(1, len(tokens)):
        before, token = tokens[at - 1], tokens[at]
        if before.stop == token.start:
            continue
        if is_line_break(before):
            tokens[at - 1] = before._replace(stop=token.start)
        else:
            tokens[at] = token._replace(start=before.stop)
    return tokens


def is_line_break(token: Token) -> bool:
    """Return whether a token ends a line: soft (what it says is a space) or hard."""
    return token.what in ("soft", "break")


def meaning(token: Token) -> tuple[str, str]:
    """Return what a mark does to the document: two marks with the same meaning may stand for each other."""
    if token.what == "html" and token.kind != "empty":
        name = token.detail.strip("<>/").lower()
        if name in _SAME:
            return _SAME[name], ""
    detail = token.text if token.what == "image" else token.detail  # its alternative text is translated
    return token.what, " ".join(detail.split())
