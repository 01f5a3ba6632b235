"""Finding: one thing that is wrong, or may be, at one place; never an exception."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from pipeline.model.digest import digest_fields

Span = tuple[int, int]
"""Where characters stand in a text: the first, and the one after the last."""


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
    source_span: Span | None = None
    """What in the source it is about; None where it is about all of it."""
    target_span: Span | None = None
    expected: str | None = None
    """The value that the source asks for, for instance a number."""
    found: str | None = None
    """The value that the target has."""
    is_advisory: bool = False
    """Whether it was found in a language in which the checks were not measured: then it never blocks."""
    fix: str | None = None
    """The target with this mended and nothing else, where that is safe; `caveat check --fix` writes it."""
    waiver: str | None = None
    """Who waived it until when and why; such a finding is told and neither blocks nor fails a run."""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding about the same texts, in whatever file and line these stand.

        A finding about no unit is told apart by its file.
        """
        place = self.file if self.unit is None else self.unit
        return digest_fields(
            self.locale, self.check, place, self.source, self.target, self.expected, self.found
        )

    @property
    def counts(self) -> bool:
        """Whether it is more than a hint, and nobody has waived it."""
        return self.severity is not Severity.NOTICE and self.waiver is None

    def sort_key(self) -> tuple[str, int, str, str]:
        """Return the order in which findings are shown."""
        return (self.file, self.line or 0, self.check, self.message)

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {**asdict(self), "severity": self.severity.value}
