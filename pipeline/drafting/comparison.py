"""The drafts of several engines for the same units, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

from pipeline.model.digest import digest_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.drafting.base import Draft
    from pipeline.drafting.link import Order

_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDraft:
    """What one engine has for a unit."""

    engine: str
    """The engine's name, as it was asked for."""
    origin: str
    """Who made the draft, with route and version; empty without one."""
    text: str | None
    reason: str
    """Why there is no draft."""
    note: str
    confidence: float | None
    alarm: float
    """How likely it is wrong or cut by its looks, 0 to 1. No judgement of quality."""
    likeness: float | None
    """How much of it is as in the first draft of the unit, 0 to 1; None where there are not two."""

    @property
    def is_alike(self) -> bool:
        """Whether it is enough like the first draft to be read by what is different."""
        return self.likeness is not None and self.likeness >= _ALIKE


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedUnit:
    """One unit and its drafts, in the order in which the engines were named."""

    locale: str
    document: str
    unit: str
    source: str
    target: str
    """What a person has written for it; empty where nobody has."""
    drafts: tuple[ComparedDraft, ...]


def choose_sample(orders: Sequence[Order], most: int) -> list[Order]:
    """Return at most so many orders, the same each time and from all over, in their order."""
    drawn = sorted(range(len(orders)), key=lambda at: digest_fields("sample", orders[at].key.id, str(at)))
    return [orders[at] for at in sorted(drawn[:most])]


def compare_drafts(names: Sequence[str], drafts: Sequence[Draft]) -> tuple[ComparedDraft, ...]:
    """Return the drafts of one unit, each measured by the first engine's that has one."""
    first = next((at for at, draft in enumerate(drafts) if draft.text is not None), len(drafts))
    return tuple(
        ComparedDraft(
            engine=name,
            origin=draft.engine if draft.text is not None else "",
            text=draft.text,
            reason=draft.reason.removeprefix(f"{name}: ") if draft.text is None else "",
            note=draft.note,
            confidence=draft.confidence,
            alarm=round(draft.alarm, 2),
            likeness=_likeness(drafts[first], draft) if at > first else None,
        )
        for at, (name, draft) in enumerate(zip(names, drafts, strict=True))
    )


def _likeness(first: Draft, other: Draft) -> float | None:
    if first.text is None or other.text is None:
        return None
    return round(Levenshtein.normalized_similarity(first.text, other.text), 3)
