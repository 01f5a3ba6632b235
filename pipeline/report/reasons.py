"""Reasons to withhold: equal ones counted, the highest risk first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.rows import Withholding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGroup:
    """Equal reasons to withhold, counted."""

    message: str
    risk: str | None
    state: str | None
    units: int
    """How many units it is about; 0 for a reason that is not about units."""
    documents: int

    @property
    def text(self) -> str:
        """The reason in words, with its count."""
        if self.units:
            what = " ".join(filter(None, (self.risk, "unit" if self.units == 1 else "units")))
            return f"{self.units} {what}{f', {self.state}' if self.state else ''}: {self.message}"
        return f"{self.message} ({self.documents} documents)" if self.documents > 1 else self.message


def group_reasons(reasons: Iterable[tuple[str, Withholding]]) -> tuple[ReasonGroup, ...]:
    """Return the reasons, each with its document, counted: the highest risk first, then the most units."""
    groups: dict[tuple[str, str | None, str | None, bool], list[str]] = {}
    for document, one in reasons:
        key = (one.message, one.risk, one.state, one.unit is not None)
        groups.setdefault(key, []).append(document)
    found = [
        ReasonGroup(
            message=message,
            risk=risk,
            state=state,
            units=len(documents) if is_about_units else 0,
            documents=len(set(documents)),
        )
        for (message, risk, state, is_about_units), documents in groups.items()
    ]
    return tuple(sorted(found, key=_weight))


def _weight(group: ReasonGroup) -> tuple[int, int, str, str]:
    labels = {risk.label: risk for risk in Risk}
    risk = labels.get(group.risk or "", Risk.STANDARD)
    return (-risk, -group.units, group.message, group.state or "")
