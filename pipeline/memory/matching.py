"""Matches of a source in the memory, best first, each with its score and what differs.

Law 7: a match whose source differs in a number, unit, negation or modal is never filled in as text to accept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.language.guard import Difference, differences
from pipeline.language.inline import PLACEHOLDER, TAG
from pipeline.memory.words import words_of
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.memory.pairs import MemoryPair
    from pipeline.memory.postings import Postings
    from pipeline.memory.store import Store

POSTINGS: Final = 1_500
"""Sources that one search looks at: with the rarest words first the best match is among them, and ranking
every source that holds a common word would take a hundred times as long."""
_ENOUGH: Final = 3
"""Rare words that a good match can't miss all at once."""
_PAIRED: Final = 4
"""Commoner words, every two of which are looked up together."""
_PENALTY: Final = {State.APPROVED: 0, State.REVIEWED: 1, State.TRANSLATED: 2, State.UNATTRIBUTED: 4}
"""Points off for a text that fewer people stand behind: only an approved one scores full."""
_CLOSEST: Final = 2
"""Sources that the best score is looked for among."""
_ABSENT: Final = 1
"""Points off for a text that has left its catalog."""
_DIFFERENT: Final = 79
"""The most that a match scores whose meaning or tags differ: below what a translator takes as nearly done."""


class MatchKind(IntEnum):
    """How close a match's source is; a higher value is closer."""

    FUZZY = 0
    FORM = 1
    """The same but for quotes, spaces or Unicode form."""
    EXACT = 2
    IN_CONTEXT = 3
    """Exact, in the same role and between the same sentences."""


_FULL: Final = {MatchKind.FORM: 99, MatchKind.EXACT: 100, MatchKind.IN_CONTEXT: 101}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for."""

    source: str
    locale: str
    context: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A pair of the memory as an answer to a question."""

    pair: MemoryPair
    kind: MatchKind
    score: int
    """Percent; 101 for a match in context."""
    likeness: float = 1.0
    """The share of the source that is the same, whatever it is worth."""
    differences: tuple[Difference, ...] = ()
    """What of the meaning differs between the pair's source and the one that was asked for."""
    has_same_tags: bool = True

    @property
    def may_be_filled(self) -> bool:
        """Whether the target may stand in a catalog as it is, for a person to accept."""
        return self.kind is not MatchKind.FUZZY and not self.differences and self.has_same_tags


def find_matches(store: Store, question: Question, *, limit: int = 5, least: int = 60) -> tuple[Match, ...]:
    """Return at most `limit` matches of at least `least` percent, best first; equal targets count once."""
    exact = store.pairs_like(question.source, question.locale)
    matches = [_exact_match(question, pair) for pair in exact]
    if len({match.pair.target for match in matches}) < limit:
        matches += _fuzzy_matches(store, question, limit, least)
    best: dict[str, Match] = {}
    for match in sorted(matches, key=_rank):
        if match.score >= least:
            best.setdefault(match.pair.target, match)
    return tuple(best.values())[:limit]


def find_exact(store: Store, question: Question) -> Match | None:
    """Return the best match whose source is the same, or None."""
    return next(iter(find_same(store, question)), None)


def find_same(store: Store, question: Question) -> tuple[Match, ...]:
    """Return every match whose source is the same but for its form, best first."""
    return _ranked(question, store.pairs_like(question.source, question.locale))


def find_approved(store: Store, question: Question) -> tuple[Match, ...]:
    """Return the approved pairs of today's catalogs with exactly this source, best first; a target once."""
    found = [
        pair
        for pair in store.pairs_like(question.source, question.locale)
        if pair.state is State.APPROVED and pair.is_present and pair.source == question.source
    ]
    best: dict[str, Match] = {}
    for match in _ranked(question, found):
        best.setdefault(match.pair.target, match)
    return tuple(best.values())


def _ranked(question: Question, pairs: Iterable[MemoryPair]) -> tuple[Match, ...]:
    return tuple(sorted((_exact_match(question, pair) for pair in pairs), key=_rank))


def _rank(match: Match) -> tuple[int, float, int, str, str, str]:
    pair = match.pair
    return -match.score, -match.likeness, -match.kind, pair.document, pair.source, pair.target


def _exact_match(question: Question, pair: MemoryPair) -> Match:
    kind = _kind(question, pair)
    return Match(pair=pair, kind=kind, score=_FULL[kind] - _points_off(pair))


def _kind(question: Question, pair: MemoryPair) -> MatchKind:
    if pair.source != question.source:
        return MatchKind.FORM
    here = (question.context, question.before, question.after)
    is_in_context = pair.is_present and here == (pair.context, pair.before, pair.after)
    return MatchKind.IN_CONTEXT if is_in_context else MatchKind.EXACT


def _points_off(pair: MemoryPair) -> int:
    return _PENALTY[pair.state] + (0 if pair.is_present else _ABSENT)


def find_best_score(store: Store, question: Question, *, least: int, postings: Postings | None = None) -> int:
    """Return the score of the first of `find_matches`, 0 where there is none.

    It is asked of every unit of a job, so only what can still score more than what was found is looked for,
    and differences only where the score depends on them. With `postings` of the same store the words that
    were asked for before are not read again.
    """
    exact = store.pairs_like(question.source, question.locale)
    best = max((_exact_match(question, pair).score for pair in exact), default=0)
    others = {} if exact else _candidates(store, postings or store, question.source, least)
    for _ in range(_CLOSEST if others else 0):
        found = process.extractOne(
            question.source,
            others,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=max(least, best + 1) / 100,
        )
        if found is None:
            break
        text, likeness, number = found
        del others[number]
        if text != question.source:
            pairs = store.pairs_of([number], question.locale)
            best = max([best, *(_score(question.source, pair, likeness, best) for pair in pairs)])
    return best if best >= least else 0


def _score(source: str, pair: MemoryPair, likeness: float, best: int) -> int:
    """Return the score of a fuzzy match; where it is not above the best one it need not be exact."""
    score = _most(pair, likeness)
    is_cut = score > max(best, _DIFFERENT) and _differs(pair.source, source)
    return _DIFFERENT if is_cut else score


def _differs(one: str, other: str) -> bool:
    """Return whether two sources differ in tags or in meaning."""
    return _tags(one) != _tags(other) or bool(differences(one, other))


def _fuzzy_matches(store: Store, question: Question, limit: int, least: int) -> Iterable[Match]:
    for pair, likeness in _closest(store, store, question, 2 * limit, least):
        yield _fuzzy_match(question.source, pair, likeness)


def _closest(
    store: Store, sources: Store | Postings, question: Question, most: int, least: int
) -> list[tuple[MemoryPair, float]]:
    """Return the pairs of the closest sources, with how close; the source itself takes one of the places."""
    source = question.source
    ranked = process.extract(
        source,
        _candidates(store, sources, source, least),
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=least / 100,
        limit=most,
    )
    likeness = {text: value for text, value, _ in ranked if text != source}
    ids = [number for text, _, number in ranked if text != source]
    return [(pair, likeness[pair.source]) for pair in store.pairs_of(ids, question.locale)]


def _most(pair: MemoryPair, likeness: float) -> int:
    """Return the score of a pair unless the meaning or the tags differ."""
    return min(int(100 * likeness), 98) - _points_off(pair)


def _fuzzy_match(source: str, pair: MemoryPair, likeness: float) -> Match:
    found = differences(pair.source, source)
    has_same_tags = _tags(pair.source) == _tags(source)
    score = _most(pair, likeness)
    if found or not has_same_tags:
        score = min(score, _DIFFERENT)
    return Match(
        pair=pair,
        kind=MatchKind.FUZZY,
        score=score,
        likeness=likeness,
        differences=found,
        has_same_tags=has_same_tags,
    )


def _tags(text: str) -> list[str]:
    return sorted(found[0] for pattern in (TAG, PLACEHOLDER) for found in pattern.finditer(text))


def _candidates(store: Store, sources: Store | Postings, source: str, least: int) -> dict[int, str]:
    """Return the sources that share rare words, or pairs of common ones, and are as long."""
    counts = sources.word_counts(list(dict.fromkeys(words_of(source))))
    rarest = sorted(counts, key=lambda word: (counts[word], word))
    sizes = (len(source) * least // 100, len(source) * 100 // least + 1)
    number = _affordable([counts[word] for word in rarest])
    found = sources.sources_with_any(rarest[:number], sizes) if number else {}
    if number < _ENOUGH:  # what an edit put in may be the rarest word of all
        for pair in _pairs(rarest[number : number + _PAIRED]):
            found |= store.sources_with(pair, sizes, POSTINGS)
            if len(found) >= POSTINGS:
                break
    return found


def _affordable(counts: Sequence[int]) -> int:
    """Return how many of the rarest words can be looked up together."""
    return sum(total <= POSTINGS for total in accumulate(counts))


def _pairs(words: Sequence[str]) -> list[str]:
    """Return what finds every two of the words together, the rarest two first; of a single word it alone."""
    pairs = sorted(combinations(range(len(words)), 2), key=lambda pair: (sum(pair), pair))
    return [f'"{words[one]}" AND "{words[other]}"' for one, other in pairs] or [f'"{word}"' for word in words]
