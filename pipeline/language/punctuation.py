"""End marks and brackets of the world's scripts, by what they do."""

from __future__ import annotations

import re
from enum import Enum

_TRAILING = "\"'”’»«“„)]）】」』›*_ \u00a0\u202f\u200e\u200f"
"""What may follow an end mark: closing quotes, brackets, emphasis, marks of direction."""
_TAG = re.compile(r"</?\d+/?>")


class EndMark(Enum):
    """What the last mark of a text says."""

    STOP = "stop"
    QUESTION = "question"
    EXCLAMATION = "exclamation"
    COLON = "colon"


_MARKS = {
    EndMark.STOP: ".。।॥۔։።။។།…．｡",
    EndMark.QUESTION: "?？؟;՞፧⁇",
    EndMark.EXCLAMATION: "!！՜",
    EndMark.COLON: ":：፦",
}
_BY_CHARACTER = {character: mark for mark, characters in _MARKS.items() for character in characters}
BRACKETS = {
    ")": "(",
    "）": "（",
    "]": "[",
    "】": "【",
    "}": "{",
    "」": "「",
    "』": "『",
    "》": "《",
    "〉": "〈",
}
"""Closing bracket to its opening one, in every script."""
_SAME_BRACKET = str.maketrans({"（": "(", "）": ")"})
"""Full-width and plain round brackets are used as pairs in practice."""


def find_end_mark(text: str) -> EndMark | None:
    """Return what the text ends with, or None; `;` is not taken for the Greek question mark."""
    character = find_end_character(text)
    return None if character in {None, ";"} else _BY_CHARACTER.get(character or "")


def find_end_character(text: str) -> str | None:
    """Return the last character, closing quotes, brackets and tags aside, or None for an empty text."""
    rest = text.rstrip().rstrip(_TRAILING)
    while rest.endswith(">") and _TAG.fullmatch(rest, start := max(0, rest.rfind("<"))):
        rest = rest[:start].rstrip().rstrip(_TRAILING)
    return rest[-1:] or None


def find_unbalanced(text: str) -> str | None:
    """Return the first bracket without its partner, or None; «» stand either way round and are left out."""
    opened: list[str] = []
    for character in text.translate(_SAME_BRACKET):
        if character in "([{【「『《〈":
            opened.append(character)
        elif character in BRACKETS and (not opened or opened.pop() != BRACKETS[character]):
            return character
    return opened[-1] if opened else None
