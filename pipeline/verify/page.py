"""What a reader sees on one page, in reading order; the rules see only this, whatever the file's format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.locale import Locale


class Medium(Enum):
    """The three files of a page, by suffix."""

    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"


class Kind(Enum):
    """What a block looks like to a reader."""

    TITLE = "title"
    LABEL = "label"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LINE = "line"
    """A line of a plain-text file, where headings and paragraphs look alike."""
    OTHER = "other text"
    """Text that is none of these: a list item, loose text, raw markup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One block of the article."""

    kind: Kind
    text: str
    line: int | None
    level: int = 0
    """Headings: 1 or 2; deeper levels are kept as found."""
    lang: str | None = None
    """The language in force, as a BCP 47 tag; None where the format can't say."""
    dir: str | None = None
    hidden: str | None = None
    """Why no reader sees it, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDisclaimer:
    """One copy of a disclaimer."""

    id: str
    line: int | None
    position: int
    """How many of the page's blocks stand before it."""
    heading: str
    text: str
    version: str | None = None
    lang: str | None = None
    """None where the format can't say; empty where the file should say and does not."""
    dir: str | None = None
    notice: str | None = None
    """The notice in front of it, or None."""
    surplus: str | None = None
    """What else stands in it, or None."""
    hidden: tuple[str, ...] = ()
    """Every reason why a reader may not see it."""
    displaced: tuple[str, ...] = ()
    """Every reason why a reader may see it elsewhere than it stands."""
    inserted: tuple[str, ...] = ()
    """Every text that the stylesheet adds to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What tells the reader of a preview that it is one."""

    text: str
    line: int | None
    standing: str | None = None
    lang: str | None = None
    dir: str | None = None
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPage:
    """One document in one locale in one format, as a reader meets it."""

    file: str
    """The path to show."""
    medium: Medium
    document: str
    locale: Locale
    blocks: tuple[Seen, ...]
    disclaimers: tuple[SeenDisclaimer, ...] = ()
    banners: tuple[Banner, ...] = ()
    buried: frozenset[str] = frozenset()
    """Disclaimers that the file holds only where no reader sees them, such as a comment."""
    surroundings: tuple[Seen, ...] = ()
    """Visible text that is not the article's: notices, marks, navigation, the browser's title."""

    def wordings(self) -> tuple[Seen, ...]:
        """Return the headings and texts of the disclaimers, as blocks."""
        return tuple(
            Seen(kind=Kind.OTHER, text=text, line=one.line)
            for one in self.disclaimers
            for text in (one.heading, one.text)
            if text
        )

    @property
    def is_plain_text(self) -> bool:
        """Whether the format has no markup, so that languages and levels can't be told."""
        return self.medium is Medium.TEXT
