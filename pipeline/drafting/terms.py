"""The glossary on the way through an engine: which terms become tokens, and what is put back for them.

A longer term is masked, because engines take it apart: left to Apertium, a quarter of them is said as the
glossary wants; masked, all. Single words are left to the grammar and only checked: masked they cost more
than they gain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.drafting.masking import PROTECTED
from pipeline.model.term import TermStatus

if TYPE_CHECKING:
    from pipeline.drafting.base import Context
    from pipeline.model.term import Term, TermMatch


def find_spans(source: str, context: Context, *, masks_terms: bool) -> list[tuple[int, int, str]]:
    """Return the terms that are masked: where each stands, and what is put back.

    Words that are not to be translated always are. Longer terms are with `masks_terms`, where the text
    has them in the form of the glossary: a plural would come back as a singular.
    """
    codes = [found.span() for found in PROTECTED.finditer(source)] if context.terms else []
    found = []
    for match in context.terms:
        text = _put_back(match, masks_terms=masks_terms)
        is_free = all(stop <= match.start or match.stop <= start for start, stop in codes)
        if text is not None and is_free:
            found.append((match.start, match.stop, text))
    return found


def _put_back(match: TermMatch, *, masks_terms: bool) -> str | None:
    if any(term.is_kept for term in match.terms):
        return match.text
    term = match.terms[0]
    is_longer = len(term.source.split()) > 1
    is_wanted = masks_terms and is_longer and len(match.terms) == 1 and term.status is TermStatus.REQUIRED
    if not is_wanted or not term.targets or not _is_same(match.text, term.source):
        return None
    return in_case_of(match.text, term)


def _is_same(text: str, other: str) -> bool:
    return " ".join(text.casefold().split()) == " ".join(other.casefold().split())


def in_case_of(text: str, term: Term) -> str:
    """Return a term's best target with the capitals that the text has and the glossary's source has not."""
    target = term.targets[0]
    if text.isupper() and not term.source.isupper() and len(text) > 1:
        return target.upper()
    if text[:1].isupper() and term.source[:1].islower():
        return target[:1].upper() + target[1:]
    return target


def find_target(word: str, context: Context) -> str | None:
    """Return what the glossary wants for a word that an engine did not know, or None."""
    for match in context.terms:
        term = match.terms[0]
        if len(match.terms) == 1 and term.targets and match.text.casefold() == word.casefold():
            return in_case_of(word, term)
    return None
