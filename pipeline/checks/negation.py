"""Negation: a target of a negated source is negated, and the other way round. Advice to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.cues import NEGATIONS, CueKind, count_cues, find_cues
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

_HINT = "read both sentences again: does each say the same thing is not so?"
MISSING = Rule(
    id="negation.missing",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/negation",
    description="The source has more negations than anything in the target could stand for.",
    hint=_HINT,
)
ADDED = Rule(
    id="negation.added",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/negation",
    description="The target is negated where nothing in the source could be a reason.",
    hint=_HINT,
)
_STRONG = frozenset({CueKind.NEGATION})
_POSSIBLE = NEGATIONS | {CueKind.AT_LEAST, CueKind.AT_MOST}
"""What may stand for a negation: "do not take more than 3" is "at most 3"."""


class NegationCheck:
    """Negations by count, with words that may or may not be one on the cautious side."""

    name = "negation"
    rules = (MISSING, ADDED)
    examples = (
        Example("es", "Do not take it.", "No lo tome."),
        Example("es", "Do not take it.", "Evite tomarlo.", note="a verb may hold the negation"),
        Example("fr", "Do not take it.", "N’en prenez pas.", note="two words, one negation"),
        Example("pt_BR", "It is not only safe.", "Não só é seguro.", note="no negation on either side"),
        Example(
            "zh_Hans",
            "The doses differ for each person.",
            "每个人的剂量不同。",
            note="不 inside a common word",
        ),
        Example("zh_Hans", "It will help in the future.", "未来会有帮助。", note="未 inside a common word"),
        Example("hi", "You can do it.", "आप इसे करना जानते हैं।", note="ना as the end of a verb"),
        Example("ar", "It should not be taken.", "ولا ينبغي تناوله.", note="a conjunction glued to the cue"),
        Example("ru", "The cause is not known.", "Причина неизвестна.", note="the negation is a prefix"),
        Example("de", "without fever", "ohne Fieber"),
        Example(
            "de", "Do not take more than 3.", "Nehmen Sie höchstens 3 ein.", note="a bound holds the negation"
        ),
        Example("es", "Do not take it with alcohol.", "Tómelo con alcohol.", frozenset({MISSING.id})),
        Example("fr", "You should never drive.", "Vous devriez conduire.", frozenset({MISSING.id})),
        Example("zh_Hans", "Do not drink alcohol.", "请喝酒。", frozenset({MISSING.id})),
        Example("ar", "Do not drink it.", "اشربه.", frozenset({MISSING.id})),
        Example("hi", "Do not take it.", "इसे लें।", frozenset({MISSING.id})),
        Example("ru", "Take it with food.", "Не принимайте с едой.", frozenset({ADDED.id})),
        Example("de", "Take it with food.", "Nehmen Sie es nicht mit dem Essen ein.", frozenset({ADDED.id})),
        Example("zh_Hans", "Take it with food.", "不要与食物同服。", frozenset({ADDED.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield at most one issue: which of two negations went can't be told by counting."""
        lexicon = subject.lexicon
        if lexicon is None:
            return
        source = [cue for cue in find_cues(subject.source, subject.english) if cue.kinds & _STRONG]
        target = [cue for cue in find_cues(subject.target, lexicon) if cue.kinds & _STRONG]
        if source and not count_cues(subject.target, lexicon, _POSSIBLE):
            span = (source[0].start, source[0].stop)
            yield MISSING.issue(
                f'nothing stands for "{source[0].text}"', source_span=span, expected=source[0].text
            )
        elif target and not count_cues(subject.source, subject.english, _POSSIBLE):
            span = (target[0].start, target[0].stop)
            yield ADDED.issue(
                f'"{target[0].text}" has no counterpart', target_span=span, found=target[0].text
            )


CHECK = NegationCheck()
