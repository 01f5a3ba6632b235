"""Statements of safety: where the source sends a reader to emergency help, the target does too.

Where it gives a number to call, the check of telephone numbers looks for that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.form_finder import FormFinder
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.lexicon import Lexicon

EMERGENCY = Rule(
    id="statement.emergency",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="The source sends the reader to emergency help, and no word for that is in the target.",
    hint="say as clearly as the source that this is an emergency",
    reads_language=True,
)
_HELP = re.compile(
    r"\b(?:call (?:an ambulance|emergency)"
    r"|emergency (?:room|department|services?|care|help|number)"
    r"|(?:seek|get|need) (?:immediate|emergency|urgent)(?: medical)? (?:help|care|attention))\b",
    re.IGNORECASE,
)


class StatementCheck:
    """What sends a reader to emergency help."""

    name = "statement"
    rules = (EMERGENCY,)
    examples = (
        Example("es", "Seek emergency care.", "Busque atención de urgencia."),
        Example("ar", "Go to the emergency room.", "اذهب إلى غرفة الطوارئ."),
        Example("zh_Hans", "Seek immediate medical care.", "请立即就医。"),
        Example("es", "Call 911 at once.", "Llame al 911 enseguida.", note="the number says it"),
        Example("hi", "a national emergency", "एक राष्ट्रीय संकट", note="sends nobody to help"),
        Example("ru", "Seek emergency care.", "Обратитесь к врачу.", frozenset({EMERGENCY.id})),
        Example("es", "Go to the emergency room.", "Vaya a la sala.", frozenset({EMERGENCY.id})),
        Example("hi", "Seek emergency care.", "डॉक्टर के पास जाएं।", frozenset({EMERGENCY.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most."""
        found = _HELP.search(subject.source)
        if found is None or subject.lexicon is None or _has_word(subject.target, subject.lexicon):
            return
        yield EMERGENCY.issue(f'nothing stands for "{found[0]}"', source_span=found.span(), expected=found[0])


def _has_word(text: str, lexicon: Lexicon) -> bool:
    return next(_finder(lexicon).finditer(text), None) is not None


@lru_cache(maxsize=64)
def _finder(lexicon: Lexicon) -> FormFinder:
    return FormFinder(lexicon.emergency, lexicon)


CHECK = StatementCheck()
