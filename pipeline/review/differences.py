"""What changed between two texts, word by word, in pieces that a page can mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = re.compile(
    r"</?\d+/?>|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|[^\w\s]"
)
"""A tag, a letter of a script that puts no spaces between words, a word, a space or a sign."""
LONGEST: Final = 20_000
"""Characters up to which words are compared; a longer text is shown as replaced as a whole."""


class Change(Enum):
    """What became of a piece."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the old text, of the new one, or of both."""

    text: str
    change: Change


def find_differences(old: str, new: str) -> tuple[Stretch, ...]:
    """Return both texts as one run: same and gone pieces make the old text, same and come pieces the new."""
    if old == new:
        return (Stretch(old, Change.SAME),) if old else ()
    if len(old) + len(new) > LONGEST:
        whole = (Stretch(old, Change.GONE), Stretch(new, Change.COME))
        return tuple(one for one in whole if one.text)
    return tuple(_compare(_WORD.findall(old), _WORD.findall(new)))


def _compare(old: list[str], new: list[str]) -> Iterator[Stretch]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        gone, come = "".join(old[start:stop]), "".join(new[new_start:new_stop])
        if tag == "equal":
            yield Stretch(gone, Change.SAME)
            continue
        if gone:
            yield Stretch(gone, Change.GONE)
        if come:
            yield Stretch(come, Change.COME)
