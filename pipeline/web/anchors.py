"""Places in a rendered page: a unit's text carries signs through the build, which become its anchor.

The signs are of a private area of Unicode, so that nothing in the build reads or changes them. A text of a
project that holds such signs itself is left as it is: only the ids that were asked for become anchors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_FIRST: Final = 0xE0F0
_DIGITS: Final = 12
"""Hex digits of a unit's id."""
_SIGNS: Final = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 15)}]{{{_DIGITS}}}")
_MARKUP: Final = re.compile(
    r"<!--.*?-->|<(title|textarea|option|script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE
)
"""What can hold no element: tags with their attributes, and elements whose text is only text."""
HERE: Final = ':target{scroll-margin-block-start:4em}:target::before{content:"\\25CF\\20";color:#b3261e}'
"""How the place is shown that was asked for."""


def sign_of(unit: str) -> str:
    """Return the signs that stand for a unit's id."""
    return "".join(chr(_FIRST + int(digit, 16)) for digit in unit)


def anchor_of(unit: str) -> str:
    """Return the name of a unit's place in a page."""
    return f"unit-{unit}"


def place_anchors(page: str, units: Collection[str]) -> str:
    """Return an HTML page with an anchor for each sign in its text; signs elsewhere are taken out.

    A unit that stands in several places is found at the first one.
    """
    known = frozenset(units)
    seen: set[str] = set()
    pieces: list[str] = []
    end = 0
    for markup in _MARKUP.finditer(page):
        pieces += [_anchored(page[end : markup.start()], known, seen), without_signs(markup[0], known)]
        end = markup.end()
    return "".join([*pieces, _anchored(page[end:], known, seen)])


def without_signs(text: str, units: Collection[str]) -> str:
    """Return a text without the signs of these units."""
    return _SIGNS.sub(lambda found: "" if _id_of(found[0]) in units else found[0], text)


def _anchored(text: str, known: Collection[str], seen: set[str]) -> str:
    def anchor(found: re.Match[str]) -> str:
        unit = _id_of(found[0])
        if unit not in known:
            return found[0]
        is_first = unit not in seen
        seen.add(unit)
        return f'<span id="{anchor_of(unit)}"></span>' if is_first else ""

    return _SIGNS.sub(anchor, text)


def _id_of(signs: str) -> str:
    return "".join(f"{ord(sign) - _FIRST:x}" for sign in signs)
