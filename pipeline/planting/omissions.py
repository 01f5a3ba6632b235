"""Errors of how much is said: too little, too much, twice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import pick, tidy
from pipeline.planting.lists import find_middle_items

if TYPE_CHECKING:
    from random import Random

    from pipeline.planting.base import Plot

_SENTENCE: Final = regex.compile(
    r"[^.!?。！？؟۔।]+(?:[.](?=\S)[^.!?。！？؟۔।]*)*[.!?。！？؟۔।]+"
    r"[\"'”’»)\]]*(?:\s+|$|(?<=[。！？]))"
)
_PART_SIGN: Final = regex.compile(r"[,،、，](?!\d)\s*")
_SIGNS: Final = 3
_LONGEST_PART: Final = 45
_SHORTEST_SENTENCE: Final = 15
_WORD: Final = regex.compile(r"[\p{L}\p{M}\u200c]{3,}")
_CHINESE: Final = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}]{2}")
_SHORTEST_HALVED: Final = 20
_TAIL: Final = 0.2


def cut_at(text: str, place: int, *, is_spaced: bool) -> int:
    """Return a place near `place` where no word is cut in two."""
    if not is_spaced:
        return place
    space = text.find(" ", place)
    return space if space > 0 else text.rfind(" ")


def _cut(plot: Plot, share: float) -> str | None:
    """Return the first part of the target, without its end, at least a word shorter."""
    text = plot.target
    if len(text) < _SHORTEST_HALVED * (1 if plot.lexicon.is_spaced else 0.5):
        return None
    at = cut_at(text, round(len(text) * share), is_spaced=plot.lexicon.is_spaced)
    kept = text[:at].rstrip()
    return kept if 0 < len(kept) < len(text) - 2 else None


def _cut_half(plot: Plot, _: Random) -> str | None:
    return _cut(plot, 0.5)


def _cut_tail(plot: Plot, _: Random) -> str | None:
    """Cut the last fifth off, and end the sentence as before, so that nobody sees it from the mark."""
    kept = _cut(plot, 1 - _TAIL)
    end = plot.target[-1:]
    return kept + end if kept and end in ".!?。！？؟۔।" else kept


def _omit_sentence(plot: Plot, random: Random) -> str | None:
    sentences = [match[0] for match in _SENTENCE.finditer(plot.target)]
    if "".join(sentences) != plot.target or not _has_sentences(plot.source):
        return None
    shortest = _SHORTEST_SENTENCE * (1 if plot.lexicon.is_spaced else 0.4)
    if any(len(one.strip()) < shortest for one in sentences):
        return None
    texts = ["".join(sentences[:at] + sentences[at + 1 :]).strip() for at in range(len(sentences))]
    return pick(texts, random, but=plot.target)


def _has_sentences(source: str) -> bool:
    return len(regex.findall(r"[.!?][\"')\]]*\s+\p{Lu}", source)) > 0


def _omit_item(plot: Plot, random: Random) -> str | None:
    """Take one of the middle items of a list in the running text out."""
    spans = find_middle_items(plot.source, plot.target, plot.lexicon)
    texts = [plot.target[:start] + plot.target[stop:] for start, stop in spans]
    return pick(texts, random, but=plot.target)


def _omit_part(plot: Plot, random: Random) -> str | None:
    """Take out what stands between two commas; the source has as many commas."""
    signs = list(_PART_SIGN.finditer(plot.target))
    if len(signs) < _SIGNS or len(_PART_SIGN.findall(plot.source)) < _SIGNS:
        return None
    texts = []
    for sign, after in pairwise(signs):
        part = plot.target[sign.end() : after.start()]
        if 0 < len(part) <= _LONGEST_PART and not regex.search(r"[.!?。！？؟۔।;；؛:：]", part):
            texts.append(plot.target[: sign.start()] + plot.target[after.start() :])
    return pick(texts, random, but=plot.target)


def _repeat_word(plot: Plot, random: Random) -> str | None:
    pattern, gap = (_WORD, " ") if plot.lexicon.is_spaced else (_CHINESE, "")
    places = [match.span() for match in pattern.finditer(plot.target)]
    text = plot.target
    texts = [text[:stop] + gap + text[start:stop] + text[stop:] for start, stop in places]
    return pick(texts, random, but=text)


def _add(plot: Plot, random: Random) -> str | None:
    if not plot.lexicon.additions:
        return None
    said = random.choice(plot.lexicon.additions)
    gap = " " if plot.lexicon.is_spaced else ""
    return tidy(plot.target.rstrip() + gap, said)


OPERATIONS: Final = (
    Operation(name="half-truncated", description="the second half is not there", plant=_cut_half),
    Operation(name="tail-cut", description="the last fifth is not there", plant=_cut_tail),
    Operation(
        name="sentence-omitted", description="one of several sentences is missing", plant=_omit_sentence
    ),
    Operation(
        name="list-item-lost",
        description="one item of a list in the text is missing",
        plant=_omit_item,
    ),
    Operation(name="part-lost", description="what stands between two commas is not there", plant=_omit_part),
    Operation(name="word-repeated", description="a word stands there twice", plant=_repeat_word),
    Operation(name="addition", description="a sentence that the source does not say", plant=_add),
)
