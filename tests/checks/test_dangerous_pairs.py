"""Translations that could hurt somebody, and what tells them: a language model wrote them.

Some were silent once and some were made blind by a change; none is to be silent again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks.runner import CheckSet
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from pipeline.stages.recall import Checking

CHECKS = CheckSet(checks=CheckSet.load().checks)


def _pairs() -> list[tuple[str, ...]]:
    text = (Path(__file__).parent / "dangerous_pairs.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()[1:]]


@pytest.mark.parametrize(("locale", "source", "target", "rules"), _pairs())
def test_a_dangerous_translation_is_told(locale: str, source: str, target: str, rules: str) -> None:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    catalog = Catalog(entries=(entry,), path=f"{locale}.po")
    found = {finding.check for finding in Checking(locale=Locale(locale), checks=CHECKS).findings(catalog)}
    assert found & set(rules.split())


def test_there_are_many_in_many_languages() -> None:
    assert len(_pairs()) > 250
    assert len({pair[0] for pair in _pairs()}) > 10
