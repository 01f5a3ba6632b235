"""The meaning guard: whether an edit of an English source touches what it says (Law 7).

A match whose source differs in a number, unit, negation or modal is never filled in as text to accept. In
doubt the answer is a difference: a person then looks at a text that could have been
kept, which harms nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.language.cues import COMPARATORS, MODALS, NEGATIONS, CueKind, count_cues, find_cues
from pipeline.language.forms import normal_form
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.numbers import find_numbers
from pipeline.language.quantities import find_unit_names

if TYPE_CHECKING:
    from collections.abc import Iterator


class DifferenceKind(Enum):
    """What an edit touched."""

    NUMBER = "number"
    UNIT = "unit"
    NEGATION = "negation"
    MODAL = "modal"
    COMPARATOR = "comparator"


@dataclass(frozen=True, slots=True)
class Difference:
    """One touched part of the meaning; an empty text stands for "nothing of this kind"."""

    kind: DifferenceKind
    old: str
    new: str


_DIRECTION = re.compile(
    r"\b(?:more|less|fewer|before|after|above|below|over|under|increas\w+|decreas\w+|rais\w+|lower\w*|reduc\w+|first|last|all|some)\b"
)
"""Words that turn a comparison round without being one of the cues."""
_SIGN = re.compile(r"(?<![\w)\]-])[-−+±](?=\s?\d)|[<>≤≥](?=\s?\d)")
_CLAUSE_END = re.compile(r"[.;:,!?]+(?:\s|$)|\s(?:and|but|or)\s", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "non", "non-", "dis", "mis", "contra", "anti", "anti-")


_Parts = tuple[tuple[str, str], ...]
"""What is compared, each with the words that show it."""


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """Return what of the meaning differs between two English sources, in a fixed order of kinds.

    Quotes, white space and Unicode form never count; words that are no cue don't either.
    """
    old, new = normal_form(old), normal_form(new)
    if old == new:
        return ()
    pairs = (
        (DifferenceKind.NUMBER, _numbers(old), _numbers(new)),
        (DifferenceKind.UNIT, _units(old), _units(new)),
        (DifferenceKind.NEGATION, _negations(old), _negations(new)),
        (DifferenceKind.MODAL, _cues(old, MODALS), _cues(new, MODALS)),
        (DifferenceKind.COMPARATOR, _comparators(old), _comparators(new)),
    )
    found = [
        _difference(kind, before, after) for kind, before, after in pairs if _keys(before) != _keys(after)
    ]
    if not any(difference.kind is DifferenceKind.NEGATION for difference in found):
        found += _moved_negations(old, new)
    return tuple(found)


def _keys(parts: _Parts) -> tuple[str, ...]:
    return tuple(key for key, _ in parts)


def _difference(kind: DifferenceKind, old: _Parts, new: _Parts) -> Difference:
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    gone = ", ".join(text for _, start, stop, _, _ in changed for _, text in old[start:stop])
    come = ", ".join(text for _, _, _, start, stop in changed for _, text in new[start:stop])
    return Difference(kind, gone, come)


def _numbers(text: str) -> _Parts:
    """Return values with the words they stand in; `1.2 million` is not `1.2`, nor `B6` `B12`."""
    found = find_numbers(text, get_lexicon(ENGLISH), decimal=".")
    values = [
        (n.start, ",".join(sorted(f"{value.normalize():f}" for value in n.readings)), n.text) for n in found
    ]
    signs = [(sign.start(), sign[0], sign[0]) for sign in _SIGN.finditer(text)]
    return tuple((key, part) for _, key, part in sorted(values + signs))


def _units(text: str) -> _Parts:
    names = find_unit_names(text, get_lexicon(ENGLISH), decimal=".")
    return tuple((name, name) for name in names)


def _cues(text: str, kinds: frozenset[CueKind]) -> _Parts:
    found = (cue for cue in find_cues(text, get_lexicon(ENGLISH)) if cue.kinds & kinds)
    return tuple(("+".join(sorted(kind.value for kind in cue.kinds & kinds)), cue.text) for cue in found)


def _negations(text: str) -> _Parts:
    """Return negations without their order or strength: "never" for "do not" is no difference."""
    return tuple(("not", part) for _, part in _cues(text, NEGATIONS))


def _comparators(text: str) -> _Parts:
    words = tuple((_root(found[0].lower()), found[0]) for found in _DIRECTION.finditer(text.lower()))
    return _cues(text, COMPARATORS) + words


def _root(word: str) -> str:
    return word[:6]


def _moved_negations(old: str, new: str) -> Iterator[Difference]:
    """Yield a difference where a negation now belongs to other words, or a prefix negates one."""
    before, after = _words(old), _words(new)
    clauses, new_clauses = _clauses(old), _clauses(new)
    if clauses != new_clauses and len(clauses) == len(new_clauses):
        yield Difference(DifferenceKind.NEGATION, old, new)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":  # most of the text: no need to look for cues in it
            continue
        gone, come = before[start:stop], after[new_start:new_stop]
        is_moved = _count_negations(" ".join(gone)) != _count_negations(" ".join(come))
        if is_moved or _is_negated_by_prefix(gone, come):
            yield Difference(DifferenceKind.NEGATION, " ".join(gone), " ".join(come))
            return


def _clauses(text: str) -> list[int]:
    """Return how many negations each clause has."""
    return [_count_negations(clause) for clause in _CLAUSE_END.split(text)]


def _count_negations(text: str) -> int:
    return count_cues(text, get_lexicon(ENGLISH), NEGATIONS)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _is_negated_by_prefix(gone: list[str], come: list[str]) -> bool:
    pairs = [(one, other) for one in gone for other in come]
    return any(
        prefix + one == other or prefix + other == one
        for one, other in pairs
        for prefix in _NEGATIVE_PREFIXES
    )
