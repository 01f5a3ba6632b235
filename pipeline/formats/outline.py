"""Headings to sections: which heading a block stands under, and which rule of the profile holds there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.config.project import Profile, SectionRule


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it governs, down to the next heading of its level or above."""

    title: str
    level: int
    rule: SectionRule | None
    """Its own rule, else the one of the section around it."""


@dataclass(slots=True)
class Outline:
    """The sections that are open while a document is read."""

    profile: Profile
    open_sections: list[Section] = field(default_factory=list)
    has_headings: bool = False
    title: str | None = None
    """The nearest heading."""
    rule: SectionRule | None = None
    """The rule that holds here."""

    def leave(self) -> None:
        """End every section: what comes next stands under no heading."""
        self.open_sections.clear()
        self.title = self.rule = None

    def enter(self, title: str, level: int) -> SectionRule | None:
        """Start the section of a heading; return the profile's rule for this very heading."""
        self.has_headings = True
        while self.open_sections and self.open_sections[-1].level >= level:
            self.open_sections.pop()
        own = self.profile.find(title)
        around = self.open_sections[-1].rule if self.open_sections else None
        inherited = None if around and around.disclaimer else around
        self.title, self.rule = title, own or inherited
        self.open_sections.append(Section(title, level, self.rule))
        return own
