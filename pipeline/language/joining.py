"""Target sentences to a paragraph: what stands between two sentences depends on the target's script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.language.inline import TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

_UNSPACED: Final = frozenset({"zh", "ja", "yue", "lzh", "bo", "dz"})
"""Languages that put no space between sentences, where the marks or letters beside it are full-width."""
_SPACE_ENDS: Final = frozenset({"th", "lo", "km", "my"})
"""Languages that have no full stop: the one space is what separates two sentences."""
_SHARED: Final = "”’“‘\"'…"
"""Marks that full-width and Latin text share: what stands beside them tells which it is."""


def join_sentences(sentences: Sequence[str], glues: Sequence[str], locale: Locale) -> str:
    """Return the sentences as one text; `glues` are the white spaces between them in the source."""
    parts: list[str] = []
    for number, sentence in enumerate(sentences):
        if number:
            parts.append(_glue(parts[-1], sentence, glues[number - 1], locale))
        parts.append(sentence)
    return "".join(parts)


def _glue(before: str, after: str, source_glue: str, locale: Locale) -> str:
    if "\n" in source_glue:
        return source_glue
    if locale.language in _SPACE_ENDS:
        return " "
    if locale.language in _UNSPACED and (_is_wide(_last(before)) or _is_wide(_first(after))):
        return ""
    return source_glue or " "


def _last(text: str) -> str:
    """Return the last character that says what script a text is in; tags and shared marks do not."""
    return TAG.sub("", text).rstrip(_SHARED)[-1:]


def _first(text: str) -> str:
    return TAG.sub("", text).lstrip(_SHARED)[:1]


def _is_wide(character: str) -> bool:
    """Return whether a character is as wide as an ideograph, so that no space goes beside it."""
    ranges = (("\u3001", "\u9fff"), ("\uf900", "\ufaff"), ("\uff01", "\uff9f"), ("\U00020000", "\U0003ffff"))
    return any(first <= character <= last for first, last in ranges)
