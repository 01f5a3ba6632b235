"""A leaf's tokens to units: what Markdown and its dialects make of lines, marks and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.formats.inline_units import PLACE, PROTECTED, cut, make_plain_units, make_units, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.inline_units import FoundUnit, Token
    from pipeline.language.segmentation import FindSentences

_DEFINITION: Final = re.compile(r":[ \t]+")
_LINE_MEANING: Final = re.compile(r":[ \t]|\{:?[ \t]*[.#]")
_LOOSE_MARK: Final = re.compile(
    r"`|[*~](?=\S)|(?<=\S)[*~]|(?<=[^\W_])_(?=[\W_])|(?<=[^\s\w])_|(?<=_)_|_(?=[^\s\w])|(?<!\S)_(?=\S)|(?<=\S)_(?!\S)"
)
_TEXT_ONLY: Final = {"text"}
_FOLD: Final = re.compile(rb"[ \t]*[\r\n]+[ \t>]*")


def find_units(
    tokens: Sequence[Token], data: bytes, find: FindSentences, *, is_whole: bool
) -> tuple[FoundUnit, ...]:
    """Return the units of a leaf in order: its sentences, or all of it as one."""
    text = tokens[0].text if len(tokens) == 1 else "".join([token.text for token in tokens])
    has_marks, may_be_cut = _may_have_marks(text), " :" in text or " {" in text
    if not has_marks and not may_be_cut and _is_plain(tokens, text):
        spans = (_whole(text),) if is_whole else find(text)
        return make_plain_units(tokens, text, spans, data)
    parts: list[Sequence[Token]] = []
    for lines in _split_lines(tokens, data) if may_be_cut else (tokens,):
        is_one = is_whole or (has_marks and _has_loose_mark(lines, data))
        parts += (lines,) if is_one else split_sentences(lines, data, find)
    return make_units(parts, data, _closing)


def _is_plain(tokens: Sequence[Token], text: str) -> bool:
    """Return whether a leaf holds texts only."""
    return not text.isspace() and {token.kind for token in tokens} == _TEXT_ONLY


def _may_have_marks(text: str) -> bool:
    return "`" in text or "*" in text or "~" in text or "_" in text


def _whole(text: str) -> tuple[int, int]:
    """Return where a text starts and ends without its outer white space."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _split_lines(tokens: Sequence[Token], data: bytes) -> Iterator[list[Token]]:
    """Yield the tokens, cut where a dialect gives a line a meaning: `:   definition`, `{: .attributes }`."""
    lines: list[Token] = []
    depth = 0
    after = [*tokens[1:], None]
    is_cut = False
    for token, following in zip(tokens, after, strict=True):
        depth += (token.kind == "open") - (token.kind == "close")
        if is_cut and (mark := _DEFINITION.match(token.text)):
            token = cut(token, mark.end(), data)[1]  # noqa: PLW2901 - the mark belongs to the skeleton
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
        if token.what in PROTECTED:
            protected += 1 if token.kind == "open" else -1
        is_plain = token.kind == "text" and not protected
        texts.append(token.text if is_plain and data[token.start] != ord("\\") else PLACE)
    text = "".join(texts)
    return _may_have_marks(text) and _LOOSE_MARK.search(text) is not None


def _closing(token: Token, content: int, data: bytes) -> bytes:
    """Return a pair's closing mark; a link by its label names the label, so that its text may change."""
    raw = data[token.start : token.stop]
    if token.what == "link" and raw in (b"]", b"][]"):
        return b"][%s]" % _FOLD.sub(b" ", data[content : token.start]).strip()
    return raw
