"""Unit: the smallest translatable text; its key is gettext's msgctxt and msgid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from pipeline.model.digest import digest_fields, short


class Risk(IntEnum):
    """How much harm a wrong translation can do; a higher value is a higher risk."""

    STANDARD = 0
    CRITICAL = 1
    DISCLAIMER = 2

    @property
    def label(self) -> str:
        """The word used in configuration, comments and reports."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Risk:
        """Return the class that `label` names; raises KeyError for another word."""
        return cls[label.upper()]


@dataclass(frozen=True, slots=True)
class UnitKey:
    """What identifies a unit in a catalog."""

    context: str | None
    """The role (`title`, `heading`, `label`, `disclaimer:<id>`), or None for prose."""
    source: str

    @property
    def id(self) -> str:
        """Twelve hex digits that name this unit on the command line and in findings."""
        return short(digest_fields(self.context, self.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One entry-to-be of a template: what all occurrences of a text in a document share."""

    key: UnitKey
    risk: Risk
    """The highest risk among the occurrences."""
    reasons: tuple[str, ...] = ()
    """Why the risk is above standard, for translators and reviewers."""
    notes: tuple[str, ...] = ()
    """What a translator should know, for instance the section it stands in."""
