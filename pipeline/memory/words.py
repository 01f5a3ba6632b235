"""A text to the words that an index holds."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from pipeline.language.forms import normal_form

_WORD: Final = re.compile(r"[^\W_]+")
_KEY_BYTES: Final = 16


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, in order; digits count as letters."""
    return _WORD.findall(text.casefold())


def form_key(text: str) -> bytes:
    """Return a key that texts share which differ in quotes, spaces or Unicode form alone."""
    return hashlib.blake2b(
        normal_form(text).encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES
    ).digest()
