"""What a build inserts into a document in its own format: a banner, notices, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.config.project import Fallback
from pipeline.verify.alignment import Aligned, without_mark
from pipeline.verify.marks import check_banner
from pipeline.verify.native_rules import policies_of
from pipeline.verify.page import Banner
from pipeline.verify.problem import problem
from pipeline.verify.structure import is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pipeline.model.finding import Finding
    from pipeline.verify.native import NativeBlock
    from pipeline.verify.native_rules import Terms

_TARGET: Final = re.compile(r" (?:href|src|srcset|action|data|poster|on\w+)=")
_REBUILD: Final = "build the document again from the source"


def check_inserted(
    aligned: Aligned, terms: Terms, *, top: int, owed: Collection[int], text_start: int
) -> Iterator[Finding]:
    """Yield what is wrong with the passages that the source does not have.

    `top` is where a file says that it is a preview, `owed` are the places of disclaimers that it must say are
    not in its language, `text_start` is where the text begins that is no disclaimer.
    """
    left = {place: list(passages) for place, passages in aligned.inserted.items()}
    first = left.get(top, [])
    banners = [] if terms.is_release else [first.pop(0) for _ in first[:1]]
    for place in owed:
        left[place] = left.get(place, [])[:-1]
    notices = next((left[place] for place in (top, text_start) if left.get(place)), [])
    is_due = _is_notice_due(aligned, terms)
    if notices and (is_due or not terms.is_release):
        notices.pop(0)
    elif is_due and terms.is_release:
        message = "parts are in the source language, and no notice says so, as [release] asks"
        yield problem("text.fallback-refused", terms.file, message, hint=_REBUILD, locale=terms.locale.code)
    if terms.is_release:
        banners, left = left.get(top, []), {place: left[place] for place in left if place != top}
    shown = [Banner(text=one.text.strip("[]"), line=one.line, hidden=one.hidden) for one in banners]
    yield from check_banner(shown, terms.file, release=terms.is_release)
    yield from _strangers([block for blocks in left.values() for block in blocks], terms)
    inserted = [block for passages in aligned.inserted.values() for block in passages]
    yield from _empty(inserted, terms)
    yield from _linked(inserted, terms)


def _strangers(left: Iterable[NativeBlock], terms: Terms) -> Iterator[Finding]:
    for block in left:
        message = f'"{block.text[:60]}" is not in the document'
        code = terms.locale.code
        yield problem("structure.changed", terms.file, message, line=block.line, hint=_REBUILD, locale=code)


def _empty(inserted: Iterable[NativeBlock], terms: Terms) -> Iterator[Finding]:
    for block in inserted:
        if is_blank(block.text):
            hint = "translate the interface text, then build again"
            yield problem("text.empty", terms.file, "a notice is empty", line=block.line, hint=hint)


def _linked(inserted: Iterable[NativeBlock], terms: Terms) -> Iterator[Finding]:
    """Yield the passages that lead somewhere; what a build inserts is words alone."""
    for block in inserted:
        if any(_TARGET.search(mark) for mark in block.marks):
            message = f'"{block.text[:60]}" is a banner or a notice, and leads somewhere or loads something'
            code = terms.locale.code
            yield problem("text.new-link", terms.file, message, line=block.line, hint=_REBUILD, locale=code)


def _is_notice_due(aligned: Aligned, terms: Terms) -> bool:
    pairs = zip(aligned.blocks, aligned.source, strict=False)
    return not terms.is_source and any(
        Fallback.SOURCE_WITH_NOTICE in policies_of(block.text, terms)
        for block, original in pairs
        if original.text not in terms.canonical and (block.declared or without_mark(block, original.text)[1])
    )
