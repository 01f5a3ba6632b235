"""Negation: a target of a negated source is negated, and the other way round. Advice to look again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.concord import denies
from pipeline.language.counterparts import without_counterpart
from pipeline.language.cues import LOWER_BOUNDS, UPPER_BOUNDS, Cue, CueKind, find_cues
from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import HIDDEN
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_SURELY = frozenset({CueKind.NEGATION, CueKind.NEGATED_BOUND})
_PERHAPS = frozenset({CueKind.WEAK_NEGATION, CueKind.AKIN, CueKind.FIRM})
_UPPER = re.compile(r"\b(?:later|longer|exceed\w*)\b", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:until|till|before|earlier|sooner)\b", re.IGNORECASE)
"""Words of a source that make a bound out of a negation, as "more than" does: "not before day 5"."""
_BOUNDS = (
    (UPPER_BOUNDS, CueKind.MORE_THAN, _UPPER),
    (LOWER_BOUNDS, CueKind.LESS_THAN, _LOWER),
)
"""What may stand for a negation, and what a negation makes it of: "not more than 3" is "at most 3"."""
_TAG = re.compile(r"\s*\w*\s*[?？؟]\W*$")
"""The rest of a question that ends with a negation to be confirmed: "..., no?"."""
_CLAUSE_START = re.compile(r"(?:^|[.!?;:,])\W*$")
_NEAR = 0.5
"""Of a text's length: how far apart the words for the same thing may stand."""
_NEGATED_LAST = frozenset({"bn", "fa", "hi", "ja", "ko", "tr"})
"""Languages whose verb, and so its negation, comes last, wherever it stands in English."""
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
        loose = _find_loose(subject.source, subject.english)
        source, target = (
            _count(_hide(subject.source, loose), subject.english),
            _count(subject.target, lexicon),
        )
        kept = len(_find_loose(subject.target, lexicon)) if loose else 0
        wanted = (*source.strong, *loose[:kept])
        firm = source.firm if lexicon.is_measured else ()
        if len(wanted) > target.could_stand_for(source, subject.source, lexicon):
            yield _missing(wanted, target)
        elif firm and len(wanted) + len(firm) > target.total:
            yield _missing((*wanted, *firm), target)
        elif not (source.total or loose) and len(_WORD.findall(subject.source)) <= _MAX_WORDS:
            first = next((cue for cue in target.strong if not _is_tag(cue, subject)), None)
            if first is not None and not _has_reason(source, first, subject, lexicon):
                yield _added(first)


@dataclass(frozen=True, slots=True)
class _Counts:
    """The negations of one text."""

    cues: tuple[Cue, ...]
    strong: tuple[Cue, ...]
    weak: tuple[Cue, ...]

    @property
    def firm(self) -> tuple[Cue, ...]:
        """Weak ones that no translation is without; of two that are alike, one may do for both."""
        return tuple({cue.text.lower(): cue for cue in self.weak if CueKind.FIRM in cue.kinds}.values())

    @property
    def total(self) -> int:
        return len(self.strong) + len(self.weak) + self.number(CueKind.AT_LEAST, CueKind.AT_MOST)

    def number(self, *kinds: CueKind) -> int:
        """Return how many cues of these kinds there are that are no negations too."""
        return sum(not cue.kinds.isdisjoint(kinds) and cue.kinds.isdisjoint(_SURELY) for cue in self.cues)

    def could_stand_for(self, source: _Counts, text: str, lexicon: Lexicon) -> int:
        """Return how many negations of `source` there is something for.

        A word that may negate counts only beyond those that the source has of its kind too, and where it does
        not translate another word of it. A bound counts where the source has something to bound with.
        """
        weak = without_counterpart(self.weak, text, (*source.strong, *source.weak), lexicon)
        return (
            len(self.strong)
            + max(0, len(weak) - len(source.weak))
            + sum(self._spare(source, text, *kinds) for kinds in _BOUNDS)
        )

    def _spare(
        self,
        source: _Counts,
        text: str,
        bounds: frozenset[CueKind],
        opposite: CueKind,
        turning: re.Pattern[str],
    ) -> int:
        """Return how many bounds stand for a negated comparison."""
        found = self.number(*bounds) - source.number(*bounds)
        negated = sum(not cue.kinds.isdisjoint(bounds) for cue in source.strong)
        return max(0, min(found, source.number(opposite) + negated + len(turning.findall(text))))


def _count(text: str, lexicon: Lexicon) -> _Counts:
    cues = find_cues(text, lexicon)
    strong = tuple(cue for cue in cues if cue.kinds & _SURELY or denies(cue, cues, text, lexicon))
    weak = tuple(cue for cue in cues if cue.kinds & _PERHAPS and not cue.kinds & _SURELY)
    return _Counts(cues, strong, weak)


def _missing(wanted: tuple[Cue, ...], target: _Counts) -> Issue:
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


def _has_reason(source: _Counts, negation: Cue, subject: Subject, lexicon: Lexicon) -> bool:
    """Return whether the English says about there what other languages may say with a negation.

    At the start of a clause such a word is an order: "stay at home" is not to become its opposite.
    """
    at = negation.start / len(subject.target)
    reasons = (cue.start for cue in source.cues if CueKind.REASON in cue.kinds)
    places = [start for start in reasons if not _CLAUSE_START.search(subject.source, 0, start)]
    is_anywhere = lexicon.language in _NEGATED_LAST
    return any(is_anywhere or abs(start / len(subject.source) - at) <= _NEAR for start in places)


def _added(cue: Cue) -> Issue:
    return ADDED.issue(f'"{cue.text}" has no counterpart', target_span=(cue.start, cue.stop), found=cue.text)


def _hide(text: str, cues: tuple[Cue, ...]) -> str:
    for cue in cues:
        text = text[: cue.start] + HIDDEN * (cue.stop - cue.start) + text[cue.stop :]
    return text


def _find_loose(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the negations that other languages say without one ("not limited to"), or their other words."""
    found = (match for _, match in _loose(lexicon).finditer(text))
    return tuple(Cue(frozenset({CueKind.NEGATION}), match.start(), match.end(), match[0]) for match in found)


@lru_cache(maxsize=64)
def _loose(lexicon: Lexicon) -> FormFinder:
    return FormFinder(lexicon.cues["negation.loose"], lexicon)


CHECK = NegationCheck()
