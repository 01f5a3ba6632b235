"""Terms: the target says what the project's glossary wants for a term of the source.

Every rule speaks only of terms that the locale's `glossary.csv` holds, so there is no finding without one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.form_finder import FormFinder
from pipeline.language.inflection import MEASURED, UNSPACED, has_target
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import Lexicon, get_lexicon
from pipeline.model.finding import Severity
from pipeline.model.term import Term, TermMatch, TermStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORBIDDEN = Rule(
    id="terms.forbidden",
    severity=Severity.ERROR,
    category="terminology/inconsistent-with-terminology-resource",
    description="The target has a word that the glossary forbids for a term of the source.",
    hint="use the word that the glossary wants",
)
CHANGED = Rule(
    id="terms.changed",
    severity=Severity.ERROR,
    category="terminology/inconsistent-with-terminology-resource",
    description="A term that the glossary keeps untranslated does not stand in the target as it is spelled.",
    hint="write it as the source does, letter by letter",
)
MISSING = Rule(
    id="terms.missing",
    severity=Severity.WARNING,
    category="terminology/inconsistent-with-terminology-resource",
    description="None of the words that the glossary requires for a term of the source is in the target.",
    hint="use a word of the glossary, or add the one that is right to its row",
)
UNSEEN = Rule(
    id="terms.unseen",
    severity=Severity.NOTICE,
    category="terminology/inconsistent-with-terminology-resource",
    description="As `terms.missing`, in a language for which it was not measured how often that is wrong.",
    hint="see whether the target says the glossary's word in a form that was not recognized",
)
_VACCINE = Term(source="vaccine", targets=("vacuna",))
_FEVER = Term(source="fever", targets=("fiebre",), forbidden=("calentura", "temperatura*"))
_HAY_FEVER = Term(source="hay fever", targets=("alergia al polen",), status=TermStatus.SUGGESTED)
_KEPT = Term(source="Tylenol", is_kept=True)
_WHO = Term(source="WHO", targets=("世卫组织", "WHO"))


class TermCheck:
    """Terms of the glossary."""

    name = "terms"
    rules = (FORBIDDEN, CHANGED, MISSING, UNSEEN)
    examples = (
        Example("es", "Two vaccines help.", "Dos vacunas ayudan.", glossary=(_VACCINE,)),
        Example("es", "See a doctor.", "Consulte a un médico.", note="no glossary"),
        Example(
            "es",
            "hay fever",
            "rinitis",
            note="only suggested; fever does not stand alone",
            glossary=(_HAY_FEVER, _FEVER),
        ),
        Example(
            "es",
            "the temperature",
            "la temperatura",
            note="the source does not say fever",
            glossary=(_FEVER,),
        ),
        Example("ar", "the virus", "والفيروسات", glossary=(Term(source="virus", targets=("فيروس",)),)),
        Example("hi", "three patients", "तीन मरीज़ों", glossary=(Term(source="patient", targets=("मरीज",)),)),
        Example("ru", "a vaccine", "от вакцины", glossary=(Term(source="vaccine", targets=("вакцина",)),)),
        Example("zh_Hans", "Who was WHO?", "WHO是谁？", glossary=(_WHO,)),
        Example("zh_Hans", "Take Tylenol.", "服用Tylenol。", glossary=(_KEPT,)),
        Example("es", "a fever", "una calentura", frozenset({FORBIDDEN.id}), glossary=(_FEVER,)),
        Example("es", "fevers", "fiebre, temperaturas", frozenset({FORBIDDEN.id}), glossary=(_FEVER,)),
        Example("ru", "Take Tylenol.", "Примите тайленол.", frozenset({CHANGED.id}), glossary=(_KEPT,)),
        Example("es", "two vaccines", "dos inyecciones", frozenset({MISSING.id}), glossary=(_VACCINE,)),
        Example("zh_Hans", "the WHO", "世贸组织", frozenset({MISSING.id}), glossary=(_WHO,)),
        Example(
            "de",
            "a vaccine",
            "eine Spritze",
            frozenset({UNSEEN.id}),
            glossary=(Term(source="vaccine", targets=("Impfstoff",)),),
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield what is wrong with each term of the source, once a term."""
        if subject.termbase is None:
            return
        matches = subject.termbase.find_terms(subject.source)
        if not matches:
            return
        target = hide_inline(subject.target)
        wanted = frozenset(word.casefold() for match in matches for word in _wanted(match))
        for match in {match.terms: match for match in reversed(matches)}.values():
            yield from _compare(match, target, wanted, subject)


def _compare(match: TermMatch, target: str, wanted: frozenset[str], subject: Subject) -> Iterator[Issue]:
    words = _wanted(match)
    expected = " or ".join(f'"{word}"' for word in words)
    span = (match.start, match.stop)
    wrong = _find_forbidden(match, target, wanted, subject)
    if wrong is not None:
        yield FORBIDDEN.issue(
            f'"{wrong[0]}" stands for "{match.text}"',
            source_span=span,
            target_span=wrong.span(),
            expected=expected or None,
            found=wrong[0],
        )
    elif any(term.status is TermStatus.REQUIRED for term in match.terms) and words:
        is_kept = any(term.is_kept for term in match.terms)
        if not (_is_said(match, target, subject.locale.language) or (is_kept and _is_spelled(words, target))):
            rule = MISSING if subject.locale.language in MEASURED else UNSEEN
            yield (CHANGED if is_kept else rule).issue(
                f'nothing says {expected} for "{match.text}"', source_span=span, expected=expected
            )


def _wanted(match: TermMatch) -> tuple[str, ...]:
    """Return what may stand in the target for a term, whichever row of the glossary is meant."""
    kept = (term.source for term in match.terms if term.is_kept)
    spelled = (match.text,) if any(term.is_kept for term in match.terms) else ()
    targets = (word for term in match.terms for word in term.targets)
    return tuple(dict.fromkeys((*kept, *spelled, *targets)))


def _is_said(match: TermMatch, target: str, language: str) -> bool:
    return any(has_target(target, word, language) for term in match.terms for word in term.targets)


def _is_spelled(words: Iterable[str], target: str) -> bool:
    """Return whether one of the words is in the target letter by letter, with or without spaces around it."""
    return any(re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", target) for word in words)


def _find_forbidden(
    match: TermMatch, target: str, wanted: frozenset[str], subject: Subject
) -> re.Match[str] | None:
    """Return the first forbidden word that is not, or not part of, a word that another term wants."""
    forbidden = tuple(dict.fromkeys(word for term in match.terms for word in term.forbidden))
    if not forbidden:
        return None
    lexicon = _lexicon(subject)
    ending = "*" if lexicon.is_spaced else ""
    allowed_words = tuple(f"{word}{ending}" for word in sorted(wanted))
    allowed = [found.span() for _, found in _finder(allowed_words, lexicon).finditer(target)]
    for _, found in _finder(forbidden, lexicon).finditer(target):
        if not any(start <= found.start() and found.end() <= stop for start, stop in allowed):
            return found
    return None


def _lexicon(subject: Subject) -> Lexicon:
    """Return what says where words end; a language without data is spaced like English or like Chinese."""
    if subject.lexicon is not None:
        return subject.lexicon
    return get_lexicon("zh_Hans") if subject.locale.language in UNSPACED else subject.english


@lru_cache(maxsize=1024)
def _finder(words: tuple[str, ...], lexicon: Lexicon) -> FormFinder:
    return FormFinder((unicodedata.normalize("NFC", word).lower() for word in words), lexicon)


CHECK = TermCheck()
