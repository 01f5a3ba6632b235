"""What a check is: it looks at one source and target, and says which of its rules they break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.language.lexicon import ENGLISH, Lexicon, find_lexicon, get_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.finding import Severity
    from pipeline.model.locale import Locale
    from pipeline.model.term import Term
    from pipeline.model.unit import Risk

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One target of one entry, with what a check may know about it."""

    entry: Entry
    locale: Locale
    risk: Risk
    form: int = 0
    """Which plural form; 0 where the unit has none."""
    termbase: Termbase | None = None
    """The locale's glossary, where there is one."""
    before: Entry | None = None
    """The unit before this one, where a whole catalog is checked."""
    after: Entry | None = None
    """The unit behind this one."""
    same_source: tuple[Entry, ...] = ()
    """Other units of the catalog with the same source."""
    same_target: tuple[Entry, ...] = ()
    """Other units of the catalog with the same target."""

    @property
    def source(self) -> str:
        """The English text: its plural for every form but the first."""
        return self.entry.plural if self.form and self.entry.plural is not None else self.entry.key.source

    @property
    def target(self) -> str:
        """The text in the locale."""
        return self.entry.targets[self.form]

    @property
    def lexicon(self) -> Lexicon | None:
        """What is known of the target's language, or None where there is no data for it yet."""
        return find_lexicon(self.locale)

    @property
    def english(self) -> Lexicon:
        """What is known of the source's language."""
        return get_lexicon(ENGLISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One broken rule in one target. Whether it blocks is policy, not the check's business."""

    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    source_span: Span | None = None
    target_span: Span | None = None
    expected: str | None = None
    found: str | None = None
    reads_language: bool = False
    """Whether the rule needs to know the target's language."""
    fix: str | None = None
    """The target with this mended and nothing else, where nobody has to read it for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a check can say."""

    id: str
    """`concern.rule`."""
    severity: Severity
    """What a project that configures nothing gets."""
    category: str
    """The issue's type in the Multidimensional Quality Metrics typology (themqm.org)."""
    description: str
    hint: str | None = None
    reads_language: bool = False
    """Whether it needs to know the target's language: then it only advises where that was not measured."""
    is_optional: bool = False
    """Off unless `[checks] enable` names it or its check."""

    def issue(
        self,
        message: str,
        *,
        source_span: Span | None = None,
        target_span: Span | None = None,
        expected: str | None = None,
        found: str | None = None,
        fix: str | None = None,
    ) -> Issue:
        """Return an issue of this rule."""
        return Issue(
            rule=self.id,
            severity=self.severity,
            message=message,
            hint=self.hint,
            source_span=source_span,
            target_span=target_span,
            expected=expected,
            found=found,
            reads_language=self.reads_language,
            fix=fix,
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A source and target, and exactly the rules of its check that they break."""

    locale: str
    source: str
    target: str
    rules: frozenset[str] = frozenset()
    note: str = ""
    glossary: tuple[Term, ...] = ()
    """The glossary that the pair is checked with."""
    after: tuple[str, str] | None = None
    """Source and target of the unit behind it."""
    other: tuple[str, str] | None = None
    """Source and target of a unit elsewhere in the catalog."""


class Check(Protocol):
    """One concern. Holds no state; the same subject always gives the same issues in the same order."""

    @property
    def name(self) -> str:
        """The concern: what stands before the dot in the ids of its rules."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Everything it can say."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """Good and bad pairs, in several scripts; each rule has one that breaks it."""

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield the broken rules; source and target are both more than white space."""


@dataclass(frozen=True, slots=True)
class CatalogExample:
    """The header of a catalog, and exactly the rules that it breaks."""

    locale: str
    header: str | None
    """The header's msgstr; None for a catalog without one."""
    rules: frozenset[str] = frozenset()
    has_plurals: bool = False


class CatalogCheck(Protocol):
    """A concern of a whole catalog, reported at its header."""

    @property
    def name(self) -> str:
        """The concern."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Everything it can say."""

    @property
    def examples(self) -> tuple[CatalogExample, ...]:
        """Good and bad headers; each rule has one that breaks it."""

    def run(self, catalog: Catalog, locale: Locale) -> Iterable[Issue]:
        """Yield the broken rules."""
