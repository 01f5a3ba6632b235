"""Numbers in words: those that became another one, and those that are nowhere in the target."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.checks.number_rules import WORD, issue_of
from pipeline.language.number_words import find_hints
from pipeline.language.numbers import Number, NumberIndex, NumberKind
from pipeline.language.quantities import Quantity, find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Issue, Subject

_FIRST_COUNT = 3
"""Numbers in words that are looked for by themselves: one and two have many other names."""


def find_changed_words(
    subject: Subject, source: tuple[Number, ...], target: tuple[Number, ...]
) -> Iterator[Issue]:
    """Yield number words that became another number with the same unit ("four hours" to "six hours")."""
    if subject.lexicon is None:
        return
    words = [q for q in find_quantities(subject.source, subject.english, decimal=".") if _is_word(q)]
    if not words:
        return
    here, there = NumberIndex(source), NumberIndex(target)
    others = [q for q in find_quantities(subject.target, subject.lexicon) if not here.count(q.number)]
    hints = find_hints(subject.source, subject.english)
    for quantity in words:
        if there.count(quantity.number):
            continue
        rival = next(
            (x for x in others if x.unit == quantity.unit and _is_word(x) and not x.number.readings & hints),
            None,
        )
        if rival is not None:
            yield issue_of(quantity.number, rival.number)


def find_other_words(
    subject: Subject, source: tuple[Number, ...], target: tuple[Number, ...]
) -> Iterator[Issue]:
    """Yield the number words whose value is nowhere in the target, each with one of its words beside it."""
    if subject.lexicon is None or not any(map(_counts, source)):
        return
    here, there = NumberIndex(source), NumberIndex(target)
    words = [one for one in source if _counts(one) and not there.count(one)]
    theirs = find_hints(subject.target, subject.lexicon) if words else frozenset()
    gone = [one for one in words if one.readings.isdisjoint(theirs)]
    ours = find_hints(subject.source, subject.english) if gone else frozenset()
    come = [one for one in target if gone and _counts(one) and not here.count(one)]
    for old, new in zip_longest(gone, [one for one in come if one.readings.isdisjoint(ours)][: len(gone)]):
        yield WORD.issue(
            f"{old.text} became {new.text}" if new else f"{old.text} is missing",
            source_span=old.span,
            target_span=new.span if new else None,
            expected=old.text,
            found=new.text if new else None,
        )


def _counts(number: Number) -> bool:
    value = min(number.readings)
    is_count = value >= _FIRST_COUNT and value == value.to_integral_value()
    return number.kind is NumberKind.WORD and is_count


def _is_word(quantity: Quantity) -> bool:
    return quantity.number.kind is NumberKind.WORD
