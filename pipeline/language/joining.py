"""Target sentences to a paragraph: what stands between two sentences depends on the target's script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

_UNSPACED = frozenset({"zh", "ja", "yue", "lzh", "bo", "dz"})
"""Languages that put no space between sentences."""
_FULL_WIDTH_ENDS = tuple("。！？…」』）】”’")


def join_sentences(sentences: Sequence[str], glues: Sequence[str], locale: Locale) -> str:
    """Return the sentences as one text; `glues` are the white spaces between them in the source."""
    parts: list[str] = []
    for number, sentence in enumerate(sentences):
        if number:
            parts.append(_glue(parts[-1], sentence, glues[number - 1], locale))
        parts.append(sentence)
    return "".join(parts)


def _glue(before: str, after: str, source_glue: str, locale: Locale) -> str:
    is_unspaced = locale.language in _UNSPACED
    if is_unspaced and (before.endswith(_FULL_WIDTH_ENDS) or _is_ideograph(after[:1])):
        return ""
    return source_glue or " "


def _is_ideograph(character: str) -> bool:
    """Return whether a character is as wide as an ideograph, so that no space goes before it."""
    ranges = (("\u3001", "\u9fff"), ("\uf900", "\ufaff"), ("\uff01", "\uff60"), ("\U00020000", "\U0003ffff"))
    return any(first <= character <= last for first, last in ranges)
