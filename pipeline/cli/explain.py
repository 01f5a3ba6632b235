"""A rule to what a person wants to know of it: what it says, how grave it is, and what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example
from pipeline.checks.registry import load_catalog_checks, load_checks
from pipeline.cli.console import visible
from pipeline.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import CatalogCheck, Check, Rule


def explain(name: str) -> str:
    """Return the explanation of a rule; raises ConfigError for one that no check has."""
    checks: tuple[Check | CatalogCheck, ...] = (*load_checks(), *load_catalog_checks())
    by_rule = {rule.id: (check, rule) for check in checks for rule in check.rules}
    if name not in by_rule:
        raise ConfigError(f'no rule is named "{name}"', hint=did_you_mean(name, by_rule))
    return "\n".join(_lines(*by_rule[name]))


def _lines(check: Check | CatalogCheck, rule: Rule) -> Iterator[str]:
    yield f"{rule.id}: {rule.description}"
    yield f"  severity: {rule.severity.value}, unless [checks.severity] says otherwise"
    yield f"  category: {rule.category}"
    if rule.hint:
        yield f"  hint:     {rule.hint}"
    bad = [one for one in check.examples if rule.id in one.rules]
    good = [one for one in check.examples if not one.rules]
    yield "breaks it:"
    yield from map(_example, bad)
    if good:
        yield "breaks no rule of this check:"
        yield from map(_example, good)


def _example(example: object) -> str:
    if not isinstance(example, Example):
        header = getattr(example, "header", None)
        return f"  {getattr(example, 'locale', '')}: {'no header' if header is None else visible(header)}"
    note = f" ({example.note})" if example.note else ""
    return f"  {example.locale}: {visible(example.source)} → {visible(example.target)}{note}"
