"""Built-in rules by the word before a gap and the letters after it, so that few of them must be asked.

A rule is left out only where no text around that word and those letters could make it hold.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import regex

from pipeline.language.segmentation_rules import Gap, rules_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.language.segmentation_rules import Rule

_BEFORE, _AFTER = 24, 3
"""Characters on each side of a gap that are looked at."""
_HEAD = 6
"""Characters at the beginning of a text that a rule about it must fit."""
_LOOKS_AROUND: Final = re.compile(r"[\^$]|\\[bBAZmMGK]|\(\?[^:i]")
"""What may make an expression depend on text that it does not match; a superset."""


class _Plan(NamedTuple):
    """What is left to do at a gap: rules to ask, and what holds where none of them does."""

    asked: tuple[Rule, ...]
    otherwise: bool


class RuleIndex:
    """Rules in their order, and which of them can hold, or hold for certain, after a word and before letters.

    A regular expression can tell whether a text would match if more stood around it. That is asked once for
    each word and remembered, as a number with two bits a rule: the lower half for those that can hold, the
    upper half for those that do whatever else is there.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        before, after = [rule.before for rule in rules], [rule.after for rule in rules]
        self._before: Callable[[str], int] = lru_cache(maxsize=1 << 15)(lambda word: _fit(before, word))
        self._after: Callable[[str], int] = lru_cache(maxsize=1 << 15)(lambda letters: _fit(after, letters))
        heads = [_forward(expression) for expression in before]
        self._anchored = _bits(heads)
        self._head: Callable[[str], int] = lru_cache(maxsize=1 << 12)(
            lambda head: ~_bits(one is not None and not one.match(head, partial=True) for one in heads)
        )
        self._plan: Callable[[int, bool], _Plan] = lru_cache(maxsize=1 << 12)(self._make_plan)

    def is_break(self, text: str, start: int, stop: int, is_likely: bool) -> bool:  # noqa: FBT001 - an answer, not an option
        """Return what the first rule that holds around a gap says; where none does, `is_likely`."""
        word = text[start - _BEFORE if start > _BEFORE else 0 : start].rpartition(" ")[2]
        fitting = self._before(word) & self._after(text[stop : stop + _AFTER])
        if fitting & self._anchored:
            fitting &= self._head(text[:_HEAD])
        if not fitting:
            return is_likely
        asked, otherwise = self._plan(fitting, is_likely)
        if not asked:
            return otherwise
        gap = Gap(start, stop)
        return next((rule.is_break for rule in asked if rule.holds(text, gap)), otherwise)

    def _make_plan(self, fitting: int, is_likely: bool) -> _Plan:  # noqa: FBT001 - the same
        asked = []
        otherwise = is_likely
        for place, rule in enumerate(self._rules):
            if fitting >> len(self._rules) + place & 1:
                otherwise = rule.is_break
                break
            if fitting >> place & 1:
                asked.append(rule)
        while asked and asked[-1].is_break == otherwise:
            asked.pop()
        return _Plan(tuple(asked), otherwise)


def _forward(expression: Any) -> Any:
    """Return the expression to be matched from the beginning of a text if it holds only there, else None."""
    if not expression.pattern.startswith("^") or "|" in expression.pattern:
        return None
    return regex.compile(expression.pattern, expression.flags & ~regex.REVERSE)


def _fit(expressions: Sequence[Any], text: str) -> int:
    """Return which expressions can match where `text` stands, and which do for certain."""
    found = [expression.match(text, partial=True) for expression in expressions]
    sure = [
        match is not None and not match.partial and not _LOOKS_AROUND.search(expression.pattern)
        for expression, match in zip(expressions, found, strict=True)
    ]
    return _bits(found) | _bits(sure) << len(found)


def _bits(flags: Iterable[object]) -> int:
    """Return a number with a bit for each flag, the first one lowest."""
    return sum(1 << place for place, flag in enumerate(flags) if flag)


@lru_cache(maxsize=32)
def index_for(language: str) -> RuleIndex:
    """Return the index of the built-in rules of a language."""
    return RuleIndex(rules_for(language))
