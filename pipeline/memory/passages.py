"""Sentences that were cut differently elsewhere: one that holds several known ones, or is a part of one.

They are shown to a translator and never filled in (Law 7): the parts of a text are not its translation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.language.inline import TAG
from pipeline.memory.matching import Question, find_exact
from pipeline.memory.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.memory.pairs import MemoryPair
    from pipeline.memory.store import Store

_CUT: Final = re.compile(r"""[.!?;:…؟؛۔।]+["'”’»)\]]*(?:\s+|$)|[。！？；：]+[”’」』）]*\s*""")
"""Where a text may have been cut: after what ends a sentence, or joins two."""
_JOINT: Final = ";:；：؛"
_MOST_PIECES: Final = 12
_FEWEST_WORDS: Final = 4
"""A shorter text is a part of too much to be of help."""
_LEAST_SHARE: Final = 4
"""A text that is less than a quarter of another is hard to find in its translation."""
_MOST_WORDS: Final = 8
"""Words that are looked up together; what is found is compared in full."""
_MOST_FOUND: Final = 1_000
"""Sources that hold the same words; of more none would be the right one."""


def find_passages(store: Store, source: str, locale: str) -> tuple[MemoryPair, ...]:
    """Return what the memory has of a text that is not in it: its parts, in order, or what it is a part of.

    Parts that make up less than half of the text are left out.
    """
    if store.pairs_like(source, locale):
        return ()
    pieces = _pieces(source)
    found = list(_find_parts(store, pieces, locale)) if 1 < len(pieces) <= _MOST_PIECES else []
    covered = sum(number for number, _ in found)
    parts = tuple(dict.fromkeys(pair for _, pair in found))
    if covered == len(pieces):
        return parts
    whole = _find_whole(store, source, locale)
    return (whole,) if whole else (parts if 2 * covered >= len(pieces) else ())


def _pieces(source: str) -> list[str]:
    """Return a text cut wherever it may have been cut; a cut inside a tag pair is none."""
    pieces: list[str] = []
    start = 0
    for end in (*(found.end() for found in _CUT.finditer(source)), len(source)):
        if source[start:end].strip() and _is_closed(source[start:end]):
            pieces.append(source[start:end])
            start = end
    if start < len(source) and pieces:
        pieces[-1] += source[start:]
    return pieces


def _is_closed(text: str) -> bool:
    opened = sum({"": 1, "/": -1}[found[1]] for found in TAG.finditer(text) if not found[3])
    return opened == 0


def _find_parts(store: Store, pieces: Sequence[str], locale: str) -> Iterator[tuple[int, MemoryPair]]:
    """Yield the longest known runs of pieces, from the left, with how many pieces each takes."""
    start = 0
    while start < len(pieces):
        most = len(pieces) if start else len(pieces) - 1
        runs = ((end - start, "".join(pieces[start:end])) for end in range(most, start, -1))
        found = next(((size, pair) for size, run in runs if (pair := _known(store, run, locale))), None)
        start += found[0] if found else 1
        if found:
            yield found


def _known(store: Store, run: str, locale: str) -> MemoryPair | None:
    """Return the best pair whose source is a run of pieces, as it stands or as a sentence of its own."""
    text = _renumbered(run.strip())
    for source in dict.fromkeys((text, _as_sentence(text))):
        found = find_exact(store, Question(source=source, locale=locale))
        if found:
            return found.pair
    return None


def _renumbered(text: str) -> str:
    """Return a text with its tags numbered from one, as in a unit of its own."""
    numbers: dict[str, int] = {}
    return TAG.sub(
        lambda found: f"<{found[1]}{numbers.setdefault(found[2], len(numbers) + 1)}{found[3]}>", text
    )


def _as_sentence(text: str) -> str:
    """Return what was joined with a semicolon or a colon as the sentence that it may have been."""
    first = next((at for at, sign in enumerate(text) if sign.isalpha()), 0)
    whole = f"{text[:first]}{text[first : first + 1].upper()}{text[first + 1 :]}"
    return f"{whole[:-1]}." if whole.endswith(tuple(_JOINT)) else whole


def _find_whole(store: Store, source: str, locale: str) -> MemoryPair | None:
    """Return the pair whose source holds the text, word by word, and the least besides."""
    words = _words(source)
    counts = store.word_counts(list(dict.fromkeys(words))) if len(words) >= _FEWEST_WORDS else {}
    if not counts or len(counts) < len(set(words)):
        return None
    rarest = sorted(counts, key=lambda word: (counts[word], word))[:_MOST_WORDS]
    expression = " AND ".join(f'"{word}"' for word in rarest)
    found = store.sources_with(expression, (0, _LEAST_SHARE * len(source)), _MOST_FOUND)
    if len(found) == _MOST_FOUND:
        return None
    sizes = {number: len(_words(text)) for number, text in found.items() if _holds(_words(text), words)}
    pairs = store.pairs_of(sizes, locale) if sizes else ()
    return min(
        pairs, key=lambda pair: (len(_words(pair.source)), not pair.is_present, *_name(pair)), default=None
    )


def _words(text: str) -> list[str]:
    return words_of(TAG.sub("", text))


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Return whether the words stand in that order, and others too."""
    size = len(part)
    if not size < len(words) <= _LEAST_SHARE * size:
        return False
    return any(list(words[at : at + size]) == list(part) for at in range(len(words) - size + 1))


def _name(pair: MemoryPair) -> tuple[str, str, str]:
    return pair.document, pair.source, pair.target
