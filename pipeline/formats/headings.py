"""Whether a bare line is a heading, and what was glued to one.

Only a proposal: what a profile declares always wins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.formats.lines import BLANK

if TYPE_CHECKING:
    from pipeline.config.project import Profile

MAX_WORDS: Final = 14
MAX_LENGTH: Final = 110
"""Characters."""

_SENTENCE_END: Final = tuple(".!:;,…")
_CLOSING: Final = "\"'”’»)]"
_NOT_A_HEADING: Final = re.compile(r"(?:[-*•‣–—·]|\(?\d{1,3}[.)])\s|(?:Dr|Prof|Mr|Mrs|Ms)\.\s")
"""List items and the names of authors."""
_SMALL_WORD: Final = 3
"""Words of this length or less ("the", "and", "for") need no capital in a title."""


def is_heading(text: str, *, is_last: bool) -> bool:
    """Return whether a line is short, does not end like a sentence and has something below it."""
    if is_last or len(text) > MAX_LENGTH or _NOT_A_HEADING.match(text):
        return False
    words = text.split()
    if len(words) > MAX_WORDS:
        return False
    end = text.rstrip(_CLOSING)
    if end.endswith("?"):
        return _is_title_case(words)
    return bool(end) and not end.endswith(_SENTENCE_END)


def _is_title_case(words: list[str]) -> bool:
    """Tell a question that is a heading from one that may be prose, in sentence case."""
    long_words = [word.lstrip("\"'“‘(") for word in words if len(word) > _SMALL_WORD]
    return bool(long_words) and all(word[:1].isupper() for word in long_words)


def strip_junk(profile: Profile, text: str) -> str:
    """Return the declared heading that junk tokens were glued to, else `text`."""
    rest = text
    while not profile.find(rest):
        shorter = next((rest.removeprefix(one) for one in profile.junk if one and rest.startswith(one)), None)
        if shorter is None:
            return text
        rest = shorter.lstrip(BLANK)
    return rest
