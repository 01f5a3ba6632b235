"""Tags, placeholders, addresses: taken out before an engine sees the text and put back after.

An engine that meets `{name}` writes `{nombre}`. So it meets a token instead, and unless every token comes
back exactly once the draft is refused.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TAG = r"</?\d+/?>|</?[A-Za-z][^<>]*>|<!--.*?-->"
_ENTITY = r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);"
_BRACES = r"\{\{[^{}]*\}\}|\$?\{[A-Za-z_][\w.]*(?:[!:][^{}]*)?\}|\{\d*\}"
# A bare % needs care: "50 % of" and "20%-30%" are prose.
_PERCENT = r"%\(\w+\)[-+0# ]*\d*(?:\.\d+)?[a-zA-Z]|(?<![\w%])%(?:\d+\$)?[sd](?!\w)"
_URL_END = r"\s<>\"{}«»“”‘’（）、，。；：！？،؛।"
_URL = rf"(?:https?://|www\.)[^{_URL_END}]*[^{_URL_END}.,;:!?()\[\]']"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_CODES = f"{_TAG}|{_ENTITY}|{_BRACES}|{_PERCENT}|{_URL}|{_MAIL}"
PROTECTED: Final = re.compile(f"({_CODES})", re.DOTALL)
"""What no engine may touch. Group 1 is the whole code, so that `split` keeps it."""

_LINE_BREAK = re.compile(r"(\s*\n\s*)")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenStyle:
    """How codes are spelled for an engine."""

    name: str
    write: Callable[[int], str]
    find: re.Pattern[str]
    """Matches any token; group 1 is what `read` takes."""
    read: Callable[[str], int] = int
    protect: re.Pattern[str] = PROTECTED
    """What becomes a token. Group 1 is the whole code."""
    escape: Callable[[str], str] = str
    """How text between tokens is written so that the engine takes it for text."""
    unescape: Callable[[str], str] = str


def _escape_markup(text: str) -> str:
    return html.escape(text, quote=False)


HTML: Final = TokenStyle(
    name="html",
    write='<span translate="no" data-i="{}"></span>'.format,
    find=re.compile(r"<span\b[^<>]*\bdata-i\s*=\s*[\"']?(\d+)[\"']?[^<>]*>\s*</span\s*>"),
    escape=_escape_markup,
    unescape=html.unescape,
)
"""For services that keep HTML: the text between is escaped."""
XML: Final = TokenStyle(
    name="xml",
    write='<x i="{}"/>'.format,
    find=re.compile(r"<x\s+i\s*=\s*[\"'](\d+)[\"']\s*(?:/>|>\s*</x\s*>)"),
    escape=_escape_markup,
    unescape=html.unescape,
)
"""For services that keep XML: the text between is escaped."""
TOKEN: Final = TokenStyle(name="token", write="⟦{}⟧".format, find=re.compile(r"⟦\s*(\d+)\s*⟧"))
"""For language models, and for services that keep unknown brackets."""
WORD: Final = TokenStyle(name="word", write="XQZ{}X".format, find=re.compile(r"XQZ(\d+)X", re.IGNORECASE))
"""For services that keep a word that they don't know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text whose codes are tokens."""

    text: str
    codes: tuple[str, ...]
    has_words: bool
    """Whether anything is left between the tokens that an engine could translate."""


def mask(text: str, style: TokenStyle, spans: Sequence[tuple[int, int, str]] = ()) -> Masked:
    """Return `text` with a token for each protected code, and for each span, which comes back as its text.

    `spans` are (start, stop, what to put back), from left to right; they hold no code, and touch none.
    """
    codes: list[str] = []
    shown: list[str] = []
    has_words = False
    for piece, is_code in _pieces(text, style.protect, spans):
        if is_code:
            shown.append(style.write(len(codes)))
            codes.append(piece)
        else:
            shown.append(style.escape(piece))
            has_words = has_words or bool(_LETTER.search(piece))
    return Masked(text="".join(shown), codes=tuple(codes), has_words=has_words)


def _pieces(
    text: str, protect: re.Pattern[str], spans: Sequence[tuple[int, int, str]]
) -> list[tuple[str, bool]]:
    """Return the text in order as prose and codes, a span as the code that stands for it."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, stop, put_back in (*spans, (len(text), len(text), "")):
        parts = protect.split(text[at:start])
        pieces += [(part, bool(number % 2)) for number, part in enumerate(parts)]
        pieces += [(put_back, True)] if stop > start else []
        at = stop
    return pieces


def unmask(text: str, codes: tuple[str, ...], style: TokenStyle) -> str | None:
    """Return `text` with its codes back, or None unless each token is there exactly once."""
    pieces = style.find.split(text)
    numbers = [style.read(token) for token in pieces[1::2]]
    if sorted(numbers) != list(range(len(codes))):
        return None
    shown = [codes[style.read(piece)] if at % 2 else style.unescape(piece) for at, piece in enumerate(pieces)]
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
