"""Addition: the target says no more than the source does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.associations import find_evidence
from pipeline.language.lengths import deviation, measure_length
from pipeline.language.sentences import find_sentence_spans
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

SENTENCE = Rule(
    id="addition.sentence",
    severity=Severity.WARNING,
    category="accuracy/addition",
    description="The target has more sentences than the source, and is longer than they explain.",
    hint="remove what the source does not say",
    reads_language=True,
)
TEXT = Rule(
    id="addition.text",
    severity=Severity.WARNING,
    category="accuracy/addition",
    description="The target is far longer than good translations of such a source are.",
    hint="remove what the source does not say",
    reads_language=True,
)
_LONG_FOR_SENTENCE, _LONG = 1.5, 3.5
"""Deviations of length above which something is taken for added."""
_MIN_LETTERS = 25
"""Letters of a source below which length says nothing: a heading may need words that English leaves out."""


class AdditionCheck:
    """What was added."""

    name = "addition"
    rules = (SENTENCE, TEXT)
    examples = (
        Example("es", "Wash your hands. Stay at home.", "Lávese las manos. Quédese en casa."),
        Example("hi", "Wash your hands often.", "अपने हाथ बार-बार धोएं।"),
        Example(
            "pt_BR",
            "Educational Disclaimer",
            "Aviso de isenção de responsabilidade: este conteúdo é educativo",
            note="a heading may need more words",
        ),
        Example("zh_Hans", "The patients with fever should see a doctor.", "发烧的患者应该去看医生。"),
        Example(
            "es",
            "Wash your hands often with soap.",
            "Lávese las manos a menudo con jabón. El remedio casero de la abuela también cura.",
            frozenset({SENTENCE.id}),
        ),
        Example(
            "ar",
            "Wash your hands often with soap.",
            "اغسل يديك كثيرًا بالصابون. والعلاج المنزلي يشفي من المرض أيضًا.",
            frozenset({SENTENCE.id}),
        ),
        Example(
            "ru",
            "Wash your hands often with soap",
            "Часто мойте руки с мылом и пейте настойку из корней и трав, которая помогает от всех болезней",
            frozenset({TEXT.id}),
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most."""
        lexicon = subject.lexicon
        if lexicon is None or subject.source == subject.target:
            return
        length = deviation(subject.source, subject.target, lexicon)
        if length <= _LONG_FOR_SENTENCE:
            return
        spans = find_sentence_spans(subject.target, lexicon)
        if len(spans) > len(find_sentence_spans(subject.source, subject.english)):
            span = _strangest(subject, spans)
            text = " ".join(subject.target[slice(*span)].split())
            yield SENTENCE.issue(f'nothing in the source says "{text}"', target_span=span, found=text)
        elif length > _LONG and measure_length(subject.source) >= _MIN_LETTERS:
            yield TEXT.issue("the target is much longer than usual")


def _strangest(subject: Subject, spans: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Return the sentence of the target in which the least of the source is found."""
    lexicon = subject.lexicon
    if lexicon is None:
        return spans[-1]
    found = {
        span: sum(
            piece.is_present for piece in find_evidence(subject.source, subject.target[slice(*span)], lexicon)
        )
        for span in spans
    }
    return min(reversed(spans), key=lambda span: found[span])


CHECK = AdditionCheck()
