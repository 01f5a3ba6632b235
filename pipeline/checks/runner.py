"""A catalog to findings: every check on every target, in a fixed order, under the project's policy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.checks.base import CatalogCheck, Check, Issue, Rule, Subject
from pipeline.checks.registry import load_catalog_checks, load_checks
from pipeline.config.project import DEFAULT_BLOCKING, Config
from pipeline.errors import ConfigError, did_you_mean, raise_all
from pipeline.language.lexicon import find_lexicon
from pipeline.language.risk import classify
from pipeline.model.finding import Finding, Severity
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.language.termbase import Termbase
    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPolicy:
    """What a project says of checks: which are off, how grave a rule is, what blocks."""

    disabled: frozenset[str] = frozenset()
    """Names of checks and ids of rules."""
    enabled: frozenset[str] = frozenset()
    """Names of checks and ids of rules that are off otherwise."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By check or rule; the rule wins."""
    blocking: Mapping[Risk, frozenset[Severity]] = field(default_factory=lambda: DEFAULT_BLOCKING)

    @classmethod
    def of(cls, config: Config) -> CheckPolicy:
        """Return the policy of a project."""
        return cls(
            disabled=config.disabled_checks,
            enabled=config.enabled_checks,
            severities=config.severities,
            blocking=config.blocking,
        )

    def allows(self, rule: Rule) -> bool:
        """Return whether findings of `rule` are wanted."""
        names = {rule.id, rule.id.partition(".")[0]}
        return self.disabled.isdisjoint(names) and not (rule.is_optional and self.enabled.isdisjoint(names))

    def severity(self, issue: Issue) -> Severity:
        """Return how grave an issue is in this project."""
        concern = issue.rule.partition(".")[0]
        return self.severities.get(issue.rule, self.severities.get(concern, issue.severity))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSet:
    """The checks of a run. Loaded once, because entry points are looked up."""

    checks: tuple[Check, ...]
    catalog_checks: tuple[CatalogCheck, ...] = ()

    @classmethod
    def load(cls) -> CheckSet:
        """Return the built-in checks and those of other distributions; raises ConfigError."""
        return cls(checks=tuple(load_checks()), catalog_checks=tuple(load_catalog_checks()))


def require_known_names(policy: CheckPolicy, checks: CheckSet) -> None:
    """Raise ConfigError for a name that is no check and no rule: a typo would switch nothing off."""
    known = {check.name for check in checks.checks} | {check.name for check in checks.catalog_checks}
    for rules in (*(x.rules for x in checks.checks), *(x.rules for x in checks.catalog_checks)):
        known |= {rule.id for rule in rules}
    named = sorted(policy.disabled | policy.enabled | set(policy.severities))
    raise_all(
        ConfigError(f'[checks] no check or rule is named "{name}"', hint=did_you_mean(name, known))
        for name in named
        if name not in known
    )


def run_checks(  # noqa: PLR0913 - what is checked, and everything that a project says about it
    catalog: Catalog,
    locale: Locale,
    *,
    risks: Mapping[UnitKey, Risk] | None = None,
    config: Config | CheckPolicy | None = None,
    checks: CheckSet | None = None,
    termbase: Termbase | None = None,
    only: UnitKey | None = None,
) -> tuple[Finding, ...]:
    """Return what the checks find in `catalog`, sorted; the same input always gives the same findings.

    Empty targets, obsolete entries and the header's own text are no units to check. A unit that `risks` does
    not name is classified from its source, so that a catalog outside of any project has risks too. Without a
    `termbase` no term is checked. With `only`, that unit alone is checked; the others stand around it.
    Raises ConfigError when the configuration names a check or rule that does not exist.
    """
    policy = CheckPolicy.of(config) if isinstance(config, Config) else config or CheckPolicy()
    checks = checks or CheckSet.load()
    require_known_names(policy, checks)
    units = [entry for entry in catalog.units() if entry.key.source.strip()]
    run = _Run(
        catalog=catalog,
        locale=locale,
        policy=policy,
        checks=_wanted(checks, policy),
        termbase=termbase,
        repeats=_find_repeats(units),
    )
    found = [] if only else list(run.check_header())
    for before, entry, after in zip([None, *units], units, [*units[1:], None], strict=False):
        if only not in (None, entry.key):
            continue
        found += run.check_entry(entry, _risk(entry, risks or {}), before, after)
    return tuple(sorted(found, key=lambda finding: (*finding.sort_key(), finding.unit or "")))


def _wanted(checks: CheckSet, policy: CheckPolicy) -> CheckSet:
    """Return the checks of which some rule is wanted: what costs time and says nothing is not run."""
    return CheckSet(
        checks=tuple(one for one in checks.checks if any(map(policy.allows, one.rules))),
        catalog_checks=tuple(one for one in checks.catalog_checks if any(map(policy.allows, one.rules))),
    )


def _find_repeats(units: Sequence[Entry]) -> _Repeats:
    """Return the units by source and by target, those alone that share it with others."""
    sources: defaultdict[str, list[Entry]] = defaultdict(list)
    targets: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in units:
        if entry.plural is None and not entry.is_blank:
            sources[entry.key.source].append(entry)
            targets[entry.target].append(entry)
    return _Repeats(
        sources={text: found for text, found in sources.items() if len(found) > 1},
        targets={text: found for text, found in targets.items() if len(found) > 1},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Repeats:
    sources: Mapping[str, Sequence[Entry]]
    targets: Mapping[str, Sequence[Entry]]

    def same_source(self, entry: Entry) -> tuple[Entry, ...]:
        return tuple(one for one in self.sources.get(entry.key.source, ()) if one is not entry)

    def same_target(self, entry: Entry) -> tuple[Entry, ...]:
        return tuple(one for one in self.targets.get(entry.target, ()) if one is not entry)


def _risk(entry: Entry, risks: Mapping[UnitKey, Risk]) -> Risk:
    known = risks.get(entry.key)
    if known is not None:
        return known
    is_disclaimer = (entry.key.context or "").startswith("disclaimer:")
    return Risk.DISCLAIMER if is_disclaimer else classify(entry.key.source)[0]


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What is the same for every entry of one run."""

    catalog: Catalog
    locale: Locale
    policy: CheckPolicy
    checks: CheckSet
    """Those of which some rule is wanted."""
    termbase: Termbase | None
    repeats: _Repeats

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The ids of the rules that are wanted."""
        checks: tuple[Check | CatalogCheck, ...] = (*self.checks.checks, *self.checks.catalog_checks)
        rules = (rule for one in checks for rule in one.rules)
        return frozenset(rule.id for rule in rules if self.policy.allows(rule))

    @cached_property
    def is_measured(self) -> bool:
        """Whether the checks were measured on translations into the locale's language."""
        lexicon = find_lexicon(self.locale)
        return lexicon is not None and lexicon.is_measured

    def check_header(self) -> Iterator[Finding]:
        """Yield what is wrong with the catalog as a whole; a wrong header counts as critical."""
        line = self.catalog.header.line if self.catalog.header else 1
        for check in self.checks.catalog_checks:
            for issue in check.run(self.catalog, self.locale):
                if issue.rule in self.wanted:
                    finding = self._finding(issue, Risk.CRITICAL)
                    yield replace(finding, line=line or None)

    def check_entry(
        self, entry: Entry, risk: Risk, before: Entry | None = None, after: Entry | None = None
    ) -> Iterator[Finding]:
        """Yield what is wrong with each target of an entry that stands between `before` and `after`."""
        for form, target in enumerate(entry.targets):
            if not target.strip():
                continue
            subject = Subject(
                entry=entry,
                locale=self.locale,
                risk=risk,
                form=form,
                termbase=self.termbase,
                before=before,
                after=after,
                same_source=self.repeats.same_source(entry),
                same_target=self.repeats.same_target(entry),
            )
            for check in self.checks.checks:
                for issue in check.run(subject):
                    if issue.rule in self.wanted:
                        yield replace(
                            self._finding(issue, risk),
                            line=entry.line or None,
                            unit=entry.key.id,
                            source=subject.source,
                            target=target,
                        )

    def _finding(self, issue: Issue, risk: Risk) -> Finding:
        is_advisory = issue.reads_language and not self.is_measured
        severity = Severity.NOTICE if is_advisory else self.policy.severity(issue)
        return Finding(
            file=self.catalog.path,
            check=issue.rule,
            severity=severity,
            message=issue.message,
            locale=self.locale.code,
            blocking=not is_advisory and severity in self.policy.blocking.get(risk, frozenset()),
            hint=issue.hint,
            source_span=issue.source_span,
            target_span=issue.target_span,
            expected=issue.expected,
            found=issue.found,
            is_advisory=is_advisory,
            fix=issue.fix,
        )
