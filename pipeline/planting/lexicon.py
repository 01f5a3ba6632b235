"""What is known of a language to plant errors in it: words of its own, never those of the checks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

ENGLISH: Final = "en"
_LETTER: Final = r"[\p{L}\p{M}\p{N}]"
_BOUND: Final = r"(?<!\d\S* (?:\S+ )?)(?:{})(?= \d)"
"""A word for "up to": `from 2 to 5` has one too, but turned round it bounds nothing."""
_NO_LANGUAGES: Final = frozenset({"passages", "medicines"})
_DATA: Final = files("pipeline.planting") / "data"


@dataclass(frozen=True, slots=True)
class Swap:
    """A pattern, and what takes the place of what it finds."""

    found: regex.Pattern[str]
    replacement: str

    def apply(self, match: regex.Match[str]) -> str:
        """Return the whole text of a match with the replacement in it; a capital stays one."""
        before, after = match.string[: match.start()], match.string[match.end() :]
        said = match.expand(self.replacement)
        if not match[0][:1].isupper():
            return tidy(before + said, after)
        if said:
            return tidy(before + _capital(said), after)
        return tidy(before, _capital(after.lstrip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language that errors are made of."""

    language: str
    is_spaced: bool = True
    """Whether words stand between spaces."""
    negations: tuple[Swap, ...] = ()
    """Words that say that something is not so, and the text without them."""
    obligations: tuple[Swap, ...] = ()
    """What must be done, and what may be."""
    comparators: tuple[Swap, ...] = ()
    """At least and at most, more and less than."""
    orders: tuple[Swap, ...] = ()
    """Before and after."""
    frequencies: tuple[Swap, ...] = ()
    """How often something is done, and how often it is not."""
    denials: tuple[Swap, ...] = ()
    """Verbs of statements and advice, and the same with a negation."""
    opposites: Mapping[str, tuple[Swap, ...]] = field(default_factory=dict)
    """What the English says (`left`), and the words for it with those for its opposite."""
    units: tuple[tuple[str, ...], ...] = ()
    """Groups of words of which each can take the place of another after a number."""
    doses: tuple[tuple[str, ...], ...] = ()
    """The same for mg, g, mcg, ml and international units."""
    additions: tuple[str, ...] = ()
    """Sentences that no source says."""
    conjunctions: tuple[str, ...] = ()
    """Words for `and` and `or`, before the last item of a list."""
    prefixed_conjunctions: tuple[str, ...] = ()
    """The same where it is written in front of a word without a space."""
    item_comma: str = ""
    """A sign that parts nothing but items, where the language has one."""
    relatives: Mapping[str, str] = field(default_factory=dict)
    """`wrong`: a language that is taken for this one; `sibling`: one that is harder to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishLexicon:
    """What a source has to say before an error of that kind is planted."""

    negations: regex.Pattern[str]
    obligations: regex.Pattern[str]
    comparators: regex.Pattern[str]
    orders: regex.Pattern[str]
    frequencies: regex.Pattern[str]
    opposites: Mapping[str, regex.Pattern[str]]
    conjunctions: tuple[str, ...]


def tidy(before: str, after: str) -> str:
    """Return two pieces of a text together, with one space, or none before a mark, between them."""
    if before.endswith((" ", "\u00a0")) or not before:
        after = after.lstrip(" \u00a0")
    if after[:1] in ".,;:!?)»”،؛؟।":
        before = before.rstrip(" ")
    return before + after


@lru_cache(maxsize=64)
def find_lexicon(language: str) -> Lexicon | None:
    """Return what is known of a language, or None."""
    if language in languages():
        return _parse(language, tomllib.loads((_DATA / f"{language}.toml").read_text("utf-8")))
    return None


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that errors can be planted in with words of their own."""
    names = (name.name.removesuffix(".toml") for name in _DATA.iterdir() if name.name.endswith(".toml"))
    return tuple(sorted(name for name in names if name not in _NO_LANGUAGES and name != ENGLISH))


@lru_cache(maxsize=1)
def english() -> EnglishLexicon:
    """Return the cues of the source's language."""
    data = tomllib.loads((_DATA / "en.toml").read_text("utf-8"))
    return EnglishLexicon(
        negations=_any_of(data["negations"]),
        obligations=_any_of(data["obligations"]),
        comparators=_any_of(data["comparators"]),
        orders=_any_of(data["orders"]),
        frequencies=_any_of(data["frequencies"]),
        opposites={name: _any_of(words) for name, words in data["opposites"].items()},
        conjunctions=tuple(data["conjunctions"]),
    )


@lru_cache(maxsize=1)
def passages() -> dict[str, tuple[str, ...]]:
    """Return sentences by language, to stand where another language was asked for."""
    data = tomllib.loads((_DATA / "passages.toml").read_text("utf-8"))
    return {language: tuple(sentences) for language, sentences in data.items()}


@lru_cache(maxsize=1)
def medicines() -> dict[str, dict[str, Any]]:
    """Return medicines by name: their English names, and one name in each language."""
    return tomllib.loads((_DATA / "medicines.toml").read_text("utf-8"))


@lru_cache(maxsize=512)
def word_pattern(words: str, *, is_spaced: bool = True) -> regex.Pattern[str]:
    """Return the pattern of a word that is no part of a longer one."""
    text = rf"(?<!{_LETTER})(?:{words})(?!{_LETTER})" if is_spaced else f"(?:{words})"
    return regex.compile(text, regex.IGNORECASE)


def swaps_in(text: str, swaps: Iterable[Swap]) -> list[str]:
    """Return every text that one swap at one place gives, in a fixed order and without doubles."""
    taken: set[tuple[int, int]] = set()
    found = []
    for swap in swaps:
        for match in swap.found.finditer(text):
            if not any(start < match.end() and match.start() < stop for start, stop in taken):
                taken.add(match.span())
                found.append(swap.apply(match))
    return list(dict.fromkeys(found))


def put(match: regex.Match[str], said: str) -> str:
    """Return the text of a match with `said` in place of what was found."""
    text: str = match.string
    return text[: match.start()] + said + text[match.end() :]


def pick(choices: list[str], random: Random, *, but: str) -> str | None:
    """Return one of the texts that differ from `but`, or None where there is none."""
    good = [choice for choice in choices if choice.strip() and choice != but]
    return random.choice(good) if good else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parse(language: str, data: dict[str, Any]) -> Lexicon:
    is_spaced = bool(data.get("is_spaced", True))

    def swaps(name: str, shape: str = "{}") -> tuple[Swap, ...]:
        return swaps_of(data.get(name, ()), shape)

    def swaps_of(rows: Iterable[tuple[str, str]], shape: str = "{}") -> tuple[Swap, ...]:
        return tuple(
            Swap(word_pattern(shape.replace("{}", find), is_spaced=is_spaced), said) for find, said in rows
        )

    return Lexicon(
        language=language,
        is_spaced=is_spaced,
        negations=swaps("negations"),
        obligations=swaps("obligations"),
        comparators=(*swaps("comparators"), *swaps("up_to", _BOUND)),
        orders=swaps("orders"),
        frequencies=swaps("frequencies"),
        denials=swaps("denials"),
        opposites={name: swaps_of(rows) for name, rows in data.get("opposites", {}).items()},
        units=tuple(tuple(group) for group in data.get("units", ())),
        doses=tuple(tuple(group) for group in data.get("doses", ())),
        additions=tuple(data.get("additions", ())),
        conjunctions=tuple(data.get("conjunctions", ())),
        prefixed_conjunctions=tuple(data.get("prefixed_conjunctions", ())),
        item_comma=data.get("item_comma", ""),
        relatives=data.get("relatives", {}),
    )


def _any_of(words: Iterable[str]) -> regex.Pattern[str]:
    return word_pattern("|".join(words))
