"""Omission: every sentence, every item of a list and every part of the source is in the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Span, Subject
from pipeline.language.associations import Evidence, find_evidence
from pipeline.language.lengths import deviation
from pipeline.language.omissions import find_left_out, get_habits
from pipeline.language.sentences import count_sentences, find_sentence_spans
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_HINT = "translate what is missing"
SENTENCE = Rule(
    id="omission.sentence",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="The target is too short for its source, and nothing in it stands for one of the sentences.",
    hint=_HINT,
    reads_language=True,
)
PART = Rule(
    id="omission.part",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="The target is shorter than usual, and nothing in it stands for a part of the source.",
    hint=_HINT,
    reads_language=True,
)
ITEM = Rule(
    id="omission.item",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="A part of the source between commas, often an item of a list, is not in the target.",
    hint=_HINT,
    reads_language=True,
)
_SHORT, _SHORT_FOR_SENTENCE, _LITTLE_SHORT = -1.0, -1.2, -0.5
"""Deviations of length above which nothing is missing; the last for a sentence whose words are not there."""
_SURE_WORD, _NOT_THERE, _PLAINLY_NOT = 4.0, -2.0, -6.0
"""The most that one word says of its sentence, and the sums of its words below which these are not there:
where the target has fewer sentences, and where it has as many because another one became two."""
_ENOUGH = 3.6
"""What shortness and missing words must add up to."""
_WORD_WEIGHT, _MAX_RUN = 0.25, 8.0
_LONG = 1.0
"""Deviation of length from which on nothing is missing from a list."""


class OmissionCheck:
    """What was left out."""

    name = "omission"
    rules = (SENTENCE, PART, ITEM)
    examples = (
        Example(
            "es",
            "Wash your hands. Stay at home. Call a doctor.",
            "Lávese las manos. Quédese en casa. Llame a un médico.",
        ),
        Example("ru", "The patients had fever, cough, and pain.", "У пациентов были жар, кашель и боль."),
        Example("zh_Hans", "Wash your hands often with soap and water.", "经常用肥皂和水洗手。"),
        Example(
            "es",
            "Wash your hands often. Stay at home when you are ill. Call a doctor soon.",
            "Lávese las manos a menudo. Llame pronto a un médico.",
            frozenset({SENTENCE.id}),
        ),
        Example(
            "es",
            "Wash your hands with soap. Call a doctor. Keep the windows of the house open all day.",
            "Lávese bien las manos con jabón. Mantenga abiertas las ventanas de la casa todo el día.",
            frozenset({SENTENCE.id}),
            "a short one",
        ),
        Example(
            "es",
            "Wash your hands with soap. Call a doctor. Keep the windows of the house open all day.",
            "Lávese las manos con jabón y llame a un médico. Abra las ventanas de la casa todo el día.",
            note="two sentences in one",
        ),
        Example(
            "es",
            "Wash your hands. Children and pregnant women need more medicine. Keep the windows open.",
            "Lávese las manos. Use jabón. Mantenga abiertas las ventanas.",
            frozenset({SENTENCE.id}),
            "another sentence became two",
        ),
        Example(
            "ar",
            "Wash your hands often. Stay at home when you are ill. Call a doctor soon.",
            "اغسل يديك كثيرًا.",
            frozenset({SENTENCE.id}),
        ),
        Example(
            "es",
            "The symptoms of the disease are fever, cough, tiredness, diarrhea, and headache.",
            "Los síntomas de la enfermedad son fiebre, cansancio, diarrea y dolor de cabeza.",
            frozenset({ITEM.id}),
        ),
        Example(
            "hi",
            "The patients with severe symptoms of the disease were treated in the hospital with oxygen.",
            "अस्पताल में मरीज़ों का इलाज।",
            frozenset({PART.id}),
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most: the smallest part that is told to be missing."""
        lexicon = subject.lexicon
        if lexicon is None or subject.source == subject.target:
            return
        evidence = find_evidence(subject.source, subject.target, lexicon)
        usual = get_habits(lexicon).usual_length
        length = deviation(subject.source, subject.target, lexicon) - usual
        finders = (_sentence, _item, _part)
        found = (issue for find in finders for issue in find(subject, evidence, length))
        first = next(found, None)
        if first is not None:
            yield first


def _sentence(subject: Subject, evidence: tuple[Evidence, ...], length: float) -> Iterator[Issue]:
    spans = find_sentence_spans(subject.source, subject.english)
    if len(spans) < 2 or length > _LITTLE_SHORT or subject.lexicon is None:  # noqa: PLR2004 - one sentence has no other
        return
    is_fewer = count_sentences(subject.target, subject.lexicon) < len(spans)
    weights = {span: _weigh_words(evidence, span) for span in spans}
    span = min(weights, key=lambda one: weights[one])
    is_short = is_fewer and length <= _SHORT_FOR_SENTENCE
    if not is_short and weights[span] > (_NOT_THERE if is_fewer else _PLAINLY_NOT):
        return
    text = " ".join(subject.source[slice(*span)].split())
    yield SENTENCE.issue(f'nothing stands for "{text}"', source_span=span, expected=text)


def _weigh_words(evidence: tuple[Evidence, ...], span: Span) -> float:
    pieces = _within(evidence, span)
    return sum(max(-_SURE_WORD, min(_SURE_WORD, piece.weight)) for piece in pieces)


def _part(subject: Subject, evidence: tuple[Evidence, ...], length: float) -> Iterator[Issue]:
    if length > _SHORT:
        return
    run = worst_run(evidence)
    if -length + _WORD_WEIGHT * min(run.weight, _MAX_RUN) <= _ENOUGH:
        return
    text = subject.source[slice(*run.span)] if run.span else ""
    message = f'nothing stands for "{text}"' if text else "the target is much shorter than usual"
    yield PART.issue(message, source_span=run.span, expected=text or None)


def _item(subject: Subject, _evidence: tuple[Evidence, ...], length: float) -> Iterator[Issue]:
    lexicon = subject.lexicon
    if lexicon is None or length > _LONG:
        return
    span = find_left_out(subject.source, subject.target, lexicon, subject.english)
    if span is not None:
        text = subject.source[slice(*span)]
        yield ITEM.issue(f'a part is missing, perhaps "{text}"', source_span=span, expected=text)


def _within(evidence: tuple[Evidence, ...], span: Span) -> tuple[Evidence, ...]:
    return tuple(piece for piece in evidence if span[0] <= piece.start and piece.stop <= span[1])


@dataclass(frozen=True, slots=True)
class Run:
    """The part of a source that a target says least of."""

    weight: float
    """How much evidence is against it; 0 where everything is there."""
    span: Span | None


def worst_run(evidence: tuple[Evidence, ...]) -> Run:
    """Return the stretch of `evidence` whose weights add up to the least."""
    best, weight, start = Run(0.0, None), 0.0, 0
    for piece in evidence:
        if weight <= 0:
            weight, start = 0.0, piece.start
        weight -= piece.weight
        if weight > best.weight:
            best = Run(weight, (start, piece.stop))
    return best


CHECK = OmissionCheck()
