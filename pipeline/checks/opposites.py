"""Opposites: left is not right, raising is not lowering, and who reads it outdoors must not read indoors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Span, Subject
from pipeline.language.negations import count_negations
from pipeline.language.opposites import OPPOSITES, Pole, find_poles
from pipeline.language.pairing import pair_sentences, part_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.lexicon import Lexicon

TURNED = Rule(
    id="opposite.turned",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="The target says the opposite of a word of the source, and nothing that says the word.",
    hint="read both again: which of the two is meant?",
    reads_language=True,
)
_DENIABLE = frozenset(OPPOSITES) - {
    "left", "right", "hot", "cold", "men", "women", "adult", "child", "morning", "evening", "upper", "lower",
}  # fmt: skip
"""What may be said by the opposite and a negation: "not worse" for "better"; nobody says "not left"."""


class OppositeCheck:
    """Words that have an opposite."""

    name = "opposite"
    rules = (TURNED,)
    examples = (
        Example("es", "Raise your left arm.", "Levante el brazo izquierdo."),
        Example("es", "Raise your left arm.", "Levante el brazo derecho.", frozenset({TURNED.id})),
        Example("ru", "Wash it in cold water.", "Промойте горячей водой.", frozenset({TURNED.id})),
        Example("ar", "Raise your left arm.", "ارفع ذراعك اليسرى."),
        Example("zh_Hans", "Put it in the left eye.", "滴入右眼。", frozenset({TURNED.id})),
        Example("hi", "Put it in the left eye.", "बाईं आँख में डालें।"),
        Example("de", "For the skin only.", "Auch für die Haut.", frozenset({TURNED.id})),
        Example("de", "It is not only safe but also cheap.", "Es ist nicht nur sicher, sondern billig."),
        Example("es", "The fever does not get better.", "La fiebre empeora.", note="said with a negation"),
        Example(
            "es", "It affects the left and the right lung.", "Afecta al pulmón derecho.", note="an omission"
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most."""
        lexicon = subject.lexicon
        if lexicon is None:
            return
        source = find_poles(subject.source, subject.english)
        target = find_poles(subject.target, lexicon) if any(one.sure for one in source) else ()
        if not any(one.sure for one in target):
            return
        for ours, theirs in pair_sentences(subject.source, subject.target, subject.english, lexicon):
            is_denied = _is_denied_apart(subject, lexicon, ours, theirs)
            turned = _turned(part_of(source, ours), part_of(target, theirs), is_denied=is_denied)
            found = next(turned, None)
            if found:
                yield _issue(subject, *found)
                return


def _turned(
    source: tuple[Pole, ...], target: tuple[Pole, ...], *, is_denied: bool
) -> Iterator[tuple[Pole, Pole]]:
    """Yield each word of a source beside the opposite that the target says for it."""
    ours, theirs = _poles(source), _poles(target)
    for right in source:
        for pole in sorted(right.sure):
            opposite = OPPOSITES[pole]
            is_kept = opposite in ours or pole in theirs or (is_denied and pole in _DENIABLE)
            if not is_kept:
                yield from ((right, wrong) for wrong in target if opposite in wrong.sure)


def _poles(found: tuple[Pole, ...]) -> frozenset[str]:
    return frozenset(pole for one in found for pole in (*one.sure, *one.akin))


def _is_denied_apart(subject: Subject, lexicon: Lexicon, ours: Span, theirs: Span) -> bool:
    """Return whether one sentence denies more than the other: "no better" may be said as "worse"."""
    source = count_negations(subject.source, subject.english).within(*ours)
    target = count_negations(subject.target, lexicon).within(*theirs)
    return len(source.strong) != len(target.strong)


def _issue(subject: Subject, right: Pole, wrong: Pole) -> Issue:
    said = subject.source[right.start : right.stop], subject.target[wrong.start : wrong.stop]
    return TURNED.issue(
        f'"{said[0]}" became "{said[1]}"',
        source_span=(right.start, right.stop),
        target_span=(wrong.start, wrong.stop),
        expected=said[0],
        found=said[1],
    )


CHECK = OppositeCheck()
