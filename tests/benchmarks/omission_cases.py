"""Good texts of the corpus and the same with a part left out, as numbers that a model can be fitted to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.language import associations, omissions
from pipeline.language.courses import gain_without_a_part
from pipeline.language.lexicon import ENGLISH, Lexicon, find_lexicon, get_lexicon
from pipeline.language.lists import find_lists
from pipeline.model.locale import Locale
from tests.benchmarks.learn_associations import Learner, read_terms
from tests.benchmarks.recall_parts import read_errors, read_half
from tests.benchmarks.word_list import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FOLDS = ({"CMU_1", "Wikisource_1"}, {"PubMed_7"}, {"PubMed_9", "Wikinews_5", "wiki_4"}, {"wiki_13"})
"""Documents that are left out together: texts of one document share their words."""
COMMA = re.compile(r"[,،、，](?!\d)\s*")
SENTENCE_END = re.compile(r"[.!?。！？؟۔।;；؛]")
LONGEST, TAKEN = 60, 3
"""Characters of a part that is taken out, and how often one is taken out of one text."""
SENTENCES = 3
"""Sentences that make a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One good translation, and what was learnt without its documents."""

    source: str
    target: str
    fold: int
    known: Mapping[str, associations.Association]
    is_paragraph: bool = False


def read_texts(corpus: Path, code: str) -> list[Text]:
    """Return the even documents' texts, each with the associations of the others, and their paragraphs."""
    language, terms, words = (
        code.partition("_")[0],
        read_terms(corpus, code),
        read_words(code.partition("_")[0]),
    )
    wrong = read_errors(code)
    rows = [
        (name.partition(":")[0], pair)
        for name, pair in read_half(corpus, code, "develop").items()
        if name not in wrong
    ]
    found = []
    for fold, documents in enumerate(FOLDS):
        others = [pair for document, pair in rows if document not in documents]
        lines = (row.render() for row in Learner([*others, *terms], language, words).rows())
        known = associations.parse_associations("".join(lines), f"{language}.tsv")
        own = [pair for document, pair in rows if document in documents]
        found += [Text(source=source, target=target, fold=fold, known=known) for source, target in own]
        for first in range(0, len(own) - SENTENCES + 1, SENTENCES):
            sources, targets = zip(*own[first : first + SENTENCES], strict=True)
            gap = "" if language == "zh" else " "
            texts = {"source": " ".join(sources), "target": gap.join(targets)}
            found.append(Text(**texts, fold=fold, known=known, is_paragraph=True))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text, good or with a part left out, and its signs as numbers; no numbers for a single part."""

    code: str
    fold: int
    is_lost: bool
    is_paragraph: bool
    values: tuple[float, ...]


def leave_out(target: str, lexicon: Lexicon) -> list[str]:
    """Return a target without what stands between two of its commas, or an item of a list, in some ways."""
    items = [
        target[: joint[0]] + target[after[0] :]
        for joints in find_lists(target, lexicon)
        for joint, after in pairwise(joints)
    ]
    return [*_some(items, len(target)), *_some(parts_left_out(target), len(target))]


def _some(texts: list[str], first: int) -> list[str]:
    most = min(TAKEN, len(texts))
    return [texts[(first + number * len(texts) // most) % len(texts)] for number in range(most)]


def parts_left_out(target: str) -> list[str]:
    """Return a target without what stands between two of its commas, in each way."""
    found = []
    for comma, after in pairwise(COMMA.finditer(target)):
        part = target[comma.end() : after.start()]
        if 0 < len(part) <= LONGEST and not SENTENCE_END.search(part):
            found.append(target[: comma.start()] + target[after.start() :])
    return found


def know(known: Mapping[str, associations.Association], language: str) -> None:
    """Let the checks know what was learnt without a text's documents, and nothing else."""
    table = associations.get_associations(language)
    if isinstance(table, dict):
        table.clear()
        table.update(known)
    associations.find_clues.cache_clear()
    associations.find_evidence.cache_clear()


def read_cases(
    texts: Sequence[Text], lexicon: Lexicon, habits: omissions.Habits, code: str
) -> Iterator[Case]:
    """Yield each text as it is, and without one of its parts."""
    english = get_lexicon(ENGLISH)
    for text in texts:
        for target in (text.target, *leave_out(text.target, lexicon)):
            signs = omissions.find_signs(
                text.source, target, lexicon, english, usual_length=habits.usual_length
            )
            is_lost = target is not text.target
            if signs is None and is_lost:
                continue
            values: tuple[float, ...] = ()
            if signs is not None:
                course = gain_without_a_part(text.source, target, lexicon, english)
                values = omissions.weighable(signs, habits, course)
            yield Case(
                code=code, fold=text.fold, is_lost=is_lost, is_paragraph=text.is_paragraph, values=values
            )


def lexicon_of(code: str) -> Lexicon:
    """Return what the checks know of a language of the corpus."""
    found = find_lexicon(Locale(code))
    if found is None:
        raise ConfigError(f'nothing is known of "{code}"', hint="add a file to language/data")
    return found


def cases_of(code: str, texts: Sequence[Text], habits: omissions.Habits, shares: str) -> list[Case]:
    """Return the cases of a language."""
    lexicon, language = lexicon_of(code), code.partition("_")[0]
    table = associations.read_shares()
    if isinstance(table, dict):
        table.update(associations.parse_shares(shares))
    found: list[Case] = []
    for fold in range(len(FOLDS)):
        own = [text for text in texts if text.fold == fold]
        know(own[0].known, language)
        found += read_cases(own, lexicon, habits, code)
    return found
