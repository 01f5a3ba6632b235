"""Alignment: a localized file beside its source, without the passages that a build inserts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.verify.native import NativeBlock, NativeFile

_MARKED: Final = re.compile(r"\[[^\[\]]+\] (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A localized file and its source, each as blocks."""

    blocks: tuple[NativeBlock, ...]
    """Without what was inserted."""
    source: tuple[NativeBlock, ...]
    inserted: Mapping[int, tuple[NativeBlock, ...]] = field(default_factory=dict)
    """By the place of the block that comes after, the passages that the source does not have."""

    @property
    def is_even(self) -> bool:
        """Whether both have as many blocks."""
        return len(self.blocks) == len(self.source)


def align(found: NativeFile, source: NativeFile) -> Aligned:
    """Return both files beside each other; of passages that look inserted, those beyond the source's are."""
    everywhere = _common_reasons(source)
    blocks: list[NativeBlock] = []
    inserted: dict[int, list[NativeBlock]] = defaultdict(list)
    carried: tuple[str, ...] = ()
    at = 0
    shown = [_without_reasons(block, everywhere) for block in found.blocks]
    while at < len(shown):
        run = _asides(shown, at)
        own = _asides(source.blocks, len(blocks))
        for block in shown[at : at + max(0, run - own)]:
            inserted[len(blocks)].append(block)
            carried += block.opened[: -_own_containers(block)] if block.opened else ()
        for block in shown[at + max(0, run - own) : at + max(run, 1)]:
            blocks.append(replace(block, opened=(*carried, *block.opened)))
            carried = ()
        at += max(run, 1)
    return Aligned(
        blocks=tuple(blocks),
        source=source.blocks,
        inserted={place: tuple(passages) for place, passages in inserted.items()},
    )


def _common_reasons(source: NativeFile) -> frozenset[str]:
    """Return why all of a source's text may not be seen: the author's page as it is, such as its colours."""
    texts = [set(block.hidden) for block in source.blocks[source.top :] if block.text]
    return frozenset(set.intersection(*texts)) if texts else frozenset()


def _without_reasons(block: NativeBlock, known: frozenset[str]) -> NativeBlock:
    if not known:
        return block
    return replace(block, hidden=tuple(reason for reason in block.hidden if reason not in known))


def _asides(blocks: Sequence[NativeBlock], at: int) -> int:
    count = 0
    while at + count < len(blocks) and blocks[at + count].is_aside:
        count += 1
    return count


def _own_containers(block: NativeBlock) -> int:
    """Return how many containers belong to an inserted passage itself: its quote and its paragraph."""
    return 2 if block.around[-2:-1] == ("blockquote",) else 1


def without_mark(block: NativeBlock, text: str) -> tuple[str, bool]:
    """Return a block's text without a mark in words where `text` is left, and whether it had one."""
    found = _MARKED.fullmatch(block.text)
    return (found[1], True) if found and found[1] == text else (block.text, False)
