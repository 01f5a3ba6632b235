"""Errors of language and of place: English left, another language, the neighbour's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import passages, tidy
from pipeline.planting.omissions import cut_at

if TYPE_CHECKING:
    from random import Random

    from pipeline.planting.base import Plot

_SHORTEST: Final = 40
"""Letters that a source needs, so that half of it is still a text."""
_LETTERS: Final = regex.compile(r"\p{L}")


def _leave_english(plot: Plot, _: Random) -> str | None:
    return plot.source if plot.source != plot.target and _is_text(plot.source) else None


def _leave_half(plot: Plot, _: Random) -> str | None:
    if not _is_text(plot.source) or plot.source == plot.target:
        return None
    kept = cut_at(plot.target, len(plot.target) // 2, is_spaced=plot.lexicon.is_spaced)
    left = cut_at(plot.source, len(plot.source) // 2, is_spaced=True)
    text = tidy(plot.target[:kept] + " ", plot.source[left:])
    return text if text.strip() and text != plot.target else None


def _is_text(source: str) -> bool:
    return len(_LETTERS.findall(source)) >= _SHORTEST


def _wrong(plot: Plot, random: Random) -> str | None:
    texts = [text for text in plot.foreign if text.strip() and text != plot.target]
    if texts and _is_text(plot.source):
        return random.choice(texts)
    return _passage(plot, random, "wrong")


def _sibling(plot: Plot, random: Random) -> str | None:
    return _passage(plot, random, "sibling")


def _passage(plot: Plot, random: Random, relation: str) -> str | None:
    """Return sentences of another language that are together about as long as the target."""
    sentences = list(passages().get(plot.lexicon.relatives.get(relation, ""), ()))
    if not sentences or not _is_text(plot.source):
        return None
    random.shuffle(sentences)
    text = sentences[0]
    for sentence in sentences[1:]:
        if len(text) + len(sentence) / 2 > len(plot.target):
            break
        text = f"{text} {sentence}"
    return text


def _exchange(plot: Plot, _: Random) -> str | None:
    """Say whether this unit can lose its target to the next one: short ones may well say the same."""
    return plot.target if _is_text(plot.source) else None


OPERATIONS: Final = (
    Operation(name="left-in-english", description="the source is not translated", plant=_leave_english),
    Operation(name="half-in-english", description="the second half is the source's", plant=_leave_half),
    Operation(name="wrong-language", description="a language that is often taken for this one", plant=_wrong),
    Operation(name="sibling-language", description="a close relative of the language", plant=_sibling),
    Operation(
        name="segments-swapped",
        description="two neighbours have each other's text",
        plant=_exchange,
        is_exchange=True,
    ),
)
