from __future__ import annotations

import pytest

from pipeline.drafting.registry import BUILTIN_ENGINES, open_engines
from pipeline.errors import ConfigError


def test_the_builtin_engines_come_first_and_in_order() -> None:
    names = [engine.name for engine in open_engines()]
    assert names[: len(BUILTIN_ENGINES)] == [
        *("memory", "glossary", "apertium", "file", "ctranslate2"),
        *("chat", "deepl", "libretranslate", "deep-translator", "pseudo"),
    ]


def test_an_unknown_engine_is_answered_with_the_closest() -> None:
    with pytest.raises(ConfigError) as caught:
        open_engines().get("apertum")
    assert caught.value.hint == 'did you mean "apertium"?'
