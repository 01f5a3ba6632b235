"""What an operation is: it takes one good translation and gives it back with one error in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.planting.lexicon import Lexicon, find_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from pipeline.model.locale import Locale


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One good translation, and what an operation may use to spoil it."""

    source: str
    target: str
    locale: Locale
    foreign: tuple[str, ...] = ()
    """The same unit in another language that can be taken for this one, where somebody has it."""

    @cached_property
    def lexicon(self) -> Lexicon:
        """What is known of the language; a lexicon without words where nothing is."""
        language = self.locale.language
        return find_lexicon(language) or Lexicon(language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One kind of error. The same plot and the same random numbers give the same text."""

    name: str
    description: str
    plant: Callable[[Plot, Random], str | None]
    """Returns the target with the error, or None where the error can't be made of this unit.

    What it returns differs from the target and is never blank."""
    is_exchange: bool = False
    """Whether two units that stand next to each other lose their targets to each other."""
