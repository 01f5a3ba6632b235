"""Target sentences to a paragraph: what stands between two sentences depends on the target's script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

_UNSPACED = frozenset({"zh", "ja", "yue", "lzh", "bo", "dz"})
"""Languages that put no space between sentences."""
_FULL_WIDTH_ENDS = "。！？…」』）】”’"


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
    if is_unspaced and (before[-1:] in _FULL_WIDTH_ENDS or _is_ideograph(after[:1])):
        return ""
    return source_glue or " "


def _is_ideograph(character: str) -> bool:
    return "\u3040" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"
