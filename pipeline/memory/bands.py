"""Words by match band, as translators invoice them: a text that was translated before costs less.

Words are those of the English source: what stands between spaces and holds a letter or a digit. Numbered tags
are not counted; a placeholder is a word.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.language.inline import TAG
from pipeline.memory.matching import find_best_score
from pipeline.memory.postings import Postings
from pipeline.model.job import WordCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.memory.matching import Question
    from pipeline.memory.store import Store


class Band(Enum):
    """The bands, from what costs least to what costs most."""

    REPETITION = "repetitions"
    """The same source stood in the job before."""
    IN_CONTEXT = "101"
    EXACT = "100"
    NEARLY = "95-99"
    HIGH = "85-94"
    MEDIUM = "75-84"
    LOW = "50-74"
    NEW = "new"


_FLOORS: Final = (
    (101, Band.IN_CONTEXT),
    (100, Band.EXACT),
    (95, Band.NEARLY),
    (85, Band.HIGH),
    (75, Band.MEDIUM),
    (50, Band.LOW),
)
LEAST: Final = _FLOORS[-1][0]
"""A match of a lower score saves nobody any work."""


def count_words(source: str) -> int:
    """Return how many words a source has."""
    return sum(any(map(str.isalnum, word)) for word in TAG.sub("", source).split())


def band_of(score: int) -> Band:
    """Return the band of a score in percent; 0 stands for no match."""
    return next((band for floor, band in _FLOORS if score >= floor), Band.NEW)


def best_scores(store: Store) -> Callable[[Question], int]:
    """Return what gives the score of the best match in the memory, 0 where none is good enough to count.

    It is for many questions, between which the memory does not change.
    """
    postings = Postings(store)
    return lambda question: find_best_score(store, question, least=LEAST, postings=postings)


def count_bands(questions: Iterable[Question], score: Callable[[Question], int]) -> tuple[WordCount, ...]:
    """Return every band, in order, with its units and words; together they are all of the questions."""
    units: Counter[Band] = Counter()
    words: Counter[Band] = Counter()
    seen: set[str] = set()
    for question in questions:
        is_known = question.source in seen
        band = Band.REPETITION if is_known else band_of(score(question))
        seen.add(question.source)
        units[band] += 1
        words[band] += count_words(question.source)
    return tuple(WordCount(band=band.value, units=units[band], words=words[band]) for band in Band)
