"""Drafts a project's Spanish catalogs with an engine that writes down what it is asked."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.drafting.base import Draft, Health, Limits, Request, Setting
from pipeline.drafting.masking import TOKEN
from pipeline.drafting.pacing import SystemClock
from pipeline.drafting.probing import probe_by_opening
from pipeline.model.locale import Locale
from pipeline.registry import Registry
from pipeline.stages import draft_choice as stage
from pipeline.stages.draft import draft
from pipeline.stages.sources import Sources
from pipeline.workspace.project import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BATCH = 5


@dataclass
class CountedEngine:
    """Writes each text down before it answers, and takes a millisecond for it."""

    log: Path
    name: str = "counted"
    is_offline: bool = False
    uses_context: bool = False
    masks_terms: bool = False
    route: str = "counted"
    version: str = "counted@1"
    mask_styles: Sequence[object] = field(default=(TOKEN,))

    def limits(self, setting: Setting) -> Limits:
        del setting
        return Limits(batch_texts=BATCH)

    def probe(self, setting: Setting) -> Health:
        return probe_by_opening(self, setting)  # type: ignore[arg-type] # the styles are any objects

    @contextmanager
    def open(self, setting: Setting) -> Iterator[CountedEngine]:
        del setting
        yield self

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        del deadline
        with self.log.open("a", encoding="utf-8") as file:
            file.writelines(f"{request.text}\n" for request in requests)
        time.sleep(0.001 * len(requests))
        return [Draft(text=f"tr {request.text}") for request in requests]


class FastClock(SystemClock):
    """A clock on which a second is over after twenty milliseconds, so that catalogs are written often."""

    def now(self) -> float:
        return time.monotonic() * 50


def run(folder: Path, log: Path) -> None:
    """Draft everything; raises KeyboardInterrupt as the stage does."""
    engines = Registry("engine", (CountedEngine(log),))
    stage.open_engines = lambda: engines  # type: ignore[assignment, attr-defined] # the only engine there is
    nothing = Sources(documents=(), disclaimers=(), catalogs=(), problems=(), findings=())
    workspace = open_workspace(folder)
    draft(workspace, locales=[Locale("es")], today="2026-11-22", sources=nothing, clock=FastClock())


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    try:
        run(Path(sys.argv[1]), Path(sys.argv[2]))
    except KeyboardInterrupt:
        os._exit(130)
