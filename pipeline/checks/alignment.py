"""Alignment: a target translates its own source, not the one beside it, and not another text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.associations import find_evidence, weigh
from pipeline.language.lengths import deviation
from pipeline.language.punctuation import EndMark, find_end_mark
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.lexicon import Lexicon
    from pipeline.model.catalog import Entry

NEIGHBOUR = Rule(
    id="alignment.neighbour",
    severity=Severity.WARNING,
    category="accuracy/mistranslation",
    description="The target fits the source of the unit before or behind much better than its own.",
    hint="check whether the translations moved by one row",
    reads_language=True,
)
UNRELATED = Rule(
    id="alignment.unrelated",
    severity=Severity.WARNING,
    category="accuracy/mistranslation",
    description="Hardly a known word, name or number of the source is in the target in any form.",
    hint="check that the target is a translation of this source",
    reads_language=True,
)
_MARGIN = 3.0
"""Weight of evidence that a neighbour must have more, measured on TICO-19: 20 to 1."""
_UNRELATED = -7.0
_MIN_PIECES = 4
"""Known words, names and numbers without which nothing is said."""
_USUAL = 2.0
"""Deviation of length that good translations stay below."""
_SCALE, _FLOOR = 0.5, -4.0
"""How much a deviation of length weighs beside words, and the least that a length can weigh."""


class AlignmentCheck:
    """Targets that belong to another source."""

    name = "alignment"
    rules = (NEIGHBOUR, UNRELATED)
    examples = (
        Example(
            "es",
            "The vaccine is not yet approved.",
            "La vacuna aún no ha sido aprobada.",
            after=("Three patients had a fever.", "Tres pacientes tenían fiebre."),
        ),
        Example("ru", "The infection spreads quickly.", "Инфекция быстро распространяется."),
        Example("zh_Hans", "Wash your hands with soap.", "用肥皂洗手。"),
        Example(
            "zh_Hans",
            "These elements are critical for neuronal signaling and muscular contraction.",
            "这些要素对神经元信号传导和肌肉收缩至关重要。",
            note="about the same thing as the text behind it, which has its own translation",
            after=(
                "Proper hydration and a balanced diet are essential for maintaining normal muscle function.",
                "适当补充水分和均衡饮食对于维持肌肉和神经的正常功能必不可少。",
            ),
        ),
        Example(
            "es",
            "The vaccine is not yet approved.",
            "Tres pacientes tenían fiebre.",
            frozenset({NEIGHBOUR.id}),
            after=("Three patients had a fever.", "La vacuna aún no ha sido aprobada."),
        ),
        Example(
            "ar",
            "The vaccine is not yet approved.",
            "كان ثلاثة مرضى يعانون من الحمى.",
            frozenset({NEIGHBOUR.id}),
            after=("Three patients had a fever.", "لم تتم الموافقة على اللقاح بعد."),
        ),
        Example(
            "hi",
            "The vaccine was tested in clinical trials in the United States, and the patients recovered.",
            "अपने हाथ साबुन से धोएं और घर पर आराम करें, दिन भर खूब पानी पिएं और बाहर न जाएं।",
            frozenset({UNRELATED.id}),
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most; that a neighbour fits better says more."""
        lexicon = subject.lexicon
        if lexicon is None or subject.source == subject.target:
            return
        own = fit(subject.source, subject.target, lexicon)
        for neighbour in (subject.before, subject.after):
            if neighbour is not None and _is_other(neighbour, subject):
                other = fit(neighbour.key.source, subject.target, lexicon)
                if other - own > _MARGIN and _has_moved(neighbour, subject.target, other, lexicon):
                    yield _neighbour(neighbour)
                    return
        yield from _unrelated(subject, lexicon)


@lru_cache(maxsize=16384)
def fit(source: str, target: str, lexicon: Lexicon) -> float:
    """Return the weight of evidence that `target` translates `source`: words, length and end mark."""
    return weigh(find_evidence(source, target, lexicon)) + _shape(source, target, lexicon)


def _has_moved(neighbour: Entry, target: str, other: float, lexicon: Lexicon) -> bool:
    """Return whether the neighbour's own target fits no better, as where rows moved, and words say so.

    A single word says it only where the length is right too: one may be there by chance.
    """
    if not neighbour.is_blank and fit(neighbour.key.source, neighbour.target, lexicon) > other:
        return False
    evidence = find_evidence(neighbour.key.source, target, lexicon)
    present = sum(piece.is_present for piece in evidence)
    return present > 1 or (present == 1 and abs(deviation(neighbour.key.source, target, lexicon)) < _USUAL)


def _shape(source: str, target: str, lexicon: Lexicon) -> float:
    asks = find_end_mark(source) is EndMark.QUESTION
    is_alike = asks == (find_end_mark(target) is EndMark.QUESTION)
    length = 1 - (deviation(source, target, lexicon) * _SCALE) ** 2 / 2
    return max(_FLOOR, length) + (0.3 if is_alike else -1.5)


def _is_other(neighbour: Entry, subject: Subject) -> bool:
    return (
        neighbour.plural is None
        and bool(neighbour.key.source.strip())
        and (neighbour.key.source != subject.source)
    )


def _neighbour(neighbour: Entry) -> Issue:
    source = " ".join(neighbour.key.source.split())
    return NEIGHBOUR.issue(f'the target fits "{source}" better', found=source)


def _unrelated(subject: Subject, lexicon: Lexicon) -> Iterator[Issue]:
    evidence = find_evidence(subject.source, subject.target, lexicon)
    if len(evidence) < _MIN_PIECES or weigh(evidence) > _UNRELATED:
        return
    missing = [subject.source[piece.start : piece.stop] for piece in evidence if not piece.is_present]
    yield UNRELATED.issue(
        f"nothing stands for {', '.join(missing)}",
        source_span=(evidence[0].start, evidence[-1].stop),
        expected=", ".join(missing),
    )


CHECK = AlignmentCheck()
