"""Outline: what the source document says a page must hold, read off its units and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.inline import parse_inline
from pipeline.model.document import Block, BlockKind, Document
from pipeline.verify.page import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_KINDS: Final = {
    BlockKind.TITLE: Kind.TITLE,
    BlockKind.LABEL: Kind.LABEL,
    BlockKind.HEADING: Kind.HEADING,
    BlockKind.PARAGRAPH: Kind.PARAGRAPH,
}
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…。！？])\s+")
_LEAST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Expected:
    """One block that a page must hold; disclaimers are not among them."""

    kind: Kind
    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A document without its disclaimers."""

    path: str
    blocks: tuple[Expected, ...]
    disclaimers: tuple[str, ...]
    """The ids of the disclaimers it carries."""
    sentences: frozenset[str]
    """Its sentences of four words or more, folded for comparison."""
    short: frozenset[str]
    """Its texts of two or three words, exactly."""

    def lines(self) -> tuple[tuple[Expected, ...], ...]:
        """Return the blocks by line of the source, as a record shows them."""
        numbers = dict.fromkeys(block.line for block in self.blocks)
        return tuple(tuple(block for block in self.blocks if block.line == number) for number in numbers)

    def flowing(self) -> tuple[Expected, ...]:
        """Return the blocks as a page shows them: the title, then all labels, then the rest."""
        order = {Kind.TITLE: 0, Kind.LABEL: 1}
        return tuple(sorted(self.blocks, key=lambda block: order.get(block.kind, 2)))


def outline(document: Document, also: Iterable[str] = ()) -> Outline:
    """Return what a page of `document` must hold; `also` are texts that never go unmarked either."""
    blocks = tuple(
        Expected(_KINDS[block.kind], block.level, text_of(document, block), block.line)
        for block in document.blocks
        if block.disclaimer is None and block.kind in _KINDS
    )
    texts = [block.text for block in blocks if block.kind is not Kind.LABEL] + list(also)
    units = [plain_text(unit.key.source) for unit in document.occurrences()]
    pieces = {piece for text in (*texts, *units) for piece in (text, *_SENTENCE_END.split(text))}
    return Outline(
        path=document.path,
        blocks=blocks,
        disclaimers=tuple(dict.fromkeys(one.disclaimer for one in document.blocks if one.disclaimer)),
        sentences=frozenset(fold(piece) for piece in pieces if is_sentence(piece)),
        short=frozenset(text for text in texts if 1 < count_words(text) < _LEAST_WORDS),
    )


def text_of(document: Document, block: Block) -> str:
    """Return the source text of a block, without the junk that no output shows."""
    start, stop = block.occurrences[0].range.start, block.occurrences[-1].range.stop
    data = document.data
    for junk in sorted(document.junk, key=lambda one: one.range, reverse=True):
        if start <= junk.range.start and junk.range.stop <= stop:
            data = data[: junk.range.start] + data[junk.range.stop :]
            stop -= junk.range.stop - junk.range.start
    return data[start:stop].decode("utf-8", "replace")


def plain_text(unit: str) -> str:
    """Return a unit's text without its numbered tags."""
    return "".join(part for part in parse_inline(unit) if isinstance(part, str))


def fold(text: str) -> str:
    """Return a text as it is compared: white space and capitals don't count."""
    return " ".join(text.split()).casefold()


def is_sentence(text: str) -> bool:
    """Return whether a text has words enough that no translation of it is the same: a number has none."""
    return count_words(text) >= _LEAST_WORDS and any(map(str.isalpha, text))


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(re.findall(r"\w+(?:['’]\w+)*", text))
