"""Finding: one thing that is wrong, or may be, at one place; never an exception."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Severity(Enum):
    """How much a finding weighs; whether it blocks is policy."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and how to fix it."""

    file: str
    """Relative to the project, with forward slashes."""
    check: str
    """`concern.rule`, for instance `number.changed`."""
    severity: Severity
    message: str
    line: int | None = None
    unit: str | None = None
    """The unit's id, see `UnitKey.id`."""
    locale: str | None = None
    blocking: bool = False
    hint: str | None = None
    source: str | None = None
    """The unit's source text, for people."""
    target: str | None = None

    def sort_key(self) -> tuple[str, int, str, str]:
        """Return the order in which findings are shown."""
        return (self.file, self.line or 0, self.check, self.message)

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {**asdict(self), "severity": self.severity.value}
