"""What one check says of one translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Subject
from pipeline.language.termbase import Termbase
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from pipeline.checks.base import Check, Issue
    from pipeline.model.term import Term


def issues_of(check: Check, locale: str, source: str, target: str, *glossary: Term) -> tuple[Issue, ...]:
    subject = Subject(
        entry=Entry(key=UnitKey(None, source), targets=(target,)),
        locale=Locale(locale),
        risk=Risk.CRITICAL,
        termbase=Termbase(glossary) if glossary else None,
    )
    return tuple(check.run(subject))
