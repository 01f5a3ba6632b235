"""Spacing: no doubled space, none at an end where the source has none, as many line ends as the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

_CATEGORY: Final = "design-and-markup/whitespace"
DOUBLE = Rule(
    id="spacing.double",
    severity=Severity.NOTICE,
    category=_CATEGORY,
    description="Two spaces stand in a row, and none in the source.",
    hint="write one",
)
OUTER = Rule(
    id="spacing.outer",
    severity=Severity.NOTICE,
    category=_CATEGORY,
    description="The target begins or ends with white space that the source has not, or lacks it.",
    hint="begin and end as the source does",
)
LINES = Rule(
    id="spacing.lines",
    severity=Severity.WARNING,
    category=_CATEGORY,
    description="The target has more or fewer lines than the source: an item of a list may be missing.",
    hint="write as many lines as the source has",
)
_DOUBLE: Final = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


class SpacingCheck:
    """White space."""

    name = "spacing"
    rules = (DOUBLE, OUTER, LINES)
    examples = (
        Example("es", "Rest.  Drink.", "Descanse.  Beba.", note="the source has two"),
        Example("zh_Hans", "Rest. Drink.", "休息。喝水。"),
        Example("ar", "Rest.\nDrink.\n", "استرح.\nاشرب.\n"),
        Example("fr", "Rest. Drink.", "Reposez-vous.  Buvez.", frozenset({DOUBLE.id})),
        Example("ru", "Rest.", " Отдыхайте.", frozenset({OUTER.id})),
        Example("hi", "Rest: ", "आराम:", frozenset({OUTER.id})),
        Example("ar", "- Rest.\n- Drink.", "- استرح.", frozenset({LINES.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield what is wrong with the white space."""
        source, target = subject.source, subject.target
        found = _DOUBLE.search(target)
        if found and not _DOUBLE.search(source):
            fix = _DOUBLE.sub(lambda one: "\u00a0" if "\u00a0" in one[0] else " ", target)
            yield DOUBLE.issue(f"at character {found.start() + 1}", target_span=found.span(), fix=fix)
        if _outer(source) != _outer(target):
            before, after = _outer(source)
            yield OUTER.issue("white space at an end differs", fix=f"{before}{target.strip()}{after}")
        if source.strip().count("\n") != target.strip().count("\n"):
            expected, lines = source.strip().count("\n") + 1, target.strip().count("\n") + 1
            yield LINES.issue(
                f"{lines} lines instead of {expected}", expected=str(expected), found=str(lines)
            )


def _outer(text: str) -> tuple[str, str]:
    """Return the white space at both ends."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


CHECK = SpacingCheck()
