"""Lists in running text: what stands between the commas before an `and` or an `or`."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.lexicon import english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.planting.lexicon import Lexicon

Span = tuple[int, int]

_COMMA: Final = "[,،、，]"
_FEWEST: Final = 2
"""Joints between the items of a list."""
_LONGEST: Final = 45
_NO_ITEM: Final = regex.compile(r"[.!?。！？؟۔।;；؛:：()（）—–，\n]")
_LETTERS: Final = regex.compile(r"\p{L}\p{M}*\p{L}|\p{Han}")


def find_middle_items(source: str, target: str, lexicon: Lexicon) -> tuple[Span, ...]:
    """Return the items inside of a target's lists, each with the joint before it.

    A list that the English source has with as many items: other texts between commas are clauses and asides.
    """
    english_joint = _joint(english().conjunctions, (), _COMMA, is_spaced=True)
    sizes = {len(joints) for joints in _lists(source, english_joint) if _is_english_list(joints)}
    joint = _joint(
        lexicon.conjunctions,
        lexicon.prefixed_conjunctions,
        lexicon.item_comma or _COMMA,
        is_spaced=lexicon.is_spaced,
    )
    return tuple(
        (before.start(), len(target[: after.start()].rstrip()))
        for joints in _lists(target, joint, has_item_comma=bool(lexicon.item_comma))
        if len(joints) in sizes
        for before, after in pairwise(joints)
    )


def _is_english_list(joints: list[regex.Match[str]]) -> bool:
    """Return whether there are two commas; a single one before an `and` often parts clauses."""
    return len(joints) > _FEWEST or _has_comma(joints[-1])


def _has_comma(joint: regex.Match[str]) -> bool:
    return bool(joint[0] != joint["and"])


@lru_cache(maxsize=64)
def _joint(
    words: tuple[str, ...], prefixes: tuple[str, ...], comma: str, *, is_spaced: bool
) -> regex.Pattern[str]:
    """Return what finds a comma, an `and`, or both as one; the `and` is in a group."""
    edge = r"(?!\p{L})" if is_spaced else ""
    and_ = "|".join(
        [
            *(rf"{regex.escape(word)}{edge}" for word in words),
            *(rf"{regex.escape(word)}(?=\p{{L}}\p{{L}})" for word in prefixes),
        ]
    )
    before = r"(?<=\s)" if is_spaced else ""
    return regex.compile(rf"{comma}(?!\d)\s*(?P<and>{and_})?|{before}(?P<and>{and_})", regex.IGNORECASE)


def _lists(
    text: str, joint: regex.Pattern[str], *, has_item_comma: bool = False
) -> Iterator[list[regex.Match[str]]]:
    """Yield the joints of each list: short items between them, and an `and` at the last."""
    run: list[regex.Match[str]] = []
    for found in [*joint.finditer(text), None]:
        if found is None or (run and not _is_next(run[-1], found)):
            ends = [at for at, one in enumerate(run) if one["and"] or has_item_comma]
            if ends and ends[-1] + 1 >= _FEWEST:
                yield run[: ends[-1] + 1]
            run = []
        if found is not None:
            run.append(found)


def _is_next(joint: regex.Match[str], found: regex.Match[str]) -> bool:
    """Return whether a list goes on at `found`: after an item, and not after a last one."""
    text = found.string[joint.end() : found.start()]
    return (
        _has_comma(joint)
        and len(text.strip()) <= _LONGEST
        and not _NO_ITEM.search(text)
        and bool(_LETTERS.search(text))
    )
