"""Negation: a target of a negated source is negated, and the other way round. Advice to look again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.cues import Cue, CueKind, find_cues
from pipeline.language.inline import HIDDEN
from pipeline.language.lexicon import Lexicon, form_pattern
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
    reads_language=True,
)
ADDED = Rule(
    id="negation.added",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/negation",
    description="The target is negated where nothing in the source could be a reason.",
    hint=_HINT,
    reads_language=True,
)
_BOUNDS = frozenset({CueKind.AT_LEAST, CueKind.AT_MOST})
"""What may stand for a negation: "do not take more than 3" is "at most 3"."""
_MAX_WORDS = 15
"""Words of a source from which on its translation may well say the same with a negation."""
_WORD = re.compile(r"\w+")


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
        loose = _loose(subject.english).sub(_hide, subject.source)
        source, target = _count(loose, subject.english), _count(subject.target, lexicon)
        if source.strong and target.could_stand_for(source) < len(source.strong):
            yield _missing(source, target)
        elif target.strong and not source.total and len(_WORD.findall(subject.source)) <= _MAX_WORDS:
            first = target.strong[0]
            yield ADDED.issue(
                f'"{first.text}" has no counterpart', target_span=(first.start, first.stop), found=first.text
            )


@dataclass(frozen=True, slots=True)
class _Counts:
    """The negations of one text."""

    strong: tuple[Cue, ...]
    weak: int
    bounds: int

    @property
    def total(self) -> int:
        return len(self.strong) + self.weak + self.bounds

    def could_stand_for(self, source: _Counts) -> int:
        """Return how many negations of `source` there is something for.

        A word that may negate counts only beyond those that the source has of its kind too.
        """
        return len(self.strong) + max(0, self.weak - source.weak) + max(0, self.bounds - source.bounds)


def _count(text: str, lexicon: Lexicon) -> _Counts:
    cues = find_cues(text, lexicon)
    strong = tuple(cue for cue in cues if CueKind.NEGATION in cue.kinds)
    weak = sum(CueKind.WEAK_NEGATION in cue.kinds for cue in cues if CueKind.NEGATION not in cue.kinds)
    return _Counts(strong, weak, sum(bool(cue.kinds & _BOUNDS) for cue in cues))


def _missing(source: _Counts, target: _Counts) -> Issue:
    words = ", ".join(f'"{cue.text}"' for cue in source.strong)
    first = source.strong[0]
    message = f"nothing stands for {words}" if not target.total else f"too few negations for {words}"
    found = ", ".join(cue.text for cue in target.strong)
    return MISSING.issue(
        message, source_span=(first.start, first.stop), expected=first.text, found=found or None
    )


def _hide(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])


@lru_cache(maxsize=4)
def _loose(english: Lexicon) -> re.Pattern[str]:
    """Return what finds the negations that other languages say without one ("not limited to")."""
    return re.compile("|".join(map(form_pattern, english.cues["negation.loose"])) or "(?!)", re.IGNORECASE)


CHECK = NegationCheck()
