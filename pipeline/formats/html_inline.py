"""Inline elements and texts to tokens, each with its bytes; white space as a browser collapses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.formats.html_elements import PROTECTED
from pipeline.formats.html_tokens import decode
from pipeline.formats.inline_units import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.html_its import Traits
    from pipeline.formats.html_tree import Element, Event

_REFERENCE: Final = rb"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]*+;?)?"
_RUN: Final = re.compile(
    rb"[\t\n\f\r ]++|%b|[^\t\n\f\r &]++(?: [^\t\n\f\r &]++)*+" % _REFERENCE,
)
_KEPT_RUN: Final = re.compile(rb"\r\n?|%b|[^\r&]++" % _REFERENCE)
_BLANK: Final = b"\t\n\f\r "
_LONGEST_NOTE: Final = 200
"""Characters of a tag or an address that a note shows."""
_NAMES: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underlined",
    "del": "strikethrough",
    "s": "strikethrough",
    "strike": "strikethrough",
    "mark": "highlighted",
    "small": "small print",
    "sub": "subscript",
    "sup": "superscript",
    "q": "quotation",
    "wbr": "place where a line may break",
    **dict.fromkeys(PROTECTED, "code"),
}
"""What elements are to a translator."""


def text_tokens(raw: bytes, start: int, why_protected: str, *, is_pre: bool) -> Iterator[Token]:
    """Yield the tokens of a text at a file offset; a reference and a run of white space are one each."""
    what = "protected" if why_protected else ""
    for found in (_KEPT_RUN if is_pre else _RUN).finditer(raw):
        run = found[0]
        if run[0] in _BLANK and (not is_pre or run[:1] == b"\r"):
            text = "\n" if is_pre else " "
        else:
            text = run.decode() if run[:1] != b"&" else decode(run.decode(), is_value=False)
        yield Token("text", start + found.start(), start + found.end(), text, what, why_protected)


def open_token(element: Element, traits: Traits) -> Token:
    """Return the token of an inline element's start tag."""
    return Token("open", element.start, element.inner_start, what="element", detail=_note(element, traits))


def empty_token(element: Element, start: int, stop: int, *, is_aside: bool) -> Token:
    """Return the token of an element that is one sign in its text."""
    if element.name == "br":
        return Token("empty", start, stop, what="break")
    what = "aside" if is_aside else "element"
    return Token("empty", start, stop, what=what, detail=_sign(element))


def _note(element: Element, traits: Traits) -> str:
    target = element.get("href")
    if element.name == "a" and target is not None:
        words = f"link to {target}"
    elif element.name in _NAMES:
        words = _NAMES[element.name]
    else:
        words = _tag(element)
    if not traits.is_translated and element.name not in PROTECTED:
        words = f"not to be translated, {words}"
    return "; ".join((_short(words), *traits.own_notes))


def _sign(element: Element) -> str:
    if element.name in _NAMES:
        return _NAMES[element.name]
    alt = element.get("alt") or element.get("aria-label")
    if element.name in ("img", "svg", "picture", "object"):
        return _short(f"image {alt or element.get('src') or ''}".strip())
    return _tag(element)


def _tag(element: Element) -> str:
    return _short(f"html {element.data[element.start : element.inner_start].decode()}")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_NOTE else f"{words[:_LONGEST_NOTE]}…"


def close_inline(
    tokens: list[Token], opened: list[tuple[int, Element]], event: Event, last_word: int
) -> None:
    """End an inline element: a pair where both of its tags stand in this text; around no words, one sign.

    `last_word` is the place of the last token with words in it.
    """
    has_tag = event.start < event.stop
    if not opened or opened[-1][1] is not event.element:
        if has_tag and tokens:
            tokens.append(_lone(Token("empty", event.start, event.stop, detail=f"html </{_name(event)}>")))
        return
    place, _ = opened.pop()
    if not has_tag:
        tokens[place] = _lone(tokens[place])
        return
    if last_word > place:
        tokens.append(Token("close", event.start, event.stop, what="element", detail=tokens[place].detail))
        return
    inner = tokens[place:]
    notes = dict.fromkeys(one.note for one in inner if one.kind in ("open", "empty") and one.what != "aside")
    sign = Token("empty", inner[0].start, event.stop, what="element", detail=_short(", ".join(notes)))
    tokens[place:] = [sign]


def _name(event: Event) -> str:
    return event.element.name if event.element else ""


def _lone(token: Token) -> Token:
    """Return a tag without its partner: a sign that belongs to the skeleton at the end of a sentence."""
    return token._replace(kind="empty", what="aside")


def tidy(tokens: Sequence[Token], opened: Sequence[tuple[int, Element]]) -> list[Token]:
    """Return a text's tokens without pairs that are open, and the white space at breaks in the breaks."""
    found = list(tokens)
    for place, _ in opened:
        found[place] = _lone(found[place])
    joined: list[Token] = []
    for token in found:
        last = joined[-1] if joined else None
        if last and last.what == "break" and token.text == " ":
            joined[-1] = last._replace(stop=token.stop)
        elif last and token.what == "break" and last.text == " ":
            joined[-1] = token._replace(start=last.start)
        else:
            joined.append(token)
    return joined
