"""What `caveat.toml` declares: project, collections, profiles, drafting, checks, release, review."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, did_you_mean
from pipeline.model.finding import Severity
from pipeline.model.people import DEFAULT_POLICY, Requirement
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """What a profile says of one heading."""

    title: str
    is_group: bool = False
    """Headings below it that the profile does not know become its children."""
    risk: Risk = Risk.STANDARD
    """The lowest risk of any unit in the section."""
    is_required: bool = False
    disclaimer: str | None = None
    """The section is this disclaimer of `source/disclaimers.toml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkupRule:
    """What a profile says of the elements that a CSS selector finds, after ITS 2.0."""

    selector: str
    is_translated: bool | None = None
    """Translate: whether their text is translated; None leaves it as it is."""
    is_inline: bool | None = None
    """Elements Within Text: whether they are part of the text around them."""
    note: str | None = None
    """Localization Note: what translators are told."""
    locales: tuple[str, ...] | None = None
    """Locale Filter: the only locales that have them; None means all, an empty tuple none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The shape that the documents of a collection share."""

    name: str
    sections: tuple[SectionRule, ...] = ()
    junk: tuple[str, ...] = ()
    """Tokens that an export glues to a declared heading; kept in the source, dropped from outputs."""
    language_names: Mapping[str, str] = field(default_factory=dict)
    """Names of the source language, besides Babel's, that a field label may carry: name -> locale."""
    front_matter: tuple[str, ...] = ()
    """Keys of a front matter whose values are text; `seo.title` is the key `title` inside of `seo`."""
    has_definition_lists: bool = False
    """Markdown: a line that starts with a colon is a definition."""
    rules: tuple[MarkupRule, ...] = ()
    """What selectors find in markup; a later rule wins."""
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Link targets that differ by locale: locale -> target in the source -> target there."""

    def find(self, title: str) -> SectionRule | None:
        """Return the rule for a heading, or None."""
        return next((rule for rule in self.sections if rule.title == title), None)


class Output(Enum):
    """What a collection's documents are built into."""

    PAGES = "pages"
    """HTML, Markdown and text made by Caveat, with everything around the article."""
    DOCUMENT = "document"
    """The document in its own format, in another language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A set of documents that are read alike."""

    name: str
    path: str
    """Folder, relative to the project."""
    files: tuple[str, ...]
    """Glob patterns inside the folder."""
    format: str
    profile: Profile
    segmentation: str = "sentence"
    ids: Mapping[str, str] = field(default_factory=dict)
    """Document ids by file name, for files that were renamed."""
    key: str | None = None
    """Exports: the column that identifies a row."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Exports: the fields that hold text, by name, each with the format of its cells."""
    sheet: str | None = None
    """Workbooks: the name of the sheet with the rows; None for the first whose header names the key."""
    output: Output = Output.PAGES


class Fallback(Enum):
    """What a release does with a block whose text is not approved."""

    WITHHOLD = "withhold"
    SOURCE_MARKED = "source-marked"
    SOURCE_WITH_NOTICE = "source-with-notice"


DEFAULT_FALLBACK: Mapping[Risk, Fallback] = {
    Risk.STANDARD: Fallback.WITHHOLD,
    Risk.CRITICAL: Fallback.WITHHOLD,
    Risk.DISCLAIMER: Fallback.WITHHOLD,
}

DEFAULT_BLOCKING: Mapping[Risk, frozenset[Severity]] = {
    Risk.STANDARD: frozenset(),
    Risk.CRITICAL: frozenset({Severity.ERROR}),
    Risk.DISCLAIMER: frozenset({Severity.ERROR}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """Which engines draft, in what order, and what they may touch."""

    engines: tuple[str, ...] = ("memory", "glossary", "apertium")
    risks: frozenset[Risk] = frozenset(Risk)
    """Risk classes that may be drafted at all. A draft of a disclaimer never reaches a page."""
    max_chars: int | None = None
    """Characters that one run may send to engines that are not offline; None for no limit."""
    max_cost: float | None = None
    """What one run may spend with them; None for no limit."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Engine name -> its options, as text."""


TYPOGRAPHY: Mapping[str, tuple[str, ...]] = {"fr": ("marks", "guillemets", "units"), "*": ("units",)}
"""Language -> the transformations of spaces that are known for it; `*` is every other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole project."""

    name: str
    source_locale: Locale
    locales: tuple[Locale, ...]
    collections: tuple[Collection, ...]
    drafting: Drafting = Drafting()
    disabled_checks: frozenset[str] = frozenset()
    enabled_checks: frozenset[str] = frozenset()
    """Checks and rules that are off unless a project wants them."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Check id -> severity, where it differs from the check's own."""
    blocking: Mapping[Risk, frozenset[Severity]] = field(default_factory=lambda: DEFAULT_BLOCKING)
    """Risk class -> severities of findings that keep a text from being released."""
    fallback: Mapping[Risk, Fallback] = field(default_factory=lambda: DEFAULT_FALLBACK)
    policy: Mapping[Risk, Requirement] = field(default_factory=lambda: DEFAULT_POLICY)
    srx: str | None = None
    """File of the project's own rules of segmentation, in SRX 2.0, relative to the project."""
    typography: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Locale code -> the transformations of spaces that are made in what is built."""

    def get_locale(self, code: str) -> Locale:
        """Return a locale of the project; raises ConfigError with the closest one."""
        for locale in self.locales:
            if code in (locale.code, locale.tag):
                return locale
        raise ConfigError(
            f'locale "{code}" is not in the project', hint=did_you_mean(code, [x.code for x in self.locales])
        )
