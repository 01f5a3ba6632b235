"""Good translations to plant errors in."""

from __future__ import annotations

from random import Random

from pipeline.model.locale import Locale
from pipeline.planting.base import Plot
from pipeline.planting.registry import OPERATIONS

BY_NAME = {operation.name: operation for operation in OPERATIONS}


def make_plot(locale: str, source: str, target: str, foreign: tuple[str, ...] = ()) -> Plot:
    return Plot(source=source, target=target, locale=Locale(locale), foreign=foreign)


def results(name: str, plot: Plot, tries: int = 60) -> set[str | None]:
    """Return everything that an operation makes of a plot with many different random numbers."""
    return {plant(name, plot, seed) for seed in range(tries)}


def plant(name: str, plot: Plot, seed: int = 0) -> str | None:
    return BY_NAME[name].plant(plot, Random(seed))  # noqa: S311 - errors are chosen, no secrets
