"""Spelling: words that the language's dictionary has not. Off unless a project switches it on.

Health texts hold names that no dictionary has, so this is for a proof-reader, not for a gate. Without
hunspell and a dictionary of the language nothing is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.spelling import find_speller
from pipeline.model.finding import Severity
from pipeline.model.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNKNOWN = Rule(
    id="spelling.unknown-word",
    severity=Severity.NOTICE,
    category="linguistic-conventions/spelling",
    description="The dictionary of the language does not have a word.",
    hint="correct it, or put it into the glossary",
    is_optional=True,
)
_LETTERS: Final = rf"[^\W\d_]{WORD_CHARACTER}*"
_WORD: Final = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
_SHORTEST: Final = 3
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;…]|[«“¿¡\"(])\W*$")


class SpellingCheck:
    """Words."""

    name = "spelling"
    rules = (UNKNOWN,)
    examples = (
        Example("es", "Your head hurts.", "Le duele la cabeza."),
        Example("es", "Metformin helps.", "Ayuda Metformina.", note="a name"),
        Example("fr", "rules of the WHO", "les règles de l’OMS", note="an abbreviation"),
        Example("fr", "Use <1>paper</1>.", "Utilisez du <1>papier</1> de {ksjdf}.", note="no word is a tag"),
        Example(
            "es",
            "Shingles hurts.",
            "Duele la culebrilla y el zosterix.",
            note="the glossary has it",
            glossary=(Term(source="shingles", targets=("culebrilla", "zosterix")),),
        ),
        Example("ar", "Drink water.", "اشرب الماء."),
        Example("ru", "Your head hurts.", "У вас болит голова."),
        Example("ru", "Your head hurts.", "У вас болит галава.", frozenset({UNKNOWN.id})),
        Example("es", "Your head hurts.", "Le duele la cabesa.", frozenset({UNKNOWN.id})),
        Example("fr", "Your head hurts.", "Vous avez mal à la têtte.", frozenset({UNKNOWN.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield an issue a word that is in no dictionary, in the order of the text."""
        speller = find_speller(subject.locale)
        if speller is None:
            return
        places = list(_words(subject))
        unknown = speller.unknown([subject.target[start:stop] for start, stop in places])
        for start, stop in places:
            word = subject.target[start:stop]
            if word in unknown:
                yield UNKNOWN.issue(f'no dictionary has "{word}"', target_span=(start, stop), found=word)


def _words(subject: Subject) -> Iterator[tuple[int, int]]:
    """Yield where the words stand that a dictionary can know: no names, abbreviations and terms."""
    text, known = hide_inline(subject.target), _known(subject)
    for found in _WORD.finditer(text):
        word = found[0]
        if len(word) < _SHORTEST or word.casefold() in known or word[1:] != word[1:].lower():
            continue
        if word[0].isupper() and not _SENTENCE_START.search(text[: found.start()]):
            continue
        yield found.span()


def _known(subject: Subject) -> frozenset[str]:
    """Return the words of the source, and of the glossary's targets, in small letters."""
    terms = subject.termbase.terms if subject.termbase else ()
    texts = (subject.source, *(target for term in terms for target in term.targets))
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


CHECK = SpellingCheck()
