"""Text: a plain-text page to what its reader sees: a line a block, so that only wordings tell disclaimers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from pipeline.language.names import direction
from pipeline.verify.page import Banner, Kind, Medium, Seen, SeenDisclaimer, VerifiedPage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pipeline.model.locale import Locale
    from pipeline.verify.wording import Wording

_BRACKETED: Final = re.compile(r"\[(.*)\]")
_MARKED: Final = re.compile(r"\[[^\[\]]+\] (.+)")
_ALIKE: Final = 0.6
"""Two texts this alike are one text that somebody changed, rather than two."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a disclaimer stands among the lines, which need not hold all of it."""

    wording: Wording
    heading: int | None
    text: int | None

    def lines(self) -> set[int]:
        return {one for one in (self.heading, self.text) if one is not None}


def read_text_page(
    text: str, *, file: str, document: str, locale: Locale, wordings: Sequence[Wording], labels: int
) -> VerifiedPage:
    """Return what the reader of a plain-text page sees; `labels` is how many follow the title."""
    lines = [_Line(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    banners, lines = _take_banner([line for line in lines if line.text])
    places = [place for wording in wordings for place in _find(wording, lines)]
    fronts = {min(place.lines()) - 1 for place in places}
    notices = {index for index in fronts if index > 0 and _BRACKETED.fullmatch(lines[index].text)}
    taken = notices.union(*(place.lines() for place in places))
    kept = [index for index in range(len(lines)) if index not in taken]
    blocks = tuple(
        Seen(kind=_kind(rank, labels), text=lines[index].text, line=lines[index].number)
        for rank, index in enumerate(kept)
    )
    return VerifiedPage(
        file=file,
        medium=Medium.TEXT,
        document=document,
        locale=locale,
        blocks=blocks,
        disclaimers=tuple(_seen(place, lines, kept, notices) for place in places),
        banners=tuple(banners),
        surroundings=tuple(_surroundings(lines, notices)),
    )


def read_marks(page: VerifiedPage, source_texts: Collection[str], source: Locale) -> VerifiedPage:
    """Return the page with blocks that say in brackets that they are the source's, `[Inglés] …`, read so."""
    return replace(page, blocks=tuple(_without_mark(block, source_texts, source) for block in page.blocks))


def _without_mark(block: Seen, source_texts: Collection[str], source: Locale) -> Seen:
    found = _MARKED.fullmatch(block.text)
    if found is None or found[1] not in source_texts:
        return block
    return replace(block, text=found[1], lang=source.tag, dir=direction(source))


def _take_banner(lines: list[_Line]) -> tuple[list[Banner], list[_Line]]:
    """Split off the banner, which is the first line when that stands in brackets."""
    first = _BRACKETED.fullmatch(lines[0].text) if lines else None
    if first is None:
        return [], lines
    return [Banner(text=first[1].strip(), line=lines[0].number)], lines[1:]


def _kind(rank: int, labels: int) -> Kind:
    if rank == 0:
        return Kind.TITLE
    return Kind.LABEL if rank <= labels else Kind.LINE


def _find(wording: Wording, lines: Sequence[_Line]) -> Iterator[_Place]:
    """Yield each copy of a disclaimer: exact ones first, else what is left of one that was changed."""
    texts = [(wording.heading, wording.text), *((one.heading, one.text) for one in wording.refused)]
    found = [place for pair in dict.fromkeys(texts) for place in _find_exact(wording, lines, *pair)]
    yield from _without_overlap(found) or _find_changed(wording, lines, texts)


def _find_exact(wording: Wording, lines: Sequence[_Line], heading: str, text: str) -> Iterator[_Place]:
    for index, line in enumerate(lines):
        if line.text == text:
            before = index - 1
            has_heading = index > 0 and (
                lines[before].text == heading or _is_alike(lines[before].text, heading)
            )
            yield _Place(wording, before if has_heading else None, index)
        elif line.text == heading and not (index + 1 < len(lines) and lines[index + 1].text == text):
            changed = index + 1 < len(lines) and _is_alike(lines[index + 1].text, text)
            yield _Place(wording, index, index + 1 if changed else None)


def _without_overlap(places: Iterable[_Place]) -> list[_Place]:
    kept: list[_Place] = []
    for place in sorted(places, key=lambda one: (-len(one.lines()), min(one.lines()))):
        if not any(place.lines() & other.lines() for other in kept):
            kept.append(place)
    return sorted(kept, key=lambda one: min(one.lines()))


def _find_changed(wording: Wording, lines: Sequence[_Line], texts: Sequence[tuple[str, str]]) -> list[_Place]:
    for heading, text in texts:
        for index, line in enumerate(lines):
            if _is_alike(line.text, text):
                before = index - 1 if index and _is_alike(lines[index - 1].text, heading) else None
                return [_Place(wording, before, index)]
    return []


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
    )


def _seen(place: _Place, lines: Sequence[_Line], kept: Sequence[int], notices: set[int]) -> SeenDisclaimer:
    first = min(place.lines())
    notice = _BRACKETED.fullmatch(lines[first - 1].text) if first - 1 in notices else None
    return SeenDisclaimer(
        id=place.wording.id,
        line=lines[first].number,
        position=sum(index < first for index in kept),
        heading="" if place.heading is None else lines[place.heading].text,
        text="" if place.text is None else lines[place.text].text,
        notice=notice[1].strip() if notice else None,
    )


def _surroundings(lines: Sequence[_Line], notices: Iterable[int]) -> Iterator[Seen]:
    for index in sorted(notices):
        yield Seen(kind=Kind.OTHER, text=lines[index].text, line=lines[index].number)
