"""Tags, placeholders, addresses: taken out before an engine sees the text and put back after.

An engine that meets `{name}` writes `{nombre}`. So it meets a token instead, and unless every token comes
back exactly once the draft is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = r"</?\d+/?>|</?[A-Za-z][^<>]*>|<!--.*?-->"
_ENTITY = r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);"
_BRACES = r"\{\{[^{}]*\}\}|\$?\{[A-Za-z_][\w.]*(?:[!:][^{}]*)?\}|\{\d*\}"
# A bare % needs care: "50 % of" and "20%-30%" are prose.
_PERCENT = r"%\(\w+\)[-+0# ]*\d*(?:\.\d+)?[a-zA-Z]|(?<![\w%])%(?:\d+\$)?[sd](?!\w)"
_URL_END = r"\s<>\"{}«»“”‘’（）、，。；：！？،؛।"
_URL = rf"(?:https?://|www\.)[^{_URL_END}]*[^{_URL_END}.,;:!?()\[\]']"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
PROTECTED = re.compile(f"({_TAG}|{_ENTITY}|{_BRACES}|{_PERCENT}|{_URL}|{_MAIL})", re.DOTALL)
"""What no engine may touch. Group 1 is the whole code, so that `split` keeps it."""

_LINE_BREAK = re.compile(r"(\s*\n\s*)")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenStyle:
    """How codes are spelled for an engine."""

    write: Callable[[int], str]
    find: re.Pattern[str]
    """Matches any token; group 1 is what `read` takes."""
    read: Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text whose codes are tokens."""

    text: str
    codes: tuple[str, ...]


def mask(
    text: str,
    style: TokenStyle,
    *,
    protect: re.Pattern[str] = PROTECTED,
    escape: Callable[[str], str] = str,
) -> Masked:
    """Return `text` with each protected code replaced by its token; `escape` is applied between them."""
    pieces = protect.split(text)
    codes = tuple(pieces[1::2])
    shown = [style.write(at // 2) if at % 2 else escape(piece) for at, piece in enumerate(pieces)]
    return Masked(text="".join(shown), codes=codes)


def unmask(
    text: str, codes: tuple[str, ...], style: TokenStyle, *, clean: Callable[[str], str] = str
) -> str | None:
    """Return `text` with its codes back, or None unless each token is there exactly once."""
    pieces = style.find.split(text)
    numbers = [style.read(token) for token in pieces[1::2]]
    if sorted(numbers) != list(range(len(codes))):
        return None
    shown = [codes[style.read(piece)] if at % 2 else clean(piece) for at, piece in enumerate(pieces)]
    return "".join(shown)


def is_translatable(text: str) -> bool:
    """Return whether anything but codes, digits and punctuation is in the text."""
    return bool(_LETTER.search("".join(PROTECTED.split(text)[::2])))


def split_lines(text: str) -> list[str]:
    """Return lines at even and the breaks between them at odd places; joined they are the text.

    Engines let words cross a line break, and one drops it: so each line is drafted by itself.
    """
    return _LINE_BREAK.split(text)


def with_outer_space(text: str, source: str) -> str:
    """Return `text` with the white space around it that the source has (gettext checks line breaks there)."""
    stripped = source.strip()
    if not stripped:
        return source
    start = source.index(stripped)
    return source[:start] + text.strip() + source[start + len(stripped) :]
