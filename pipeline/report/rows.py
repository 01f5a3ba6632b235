"""What a report is made from: plain rows, gathered elsewhere and handed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.model.state import State

if TYPE_CHECKING:
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.pinning import Pinning
    from pipeline.model.unit import Risk


class Part(Enum):
    """What a catalog belongs to. Only documents count towards a language's figures."""

    DOCUMENT = "document"
    DISCLAIMERS = "disclaimers"
    """The workbench of the disclaimers; what counts is what is pinned."""
    INTERFACE = "interface"
    """The words of the pages around the documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit of the present source in one locale."""

    document: str
    locale: str
    unit: str
    """The unit's id, see `UnitKey.id`."""
    source: str
    target: str
    state: State
    risk: Risk
    words: int
    """Words of the source."""
    engine: str | None = None
    """Who wrote the target, where it is an untouched machine draft."""
    missing: str | None = None
    """What is needed before it counts as approved, in words; None when it does."""
    findings: tuple[Finding, ...] = ()
    section: str | None = None
    """The source heading that it stands under; a heading stands under itself."""
    role: str | None = None
    """`title`, `heading`, `label` and the like; None for prose."""
    previous: str | None = None
    """The source that the target was written for, where that has changed."""
    note: str = ""
    """What the engine said of its draft, for instance how many words it did not know."""
    approvers: tuple[str, ...] = ()
    """People whose approval counts."""
    signatures_left: int = 0
    """How many people must still read it and sign."""

    @property
    def is_below(self) -> bool:
        """Whether the unit still lacks something before it counts as approved."""
        return self.state is not State.APPROVED

    @property
    def is_machine_draft(self) -> bool:
        """Whether the target is what a machine wrote, and nobody has signed it."""
        return self.engine is not None and self.state in {State.DRAFT, State.STALE, State.UNATTRIBUTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """One reason why a release would leave a page out."""

    message: str
    unit: str | None = None
    """The unit's id, where the reason is about one."""
    state: str | None = None
    risk: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRows:
    """One catalog of one locale."""

    document: str
    locale: str
    part: Part
    rows: tuple[UnitRow, ...]
    """In reading order."""
    findings: tuple[Finding, ...] = ()
    """Those about no unit of the present source, for instance about the file."""
    withholdings: tuple[Withholding, ...] = ()
    """Documents: why a release would leave the page out; none when it would publish it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclaimerRow:
    """One disclaimer in one locale."""

    locale: str
    id: str
    version: str
    pinning: Pinning
    reason: str | None = None
    """Why it is owed, in words; None when a valid wording is pinned."""
    expires: str | None = None
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a report is about."""

    project: str
    source_locale: Locale
    locales: tuple[Locale, ...]
    """In the project's order."""
    catalogs: tuple[CatalogRows, ...] = ()
    disclaimers: tuple[DisclaimerRow, ...] = ()
    source_findings: tuple[Finding, ...] = ()
    """What is to be said about the source files themselves."""
