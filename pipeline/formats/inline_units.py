"""A block's inline tokens to units: sentences with numbered tags, each with its range and what its tags are.

The tokens of a block stand side by side and cover it without a gap.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar

from pipeline.formats.inline import Tag, TagKind, render_inline
from pipeline.language.inline import URL
from pipeline.model.document import ByteRange, Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.language.segmentation import FindSentences

_Written = TypeVar("_Written", str, Tag)

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
    parts: Iterable[Sequence[Token]], data: bytes, closing: Callable[[Token, int, bytes], bytes]
) -> tuple[FoundUnit, ...]:
    """Return the units in parts of a block that hold words to translate.

    `closing` gives the bytes that close a pair, from its closing token, where its content starts, and `data`.
    """
    found = [_find_unit(part, data, closing) for part in map(trim, parts) if part]
    return tuple(unit for unit in found if unit is not None)


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
    text = "".join([_plain(token) for token in tokens])
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
        kind = token.kind
        depth -= kind == "close"
        rest, end = token, position + len(_plain(token))
        while waiting and (waiting[-1] < end or (kind == "open" and waiting[-1] == position)):
            at = waiting.pop() - position
            if not depth:
                if at:
                    first, rest = cut(rest, at, data)
                    position += at
                    part += (first,) if first.start < first.stop else ()
                yield part
                part = []
        part.append(rest)
        position = end
        depth += kind == "open"
    yield part


def cut(token: Token, at: int, data: bytes) -> tuple[Token, Token]:
    """Return the two parts of a token, before and after the character `at`."""
    middle = _byte_at(token, at, data)
    kind, start, stop, text, what, detail = token
    return (
        Token(kind, start, middle, text[:at], what, detail),
        Token(kind, middle, stop, text[at:], what, detail),
    )


def _byte_at(token: Token, at: int, data: bytes) -> int:
    """Return the file offset of the character `at` of a token."""
    start, stop, text = token.start, token.stop, token.text
    if not at:
        return start
    written = text.encode()
    is_escaped = stop - start == len(written) + 1 and data.startswith(b"\\", start)
    start += is_escaped
    if stop - start != len(written) or not data.startswith(written, start):
        return stop
    return start + (at if len(written) == len(text) else len(text[:at].encode()))


def trim(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out the white space, breaks and comments around a sentence: they belong to the skeleton."""
    first, last = 0, len(tokens)
    while first < last and _is_outer(tokens[first]):
        first += 1
    while last > first and _is_outer(tokens[last - 1]):
        last -= 1
    return tokens if last - first == len(tokens) else tokens[first:last]


def _is_outer(token: Token) -> bool:
    if token.kind == "text":
        return not token.text or token.text.isspace()
    is_aside = token.what in ("break", "aside") or token.detail.startswith("<!--")
    return token.kind == "empty" and is_aside


def is_prose(text: str) -> bool:
    """Return whether a text holds letters outside of addresses and of what programs put in."""
    if "/" in text or (("w." in text or "W." in text) and "www." in text.lower()):
        text = URL.sub("", text)
    if "@" in text:
        text = _MAIL.sub("", text)
    if "{" in text or "8<" in text:
        text = _TEMPLATE.sub("", text)
    return text[:1].isalpha() or _LETTER.search(text) is not None


def _find_unit(
    tokens: Sequence[Token], data: bytes, closing: Callable[[Token, int, bytes], bytes]
) -> FoundUnit | None:
    """Return the unit in a sentence, or None where it says only code, addresses, numbers and punctuation."""
    texts = "".join([token.text for token in tokens])
    is_literal = "<" not in texts and "\\" not in texts
    if is_literal and len(tokens) == 1 and tokens[0].kind == "text":  # the usual case
        has_words = tokens[0].what not in PROTECTED and is_prose(texts)
        return FoundUnit(texts.strip(), _edges(tokens, data), ()) if has_words else None
    if not _is_translatable(tokens):
        return None
    if is_literal:
        pieces, codes = _read_tags(tokens, data, closing, _written)
        source = "".join(pieces)
    else:
        parts, codes = _read_tags(tokens, data, closing, Tag)
        source = render_inline(parts)
    return FoundUnit(source.strip(), _edges(tokens, data), codes)


def _is_translatable(tokens: Sequence[Token]) -> bool:
    """Return whether there is more than code, addresses, numbers and punctuation."""
    texts: list[str] = []
    protected = 0
    for kind, _, _, text, what, _ in tokens:
        if what in PROTECTED:
            protected += 0 if kind == "text" else 1 if kind == "open" else -1
        elif kind == "text" and not protected:
            texts.append(text)
    return is_prose("".join(texts))


def _read_tags(
    tokens: Sequence[Token],
    data: bytes,
    closing: Callable[[Token, int, bytes], bytes],
    tag: Callable[[int, TagKind], _Written],
) -> tuple[list[str | _Written], tuple[Code, ...]]:
    """Return texts and tags, as `tag` makes them, and what the tags stand for."""
    parts: list[str | _Written] = []
    codes: list[tuple[bytes, bytes | None, str]] = []
    opened: list[tuple[int, int]] = []
    for token in tokens:
        kind = token.kind
        if kind == "text":
            parts.append(token.text)
            continue
        if kind == "close":
            number, content = opened.pop()
            opening, _, note = codes[number - 1]
            codes[number - 1] = opening, closing(token, content, data), note
        else:
            codes.append((data[token.start : token.stop], None, token.note))
            number = len(codes)
            if kind == "open":
                opened.append((number, token.stop))
        parts.append(tag(number, kind))
    return parts, tuple(
        Code(number=number, opening=opening, closing=end, note=note)
        for number, (opening, end, note) in enumerate(codes, 1)
    )


@lru_cache(maxsize=1 << 10)
def _written(number: int, kind: TagKind) -> str:
    """Return how a tag is written."""
    return str(Tag(number, kind))


def _edges(tokens: Sequence[Token], data: bytes) -> ByteRange:
    """Return where a unit's text starts and ends without the white space at its ends."""
    first, last = tokens[0], tokens[-1]
    start, stop = first.start, last.stop
    if first.kind == "text" and first.text[0].isspace():
        start = _byte_at(first, len(first.text) - len(first.text.lstrip()), data)
    if last.kind == "text" and last.text[-1].isspace():
        stop = _byte_at(last, len(last.text.rstrip()), data)
    return ByteRange(start, stop)
