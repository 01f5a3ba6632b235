"""Text to the beginnings of its words, cut so that most forms of a word have the same one.

That is no linguistics: it is just enough to count which words of two languages go together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline

_ENGLISH_WORD = re.compile(r"[A-Za-z]{3,}")
_WORD = re.compile(rf"(?!\d){WORD_CHARACTER}{{2,}}")
_HAN_OR_KANA = re.compile("[\u3040-\u30ff\u4e00-\u9fff]+")
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")
_ALEFS = str.maketrans("أإآى", "اااي")
_ARABIC_PREFIX = re.compile("^(?:وال|بال|فال|كال|لل|ال|و|ف|ب|ل)(?=...)")
_ENGLISH_LENGTH, _LENGTH = 6, 5
_UNSPACED = frozenset({"zh", "ja"})
_PREFIXING = frozenset({"sw", "zu"})
"""Languages whose words change at the front: their ends are kept."""


FUNCTION_STEMS = frozenset({
    "about", "after", "all", "also", "althou", "among", "and", "any", "are", "around", "becaus", "been",
    "before", "being", "betwee", "both", "but", "can", "could", "despit", "did", "does", "during", "each",
    "either", "for", "from", "furthe", "had", "has", "have", "her", "his", "how", "howeve", "into", "its",
    "just", "many", "may", "moreov", "more", "most", "much", "not", "only", "other", "others", "our", "out",
    "over", "own", "same", "should", "since", "some", "such", "than", "that", "the", "their", "them",
    "then", "theref", "there", "these", "they", "this", "those", "throug", "thus", "too", "under", "until",
    "upon", "very", "was", "well", "were", "what", "when", "wherea", "where", "whethe", "which", "while",
    "who", "will", "with", "within", "withou", "would", "you", "your",
})  # fmt: skip
"""English words that say nothing of what a text is about."""


@dataclass(frozen=True, slots=True)
class Stem:
    """The beginning of an English word, and where the word stands."""

    text: str
    start: int
    stop: int


@lru_cache(maxsize=8192)
def english_stems(text: str) -> tuple[Stem, ...]:
    """Return the stems of an English text in order, short words left out."""
    prose = hide_inline(text)
    return tuple(
        Stem(found[0][:_ENGLISH_LENGTH].lower(), found.start(), found.end())
        for found in _ENGLISH_WORD.finditer(prose)
    )


@lru_cache(maxsize=8192)
def target_stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of a text in `language`; pairs of characters where there are no spaces."""
    prose = hide_inline(text).lower()
    if language in _UNSPACED:
        runs = _HAN_OR_KANA.findall(prose)
        return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    if language == "ar":
        words = _WORD.findall(_HARAKAT.sub("", prose).translate(_ALEFS))
        return frozenset(strip_prefix(word, language)[:_LENGTH] for word in words)
    cut = slice(-_LENGTH, None) if language in _PREFIXING else slice(_LENGTH)
    return frozenset(word[cut] for word in _WORD.findall(prose))


def strip_prefix(word: str, language: str) -> str:
    """Return a word without what Arabic writes in front of it: the article, `and`, prepositions."""
    return _ARABIC_PREFIX.sub("", word) if language == "ar" else word
