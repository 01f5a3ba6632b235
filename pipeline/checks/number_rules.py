"""What can be said of a number, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Issue, Rule
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from pipeline.language.numbers import Number

_HINT = "write the same value as the source, in the digits and separators that the language uses"
CHANGED = Rule(
    id="number.changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation/number",
    description="A number of the source stands in the target with another value.",
    hint=_HINT,
    reads_language=True,
)
MISSING = Rule(
    id="number.missing",
    severity=Severity.ERROR,
    category="accuracy/omission",
    description="A number of the source is nowhere in the target, neither in digits nor in words.",
    hint=_HINT,
    reads_language=True,
)
ADDED = Rule(
    id="number.added",
    severity=Severity.WARNING,
    category="accuracy/addition",
    description="The target has a number that nothing in the source stands for.",
    hint=_HINT,
    reads_language=True,
)
WORD = Rule(
    id="number.word",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/number",
    description="A number that the source says in words is another one in the target, or not there.",
    hint="write the same number, in words or in digits",
    reads_language=True,
)


def issue_of(old: Number | None, new: Number | None) -> Issue:
    """Return that a number became another one, or went, or came."""
    if old is not None and new is not None:
        message = f"{old.text} became {new.text}"
        return CHANGED.issue(
            message, source_span=old.span, target_span=new.span, expected=old.text, found=new.text
        )
    if old is not None:
        return MISSING.issue(f"{old.text} is missing", source_span=old.span, expected=old.text)
    if new is None:
        raise AssertionError
    return ADDED.issue(f"{new.text} is not in the source", target_span=new.span, found=new.text)
