"""The services that are asked through deep-translator: what they need, their limits, their codes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.locale import Locale


def _tag(locale: Locale) -> str:
    return locale.tag


def _google_code(locale: Locale) -> str:
    return _GOOGLE.get(locale.code, locale.language)


_GOOGLE = {
    "fil": "tl",
    "he": "iw",
    "jv": "jw",
    "nb": "no",
    "zh": "zh-CN",
    "zh_Hans": "zh-CN",
    "zh_Hant": "zh-TW",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One of deep-translator's modules, and what it needs."""

    module: str
    type_name: str
    needs_key: bool = False
    longest: int = 5_000
    """Characters of a request."""
    code: Callable[[Locale], str] = _tag


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        "google": Service(module="google", type_name="GoogleTranslator", longest=4_999, code=_google_code),
        "mymemory": Service(module="mymemory", type_name="MyMemoryTranslator", longest=499),
        "microsoft": Service(module="microsoft", type_name="MicrosoftTranslator", needs_key=True),
    }
)
MOVED = {"libre": "libretranslate", "deepl": "deepl"}
"""Services of deep-translator that have an engine of their own."""
