"""Text to the language it is written in: by the small words of the expected one, else by a statistical model.

The model (py3langid) takes a millisecond a text, so that it is asked only where small words leave a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline
from pipeline.language.lexicon import get_lexicon, languages

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon
    from pipeline.model.locale import Locale

_LABELS = {"fil": "tl", "nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Codes that the model spells otherwise."""
_FAMILIES = (
    frozenset({"id", "ms", "jv", "su", "min", "bjn"}),
    frozenset({"tl", "ceb", "bcl", "war", "ilo", "hil", "pam"}),
    frozenset({"zh", "wuu", "yue", "gan", "lzh", "nan"}),
    frozenset({"ar", "arz", "ary", "apc", "ajp", "acm", "arb"}),
    frozenset({"fa", "pes", "prs", "tg", "mzn", "glk", "uzs"}),
    frozenset({"es", "gl", "ast", "an", "lad"}),
    frozenset({"pt", "gl", "mwl"}),
    frozenset({"hi", "bho", "mai", "awa", "hne", "mag"}),
    frozenset({"ru", "be", "rue"}),
    frozenset({"de", "lb", "bar", "nds", "gsw", "als"}),
    frozenset({"nl", "af", "li", "vls", "zea", "fy"}),
    frozenset({"it", "scn", "vec", "lmo", "co", "nap", "pms"}),
    frozenset({"fr", "wa", "oc", "pcd"}),
    frozenset({"ca", "oc"}),
    frozenset({"tr", "az", "crh"}),
    frozenset({"bn", "as"}),
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "sr", "bs", "sh"}),
)
"""Languages and dialects so alike that a short text may pass for the other."""
_RIVALS = frozenset({
    "af", "am", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et",
    "eu", "fa", "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is", "it",
    "ja", "ka", "kk", "km", "kn", "ko", "lo", "lt", "lv", "ml", "mn", "mr", "ms", "my", "ne", "nl",
    "no", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu",
})  # fmt: skip
"""Languages that a file may be in by mistake; the model knows small ones too, and sees them too often."""
_ENOUGH = 300
"""Characters that are looked at."""
_NO_LANGUAGE = re.compile("[ĝĥ].*[ðŕţŵ]|[ðŕţŵ].*[ĝĥ]", re.IGNORECASE)
"""Letters that no language has together: pseudo text, which shows a layout and is in none."""
_LEAD = 2
"""By how many small words the expected language must lead to leave no doubt."""
_WORD = re.compile(rf"{WORD_CHARACTER}+")


@dataclass(frozen=True, slots=True)
class Guess:
    """What language a text seems to be."""

    language: str
    lead: float
    """By how much it leads over the expected one; 0 where it is the expected one."""
    is_sibling: bool = False
    """Whether the two are hard to tell apart."""


def find_other_language(text: str, locale: Locale, lexicon: Lexicon | None) -> Guess | None:
    """Return the language that `text` seems to be if it is not the locale's, else None.

    None too for a language that the model does not know.
    """
    prose = " ".join(hide_inline(text)[:_ENOUGH].replace("\ufffc", " ").split())
    if _NO_LANGUAGE.search(prose) or (lexicon is not None and has_own_words(prose, lexicon)):
        return None
    expected = _LABELS.get(locale.language, locale.language)
    ranking = _rank(prose)
    own = ranking.get(expected)
    if own is None:
        return None
    best = max((label for label in ranking if label in _RIVALS or label == expected), key=ranking.__getitem__)
    if best == expected:
        return None
    is_sibling = any({best, expected} <= family for family in _FAMILIES)
    return Guess(best, ranking[best] - own, is_sibling)


def _rank(text: str) -> dict[str, float]:
    from py3langid import rank  # noqa: PLC0415 - the model takes a second to load, and most runs need none

    return {str(label): float(score) for label, score in rank(text)}


def has_own_words(text: str, lexicon: Lexicon) -> bool:
    """Return whether a text has more small words of its language than of any other that is known."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        found.update(_small_words().get(word, ()))
    own = found.pop(lexicon.language, 0)
    return own >= max(found.values(), default=0) + _LEAD


@lru_cache(maxsize=1)
def _small_words() -> dict[str, tuple[str, ...]]:
    """Return the small words of all languages, each with the languages that have it."""
    known: dict[str, set[str]] = {}
    for name in languages():
        lexicon = get_lexicon(name)
        for word in (*lexicon.openers, *lexicon.conjunctions) if lexicon.is_spaced else ():
            known.setdefault(word, set()).add(name)
    return {word: tuple(names) for word, names in known.items()}
