"""Page: everything a renderer needs to show one document in one locale; no lookups are left to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.document import BlockKind


class Mode(Enum):
    """What is being built."""

    PREVIEW = "preview"
    RELEASE = "release"


class Standing(Enum):
    """How far the text of a page has come; names the banner of a preview."""

    DRAFT = "draft"
    PARTIAL = "partial"
    REVIEWED = "reviewed"
    ORIGINAL = "original"
    """The source language itself: nobody translated it, so nobody reviews a translation of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language that a piece of text is in."""

    tag: str
    """BCP 47, for `lang`."""
    direction: str
    """`ltr` or `rtl`, for `dir`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A piece of text with its language, which may be the source language as a fallback."""

    text: str
    tongue: Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """A title, label, heading or paragraph as it is shown."""

    kind: BlockKind
    content: Text
    level: int = 0
    """Headings: 1 or 2."""
    anchor: str = ""
    """Headings: the id to link to. It does not depend on the language."""
    is_critical: bool = False
    """The block holds critical units, so that a page can give it weight."""
    is_fallback: bool = False
    """The text is the source, because policy or a missing target asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDisclaimer:
    """A disclaimer as it is shown: pinned, or the canonical English with a notice."""

    id: str
    version: str
    heading: Text
    text: Text
    notice: Text | None
    """In the page's language (or English where that is not ready): why the disclaimer is in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands below it, up to the next heading of any level."""

    heading: PageBlock | None
    """None for what comes before the first heading."""
    paragraphs: tuple[PageBlock, ...]
    children: tuple[Section, ...] = ()
    """The level-2 sections of a level-1 section."""
    is_critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One choice of the language switcher."""

    code: str
    tongue: Tongue
    name: str
    """In its own language."""
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document in one locale."""

    document: str
    locale: str
    """Locale code, for instance `pt_BR`."""
    mode: Mode
    tongue: Tongue
    title: PageBlock
    labels: tuple[PageBlock, ...]
    """Field labels, for instance `Síntomas (español):`."""
    disclaimers_top: tuple[PageDisclaimer, ...]
    sections: tuple[Section, ...]
    disclaimers_bottom: tuple[PageDisclaimer, ...]
    banner: Text | None
    """Previews: what the reader must know first."""
    standing: Standing
    notices: tuple[Text, ...]
    """For instance that parts are shown in the source language."""
    languages: tuple[LanguageLink, ...]
    interface: Mapping[str, Text]
    """Interface text by id, see `interface.toml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One document in a locale's list, or one locale in the list of locales."""

    href: str
    name: Text
    standing: Standing
    mark: Text
    """The standing, in words, in the list's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """A list of articles in one locale, or the front page with all locales."""

    locale: str
    """Empty for the front page."""
    mode: Mode
    tongue: Tongue
    title: Text
    banner: Text | None
    standing: Standing
    entries: tuple[IndexEntry, ...]
    languages: tuple[LanguageLink, ...]
    interface: Mapping[str, Text]
