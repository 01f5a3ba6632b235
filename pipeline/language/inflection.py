"""A term's words to the forms in which a text may have them, and back: whether a text says a target."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_INVARIABLE = frozenset({"adjective", "adverb", "proper noun"})
_IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
}
_PLURALS = (
    ("is", (("is", "es"),)),
    ("ch", (("", "es"), ("", "s"))),
    ("s", (("", "es"),)),
    ("sh", (("", "es"),)),
    ("x", (("", "es"),)),
    ("z", (("", "es"),)),
    ("o", (("", "s"), ("", "es"))),
    ("lf", (("f", "ves"),)),
    ("ife", (("fe", "ves"),)),
    ("eaf", (("f", "ves"),)),
)
"""The last letters of a noun, and what is cut off and put on for each of its possible plurals."""


def english_forms(words: Sequence[str], part_of_speech: str = "") -> Iterator[tuple[str, ...]]:
    """Yield the words of an English term, then with a plural, or a verb with its endings.

    The plural is that of the last word, or of the one before "of". Only a verb gets a verb's endings, and an
    adjective or a proper noun gets none.
    """
    yield tuple(words)
    kind = part_of_speech.casefold()
    if kind in _INVARIABLE:
        return
    if kind == "verb":
        yield from ((form, *words[1:]) for form in _verb_forms(words[0]))
        return
    head = words.index("of") - 1 if "of" in words[1:] else len(words) - 1
    for form in _plurals(words[head]):
        yield (*words[:head], form, *words[head + 1 :])


def _plurals(word: str) -> tuple[str, ...]:
    """Return what may be the plural of a noun."""
    lower = word.lower()
    if not word[-1].isalpha():
        return ()
    if lower in _IRREGULAR:
        return (_IRREGULAR[lower],)
    if _ends_in_consonant_y(lower):
        return (f"{word[:-1]}ies",)
    found = next((ends for last, ends in _PLURALS if lower.endswith(last)), (("", "s"),))
    return tuple(word.removesuffix(cut) + end for cut, end in found)


def _verb_forms(word: str) -> Iterator[str]:
    """Yield a regular verb's forms; a last consonant may be doubled."""
    if _ends_in_consonant_y(word.lower()):
        stem = word[:-1]
        yield from (f"{stem}ies", f"{stem}ied", f"{word}ing")
        return
    stem = word.removesuffix("e")
    yield from _plurals(word)
    yield from (f"{stem}ed", f"{stem}ing", f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing")


def _ends_in_consonant_y(lower: str) -> bool:
    return lower.endswith("y") and lower[-2:-1] not in "aeiou" and len(lower) > 1


MEASURED = frozenset({"es", "fr", "pt", "ru", "ar", "hi", "zh"})
"""Languages in which the search for a target was tried on professional translations."""

UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""Languages that write no spaces between words."""

_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "nb", "nn", "no", "fi", "hu", "et", "is"})
_WORD = re.compile(rf"{WORD_CHARACTER}+")
_SHORT = 3
"""Words of so many letters are left out of a longer term: articles and prepositions change."""
_PLAIN = frozenset({"es", "fr", "pt", "it", "ca", "ar"})
"""Languages whose nouns change little at their end."""
_ENDINGS = ((8, 3), (5, 2), (4, 1))
_PLAIN_ENDINGS = ((9, 3), (6, 2), (5, 1))
"""From how many letters a word may lose how many at its end; what it gets instead may be a little longer."""
_LONGER = 2
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ur"})
_ARABIC_START = re.compile("[وف]?(?:ال|[بك]ال|لل|[بكل])?(?=.{3})")
"""What may be written in front of an Arabic word; a word may also start with such a letter of its own."""
_ARABIC_LETTERS = str.maketrans("أإآىةؤئ", "ااايهوي", "ـ")


def has_target(text: str, target: str, language: str) -> bool:
    """Return whether every word of a glossary's `target` is in `text`, in any order and inflected.

    A word may end otherwise than in the glossary. In Arabic it may have an article, a conjunction or a
    preposition in front; in languages that write compounds it may be part of a longer word; where no spaces
    separate words it is looked for letter by letter.
    """
    seen = hide_inline(text)
    if language in UNSPACED:
        return _squeezed(target) in _squeezed(seen)
    words = _forms_in(seen, language)
    wanted = [_plain(word, language) for word in _WORD.findall(target)]
    telling = [word for word in wanted if len(word) > _SHORT or _has_digit(word)] or wanted
    return all(_is_there(word, words, language) for word in telling)


@lru_cache(maxsize=16)
def _forms_in(text: str, language: str) -> frozenset[str]:
    """Return the words of a text; kept, because one text is asked for many terms."""
    plain = (_plain(word, language) for word in _WORD.findall(text))
    return frozenset(form for word in plain for form in _without_start(word, language))


def _is_there(word: str, words: Collection[str], language: str) -> bool:
    bare = word.removeprefix("ال") if language in _ARABIC_SCRIPT else word
    return any(_is_form(other, bare, language) for other in words)


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)
def _plain(word: str, language: str) -> str:
    """Return a word without capitals, accents and what else is not spelled alike everywhere."""
    text = unicodedata.normalize("NFKD", word.casefold())
    if _has_digit(text) and not text.isascii():
        text = "".join(str(unicodedata.decimal(x)) if x.isdecimal() else x for x in text)
    if language == "hi":
        return text.replace("\u093c", "").replace("\u0901", "\u0902")
    text = "".join(character for character in text if unicodedata.category(character) != "Mn")
    return text.translate(_ARABIC_LETTERS) if language in _ARABIC_SCRIPT else text


def _without_start(word: str, language: str) -> Iterator[str]:
    """Yield a word, and what is left of it without an Arabic article, conjunction or preposition."""
    yield word
    start = _ARABIC_START.match(word) if language in _ARABIC_SCRIPT else None
    if start is not None:
        yield word[start.end() :]
        yield word[1:] if word[0] in "وفبكل" and len(word) > _SHORT else word


def _is_form(other: str, word: str, language: str) -> bool:
    """Return whether a word of a text may be another form of a word of the glossary."""
    if _has_digit(word):
        return other == word
    endings = _PLAIN_ENDINGS if language in _PLAIN else _ENDINGS
    cut = next((cut for length, cut in endings if len(word) >= length), 0)
    stem = word[: len(word) - cut]
    if language in _COMPOUNDING:
        return stem in other
    gain = max(cut + 1, _LONGER) if language in _PLAIN else cut + _LONGER
    return other.startswith(stem) and len(other) <= len(word) + gain


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)
