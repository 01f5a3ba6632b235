"""The sources that hold a word, remembered from question to question: a job asks for the same words again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from pipeline.memory.store import ids_of_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.memory.store import Store

_MOST_KEPT: Final = 300_000
"""Texts to remember at a time, about 100 MB; a memory may hold millions."""


class Postings:
    """A store that is asked many questions, and not changed between them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._postings: dict[str, list[int]] = {}
        self._texts: dict[int, str] = {}
        self._counts: dict[str, int] = {}

    def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return in how many sources each word stands; a word that stands in none is left out."""
        unknown = [word for word in words if word not in self._counts]
        if unknown:
            self._counts |= dict.fromkeys(unknown, 0) | self._store.word_counts(unknown)
        return {word: count for word in words if (count := self._counts[word])}

    def sources_with_any(self, words: Iterable[str], sizes: tuple[int, int]) -> dict[int, str]:
        """Return the sources, by id in their order, that hold one of the words and are of a size.

        The words are rare ones: all sources that hold one of them are read.
        """
        if len(self._texts) > _MOST_KEPT:
            self._texts.clear()
            self._postings.clear()
            self._counts.clear()
        first, last = ids_of_size(*sizes)
        found: set[int] = set()
        for word in words:
            ids = self._postings.get(word) or self._read(word)
            found.update(ids[bisect_left(ids, first) : bisect_right(ids, last)])
        return {number: self._texts[number] for number in sorted(found)}

    def _read(self, word: str) -> list[int]:
        if not self._postings:
            self._texts |= self._store.sources(_MOST_KEPT)  # at once they take a fifth of the time
        ids = self._store.sources_with_word(word)
        self._texts |= self._store.texts_of(number for number in ids if number not in self._texts)
        self._postings[word] = ids
        return ids
