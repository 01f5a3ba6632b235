"""Sentence spans as the rules say them, without what saves time: every rule is asked at every gap."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sentencex import get_sentence_boundaries

from pipeline.language.segmentation_rules import Gap, rules_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.language.segmentation_rules import Rule

_AFTER_AN_END = re.compile(r"(?<=[.!?…)\]\"”’»])\s+(?=\S)|(?<=[。！？｡][」』）】”])(?=\S)")
_ANYWHERE = re.compile(r"\s+(?=\S)|(?<=[^\w\s])(?=\S)")
_CLOSING = {")": "(", "]": "[", "）": "（", "】": "【"}


def find_plainly(text: str, language: str, own: Sequence[Rule] = ()) -> tuple[tuple[int, int], ...]:
    """Return what `find_sentences` has to return."""
    rules = (*own, *rules_for(language))
    likely = segmented(text, language)
    body = (len(text) - len(text.lstrip()), len(text.rstrip()))
    others = (_ANYWHERE if any(rule.is_break for rule in own) else _AFTER_AN_END).finditer(text, *body)
    gaps = sorted(likely | {Gap(*found.span()) for found in others})
    stops = [
        gap.stop
        for gap in gaps
        if next((rule.is_break for rule in rules if rule.holds(text, gap)), gap in likely)
    ]
    inside = bracketed(text)
    edges = [0, *(stop for stop in stops if stop not in inside), len(text)]
    pieces = [(start, text[start:stop]) for start, stop in pairwise(edges)]
    spans = [
        (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())) for start, piece in pieces
    ]
    return tuple((start, stop) for start, stop in spans if start < stop)


def segmented(text: str, language: str) -> set[Gap]:
    """Return the gaps where the segmenter puts a boundary."""
    gaps, last = set(), 0
    for boundary in get_sentence_boundaries(language, text):
        place = int(boundary["start_index"])
        if place > last:
            start = max(last, len(text[:place].rstrip()))
            stop = len(text) - len(text[place:].lstrip())
            if start < stop or text[start - 1] in "。！？｡」』）】":
                gaps.add(Gap(start, stop))
            last = stop
    return gaps


def bracketed(text: str) -> set[int]:
    """Return the places inside of brackets that are closed."""
    opened: dict[str, list[int]] = {mark: [] for mark in _CLOSING.values()}
    places: set[int] = set()
    for at, sign in enumerate(text):
        if sign in opened:
            opened[sign].append(at)
        elif sign in _CLOSING and opened[_CLOSING[sign]]:
            places.update(range(opened[_CLOSING[sign]].pop() + 1, at + 1))
    return places
