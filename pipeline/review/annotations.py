"""A text in pieces, each with what is to be said about it: tags, hidden signs, terms, findings, in place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.language.inline import PLACEHOLDER, TAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Entry
    from pipeline.model.finding import Finding, Span
    from pipeline.model.term import Term


class MarkKind(Enum):
    """Why a piece is marked."""

    TAG = "tag"
    SIGN = "sign"
    """A character that shows nothing, or looks like another one: spelt out, as it is signed with the rest."""
    TERM = "term"
    FINDING = "finding"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A range of a text and what is said about it."""

    start: int
    stop: int
    kind: MarkKind
    note: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"an empty mark: {self}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that carry the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def kinds(self) -> frozenset[MarkKind]:
        """What the piece is marked as."""
        return frozenset(mark.kind for mark in self.marks)

    @property
    def note(self) -> str:
        """Everything that is said about the piece."""
        return "; ".join(dict.fromkeys(mark.note for mark in self.marks))

    @property
    def sign(self) -> str:
        """What to show instead of the text: the name of a sign that shows nothing, else an empty text."""
        return spell_sign(self.text) if MarkKind.SIGN in self.kinds else ""


_SIGN: Final = re.compile("[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u1680"
                          "\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
                          "\U000e0000-\U000e0fff]")  # fmt: skip
_SHORT: Final = {
    "\t": "TAB",
    "\n": "line break",
    "\0": "next form",
    "\xa0": "NBSP",
    "\xad": "SHY",
    "\u200b": "ZWSP",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202f": "NNBSP",
    "\u3000": "wide space",
    "\ufeff": "BOM",
}


def spell_sign(character: str) -> str:
    """Return how a sign that shows nothing is told: its usual short name, else its number."""
    return " ".join(_SHORT.get(one, f"U+{ord(one):04X}") for one in character)


def cut_pieces(text: str, marks: Iterable[Mark] = ()) -> tuple[Piece, ...]:
    """Return the text in pieces; put together they are the text, whatever the marks."""
    found = sorted({*_own_marks(text), *(mark for mark in marks if mark.start < len(text))}, key=_order)
    cuts = sorted({0, len(text), *(one.start for one in found), *(min(one.stop, len(text)) for one in found)})
    pieces = []
    for start, stop in pairwise(cuts):
        here = tuple(mark for mark in found if mark.start <= start and stop <= mark.stop)
        pieces.append(Piece(text[start:stop], here))
    return tuple(pieces)


def _order(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.stop, mark.kind.value, mark.note


def _own_marks(text: str) -> Iterator[Mark]:
    """Yield what a text says of itself: tags, places that are filled in, signs that show nothing."""
    for pattern, note in ((TAG, "inline tag"), (PLACEHOLDER, "filled in by a program")):
        for found in pattern.finditer(text):
            yield Mark(found.start(), found.end(), MarkKind.TAG, note)
    for found in _SIGN.finditer(text):
        name = unicodedata.name(found[0], "control character").lower()
        yield Mark(found.start(), found.end(), MarkKind.SIGN, f"{name}, U+{ord(found[0]):04X}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A source and its targets in pieces."""

    source: tuple[Piece, ...]
    targets: tuple[tuple[Piece, ...], ...]
    """One for each plural form."""
    terms: tuple[Term, ...]
    """The rows of the glossary whose terms stand in the source."""


def annotate(entry: Entry, findings: Iterable[Finding], termbase: Termbase | None) -> Annotated:
    """Return an entry's texts with the glossary's terms and what the checks found in place."""
    source, known = entry.key.source, tuple(findings)
    marks, terms = _term_marks(source, termbase)
    marks += _finding_marks((one, one.source_span) for one in known if one.source == source)
    targets = (
        cut_pieces(target, _finding_marks((one, one.target_span) for one in known if one.target == target))
        for target in entry.targets
    )
    return Annotated(source=cut_pieces(source, marks), targets=tuple(targets), terms=tuple(terms))


def _term_marks(source: str, termbase: Termbase | None) -> tuple[list[Mark], list[Term]]:
    matches = termbase.find_terms(source) if termbase else ()
    terms = list(dict.fromkeys(term for match in matches for term in match.terms))
    marks = [
        Mark(match.start, match.stop, MarkKind.TERM, " / ".join(describe_term(one) for one in match.terms))
        for match in matches
    ]
    return marks, terms


def describe_term(term: Term) -> str:
    """Return what the glossary wants for a term, in words."""
    wanted = term.source if term.is_kept else ", ".join(term.targets)
    return f"glossary: {wanted or 'see its note'}"


def _finding_marks(places: Iterable[tuple[Finding, Span | None]]) -> list[Mark]:
    return [
        Mark(*span, MarkKind.FINDING, f"{finding.message} [{finding.check}]")
        for finding, span in places
        if span is not None and span[0] < span[1]
    ]
