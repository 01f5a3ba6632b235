"""Rows that other tools get and give back: units with their texts, in no file's syntax."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pipeline.model.catalog import FUZZY
from pipeline.model.digest import digest_fields, short

if TYPE_CHECKING:
    from pipeline.model.state import State

_ID: Final = re.compile(r"([0-9a-f]{12})-([0-9a-f]{16})")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 can't hold, not even escaped."""


@dataclass(frozen=True, slots=True)
class InlineTag:
    """A numbered tag among the pieces of a text."""

    number: int
    kind: Literal["open", "close", "empty"]
    note: str = ""
    """What the tag is, for the person who must place it."""


Piece = str | InlineTag
Pieces = tuple[Piece, ...]
"""A text as a reader sees it, cut at its tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentUnit:
    """A unit on its way to another tool."""

    id: str
    """See `sent_id`."""
    source: Pieces
    target: Pieces
    state: State
    is_machine: bool = False
    """The target is a machine draft that nobody touched."""
    notes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    tool: str = ""
    """The engine that wrote the target, when it still stands as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A document's units in one language, on their way to another tool."""

    document: str
    source_language: str
    language: str
    """BCP 47 tags."""
    units: tuple[SentUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnit:
    """A unit as another tool gave it back. Nothing in it is believed before it is compared."""

    document: str
    language: str
    id: str
    line: int | None
    source: Pieces = ()
    target: Pieces = ()
    said: State | None = None
    """What its state amounts to: TRANSLATED at most, DRAFT for "needs review", None where it says nothing."""
    problem: str | None = None
    """Why its texts can't be read, in words."""


def sent_id(unit: str, source: str, target: str, *, is_fuzzy: bool = False) -> str:
    """Return the id under which a unit is sent: its own, and a digest of what it was then.

    Every tool gives ids back unchanged, and no spreadsheet takes this one for a number or a date.
    """
    return f"{unit}-{texts_mark(source, target, is_fuzzy=is_fuzzy)}"


def texts_mark(source: str, target: str, *, is_fuzzy: bool = False) -> str:
    """Return the digest, sixteen hex digits, that says which texts a unit had when it was sent."""
    marks = (FUZZY,) if is_fuzzy else ()
    return short(digest_fields("exchange/1", source, target, *marks), 16)


def parse_sent_id(text: str) -> tuple[str, str] | None:
    """Return the unit and the digest that an id names, or None for an id that `sent_id` did not make."""
    found = _ID.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def why_not_xml(pieces: Pieces) -> str | None:
    """Return why XML can't hold a text, or None when it can."""
    found = next((one for piece in pieces if isinstance(piece, str) for one in _ILLEGAL.findall(piece)), None)
    return f"it holds the character U+{ord(found):04X}" if found else None


def is_nested(pieces: Pieces) -> bool:
    """Return whether every tag pair opens and closes, and none crosses another."""
    opened: list[int] = []
    for piece in pieces:
        if isinstance(piece, InlineTag) and piece.kind == "open":
            opened.append(piece.number)
        elif isinstance(piece, InlineTag) and piece.kind == "close":
            is_own = bool(opened) and opened.pop() == piece.number
            if not is_own:
                return False
    return not opened
