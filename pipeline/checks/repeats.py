"""Repeats: one source is translated one way, and no target stands under two different sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.guard import differences
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER_TARGET = Rule(
    id="repeat.other-target",
    severity=Severity.NOTICE,
    category="terminology/inconsistent-with-terminology-resource",
    description="The same source has another target elsewhere in the catalog.",
    hint="use one of them, unless the two places need different words",
)
SAME_TARGET = Rule(
    id="repeat.same-target",
    severity=Severity.WARNING,
    category="accuracy/mistranslation",
    description="The same target stands under another source of the catalog that means something else.",
    hint="one of the two was copied: translate it",
)
_FEWEST: Final = 12
"""Characters of a target from which being the same is no accident."""


class RepeatCheck:
    """What a catalog says twice."""

    name = "repeat"
    rules = (OTHER_TARGET, SAME_TARGET)
    examples = (
        Example("es", "Rest.", "Descanse.", other=("Rest.", "Descanse.")),
        Example("ar", "Rest in bed.", "استرح في السرير.", other=("Rest in a bed.", "استرح في السرير."),
                note="the two sources mean the same"),
        Example("zh_Hans", "Rest.", "休息。", other=("Drink.", "喝水。")),
        Example("fr", "Rest.", "Reposez-vous.", frozenset({OTHER_TARGET.id}), other=("Rest.", "Repos.")),
        Example("ru", "Take 2 tablets a day.", "Принимайте 2 таблетки в день.", frozenset({SAME_TARGET.id}),
                other=("Take 3 tablets a day.", "Принимайте 2 таблетки в день.")),
    )  # fmt: skip

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue a rule, about the first other unit that it holds for."""
        for one in subject.same_source:
            if one.target != subject.target:
                yield OTHER_TARGET.issue(
                    f'elsewhere it is "{one.target}"', expected=one.target, found=subject.target
                )
                break
        for one in subject.same_target if len(subject.target) >= _FEWEST else ():
            if differences(one.key.source, subject.source):
                yield SAME_TARGET.issue(
                    f'it stands under "{one.key.source}" too', expected=subject.source, found=one.key.source
                )
                break


CHECK = RepeatCheck()
