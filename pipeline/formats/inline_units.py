"""A block's inline tokens to units: sentences with numbered tags, each with its range and what its tags are.

The tokens of a block stand side by side and cover it without a gap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pipeline.formats.inline import Part, Tag, render_inline
from pipeline.language.inline import URL
from pipeline.model.document import ByteRange, Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.language.segmentation import FindSentences

PLACE: Final = "\ue000"
"""Stands for an empty tag while sentences are found."""
PROTECTED: Final = ("code", "address", "protected")
"""Marks whose text a translation leaves as it is; also what a text says that is so without a mark."""

_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_TEMPLATE: Final = re.compile(
    r"\{(?:\{[^{}]*+\}|%[^{}]*%|[!*>.#:][^{}]*+|[ \t]++[.#][^{}]*+)\}|\A-*+8<-++.*", re.DOTALL
)
"""What Jinja and the include syntaxes of documentation tools put in place of text."""
_LETTER: Final = re.compile(r"[^\W\d_]")


class Token(NamedTuple):
    """A part of a block's inline content; `start` and `stop` are file offsets."""

    kind: Literal["text", "open", "close", "empty"]
    start: int
    stop: int
    text: str = ""
    """What a reader sees, for text; the destination of an image."""
    what: str = ""
    """`bold`, `italic`, `strikethrough`, `code`, `link`, `address`, `image`, `break`, `html`, `footnote`;
    `element` where the detail says it all; `aside` for what is skeleton at the end of a sentence."""
    detail: str = ""
    """The destination, the alternative text, the tag or the label."""

    @property
    def note(self) -> str:
        """What the mark is, in words for a translator."""
        if self.what == "link":
            return f"link to {self.detail}"
        if self.what == "break":
            return "line break"
        if self.what in ("element", "aside"):
            return self.detail
        return (
            f"{self.what} {self.detail}".strip() if self.what in ("html", "image", "footnote") else self.what
        )


class FoundUnit(NamedTuple):
    """A unit's text, where it stands, and what its tags stand for."""

    source: str
    range: ByteRange
    codes: tuple[Code, ...]


def split_sentences(tokens: Sequence[Token], data: bytes, find: FindSentences) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence; a boundary inside a tag pair is none."""
    yield from _split(tokens, _boundaries(tokens, find), data)


def make_units(
    parts: Iterable[Sequence[Token]], data: bytes, closing: Callable[[Token, int], bytes]
) -> tuple[FoundUnit, ...]:
    """Return the units in parts of a block that hold words to translate.

    `closing` gives the bytes that close a pair, from its closing token and where its content starts.
    """
    trimmed = map(trim, parts)
    return tuple(_unit(part, data, closing) for part in trimmed if part and _is_translatable(part))


def make_plain_units(
    tokens: Sequence[Token], text: str, spans: Iterable[tuple[int, int]], data: bytes
) -> tuple[FoundUnit, ...]:
    """Return the units of a block that holds nothing but texts: `text`, of which `spans` are the sentences.

    They are what `make_units` makes of the same sentences, in less time.
    """
    found: list[FoundUnit] = []
    waiting = iter(tokens)
    token = next(waiting)
    position, after = 0, len(token.text)
    for first, last in spans:
        while first >= after:
            token = next(waiting)
            position, after = after, after + len(token.text)
        start = _byte_at(token, first - position, data)
        while last > after:
            token = next(waiting)
            position, after = after, after + len(token.text)
        stop = token.stop if last == after else _byte_at(token, last - position, data)
        source = text[first:last]
        if is_prose(source):
            is_literal = "<" not in source and "\\" not in source
            written = source if is_literal else render_inline((source,))
            found.append(FoundUnit(written, ByteRange(start, stop), ()))
    return tuple(found)


def _boundaries(tokens: Sequence[Token], find: FindSentences) -> list[int]:
    """Return where sentences start, in characters of the text without tags, except the first."""
    text = "".join(map(_plain, tokens))
    return [start for start, _ in find(text)[1:]]


def _plain(token: Token) -> str:
    if token.kind == "text":
        return token.text
    if token.kind == "empty":
        return " " if token.what == "break" else PLACE
    return ""


def _split(tokens: Sequence[Token], bounds: Sequence[int], data: bytes) -> Iterator[list[Token]]:
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
            at = waiting.pop() - position
            if not depth:
                first, rest = cut(rest, at, data)
                position += at
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


def cut(token: Token, at: int, data: bytes) -> tuple[Token, Token]:
    """Return the two parts of a token, before and after the character `at`."""
    middle = _byte_at(token, at, data)
    return token._replace(stop=middle, text=token.text[:at]), token._replace(
        start=middle, text=token.text[at:]
    )


def _byte_at(token: Token, at: int, data: bytes) -> int:
    """Return the file offset of the character `at` of a token."""
    if not at:
        return token.start
    raw = data[token.start : token.stop]
    if raw == token.text.encode():
        return token.start + len(token.text[:at].encode())
    if raw == b"\\" + token.text.encode():
        return token.start + 1 + len(token.text[:at].encode())
    return token.stop


def trim(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out the white space, breaks and comments around a sentence: they belong to the skeleton."""
    first, last = 0, len(tokens)
    while first < last and _is_outer(tokens[first]):
        first += 1
    while last > first and _is_outer(tokens[last - 1]):
        last -= 1
    return tokens[first:last]


def _is_outer(token: Token) -> bool:
    if token.kind == "text":
        return not token.text or token.text.isspace()
    is_aside = token.what in ("break", "aside") or token.detail.startswith("<!--")
    return token.kind == "empty" and is_aside


def _is_translatable(tokens: Iterable[Token]) -> bool:
    """Return whether there is more than code, addresses, numbers and punctuation."""
    texts: list[str] = []
    protected = 0
    for token in tokens:
        if token.kind == "text":
            texts += [] if protected or token.what in PROTECTED else [token.text]
        elif token.what in PROTECTED:
            protected += 1 if token.kind == "open" else -1
    return is_prose("".join(texts))


def is_prose(text: str) -> bool:
    """Return whether a text holds letters outside of addresses and of what programs put in."""
    if "/" in text or "www." in text.lower():
        text = URL.sub("", text)
    if "@" in text:
        text = _MAIL.sub("", text)
    if "{" in text or "8<" in text:
        text = _TEMPLATE.sub("", text)
    return _LETTER.search(text) is not None


def _unit(tokens: Sequence[Token], data: bytes, closing: Callable[[Token, int], bytes]) -> FoundUnit:
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
            code = codes[pair]
            end = closing(token, content)
            codes[pair] = Code(number=pair, opening=code.opening, closing=end, note=code.note)
        else:
            number += 1
            parts.append(Tag(number, token.kind))
            raw = data[token.start : token.stop]
            codes[number] = Code(number=number, opening=raw, closing=None, note=token.note)
            opened += [(number, token.stop)] if token.kind == "open" else []
    start, stop, source = _edges(tokens, render_inline(parts), data)
    return FoundUnit(source, ByteRange(start, stop), tuple(codes.values()))


def _edges(tokens: Sequence[Token], source: str, data: bytes) -> tuple[int, int, str]:
    """Return where a unit's text starts and ends without the white space at its ends, and the text."""
    start, stop = tokens[0].start, tokens[-1].stop
    if tokens[0].kind == "text":
        blank = len(tokens[0].text) - len(tokens[0].text.lstrip())
        start = cut(tokens[0], blank, data)[1].start if blank else start
    if tokens[-1].kind == "text":
        kept = len(tokens[-1].text.rstrip())
        stop = cut(tokens[-1], kept, data)[0].stop if kept < len(tokens[-1].text) else stop
    return start, stop, source.strip()
