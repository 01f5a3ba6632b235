"""The services that deep-translator reaches: languages, limits, and how a request must really look."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.drafting.online_transport import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.locale import Locale

NO_KEY = "none"
"""deep-translator insists on a key even where a server wants none."""


def _as_is(call: Call) -> Call:
    return call


def _libre_call(call: Call) -> Call:
    """Send in the body what deep-translator puts into the address; without a key, send none."""
    body = {name: value for name, value in call.params.items() if (name, value) != ("api_key", NO_KEY)}
    return Call(method="POST", url=call.url, params={}, headers={}, json=body)


def _deepl_call(call: Call) -> Call:
    """Send POST and a header, as DeepL requires; deep-translator sends GET with the key in the address."""
    body = {
        "text": [call.params["text"]],
        "source_lang": call.params["source_lang"],
        "target_lang": call.params["target_lang"],
    }
    headers = {"Authorization": f"DeepL-Auth-Key {call.params['auth_key']}"}
    return Call(method="POST", url=call.url, params={}, headers=headers, json=body)


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
    needs_url: bool = False
    longest: int | None = None
    """Characters of a request, where the class has a limit."""
    code: Callable[[Locale], str] = _tag
    rewrite: Callable[[Call], Call] = _as_is


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        "google": Service(module="google", type_name="GoogleTranslator", longest=4999, code=_google_code),
        "mymemory": Service(module="mymemory", type_name="MyMemoryTranslator", longest=499),
        "libre": Service(module="libre", type_name="LibreTranslator", needs_url=True, rewrite=_libre_call),
        "deepl": Service(module="deepl", type_name="DeeplTranslator", needs_key=True, rewrite=_deepl_call),
        "microsoft": Service(module="microsoft", type_name="MicrosoftTranslator", needs_key=True),
    }
)
