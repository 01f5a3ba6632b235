"""Packet: what one reviewer can sign in the minutes they have, the riskiest text first."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from pipeline.model.digest import digest_fields, short
from pipeline.model.effort import reading_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.locale import Locale
    from pipeline.model.people import Reviewer
    from pipeline.model.unit import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What stands before a unit and after it in its paragraph."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketItem:
    """One text to read and sign, with all that a reader needs to judge it."""

    document: str
    unit: str
    """`ID@MARK`: the answer names exactly this text."""
    risk: Risk
    reasons: tuple[str, ...]
    """Why the risk is above standard."""
    heading: str | None
    role: str | None
    """`title`, `heading`, `label` and the like; None for prose."""
    source: str
    target: str
    around_source: Passage
    around_target: Passage
    origin: str
    """Who wrote the target, in words."""
    said: tuple[str, ...] = ()
    """What people said of this text before."""
    findings: tuple[str, ...] = ()
    is_blocked: bool = False
    """A finding keeps the text from being released, so it is read first."""
    earlier: str | None = None
    """The target that was approved last, where it was another one."""

    @property
    def minutes(self) -> float:
        """How long it takes to read and decide."""
        return reading_minutes(len(self.source.split()), self.risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The texts that one person is asked to sign in one sitting."""

    project: str
    reviewer: Reviewer
    locale: Locale
    source_locale: Locale
    on: str
    minutes: int
    items: tuple[PacketItem, ...]
    left: int
    """Texts that this person could sign and that did not fit."""
    return_to: str
    """The address to which the answers go."""
    token: str = field(repr=False)
    """The secret that answers give back: whoever has it had the packet, or answers to it."""

    @property
    def reading_minutes(self) -> int:
        """How long the texts take, in whole minutes."""
        return ceil(sum(item.minutes for item in self.items))

    @property
    def id(self) -> str:
        """Eight hex digits that name exactly these texts for this person."""
        units = (part for item in self.items for part in (item.document, item.unit))
        return short(digest_fields("packet/1", self.reviewer.email, self.locale.code, *units), 8)


def choose(items: Iterable[PacketItem], minutes: int) -> tuple[tuple[PacketItem, ...], int]:
    """Return what can be read in so many minutes, at least one text, and how many others there are.

    The highest risk first, and in it what a finding blocks; else in the order in which the texts came. A long
    text that does not fit any more does not keep a short one out.
    """
    ordered = sorted(items, key=lambda item: (-item.risk, not item.is_blocked))
    chosen: list[PacketItem] = []
    spent = 0.0
    for item in ordered:
        if not chosen or spent + item.minutes <= minutes:
            chosen.append(item)
            spent += item.minutes
    return tuple(chosen), len(ordered) - len(chosen)
