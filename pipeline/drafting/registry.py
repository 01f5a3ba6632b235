"""The engines, in the order in which they are shown; other distributions add theirs as entry points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.drafting.apertium import ApertiumEngine
from pipeline.drafting.chat import ChatEngine
from pipeline.drafting.ctranslate2 import CTranslate2Engine
from pipeline.drafting.deepl import DeepLEngine
from pipeline.drafting.file_engine import FileEngine
from pipeline.drafting.glossary_engine import GlossaryEngine
from pipeline.drafting.libretranslate import LibreTranslateEngine
from pipeline.drafting.memory_engine import MemoryEngine
from pipeline.drafting.online import OnlineEngine
from pipeline.drafting.pseudo import PseudoEngine
from pipeline.registry import Registry

if TYPE_CHECKING:
    from pipeline.drafting.base import Engine

ENTRY_POINTS = "caveat.engines"
BUILTIN_ENGINES: tuple[Engine, ...] = (
    MemoryEngine(),
    GlossaryEngine(),
    ApertiumEngine(),
    FileEngine(),
    CTranslate2Engine(),
    ChatEngine(),
    DeepLEngine(),
    LibreTranslateEngine(),
    OnlineEngine(),
    PseudoEngine(),
)


def open_engines() -> Registry[Engine]:
    """Return every engine; raises ConfigError for one that can't be loaded."""
    return Registry("engine", BUILTIN_ENGINES).with_plugins(ENTRY_POINTS)
