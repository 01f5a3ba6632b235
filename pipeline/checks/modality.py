"""Modality: an obligation stays one, and a bound keeps its direction."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.checks.cue_issues import became
from pipeline.language.cues import (
    COMPARATORS,
    LOWER_BOUNDS,
    OBLIGATIONS,
    POSSIBILITIES,
    UPPER_BOUNDS,
    Cue,
    CueKind,
    find_cues,
    find_sequence_cues,
)
from pipeline.language.magnitudes import find_link
from pipeline.language.numbers import find_numbers
from pipeline.language.pairing import pair_sentences, part_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.numbers import Number

SOFTENED = Rule(
    id="modality.softened",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="The source says that something must or should be done, the target that it may or can be.",
    hint="use the word for an obligation",
    reads_language=True,
)
REVERSED = Rule(
    id="modality.comparator-reversed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="The source gives a lower bound and the target an upper one, or the other way round.",
    hint='keep the direction of "at least", "at most", "more than", "less than"',
    reads_language=True,
)
_NEEDS = OBLIGATIONS | {CueKind.NEED}
_NEGATIONS = frozenset({CueKind.NEGATION, CueKind.CONCORD})
_PAUSES = frozenset(",;:(.!?，、；：（。！？،؛؟।")
"""What ends the words that belong to a number."""
_CLAUSE = 200
"""Characters behind a negation in which a pause that ends its clause is looked for."""
_BESIDE = 3
"""Characters between a number and its bound: a space, or a short unit."""
_TURNABLE = frozenset({CueKind.MORE_THAN, CueKind.LESS_THAN})
"""Bounds that a negation turns round: "not more than 3" is "at most 3", and nothing is "not at least 3"."""
_NEAR = 25
"""Characters between a negation and a bound within which one may belong to the other."""


class ModalityCheck:
    """Obligations and bounds."""

    name = "modality"
    rules = (SOFTENED, REVERSED)
    examples = (
        Example("es", "You must call a doctor.", "Debe llamar a un médico."),
        Example("es", "You should not take it.", "No debe tomarlo."),
        Example("fr", "It may cause pain.", "Cela peut causer des douleurs."),
        Example("zh_Hans", "You should rest.", "您应该休息。"),
        Example("ar", "You must rest.", "يجب أن ترتاح."),
        Example("ru", "at least 5 days", "не менее 5 дней", note="a negated bound is one bound"),
        Example("hi", "at least 5 days", "कम से कम 5 दिन"),
        Example("de", "no more than 3 tablets", "höchstens 3 Tabletten"),
        Example(
            "fr",
            "Do not take more than 3.",
            "N’en prenez pas plus de 3.",
            note="negated: a bound of the other kind",
        ),
        Example("es", "You must call a doctor.", "Puede llamar a un médico.", frozenset({SOFTENED.id})),
        Example(
            "pt_BR", "You should call a doctor.", "Você pode ligar para um médico.", frozenset({SOFTENED.id})
        ),
        Example("ru", "You must call a doctor.", "Вы можете позвонить врачу.", frozenset({SOFTENED.id})),
        Example("ar", "You must call a doctor.", "يمكنك الاتصال بالطبيب.", frozenset({SOFTENED.id})),
        Example("hi", "You must call a doctor.", "आप डॉक्टर को बुला सकते हैं।", frozenset({SOFTENED.id})),
        Example("zh_Hans", "You must see a doctor.", "您可以看医生。", frozenset({SOFTENED.id})),
        Example("es", "at least 5 days", "como máximo 5 días", frozenset({REVERSED.id})),
        Example("zh_Hans", "at least 5 days", "最多5天", frozenset({REVERSED.id})),
        Example("ar", "less than 5 days", "أكثر من 5 أيام", frozenset({REVERSED.id})),
        Example("de", "no more than 3 tablets", "mindestens 3 Tabletten", frozenset({REVERSED.id})),
        Example(
            "es",
            "No symptoms for more than 14 days",
            "Ningún síntoma durante menos de 14 días",
            frozenset({REVERSED.id}),
            "both have a negation, which is about something else",
        ),
        Example(
            "es",
            "You should wash your hands. Stay away from people who are ill.",
            "Lávese las manos. Manténgase lejos de personas que puedan estar enfermas.",
            note="the possibility is in another sentence",
        ),
        Example(
            "es",
            "You may rest. You must call a doctor.",
            "Debe descansar. Puede llamar a un médico.",
            frozenset({SOFTENED.id}),
            "as many of either, in the other sentence",
        ),
        Example("sw", "a child of 2 to 6 years", "mtoto wa miaka 2 hadi 6", note="a range, and no bound"),
        Example(
            "es",
            "In 2020 more than 500 people died.",
            "En 2020 menos de 500 personas murieron.",
            frozenset({REVERSED.id}),
            "a bound between two numbers",
        ),
        Example(
            "es",
            "Rest. Drink water. You must call a doctor.",
            "Descanse y beba agua. Puede llamar a un médico. Gracias.",
            frozenset({SOFTENED.id}),
            "as many sentences, and other ones",
        ),
        Example(
            "fr",
            "at least 5 days, at most 9 days",
            "au plus 5 jours, au moins 9 jours",
            frozenset({REVERSED.id}),
            "as many of either kind, at other numbers",
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue of a rule at most: a softened obligation and a reversed bound."""
        lexicon = subject.lexicon
        if lexicon is None:
            return
        source, target = find_cues(subject.source, subject.english), find_cues(subject.target, lexicon)
        pairs = pair_sentences(subject.source, subject.target, subject.english, lexicon)
        sentences = [(part_of(source, ours), part_of(target, theirs)) for ours, theirs in pairs]
        for find in (_softened, _reversed_bound):
            found = (issue for pair in sentences for issue in find(subject, *pair))
            yield from islice(found, 1)


def _softened(_: Subject, source: tuple[Cue, ...], target: tuple[Cue, ...]) -> Iterator[Issue]:
    must, may = _of(source, OBLIGATIONS), _of(target, POSSIBILITIES)
    has_less = len(_of(source, _NEEDS)) > len(_of(target, OBLIGATIONS))
    has_more = len(may) > len(_of(source, POSSIBILITIES))
    softer = [cue for cue in may if not cue.kinds & OBLIGATIONS]
    if must and softer and has_less and has_more:
        yield became(SOFTENED, must[0], softer[0])


def _reversed_bound(subject: Subject, source: tuple[Cue, ...], target: tuple[Cue, ...]) -> Iterator[Issue]:
    """Yield a bound of the other kind; a negated one tells nothing."""
    negations = len(_of(source, _NEGATIONS)), len(_of(target, _NEGATIONS))
    bounds = (
        _firm(source, negations[1], subject.source),
        _firm(_without_ranges(subject, target), negations[0], subject.target),
    )
    yield from _reversed(subject, *bounds)
    yield from _reversed_at_a_number(subject, *bounds)


def _of(cues: tuple[Cue, ...], kinds: frozenset[CueKind]) -> list[Cue]:
    return [cue for cue in cues if cue.kinds & kinds]


def _firm(cues: tuple[Cue, ...], others: int, text: str) -> tuple[Cue, ...]:
    """Return the cues without the bounds that a negation may turn round.

    `others` is how many negations the other text has: where it has as many, these say something else.
    """
    negations = _of(cues, _NEGATIONS)
    if len(negations) <= others:
        return cues
    return tuple(
        cue
        for cue in cues
        if cue.kinds & _NEGATIONS  # not compared with all others: a text may have thousands
        or not cue.kinds & _TURNABLE
        or not any(_may_turn(negation, cue, text) for negation in negations)
    )


def _may_turn(negation: Cue, bound: Cue, text: str) -> bool:
    """Return whether a negation stands beside a bound, or before it in its clause: "do not … more than"."""
    if bound.start >= negation.stop:
        is_near = bound.start - negation.stop <= _NEAR
        return is_near or _PAUSES.isdisjoint(text[negation.stop : bound.start][:_CLAUSE])
    return 0 <= negation.start - bound.stop <= _NEAR


def _reversed(subject: Subject, source: tuple[Cue, ...], target: tuple[Cue, ...]) -> Iterator[Issue]:
    for wanted, other in ((LOWER_BOUNDS, UPPER_BOUNDS), (UPPER_BOUNDS, LOWER_BOUNDS)):
        right = _of(source, wanted)
        if len(right) > len(_of(target, wanted)):
            wrong = _without_ends(subject, _of(target, other))
            if len(wrong) > len(_of(source, other)):
                yield became(REVERSED, right[0], wrong[0])


def _without_ranges(subject: Subject, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Return the cues of a target without the words of ranges that its source has too: Swahili `2 hadi 6`."""
    lexicon = subject.lexicon
    bounds = {cue for cue in cues if lexicon and cue.text.lower() in lexicon.range_words}
    if lexicon is None or not bounds:
        return cues
    numbers = find_numbers(subject.source, subject.english, decimal=".")
    ours = [
        (one.readings, other.readings)
        for one, other in pairwise(numbers)
        if find_link(subject.source, one.stop, other.start, subject.english)
    ]
    ranges = {
        (one.stop, other.start)
        for one, other in (pairwise(find_numbers(subject.target, lexicon)) if ours else ())
        if any(one.readings & start and other.readings & end for start, end in ours)
    }
    return tuple(cue for cue in cues if cue not in bounds or (cue.start - 1, cue.stop + 1) not in ranges)


def _without_ends(subject: Subject, bounds: list[Cue]) -> list[Cue]:
    """Return the bounds of a target that say nothing of a time: Spanish `hasta` is "at most" or "until"."""
    times = find_sequence_cues(subject.target, subject.lexicon) if bounds and subject.lexicon else ()
    ends = {(cue.start, cue.stop) for cue in times}
    return [cue for cue in bounds if (cue.start, cue.stop) not in ends]


def _reversed_at_a_number(
    subject: Subject, source: tuple[Cue, ...], target: tuple[Cue, ...]
) -> Iterator[Issue]:
    """Yield the bound of a number that is of the other kind beside the same number of the target."""
    numbers = find_numbers(subject.source, subject.english, decimal=".")
    ours, theirs = _bounds(subject.source, numbers, source), []
    if ours:
        theirs = _bounds(subject.target, find_numbers(subject.target, subject.lexicon), target)
    for number, right in ours:
        beside = [cue for other, cue in theirs if number.agrees(other)]
        kinds = LOWER_BOUNDS if right.kinds & LOWER_BOUNDS else UPPER_BOUNDS
        if beside and not any(cue.kinds & kinds for cue in beside):
            yield became(REVERSED, right, beside[0])


def _bounds(text: str, numbers: tuple[Number, ...], cues: tuple[Cue, ...]) -> list[tuple[Number, Cue]]:
    """Return each number that has a bound right before it, or behind it or its unit.

    A bound may hold the number's beginning: "over" is one before a digit only.
    """
    bounds = _of(cues, COMPARATORS)
    return [
        (number, cue)
        for number in (numbers if bounds else ())
        for cue in bounds
        if cue.start < number.start <= cue.stop + _BESIDE
        or (0 <= cue.start - number.stop <= _BESIDE and _PAUSES.isdisjoint(text[number.stop : cue.start]))
    ]


CHECK = ModalityCheck()
