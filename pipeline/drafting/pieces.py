"""A unit in the pieces that an engine gets, and a unit's draft put together from theirs.

Lines are drafted one by one, texts that are too long sentence by sentence, and where an engine loses every
kind of token, the runs between two codes each for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.drafting.masking import PROTECTED, mask, split_lines, unmask
from pipeline.language.segmentation import find_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.masking import Masked, TokenStyle

_Span = tuple[int, int, str]
"""Where a term stands in a source, and what is put back for it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source."""

    source: str
    masked: Masked | None
    """How an engine gets it; None for what stays as it is."""


def cut_lines(
    source: str, style: TokenStyle, spans: Sequence[_Span], language: str, most: int
) -> Iterator[Piece]:
    """Yield a source's lines and what lies between them; a masked line over `most` characters in sentences.

    A sentence that is too long is yielded as it is: whoever asks has to refuse it.
    """
    at = 0
    for number, part in enumerate(split_lines(source)):
        if number % 2:
            yield Piece(part, None)
        else:
            yield from _cut_line(part, style, _inside(spans, at, at + len(part)), language, most)
        at += len(part)


def _cut_line(
    line: str, style: TokenStyle, spans: Sequence[_Span], language: str, most: int
) -> Iterator[Piece]:
    if len(mask(line, style, spans).text) <= most:
        yield from _piece(line, style, spans)
        return
    start = stop = 0
    ends = [end for _, end in find_sentences(line, language)][:-1]
    for end in (*ends, len(line)):
        is_full = len(mask(line[start:end], style, _inside(spans, start, end)).text) > most
        if is_full and stop > start:
            yield from _piece(line[start:stop], style, _inside(spans, start, stop))
            start = stop
        stop = end
    yield from _piece(line[start:], style, _inside(spans, start, len(line)))


def _piece(text: str, style: TokenStyle, spans: Sequence[_Span] = ()) -> Iterator[Piece]:
    """Yield a text as an engine gets it, and the white space around it, which stays."""
    words = text.strip()
    start = text.index(words)
    stop = start + len(words)
    yield Piece(text[:start], None)
    yield Piece(words, mask(words, style, _inside(spans, start, stop)))
    yield Piece(text[stop:], None)


def cut_runs(source: str, style: TokenStyle, spans: Sequence[_Span]) -> Iterator[Piece]:
    """Yield the runs of prose in a source by themselves, and between them the codes, which stay."""
    at = 0
    for start, stop, put_back in (*spans, (len(source), len(source), "")):
        for number, part in enumerate(PROTECTED.split(source[at:start])):
            if number % 2:
                yield Piece(part, None)
            else:
                yield from _cut_run(part, style)
        if stop > start:
            yield Piece(put_back, None)
        at = stop


def _cut_run(run: str, style: TokenStyle) -> Iterator[Piece]:
    """Yield the lines of a run, each as an engine gets it."""
    for number, part in enumerate(split_lines(run)):
        if number % 2:
            yield Piece(part, None)
        else:
            yield from _piece(part, style)


def _inside(spans: Sequence[_Span], start: int, stop: int) -> list[_Span]:
    """Return the spans of a part of a text, counted from its start; one across its end is none of them."""
    return [(one - start, two - start, text) for one, two, text in spans if start <= one and two <= stop]


def put_together(piece: Piece, answer: str | None, style: TokenStyle) -> str | None:
    """Return a piece's draft, or None where a token was lost.

    Without an answer the piece is what it was: it has no words for an engine.
    """
    if piece.masked is None:
        return piece.source
    text = unmask(piece.masked.text if answer is None else answer, piece.masked.codes, style)
    return text if text is None or answer is None else text.strip()
