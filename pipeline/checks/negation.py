"""Negation: a target of a negated source is negated, and the other way round. Advice to look again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Span, Subject
from pipeline.language.cues import Cue, CueKind
from pipeline.language.negations import Negations, count_negations, find_loose, hide_cues
from pipeline.language.pairing import pair_sentences
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.lexicon import Lexicon

_HINT = "read both sentences again: does each say the same thing is not so?"
MISSING = Rule(
    id="negation.missing",
    severity=Severity.ERROR,
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
_TAG = re.compile(r"\s*\w*\s*[?？؟]\W*$")
"""The rest of a question that ends with a negation to be confirmed: "..., no?"."""
_CLAUSE_START = re.compile(r"(?:^|[.!?;:,])\W*$")
_NO_ORDER = re.compile(r"(?:no|or|if|always|still|despite|without|whether|regardless|forg)", re.IGNORECASE)
_REASONS = frozenset({CueKind.REASON, CueKind.AKIN})
"""What another language may say with a negation, about where it stands."""
_NEAR = 0.5
"""Of a text's length: how far apart the words for the same thing may stand."""
_NEGATED_LAST = frozenset({"bn", "fa", "hi", "ja", "ko", "tr"})
"""Languages whose verb, and so its negation, comes last, wherever it stands in English."""
_FEW_WORDS = 15
"""Words of a sentence from which on its translation may well say "without" for another word."""
_MAX_WORDS = 40
"""Words of a sentence from which on its translation may well say the same with a negation."""
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
        Example("es", "You breathe well, right?", "Respiras bien, ¿no?", note="asks to confirm"),
        Example("ru", "Stay at home until day 5.", "Оставайтесь дома не менее 5 дней."),
        Example(
            "fr",
            "including, but not limited to, fever",
            "notamment la fièvre",
            note="said without a negation",
        ),
        Example(
            "es",
            "Wear a mask in the hospital for up to 5 days but not at home.",
            "Use mascarilla en el hospital hasta 5 días y en casa.",
            frozenset({MISSING.id}),
            "a bound stands for a bound",
        ),
        Example(
            "fr",
            "including, but not limited to, fever",
            "notamment, mais limité à, la fièvre",
            frozenset({MISSING.id}),
        ),
        Example(
            "ru",
            "Some risk factors cannot be avoided with medicines.",
            "Некоторых факторов риска можно избежать с помощью лекарств.",
            frozenset({MISSING.id}),
            "what may be a negation stands for another word",
        ),
        Example("es", "Do not take it with alcohol.", "Tómelo con alcohol.", frozenset({MISSING.id})),
        Example(
            "es",
            "Do not drive or use machines.",
            "Conduzca ni use máquinas.",
            frozenset({MISSING.id}),
            "a word that only repeats a negation",
        ),
        Example("sw", "It is impossible.", "Inawezekana.", frozenset({MISSING.id})),
        Example("fr", "Keep taking it.", "Ne continuez pas à le prendre.", frozenset({ADDED.id}), "an order"),
        Example(
            "es",
            "Call a doctor if the pain stays.",
            "No llame al médico si el dolor persiste.",
            frozenset({ADDED.id}),
            "the negation stands elsewhere",
        ),
        Example("es", "Call a doctor if the pain stays.", "Llame al médico si el dolor no desaparece."),
        Example(
            "hi",
            "It lingers for three days after the operation.",
            "ऑपरेशन के बाद तीन दिनों तक यह दूर नहीं होता।",
            note="a verb at the end of the sentence",
        ),
        Example(
            "fr", "Remember to drink water.", "N’oubliez pas de boire de l’eau.", note="said the other way"
        ),
        Example("es", "It is free of charge.", "Es gratuito."),
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
        for sentence in _sentences(subject, lexicon):
            wanted = _find_missing(sentence, lexicon)
            if wanted:
                yield _missing(wanted, sentence.target)
                return
        for sentence in _sentences(subject, lexicon):
            added = _find_added(sentence, subject)
            if added:
                yield _added(added)
                return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence, or the whole text where it can't be parted, with its negations."""

    text: str
    """The source, from its start to the end of the sentence; blank before the sentence."""
    span: Span
    target_span: Span
    source: Negations
    target: Negations
    loose: tuple[Cue, ...]
    """Negations that the target may say without one."""
    kept: int
    """How many of these it says with their own word."""


def _sentences(subject: Subject, lexicon: Lexicon) -> Iterator[_Sentence]:
    loose = find_loose(subject.source, subject.english)
    kept = find_loose(subject.target, lexicon) if loose else ()
    source = count_negations(hide_cues(subject.source, loose), subject.english)
    target = count_negations(subject.target, lexicon)
    for ours, theirs in pair_sentences(subject.source, subject.target, subject.english, lexicon):
        yield _Sentence(
            text=" " * ours[0] + subject.source[slice(*ours)],
            span=ours,
            target_span=theirs,
            source=source.within(*ours),
            target=target.within(*theirs),
            loose=tuple(cue for cue in loose if ours[0] <= cue.start < ours[1]),
            kept=sum(theirs[0] <= cue.start < theirs[1] for cue in kept),
        )


def _find_missing(sentence: _Sentence, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the negations of a source where there are more of them than anything could stand for."""
    source, target = sentence.source, sentence.target
    wanted = (*source.strong, *sentence.loose[: sentence.kept])
    firm = source.firm if lexicon.is_measured else ()
    if len(wanted) > target.could_stand_for(source, sentence.text, lexicon):
        return wanted
    return (*wanted, *firm) if firm and len(wanted) + len(firm) > target.total else ()


def _missing(wanted: tuple[Cue, ...], target: Negations) -> Issue:
    words = ", ".join(f'"{cue.text}"' for cue in wanted)
    first = wanted[0]
    message = f"nothing stands for {words}" if not target.total else f"too few negations for {words}"
    found = ", ".join(cue.text for cue in target.strong)
    return MISSING.issue(
        message, source_span=(first.start, first.stop), expected=first.text, found=found or None
    )


def _is_tag(cue: Cue, subject: Subject) -> bool:
    """Return whether a negation only asks to confirm: "You are well, right?" is "Estás bien, ¿no?"."""
    return subject.source.rstrip().endswith("?") and bool(_TAG.match(subject.target, cue.stop))


def _find_added(sentence: _Sentence, subject: Subject) -> Cue | None:
    """Return a negation of a sentence whose English has none, and nothing that could be a reason for one."""
    words = len(_WORD.findall(sentence.text))
    if words > _MAX_WORDS or sentence.source.reasons_for(sentence.target) or sentence.loose:
        return None
    added = [cue for cue in sentence.target.strong if not _is_tag(cue, subject)]
    if words > _FEW_WORDS:
        added = [cue for cue in added if CueKind.DESCRIBING not in cue.kinds]
    return next((cue for cue in added if not _has_reason(sentence, cue, subject)), None)


def _has_reason(sentence: _Sentence, negation: Cue, subject: Subject) -> bool:
    """Return whether the English says about there what other languages may say with a negation.

    At the start of a clause such a word is an order: "stay at home" is not to become its opposite.
    """
    reasons = (cue for cue in sentence.source.cues if cue.kinds & _REASONS)
    places = [_share(cue, sentence.span) for cue in reasons if not _is_order(cue, sentence.text)]
    is_anywhere = subject.locale.language in _NEGATED_LAST
    at = _share(negation, sentence.target_span)
    return any(is_anywhere or abs(place - at) <= _NEAR for place in places)


def _share(cue: Cue, sentence: Span) -> float:
    """Return where in a sentence a word begins: 0 at its start, 1 at its end."""
    return (cue.start - sentence[0]) / (sentence[1] - sentence[0])


def _is_order(cue: Cue, source: str) -> bool:
    """Return whether a word that could be a reason begins a clause and is none of those that never order."""
    is_verb = cue.kinds == {CueKind.REASON} and not _NO_ORDER.match(cue.text)
    return is_verb and bool(_CLAUSE_START.search(source, 0, cue.start))


def _added(cue: Cue) -> Issue:
    return ADDED.issue(f'"{cue.text}" has no counterpart', target_span=(cue.start, cue.stop), found=cue.text)


CHECK = NegationCheck()
