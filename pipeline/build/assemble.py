"""A document and a locale's targets to the blocks that are shown.

A block falls back as a whole, and never without a mark: an unmarked mixture of languages can't come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.build.page import Mode, PageDisclaimer, Text, Tongue
from pipeline.config.project import Fallback
from pipeline.language.joining import join_sentences
from pipeline.language.names import direction, render_label
from pipeline.language.typography import apply_typography
from pipeline.model.document import Block, BlockKind
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.build.targets import Shelf, Target
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import ByteRange, Document, Occurrence
    from pipeline.model.locale import Locale


_CODE = re.compile(rb"`|<(?:code|kbd|samp|var|pre|tt)\b", re.IGNORECASE)
"""How inline code opens in the formats whose text has any."""
_LINE_END = re.compile(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """A block with the text that a reader gets."""

    block: Block
    content: Text
    is_fallback: bool = False
    """The text is the source's."""
    is_critical: bool = False
    risk: Risk = Risk.STANDARD
    """The highest risk of its units, which decides what policy says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a locale shows of a block: all of its units in one language."""

    texts: tuple[str, ...]
    """Of each unit."""
    locale: Locale
    """That the texts are in."""
    is_fallback: bool
    risk: Risk
    """The highest risk of its units, which decides what policy says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a page can't be released."""

    message: str
    unit: str | None = None
    """The unit's id, where the reason is about one."""
    state: str | None = None
    risk: str | None = None


def tongue_of(locale: Locale) -> Tongue:
    """Return the language attributes of a locale."""
    return Tongue(tag=locale.tag, direction=direction(locale))


def show_blocks(
    document: Document, locale: Locale, source: Locale, shelf: Shelf, mode: Mode
) -> tuple[ShownBlock, ...]:
    """Return the document's blocks as this locale's page shows them; disclaimers are not among them."""
    blocks = (block for block in document.blocks if block.disclaimer is None)
    return tuple(_show(document, block, locale, source, shelf, mode) for block in blocks)


def _show(
    document: Document, block: Block, locale: Locale, source: Locale, shelf: Shelf, mode: Mode
) -> ShownBlock:
    made = decide(block, locale, source, shelf, mode)
    text = join_sentences(made.texts, glues_of(document, block), made.locale)
    if block.kind is BlockKind.LABEL:
        text = render_label(text, made.locale)
    return ShownBlock(
        block=block,
        content=Text(text=text, tongue=tongue_of(made.locale)),
        is_fallback=made.is_fallback,
        is_critical=any(unit.risk is Risk.CRITICAL for unit in block.occurrences),
        risk=made.risk,
    )


def decide(
    block: Block,
    locale: Locale,
    source: Locale,
    shelf: Shelf,
    mode: Mode,
    refused: Collection[ByteRange] = (),
) -> Decision:
    """Return what is shown of a block; `refused` are the units whose target the format can't hold."""
    targets = [shelf.units.get(unit.key) for unit in block.occurrences]
    is_shown = all(target and target.may_be_shown(mode) for target in targets)
    is_held = all(unit.range not in refused for unit in block.occurrences)
    is_fallback = locale != source and not (is_shown and is_held)
    shown = source if is_fallback else locale
    texts = [
        unit.key.source if shown == source or target is None else shown_text(unit, target, shown, shelf)
        for unit, target in zip(block.occurrences, targets, strict=True)
    ]
    risks = [target.risk for target in targets if target] + [unit.risk for unit in block.occurrences]
    return Decision(texts=tuple(texts), locale=shown, is_fallback=is_fallback, risk=max(risks))


def shown_text(unit: Occurrence, target: Target, locale: Locale, shelf: Shelf) -> str:
    """Return a target as it is shown: on one line, unless its source has several, with declared spaces."""
    text = target.text if _LINE_END.search(unit.key.source) else one_line(target.text)
    code = {one.number for one in unit.codes if _CODE.match(one.opening)}
    return apply_typography(text, locale, shelf.typography, code)


def one_line(text: str) -> str:
    """Return a target on one line: a line end in it would make another heading or paragraph (Law 2)."""
    return _LINE_END.sub(" ", text).strip()


def glues_of(document: Document, block: Block) -> list[str]:
    """Return what stands between the units of a block in the source."""
    ranges = [unit.range for unit in block.occurrences]
    return [document.data[a.stop : b.start].decode() for a, b in pairwise(ranges)]


def show_disclaimer(
    disclaimer: Disclaimer, locale: Locale, source: Locale, shelf: Shelf, notice: Text
) -> PageDisclaimer:
    """Return a disclaimer as the page shows it: the pinned wording, or the canonical one with a notice.

    A draft of it has no way in: the catalog it stands in is not among the arguments.
    """
    pinned = shelf.find_pinned(disclaimer)
    if locale != source and pinned is not None:
        tongue, heading, text = tongue_of(locale), pinned.heading, pinned.text
    else:
        tongue, heading, text = tongue_of(source), disclaimer.heading, disclaimer.text
    is_owed = locale != source and pinned is None
    return PageDisclaimer(
        id=disclaimer.id,
        version=disclaimer.version,
        heading=Text(text=heading, tongue=tongue),
        text=Text(text=text, tongue=tongue),
        notice=notice if is_owed else None,
    )


def disclaimers_in(document: Document, shelf: Shelf) -> tuple[Disclaimer, ...]:
    """Return the disclaimers that a document carries, in reading order."""
    wanted = dict.fromkeys(block.disclaimer for block in document.blocks if block.disclaimer)
    known = {one.id: one for one in shelf.disclaimers}
    return tuple(known[name] for name in wanted)


def find_reasons(document: Document, shelf: Shelf) -> tuple[Reason, ...]:
    """Return every reason to withhold this page from a release; none when policy lets it out."""
    return (*_disclaimer_reasons(document, shelf), *_unit_reasons(document, shelf))


def _disclaimer_reasons(document: Document, shelf: Shelf) -> Iterator[Reason]:
    if shelf.fallback[Risk.DISCLAIMER] is Fallback.WITHHOLD:
        for disclaimer in disclaimers_in(document, shelf):
            why = shelf.why_owed(disclaimer)
            if why:
                yield Reason(message=why, state="owed", risk=Risk.DISCLAIMER.label)


def _unit_reasons(document: Document, shelf: Shelf) -> Iterator[Reason]:
    """Yield what withholds the page; a text that can't carry a language mark has no fallback at all."""
    seen = set()
    values = {unit.key for block in document.blocks for unit in block.occurrences if is_unmarkable(block)}
    for unit in document.occurrences():
        target = shelf.units.get(unit.key)
        is_new = unit.key not in seen and not (unit.key.context or "").startswith("disclaimer:")
        seen.add(unit.key)
        if is_new and not (target and target.may_be_shown(Mode.RELEASE)):
            reason = _unit_reason(unit, target)
            policy = shelf.fallback[Risk.parse(reason.risk or "standard")]
            if policy is Fallback.WITHHOLD or unit.key in values:
                yield reason


def is_unmarkable(block: Block) -> bool:
    """Return whether a block has no place for a language mark."""
    return block.kind is BlockKind.VALUE


def _unit_reason(unit: Occurrence, target: Target | None) -> Reason:
    risk = target.risk if target else unit.risk
    state = target.state.value if target else "empty"
    if target and target.is_blocked:
        message = "a finding blocks it: see `caveat check`"
    else:
        message = f"needs {target.missing if target and target.missing else 'a translation'}"
    return Reason(message=message, unit=unit.key.id, state=state, risk=risk.label)
