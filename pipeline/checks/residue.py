"""Residue: what was left in the source's language, whole or in part. Names and abbreviations may stay."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Span, Subject
from pipeline.language.associations import is_translated
from pipeline.language.inline import hide_inline
from pipeline.language.medicines import find_medicines
from pipeline.language.scripts import LATIN, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

UNTRANSLATED = Rule(
    id="residue.untranslated",
    severity=Severity.ERROR,
    category="accuracy/untranslated",
    description="The target is the source, word for word, and more than names and abbreviations.",
    hint="translate it, or leave the target empty",
)
RUN = Rule(
    id="residue.english-run",
    severity=Severity.WARNING,
    category="accuracy/untranslated",
    description="Several English words in a row stand in the target as they do in the source.",
    hint="translate them; the title of a work or an organisation may stay",
)
SAME_WORD = Rule(
    id="residue.same-word",
    severity=Severity.NOTICE,
    category="accuracy/untranslated",
    description="A word is spelled alike in both languages, or was left in English: only a reader can tell.",
    hint="nothing to do if your language has the same word",
)

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_RUN_OF_LATIN = re.compile(r"[A-Za-z]+(?:[\s,;'’()\"“”\d.%–—-]+[A-Za-z]+)*")
_FUNCTION_WORDS = frozenset({
    "the", "of", "and", "is", "are", "was", "were", "be", "been", "to", "with", "from", "for", "that",
    "this", "these", "those", "which", "who", "by", "not", "or", "as", "at", "it", "its", "you", "your",
    "if", "when", "have", "has", "had", "will", "would", "should", "may", "can", "must", "their", "they",
    "than", "but", "into", "how", "what", "on", "in", "a", "an", "about", "after", "against", "all", "also",
    "among", "amongst", "any", "because", "before", "between", "could", "did", "do", "does", "during",
    "especially", "here", "however", "like", "more", "most", "only", "other", "several", "some", "such",
    "then", "there", "through", "under", "where", "while", "why", "without",
})  # fmt: skip
"""English words that hold sentences together; `no` is left out, which many languages have."""
_TELLING_WORDS = frozenset({
    "about", "against", "among", "because", "before", "between", "could", "does", "during", "every",
    "from", "have", "how", "however", "into", "must", "once", "only", "other", "several", "should", "that",
    "their", "then", "there", "they", "this", "those", "through", "unless", "until", "what", "when",
    "where", "which", "while", "who", "why", "with", "without", "would", "you", "your",
})  # fmt: skip
"""English words by which two that were left are told in the middle of a text: hardly a language has them."""
_NAME_WORDS = frozenset({"of", "the", "and", "for", "on", "in", "a"})
"""Function words that the names of organisations and works have."""
_SMALL_WORD = re.compile(r"(?<![\w.@/-])[a-z]{4,}(?![\w@/-]|\.\w)")
_ADDRESS = re.compile(r"\S*\w\.\w\S*")
"""An address without its scheme: `who.int/fever`."""
_LATIN_TERMS = frozenset({"vivo", "vitro"})
_VOCABULARY = "ru"
"""The language whose associations tell what is an English word, for all languages of other scripts."""
_MOST_PLACES = 50
"""Places of one word in the source where a run is looked for: a text of one word takes no longer."""
_MIN_RUN, _MIN_FUNCTION_WORDS, _MIN_SHORT_RUN = 4, 2, 3
_MIN_LOWER_RUN, _MIN_LOWER_TERM, _MIN_LETTERS = 3, 5, 3
"""English words in small letters that are no name, and as many where a language keeps English terms; and the
letters from which on a word counts."""


class ResidueCheck:
    """Text that was not translated."""

    name = "residue"
    rules = (UNTRANSLATED, SAME_WORD, RUN)
    examples = (
        Example("es", "Drink water.", "Beba agua."),
        Example("fr", "COVID-19", "COVID-19", note="an abbreviation"),
        Example("de", "Johns Hopkins University", "Johns Hopkins University", note="a name"),
        Example("ru", "Ibuprofen", "Ibuprofen", note="a medicine"),
        Example("es", "B", "B"),
        Example(
            "hi", "a study by the Centers for Disease Control", "Centers for Disease Control का एक अध्ययन"
        ),
        Example(
            "zh_Hans", "A case of Pneumocystis jirovecii", "一例 Pneumocystis jirovecii 病例", note="Latin"
        ),
        Example("fr", "Doctors of the World helps.", "Doctors of the World aide.", note="a name"),
        Example(
            "fr", "Play for the win.", "Jouez « for the win » ici.", note="three words may be a quotation"
        ),
        Example("ar", "{name}", "{name}", note="nothing to translate"),
        Example(
            "fil",
            "It joins the adaptive immune response.",
            "Sumali sa adaptive immune response.",
            note="a language that keeps English terms",
        ),
        Example(
            "pt_BR",
            "It is made for public health practice.",
            "É feito para public health practice.",
            frozenset({RUN.id}),
        ),
        Example(
            "es",
            "It is harder to control SARS-CoV than MERS-CoV and SARS.",
            "Es más difícil controlar SARS-CoV than MERS-CoV and SARS.",
            frozenset({RUN.id}),
            "names with what no name has between them",
        ),
        Example(
            "fa",
            "Sent to CDC for 74,439 (60.7%) cases",
            "فرستاده شد to CDC for 74,439 (60.7%) cases",
            frozenset({RUN.id}),
            "numbers do not end a run",
        ),
        Example("fr", "Acupuncture", "Acupuncture", frozenset({SAME_WORD.id})),
        Example("ru", "Acupuncture", "Acupuncture", frozenset({UNTRANSLATED.id}), note="another script"),
        Example("es", "Rest.", "Rest.", frozenset({UNTRANSLATED.id}), note="a sentence is no cognate"),
        Example("es", "Drink water.", "Drink water.", frozenset({UNTRANSLATED.id})),
        Example("ar", "Drink plenty of water.", "Drink plenty of water.", frozenset({UNTRANSLATED.id})),
        Example(
            "fr",
            "Rest well, and seek help if you have a fever.",
            "Reposez-vous, and seek help if you have a fever.",
            frozenset({RUN.id}),
        ),
        Example(
            "hi", "Rest and drink plenty of water.", "आराम करें and drink plenty of water.", frozenset({RUN.id})
        ),
        Example("zh_Hans", "Rest, then see a doctor.", "请休息，then see a doctor。", frozenset({RUN.id})),
        Example("ru", "Rest, then see a doctor.", "Отдохните, then see a doctor.", frozenset({RUN.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield the issue for the whole text, else the longest run."""
        source, target = hide_inline(subject.source), hide_inline(subject.target)
        own = scripts_of(subject.locale)
        is_latin = LATIN in own or not own  # the milder rule where the script is not known
        if _folded(source) == _folded(target):
            if not _may_stay(source):
                yield _same(source, subject, is_latin=is_latin)
            return
        if is_latin:
            is_borrowing = subject.lexicon is None or subject.lexicon.has_borrowed_terms
            span = _run_in_latin(source, target, _MIN_LOWER_TERM if is_borrowing else _MIN_LOWER_RUN)
            span = span or (None if is_borrowing else _pair_in_latin(source, target, subject.locale.language))
        else:
            span = _run_in_other_script(source, target) or _word_in_other_script(source, target)
        if span is not None:
            text = subject.target[slice(*span)]
            yield RUN.issue(f'English was left: "{text}"', target_span=span, found=text)


def _same(source: str, subject: Subject, *, is_latin: bool) -> Issue:
    if is_latin and len(_WORD.findall(source)) == 1 and not _is_sentence(source):
        return SAME_WORD.issue("the target is the same word as the source", found=subject.target)
    return UNTRANSLATED.issue("the target is the English source", found=subject.target)


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _may_stay(text: str) -> bool:
    """Return whether a text holds names, abbreviations, medicines and single letters only."""
    words = _WORD.findall(text)
    medicines = {name.casefold() for name in find_medicines(text)}
    named = [
        word.isupper() or len(word) == 1 or word.casefold() in medicines or _is_mixed(word) for word in words
    ]
    is_name = (
        not _is_sentence(text)
        and len(words) > 1
        and all(word[0].isupper() for word in words)
        and len(words) <= _MIN_RUN
    )
    return all(named) or is_name


def _is_mixed(word: str) -> bool:
    return any(character.isupper() for character in word[1:])


def _run_in_latin(source: str, target: str, min_lower: int) -> Span | None:
    """Return the longest run of words that source and target share, if it is English prose.

    `min_lower` is the number of words in small letters from which on a run without function words is prose.
    """
    theirs = [match[0].casefold() for match in _WORD.finditer(source)]
    ours = list(_WORD.finditer(target))
    starts: dict[str, list[int]] = {}
    for number, word in enumerate(theirs):
        places = starts.setdefault(word, [])
        if len(places) < _MOST_PLACES:
            places.append(number)
    best: tuple[int, int] = (0, 0)
    for number, match in enumerate(ours):
        before = ours[number - 1][0].casefold() if number else None
        for start in starts.get(match[0].casefold(), ()):
            is_counted = start > 0 and theirs[start - 1] == before
            if is_counted or min(len(theirs) - start, len(ours) - number) < best[0]:
                continue  # the run began a word ago, or can't be the longest
            best = max(best, (_shared(theirs, start, ours, number), number))
    length, number = best
    run = ours[number : number + length]
    functions = sum(match[0] in _FUNCTION_WORDS for match in run)
    lower = sum(match[0].islower() and len(match[0]) >= _MIN_LETTERS for match in run)
    is_prose = length >= _MIN_RUN and functions >= _MIN_FUNCTION_WORDS
    is_rest = length >= _MIN_SHORT_RUN and (functions > 0 or lower >= min_lower)
    if not is_prose and not (is_rest and lower and _is_at_edge(run, ours)):
        return None
    content = [match[0] for match in run if match[0].casefold() not in _NAME_WORDS]
    is_name = bool(content) and all(word[0].isupper() for word in content)
    return None if is_name else (run[0].start(), run[-1].end())


def _pair_in_latin(source: str, target: str, language: str) -> Span | None:
    """Return two English words in small letters that stand side by side in source and target."""
    pairs = set(pairwise(match[0] for match in _WORD.finditer(source)))
    prose = {pair for pair in pairs if all(map(_is_plain, pair)) and not _NAME_WORDS.issuperset(pair)}
    words = pairwise(_WORD.finditer(target)) if prose else ()
    shared = ((one, other) for one, other in words if (one[0], other[0]) in prose)
    return next(
        ((one.start(), other.end()) for one, other in shared if _is_told(one[0], other[0], language)), None
    )


def _is_plain(word: str) -> bool:
    return word.islower() and word.isalpha()


def _is_told(one: str, other: str, language: str) -> bool:
    """Return whether two words are English: one holds sentences together, or both become others elsewhere.

    Languages write many terms of medicine as English does, and Swahili keeps some.
    """
    if not _TELLING_WORDS.isdisjoint((one, other)):
        return True
    return is_translated(one, language) and is_translated(other, language)


def _word_in_other_script(source: str, target: str) -> Span | None:
    """Return a word in small Latin letters that an English text of health has, and that is no medicine."""
    known = {match[0] for match in _WORD.finditer(source)}
    for match in _SMALL_WORD.finditer(target):
        word = match[0]
        is_word = word in known and word not in _LATIN_TERMS and is_translated(word, _VOCABULARY)
        if is_word and not find_medicines(word):
            return match.span()
    return None


def _is_at_edge(run: list[re.Match[str]], words: list[re.Match[str]]) -> bool:
    """Return whether a run starts or ends the text, as what was not finished does."""
    return run[-1].start() == words[-1].start() or run[0].start() == words[0].start()


def _shared(theirs: list[str], start: int, ours: list[re.Match[str]], number: int) -> int:
    length = 0
    limit = min(len(theirs) - start, len(ours) - number)
    while length < limit and theirs[start + length] == ours[number + length][0].casefold():
        length += 1
    return length


def _run_in_other_script(source: str, target: str) -> Span | None:
    """Return the longest run of Latin words that is English prose of the source."""
    known = {match[0].casefold() for match in _WORD.finditer(source)}
    runs = (match for match in _RUN_OF_LATIN.finditer(target) if _is_english(match[0], known))
    longest = max(runs, key=lambda match: len(match[0]), default=None)
    return longest.span() if longest else None


def _is_english(run: str, known: set[str]) -> bool:
    """Return whether a run of Latin words is prose: some in small letters, or a few with what no name has.

    Of two words one has to be such a word.
    """
    words = [word for word in _WORD.findall(_ADDRESS.sub(" ", run)) if word.casefold() in known]
    lower = [word for word in words if word.islower()]
    is_sentence = len(words) >= _MIN_RUN and any(word in _FUNCTION_WORDS - _NAME_WORDS for word in lower)
    is_told = len(lower) > 1 and not _TELLING_WORDS.isdisjoint(lower)
    return len(lower) >= _MIN_LOWER_RUN or is_sentence or is_told


CHECK = ResidueCheck()
