"""A target's parts to Markdown: text escaped where it would be read as markup, tags as the source's marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.formats.inline import Part, Tag
    from pipeline.model.document import Code

_BREAK: Final = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_LINE_BREAK: Final = re.compile(rb"[\r\n][ \t>]*\Z")
_SPECIAL: Final = re.compile(r"[\\`*_~\[\]<>&!|]")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
_LINE_START: Final = re.compile(
    r"(\d{1,9})([.)])(?=[ \t]|$)|[-+](?=[ \t]|$)|[-=:](?=[-=:|\s]*$)|#(?=#{0,5}(?:[ \t]|$))|[>|]|"
    r"\[(?=[ xX]\]|!|\^|[^\]]*\]:)|:(?=::)|/(?=//)|!(?=!!)|\?(?=\?\?)|=(?===)"
)
"""What opens a block at the start of a line: lists, rules, underlines, headings, quotes, tables, boxes,
and the markers of the dialects."""
_CLOSING_HASHES: Final = re.compile(r"(^|[ \t])(#+)[ \t]*$")
_HTML: Final = {
    b"**": (b"<strong>", b"</strong>"),
    b"__": (b"<strong>", b"</strong>"),
    b"*": (b"<em>", b"</em>"),
    b"_": (b"<em>", b"</em>"),
    b"~~": (b"<del>", b"</del>"),
    b"~": (b"<del>", b"</del>"),
}
"""Marks whose meaning depends on the letters beside them, and the elements that say the same anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a target is to be written."""

    is_cell: bool = False
    is_heading: bool = False
    is_title: bool = False
    starts_line: bool = True
    """Whether the unit stands at the start of a line, where more characters are markup."""
    has_brackets: bool = False
    """Whether brackets may be links: the document has definitions, or the block a `]` or a link."""
    is_top: bool = False
    """Whether a rule stands above it at the top of the file, so that `key: value` would be front matter."""
    has_angles: bool = False
    """Whether a `<` elsewhere in the block could find its `>` here."""
    has_pipes: bool = False
    """Whether a line below could make the unit's line the head of a table."""
    has_definition_lists: bool = False
    """Whether a colon at the start of a line makes a definition of it."""
    is_html: bool = False
    """Write emphasis as elements."""
    escapes_all: bool = False
    """Escape every character that may be escaped."""


def render_markdown(parts: Sequence[Part], codes: Mapping[int, Code], style: Style) -> bytes:
    """Return the bytes for a target; raises KeyError for a tag that is not in `codes`."""
    out: list[bytes] = []
    at = 0
    starts_line = style.starts_line
    while at < len(parts):
        part = parts[at]
        at += 1
        if isinstance(part, str):
            out.append(_escape(part, style, starts_line=starts_line).encode())
            starts_line = False
        elif part.kind == "open" and is_verbatim(codes[part.number]):
            inner = parts[at] if at < len(parts) else ""
            text = inner if isinstance(inner, str) else ""
            out.append(_verbatim(text, codes[part.number], style))
            at += 2 if text else 1
            starts_line = False
        else:
            written = _mark(part, codes[part.number], style)
            out.append(written)
            starts_line = _LINE_BREAK.search(written) is not None
    return b"".join(out)


def is_verbatim(code: Code) -> bool:
    """Return whether what stands inside a pair is written as it is: code spans and addresses."""
    return code.opening.startswith(b"`") or (code.opening == b"<" and code.closing == b">")


def _verbatim(text: str, code: Code, style: Style) -> bytes:
    """Return a code span with a fence that its text does not hold, or an address."""
    if code.opening == b"<":
        return b"<%s>" % text.encode()
    text = _on_one_line(text)  # its next line could open a block
    runs = {len(run) for run in re.findall("`+", text)}
    width = len(code.opening.rstrip())
    while width in runs:
        width += 1
    fence = "`" * width
    is_padded = text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip() != "")
    pad = " " if is_padded else ""
    shown = text.replace("|", "\\|") if style.is_cell else text
    return f"{fence}{pad}{shown}{pad}{fence}".encode()


def _mark(tag: Tag, code: Code, style: Style) -> bytes:
    if tag.kind != "close":
        written = code.opening
        return _HTML[written][0] if style.is_html and code.closing in _HTML else written
    closing = code.closing or b""
    if style.is_html and closing in _HTML:
        return _HTML[closing][1]
    return closing


def _on_one_line(text: str) -> str:
    """Return a text without line ends; one without any is not searched for them, however long it is."""
    return _BREAK.sub(" ", text) if "\n" in text or "\r" in text else text


def _escape(text: str, style: Style, *, starts_line: bool) -> str:
    text = _on_one_line(text)
    if starts_line:
        text = text.lstrip(" \t")
    if style.escapes_all:
        return _PUNCTUATION.sub(r"\\\g<0>", text).replace("\\`", "&#96;")
    marked = _SPECIAL.sub(lambda found: _escape_one(found, style), text)
    if style.is_heading:
        marked = _CLOSING_HASHES.sub(r"\1\\\2", marked)
    if style.is_heading and marked.rstrip().endswith("}"):
        marked = marked.replace("{", "\\{")
    if style.is_top:
        marked = marked.replace(":", "\\:", 1)
    if style.is_title:
        marked = marked.replace('"', "&quot;").replace("[", "\\[")
    if starts_line and style.has_definition_lists and marked.startswith(":"):
        return f"\\{marked}"
    return _LINE_START.sub(_escape_start, marked, count=1) if starts_line and _starts(marked) else marked


def _starts(text: str) -> bool:
    return _LINE_START.match(text) is not None


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[0]}"


def _escape_one(found: re.Match[str], style: Style) -> str:
    text, at = found.string, found.start()
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if found[0] == "`":
        return "&#96;"  # a backslash would not keep it from closing a code span
    if found[0] == "\\" and style.is_cell and after in ("", "|"):
        return "&#92;"  # tables take a backslash before a pipe first, escaped or not
    is_needed = _RULES[found[0]](before, after, text, at, style)
    return f"\\{found[0]}" if is_needed else found[0]


def _is_apart(before: str, after: str) -> bool:
    """Return whether white space stands on both sides; an end of the text counts as anything."""
    return before.isspace() and after.isspace()


def _backslash(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before, text, at, style
    return not after or bool(_PUNCTUATION.match(after))


def _star(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del text, at, style
    return not _is_apart(before, after)


def _underscore(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del text, at, style
    return not (_is_apart(before, after) or (before.isalnum() and after.isalnum()))


def _bracket(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before
    return style.has_brackets or (text[at] == "]" and (not after or after in "([:"))


def _less(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before, text, at, style
    return not after or after in "/!?" or (after.isascii() and after.isalpha())


def _greater(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before, after, text, at
    return style.has_angles


def _ampersand(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before, after, style
    return bool(_ENTITY.match(text, at))


def _exclamation(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before, text, at
    return after == "[" or (not after and style.has_brackets)


def _pipe(before: str, after: str, text: str, at: int, style: Style) -> bool:
    del before, after, text, at
    return style.is_cell or style.has_pipes


_RULES: Final = {
    "\\": _backslash,
    "*": _star,
    "_": _underscore,
    "~": _star,
    "[": _bracket,
    "]": _bracket,
    "<": _less,
    ">": _greater,
    "&": _ampersand,
    "!": _exclamation,
    "|": _pipe,
}
"""Whether a character needs a backslash, from the characters beside it."""
