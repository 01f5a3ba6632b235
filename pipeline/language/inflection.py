"""A term's words to the forms in which a text may have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
