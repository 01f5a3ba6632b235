"""Rules about sentence boundaries: what stands before and after a place, and whether a sentence ends there.

Rules are asked in order and the first that holds decides; where none does, the segmenter does.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import regex

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.errors import Location

LOOK_BACK: Final = 120
"""Characters before a place that a rule may look at, and the same number after it."""
MATCH_SECONDS: Final = 0.5
"""Processor time that one expression of a project's own rule may take on such a window."""
_NEAR: Final = 4
"""Places at each end of a wide gap where an own rule is tried."""


class Gap(NamedTuple):
    """The white space between two pieces of text; empty where there is none."""

    start: int
    stop: int

    @property
    def places(self) -> tuple[int, ...]:
        """Places inside, ends included: all of them, or those near the ends of a wide gap."""
        every = range(self.start, self.stop + 1)
        return tuple(every) if len(every) <= 2 * _NEAR else (*every[:_NEAR], *every[-_NEAR:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Whether a sentence ends at a place, by the text before and after it."""

    before: Any
    """Compiled expression for the end of the text before the place; None where any text will do."""
    after: Any
    """Compiled expression for the beginning of the text after it, or None."""
    is_break: bool = False

    def holds(self, text: str, gap: Gap) -> bool:
        """Return whether the words around the gap are as the rule says."""
        if self.after is not None and not self.after.match(text, gap.stop):
            return False
        return self.before is None or bool(self.before.match(text, max(0, gap.start - LOOK_BACK), gap.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule(Rule):
    """A project's own rule: it sees the white space too, and its expressions may not take for ever."""

    origin: Location

    def holds(self, text: str, gap: Gap) -> bool:
        """Return whether the text around any place in the gap is as the rule says."""
        return any(self._is_after(text, place) and self._is_before(text, place) for place in gap.places)

    def _is_after(self, text: str, place: int) -> bool:
        return self.after is None or self._found(self.after.match, text, place, place + LOOK_BACK)

    def _is_before(self, text: str, place: int) -> bool:
        return self.before is None or self._found(self.before.search, text, max(0, place - LOOK_BACK), place)

    def _found(self, find: Callable[..., object], text: str, start: int, stop: int) -> bool:
        try:
            return find(text, start, stop, timeout=MATCH_SECONDS) is not None
        except TimeoutError as error:
            raise took_too_long(self.origin) from error


def took_too_long(origin: Location) -> ConfigError:
    """Return the error for an expression that would hold everything up."""
    hint = "make it simpler: no repeated group inside of a repeated group, or a possessive one (a++)"
    return ConfigError("the expression takes too long", at=origin, hint=hint)


@lru_cache(maxsize=1)
def _read_data() -> dict[str, Any]:
    text = resources.files("pipeline.language").joinpath("segmentation.toml").read_text("utf-8")
    return tomllib.loads(text)


def rules_version() -> str:
    """Return the version of the built-in rules, to be recorded with what they produced."""
    return str(_read_data()["version"])


@lru_cache(maxsize=32)
def rules_for(language: str) -> tuple[Rule, ...]:
    """Return the built-in rules of a language: its own, then the general ones."""
    tables = [table for name in (language, "*") for table in _read_data().get(name, [])]
    return tuple(_rule(table) for table in tables)


def _rule(table: dict[str, Any]) -> Rule:
    return Rule(
        before=regex.compile(_with_lists(table["before"]), regex.VERSION1 | regex.REVERSE),
        after=regex.compile(_with_lists(table["after"]), regex.VERSION1),
        is_break=table.get("break", False),
    )


def _with_lists(expression: str) -> str:
    """Put the words of a list where `{name}` stands; in a list a dot is a dot."""
    for name, words in _read_data()["lists"].items():
        choices = "|".join(regex.escape(word).replace(r"\ ", r"\s?") for word in _longest_first(words))
        expression = expression.replace(f"{{{name}}}", f"(?:{choices})")
    return expression


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))
