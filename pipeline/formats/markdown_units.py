"""A leaf's tokens to units: sentences with numbered tags, each with its range and what its tags stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from pipeline.formats.inline import Part, Tag, render_inline
from pipeline.language.inline import URL
from pipeline.language.segmentation import find_sentences
from pipeline.model.document import ByteRange, Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.formats.markdown_tokens import Token

PLACE: Final = "\ue000"
"""Stands for an empty tag while sentences are found."""

_PROTECTED: Final = ("code", "address")
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_TEMPLATE: Final = re.compile(
    r"\{(?:\{[^{}]*+\}|%[^{}]*%|[!*>.#:][^{}]*+|[ \t]++[.#][^{}]*+)\}|\A-*+8<-++.*", re.DOTALL
)
"""What Jinja and the include syntaxes of documentation tools put in place of text."""
_DEFINITION: Final = re.compile(r":[ \t]+")
_LINE_MEANING: Final = re.compile(r":[ \t]|\{:?[ \t]*[.#]")
_LOOSE_MARK: Final = re.compile(
    r"`|[*~](?=\S)|(?<=\S)[*~]|(?<=[^\W_])_(?=[\W_])|(?<=[^\s\w])_|(?<=_)_|_(?=[^\s\w])|(?<!\S)_(?=\S)|(?<=\S)_(?!\S)"
)
_FOLD: Final = re.compile(rb"[ \t]*[\r\n]+[ \t>]*")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit's text, where it stands, and what its tags stand for."""

    source: str
    range: ByteRange
    codes: tuple[Code, ...]


def find_units(
    tokens: Sequence[Token], data: bytes, language: str, *, is_whole: bool
) -> tuple[FoundUnit, ...]:
    """Return the units of a leaf in order: its sentences, or all of it as one."""
    parts: list[list[Token]] = []
    for lines in _split_lines(tokens, data):
        bounds = [] if is_whole or _has_loose_mark(lines, data) else _boundaries(lines, language)
        parts += map(_trim, _split(lines, bounds, data))
    return tuple(_unit(part, data) for part in parts if part and _is_translatable(part))


def _split_lines(tokens: Sequence[Token], data: bytes) -> Iterator[list[Token]]:
    """Yield the tokens, cut where a dialect gives a line a meaning: `:   definition`, `{: .attributes }`."""
    lines: list[Token] = []
    depth = 0
    after = [*tokens[1:], None]
    is_cut = False
    for token, following in zip(tokens, after, strict=True):
        depth += (token.kind == "open") - (token.kind == "close")
        if is_cut and (mark := _DEFINITION.match(token.text)):
            token = _cut(token, mark.end(), data)[1]  # noqa: PLW2901 - the mark belongs to the skeleton
        is_cut = not depth and token.what == "soft" and following is not None and _has_meaning(following)
        if is_cut:
            yield lines
            lines = []
        else:
            lines.append(token)
    yield lines


def _has_meaning(token: Token) -> bool:
    return token.kind == "text" and _LINE_MEANING.match(token.text) is not None


def _has_loose_mark(tokens: Sequence[Token], data: bytes) -> bool:
    """Return whether the text holds a `*` that is one only because nothing closes it.

    Such a mark in one unit could find its partner in the translation of another, so they are one unit.
    """
    texts: list[str] = []
    protected = 0
    for token in tokens:
        if token.what in _PROTECTED:
            protected += 1 if token.kind == "open" else -1
        is_plain = token.kind == "text" and not protected
        texts.append(token.text if is_plain and data[token.start] != ord("\\") else PLACE)
    return _LOOSE_MARK.search("".join(texts)) is not None


def _boundaries(tokens: Sequence[Token], language: str) -> list[int]:
    """Return where sentences start, in characters of the text without tags, except the first."""
    text = "".join(map(_plain, tokens))
    return [start for start, _ in find_sentences(text, language)[1:]]


def _plain(token: Token) -> str:
    if token.kind == "text":
        return token.text
    if token.kind == "empty":
        return " " if token.what == "break" else PLACE
    return ""


def _split(tokens: Sequence[Token], bounds: Sequence[int], data: bytes) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence; a boundary inside a tag pair is none."""
    if not bounds:
        yield list(tokens)
        return
    waiting = list(reversed(bounds))
    position = depth = 0
    part: list[Token] = []
    for token in tokens:
        depth -= token.kind == "close"
        rest = token
        while waiting and _reaches(waiting[-1], position, rest):
            cut = waiting.pop() - position
            if not depth:
                first, rest = _cut(rest, cut, data)
                position += cut
                part += [first] if first.start < first.stop else []
                yield part
                part = []
        part.append(rest)
        position += len(_plain(rest))
        depth += token.kind == "open"
    yield part


def _reaches(bound: int, position: int, token: Token) -> bool:
    """Return whether a sentence starts before or inside a token."""
    return bound < position + len(_plain(token)) or (token.kind == "open" and bound == position)


def _cut(token: Token, at: int, data: bytes) -> tuple[Token, Token]:
    """Return the two parts of a token, before and after the character `at`."""
    raw = data[token.start : token.stop]
    if raw == token.text.encode():
        middle = token.start + len(token.text[:at].encode())
    elif raw == b"\\" + token.text.encode():
        middle = token.start + len(token.text[:at].encode()) + (at > 0)
    else:
        middle = token.stop if at else token.start
    return token._replace(stop=middle, text=token.text[:at]), token._replace(
        start=middle, text=token.text[at:]
    )


def _trim(tokens: list[Token]) -> list[Token]:
    """Leave out the white space, breaks and comments around a sentence: they belong to the skeleton."""
    first = len(list(takewhile(_is_outer, tokens)))
    last = len(tokens) - len(list(takewhile(_is_outer, reversed(tokens[first:]))))
    return tokens[first:last]


def _is_outer(token: Token) -> bool:
    if token.kind == "text":
        return not token.text.strip()
    return token.kind == "empty" and (token.what == "break" or token.detail.startswith("<!--"))


def _is_translatable(tokens: Iterable[Token]) -> bool:
    """Return whether there is more than code, addresses, numbers and punctuation."""
    texts: list[str] = []
    protected = 0
    for token in tokens:
        if token.what in _PROTECTED:
            protected += 1 if token.kind == "open" else -1
        elif token.kind == "text" and not protected:
            texts.append(token.text)
    text = "".join(texts)
    if not _LETTER.search(text):
        return False
    return bool(_LETTER.search(_TEMPLATE.sub("", _MAIL.sub("", URL.sub("", text)))))


def _unit(tokens: Sequence[Token], data: bytes) -> FoundUnit:
    parts: list[Part] = []
    codes: dict[int, Code] = {}
    opened: list[tuple[int, int]] = []
    number = 0
    for token in tokens:
        if token.kind == "text":
            parts.append(token.text)
        elif token.kind == "close":
            pair, content = opened.pop()
            parts.append(Tag(pair, "close"))
            codes[pair] = _closed(codes[pair], token, content, data)
        else:
            number += 1
            parts.append(Tag(number, token.kind))
            raw = data[token.start : token.stop]
            codes[number] = Code(number=number, opening=raw, closing=None, note=token.note)
            opened += [(number, token.stop)] if token.kind == "open" else []
    start, stop, source = _edges(tokens, render_inline(parts), data)
    return FoundUnit(source, ByteRange(start, stop), tuple(codes.values()))


def _closed(code: Code, token: Token, content: int, data: bytes) -> Code:
    """Return a pair's code. A link whose text is its label names the label, so that its text may change."""
    raw = data[token.start : token.stop]
    if token.what == "link" and raw in (b"]", b"][]"):
        raw = b"][%s]" % _FOLD.sub(b" ", data[content : token.start]).strip()
    return Code(number=code.number, opening=code.opening, closing=raw, note=code.note)


def _edges(tokens: Sequence[Token], source: str, data: bytes) -> tuple[int, int, str]:
    """Return where a unit's text starts and ends without the white space at its ends, and the text."""
    start, stop = tokens[0].start, tokens[-1].stop
    if tokens[0].kind == "text":
        blank = len(tokens[0].text) - len(tokens[0].text.lstrip())
        start = _cut(tokens[0], blank, data)[1].start if blank else start
    if tokens[-1].kind == "text":
        kept = len(tokens[-1].text.rstrip())
        stop = _cut(tokens[-1], kept, data)[0].stop if kept < len(tokens[-1].text) else stop
    return start, stop, source.strip()
