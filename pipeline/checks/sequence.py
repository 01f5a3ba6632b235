"""Sequence: what comes before stays before, and an exception stays one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.checks.cue_issues import became
from pipeline.language.cues import NEGATIONS, Cue, CueKind, count_cues, find_sequence_cues
from pipeline.language.pairing import pair_sentences, part_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.lexicon import Lexicon

REVERSED = Rule(
    id="sequence.reversed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="The source says before and the target after, or the other way round.",
    hint="read both again: what comes first?",
    reads_language=True,
)
EXCEPTION = Rule(
    id="sequence.exception-lost",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description='The source makes an exception ("unless", "except"), the target a condition ("if").',
    hint='"unless" is "if not": say when it does not hold',
    reads_language=True,
)
MISSING = Rule(
    id="sequence.exception-missing",
    severity=Severity.ERROR,
    category="accuracy/omission",
    description='The source makes an exception ("unless", "except"), and nothing in the target makes one.',
    hint="translate the exception too",
    reads_language=True,
)
_EXCEPTIONS = frozenset({"unless", "except"})
"""Words of exception that every language has one for; "other than" and "apart from" also mean "and"."""
_CONDITIONS = frozenset({CueKind.IF, CueKind.UNLESS, CueKind.AFTER, CueKind.LATER})
"""What an exception may be said with: "not before", "only if"."""
_TURNED_ROUND = (
    (CueKind.BEFORE, CueKind.EARLIER, CueKind.AFTER, CueKind.LATER),
    (CueKind.AFTER, CueKind.LATER, CueKind.BEFORE, CueKind.EARLIER),
)
"""What may become its reverse, what may stand for it, and the same of the reverse."""


class SequenceCheck:
    """Before and after, unless and if."""

    name = "sequence"
    rules = (REVERSED, EXCEPTION, MISSING)
    examples = (
        Example("es", "Take it before meals.", "Tómelo antes de las comidas."),
        Example("de", "Wash your hands after eating.", "Waschen Sie sich nach dem Essen die Hände."),
        Example("fr", "Take it after meals.", "Prenez-le à la fin du repas.", note="said in another way"),
        Example(
            "ar",
            "It is given by a nurse after the test.",
            "تعطى من قبل ممرضة بعد الاختبار.",
            note="«من قبل» is no before",
        ),
        Example(
            "zh_Hans", "There is currently no cure.", "目前没有治愈方法。", note="前 inside a common word"
        ),
        Example("ru", "Stay at home for up to 5 days after.", "Оставайтесь дома до 5 дней после этого."),
        Example(
            "es", "Do not drive unless you feel well.", "No conduzca si no se siente bien.", note="if not"
        ),
        Example("es", "Take it before meals.", "Tómelo después de las comidas.", frozenset({REVERSED.id})),
        Example("fr", "Rest after the test.", "Reposez-vous avant le test.", frozenset({REVERSED.id})),
        Example("ar", "Take it after meals.", "تناوله قبل الوجبات.", frozenset({REVERSED.id})),
        Example("hi", "Take it before meals.", "इसे खाने के बाद लें।", frozenset({REVERSED.id})),
        Example("zh_Hans", "Take it after meals.", "请在饭前服用。", frozenset({REVERSED.id})),
        Example("ru", "Wash your hands before meals.", "Мойте руки после еды.", frozenset({REVERSED.id})),
        Example(
            "es",
            "Do not take it unless your doctor says so.",
            "No lo tome si lo dice su médico.",
            frozenset({EXCEPTION.id}),
        ),
        Example(
            "zh_Hans",
            "Do not take it unless your doctor says so.",
            "如果医生说可以，请不要服用。",
            frozenset({EXCEPTION.id}),
        ),
        Example(
            "es",
            "Do not take it unless your doctor says so.",
            "No lo tome.",
            frozenset({MISSING.id}),
        ),
        Example("ru", "Open every day except Sunday.", "Открыто каждый день.", frozenset({MISSING.id})),
        Example("ar", "Open every day except Friday.", "مفتوح كل يوم ما عدا الجمعة."),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue of a rule at most."""
        lexicon = subject.lexicon
        source = find_sequence_cues(subject.source, subject.english)
        if lexicon is None or not source:
            return
        target = find_sequence_cues(subject.target, lexicon)
        reverses = (_find_reverse(source, target, *kinds) for kinds in _TURNED_ROUND)
        found = next((pair for pair in reverses if pair), None)
        if found:
            yield became(REVERSED, *found)
        unless, only_if = _of(source, CueKind.UNLESS), _of(target, CueKind.IF)
        has_less = len(unless) > len(_of(target, CueKind.UNLESS))
        has_more = len(only_if) > len(_of(source, CueKind.IF))
        if has_less and has_more and not _is_negated_for(subject, lexicon):
            yield became(EXCEPTION, unless[0], only_if[0])
            return
        pairs = pair_sentences(subject.source, subject.target, subject.english, lexicon)
        lost = (_find_lost(part_of(source, ours), part_of(target, theirs)) for ours, theirs in pairs)
        missing = next(filter(None, lost), None)
        if missing and not _is_negated_for(subject, lexicon):
            yield MISSING.issue(
                f'nothing stands for "{missing.text}"',
                source_span=(missing.start, missing.stop),
                expected=missing.text,
            )


def _find_lost(source: tuple[Cue, ...], target: tuple[Cue, ...]) -> Cue | None:
    """Return an exception of a sentence that has no word in the target which could make one, or None."""
    if any(cue.kinds & _CONDITIONS for cue in target):
        return None
    return next((cue for cue in source if cue.text.lower() in _EXCEPTIONS), None)


def _find_reverse(
    source: tuple[Cue, ...],
    target: tuple[Cue, ...],
    wanted: CueKind,
    near_wanted: CueKind,
    reverse: CueKind,
    near_reverse: CueKind,
) -> tuple[Cue, Cue] | None:
    """Return what was lost and what took its place, or None."""
    right, wrong = _of(source, wanted), _of(target, reverse)
    spare = len(_of(target, near_wanted)) - len(_of(source, near_wanted))
    has_less = len(right) > len(_of(target, wanted)) + max(0, spare)
    has_more = len(wrong) > len(_of(source, reverse)) + len(_of(source, near_reverse))
    return (right[0], wrong[0]) if has_less and has_more else None


def _is_negated_for(subject: Subject, lexicon: Lexicon) -> bool:
    """Return whether the target has a negation for "unless", beside those that the source has anyway."""
    others = count_cues(subject.source, subject.english, frozenset({CueKind.NEGATION}))
    return count_cues(subject.target, lexicon, NEGATIONS) > others


def _of(cues: tuple[Cue, ...], kind: CueKind) -> list[Cue]:
    return [cue for cue in cues if kind in cue.kinds]


CHECK = SequenceCheck()
