"""Texts to the parts between their commas and `and`s: items of lists, clauses, what stands in brackets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.lexicon import Lexicon

Span = tuple[int, int]

_COMMA = r"[,;،؛、，；](?!\d)"
_BREAK = r"[()（）]|[:：](?!\d)|[ \u00a0][-–—][ \u00a0]"
_SENTENCE_END = re.compile(r"[.!?。！？؟۔।](?=\s|$)|[;；؛]")
_LETTERS = 2
"""Letters and digits that make a part."""
_FEWEST_JOINTS, _LONGEST_ITEM = 2, 50
"""Joints of a list, and the characters of an item; what is longer is a clause."""
_ITEM_COMMA = "、"
"""The comma of Chinese that stands between items and nowhere else."""


@lru_cache(maxsize=64)
def _comma(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.conjunctions)) or "(?!)"
    edge = r"\b" if lexicon.is_spaced else ""
    return re.compile(rf"{_COMMA}(?!\s*(?:{words}){edge})", re.IGNORECASE)


def count_commas(text: str, lexicon: Lexicon) -> int:
    """Return how many commas a text has, without those in numbers and before `and`, which are a habit."""
    return len(_comma(lexicon).findall(hide_inline(text)))


@lru_cache(maxsize=64)
def _joint(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a comma, an `and`, or both together, as one."""
    words = [
        rf"{re.escape(word)}(?=\s)" if lexicon.is_spaced else re.escape(word) for word in lexicon.conjunctions
    ]
    words += [rf"{re.escape(word)}(?=\w\w)" for word in lexicon.conjunctions if word in lexicon.prefixes]
    conjunction = "|".join(words) or "(?!)"
    before = r"(?<=\s)" if lexicon.is_spaced else ""
    return re.compile(rf"{_COMMA}(?:\s*(?:{conjunction}))?|{before}(?:{conjunction})|{_BREAK}", re.IGNORECASE)


def count_joints(text: str, lexicon: Lexicon) -> int:
    """Return at how many places a text is joined by a comma, a bracket or a word for `and`."""
    return len(_joint(lexicon).findall(hide_inline(text)))


@lru_cache(maxsize=16384)
def find_parts(text: str, lexicon: Lexicon) -> tuple[Span, ...]:
    """Return where the parts of a text start and stop; `fever, cough, and pain` has three."""
    prose = hide_inline(text)
    joints = [(0, 0), *(found.span() for found in _joint(lexicon).finditer(prose)), (len(prose), len(prose))]
    spans = ((before[1], after[0]) for before, after in pairwise(joints))
    parts = (_strip(prose, *span) for span in spans)
    return tuple(part for part in parts if sum(map(str.isalnum, prose[slice(*part)])) >= _LETTERS)


@lru_cache(maxsize=16384)
def find_lists(text: str, lexicon: Lexicon) -> tuple[tuple[Span, ...], ...]:
    """Return the joints of each list in a text: commas between short items, and an `and` at the end."""
    return tuple(tuple(joints) for joints in _lists(hide_inline(text), lexicon) if joints)


@dataclass(frozen=True, slots=True)
class ListChange:
    """What became of the lists of a source."""

    is_kept: bool
    """Whether the target has each of them, with as many items."""
    shortened: tuple[Span, ...]
    """The joints of the only one that the target has with an item less; none where that is not so."""


NO_LISTS = ListChange(is_kept=False, shortened=())


def compare_lists(source: str, target: str, lexicon: Lexicon, english: Lexicon) -> ListChange:
    """Return what became of the lists of an English source; they may have changed places."""
    ours = [joints for joints in find_lists(source, english) if _is_sure(source, joints)]
    if not ours:
        return NO_LISTS
    extra = Counter(map(len, find_lists(target, lexicon)))
    missing = []
    for joints in ours:
        missing += [joints] if extra[len(joints)] <= 0 else []
        extra[len(joints)] -= 1
    if len(missing) != 1:
        return ListChange(is_kept=not missing, shortened=())
    size, rest = len(missing[0]), +extra
    is_shorter = rest[size - 1] > 0 or (size == _FEWEST_JOINTS and not rest)
    return ListChange(is_kept=False, shortened=missing[0] if is_shorter else ())


def _is_sure(source: str, joints: tuple[Span, ...]) -> bool:
    """Return whether an English list has two commas; a single one before an `and` often parts clauses."""
    return len(joints) > _FEWEST_JOINTS or source[slice(*joints[-1])].lstrip()[:1] == ","


def _lists(text: str, lexicon: Lexicon) -> Iterator[list[Span]]:
    is_chinese = lexicon.language.startswith("zh")
    run: list[Span] = []
    ends = 0
    for found in _joint(lexicon).finditer(text):
        joint = found[0].strip()
        has_comma = joint[0] in (_ITEM_COMMA if is_chinese else ",،、，")
        has_and = len(joint) > 1 if has_comma else joint.isalpha()
        is_over = not has_comma and ends == len(run) and not is_chinese
        if run and (is_over or not _is_item(text[run[-1][1] : found.start()])):
            yield _ended(run, ends)
            run, ends = [], 0
        if has_comma or has_and:
            run.append(found.span())
            ends = len(run) if has_and or is_chinese else ends
        if not has_comma:
            yield _ended(run, ends)
            run, ends = [], 0
    yield _ended(run, ends)


def _is_item(text: str) -> bool:
    return len(text) <= _LONGEST_ITEM and not _SENTENCE_END.search(text) and any(map(str.isalnum, text))


def _ended(run: list[Span], ends: int) -> list[Span]:
    """Return the joints up to the last with an `and`, none where these are too few."""
    return run[:ends] if ends >= _FEWEST_JOINTS else []


def _strip(text: str, start: int, stop: int) -> Span:
    part = text[start:stop]
    return start + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip())
