"""Engines of a test in a small project, for what asks engines without writing drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.drafting.registry import BUILTIN_ENGINES
from pipeline.registry import Registry
from pipeline.stages import draft_choice

if TYPE_CHECKING:
    import pytest

    from tests.drafting.scripted import ScriptedEngine


def use(monkeypatch: pytest.MonkeyPatch, *engines: ScriptedEngine) -> None:
    """Let these be installed beside the engines that are built in."""
    registry = Registry("engine", (*BUILTIN_ENGINES, *engines))
    monkeypatch.setattr(draft_choice, "open_engines", lambda: registry)
