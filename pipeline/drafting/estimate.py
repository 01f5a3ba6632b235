"""Quality estimate: an alarm for wrong or cut text, not a judge of quality.

A draft without any sign may still say the wrong thing, in good words and at the right length. The alarm only
says which drafts to look at first, because something is plainly strange about them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pipeline.checks.omission import worst_run
from pipeline.drafting.similarity import find_similarity
from pipeline.language.associations import find_evidence, weigh
from pipeline.language.cues import NEGATIONS, CueKind, count_cues
from pipeline.language.identification import find_other_language
from pipeline.language.inline import hide_inline
from pipeline.language.lengths import deviation, measure_length
from pipeline.language.lexicon import ENGLISH, find_lexicon, get_lexicon
from pipeline.language.names import language_name
from pipeline.language.numbers import NumberKind, find_numbers
from pipeline.language.openings import find_opening_at_end
from pipeline.language.punctuation import find_end_mark
from pipeline.language.scripts import HAN, count_letters, scripts_of
from pipeline.model.draft import LOUD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.language.lexicon import Lexicon
    from pipeline.model.locale import Locale

SignName = Literal[
    "script", "language", "length", "words", "cut", "end", "numbers", "negation", "unknown", "similarity"
]
"""What a draft is looked at for."""
QUIET: Final = 0.1
"""The alarm below which nothing is recorded: some is left of every true text."""
_MIN_LETTERS: Final = 20
_MIN_HAN: Final = 8
"""Letters without which a language can't be told, and Chinese characters that say as much."""
_MIN_PIECES: Final = 3
"""Known words, names and numbers without which nothing is said of them."""
_WORD_WEIGHT, _MAX_RUN = 0.35, 8.0
"""How much missing words in a row weigh beside shortness, as in the check `omission.part`."""
_DENSE: Final = frozenset({HAN, "Hang", "Hira", "Kana"})
_DENSE_LENGTH, _SPREAD = 0.35, 0.25
"""Letters for one of the source, and standard deviation of its logarithm, where no data is at hand."""
_NO_END, _OPEN_END, _NO_NEGATION = 0.35, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is strange about a draft."""

    name: SignName
    strength: float
    """0 to 1: how sure it is by this sign alone that something is wrong."""
    told: str
    """What is strange, for people; empty where the draft's note says it already."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """What the signs are looked for in."""

    source: str
    target: str
    locale: Locale
    lexicon: Lexicon | None
    unknown: int


def alarm_of(source: str, target: str, locale: Locale, unknown: int = 0) -> float:
    """Return how likely it is by all signs together that a draft is wrong or cut, 0 to 1.

    `unknown` is how many words of the source the engine did not know.
    """
    return join_signs(find_signs(source, target, locale, unknown))


def find_signs(source: str, target: str, locale: Locale, unknown: int = 0) -> tuple[Sign, ...]:
    """Return the signs of a draft, the strongest first; without letters there is nothing to say."""
    if not measure_length(source):
        return ()
    pair = _Pair(source, target, locale, find_lexicon(locale), unknown)
    signs = [sign for find in _FINDERS for sign in find(pair)]
    return tuple(sorted(signs, key=lambda sign: (-sign.strength, sign.name)))


def join_signs(signs: Iterable[Sign]) -> float:
    """Return one alarm for all signs: one more sign never makes it quieter, and it is never above 1."""
    return 1.0 - math.prod(1.0 - sign.strength for sign in signs)


def tell_signs(signs: Iterable[Sign]) -> str:
    """Return in words what is strange enough to be told; empty where nothing is."""
    return "; ".join(sign.told for sign in signs if sign.told and sign.strength >= LOUD)


def _rise(value: float, middle: float, width: float) -> float:
    """Return a share that grows with `value`: one half at `middle`, and near 0 or 1 some widths from it."""
    return 1.0 / (1.0 + math.exp(max(-60.0, min(60.0, (middle - value) / width))))


def _script(pair: _Pair) -> Iterator[Sign]:
    """Compare the letters with the locale's scripts; words that the source has too may stay: names."""
    kept = set(hide_inline(pair.source).split())
    words = (word for word in hide_inline(pair.target).split() if word not in kept)
    letters = count_letters(" ".join(words))
    total, right = letters.total(), sum(letters[script] for script in scripts_of(pair.locale))
    if total:
        strength = _rise(1 - right / total, 0.5, 0.08) * min(1.0, total / _MIN_HAN)
        yield Sign("script", strength, "much of it is in another script")


def _language(pair: _Pair) -> Iterator[Sign]:
    own = scripts_of(pair.locale)
    letters = sum(count for script, count in count_letters(pair.target).items() if script in own)
    if letters < (_MIN_HAN if HAN in own else _MIN_LETTERS):
        return
    guess = find_other_language(pair.target, pair.locale, pair.lexicon)
    if guess is not None:
        strength = _rise(guess.lead, 25.0 if guess.is_sibling else 12.0, 3.0)
        yield Sign("language", strength, f"it reads like {language_name(guess.language)}")


def _length(pair: _Pair) -> Iterator[Sign]:
    spread = _deviation(pair)
    yield Sign("length", _rise(-spread, 3.2, 0.5), "it is very short for its source")
    yield Sign("length", _rise(spread, 3.8, 0.5), "it is very long for its source")


def _deviation(pair: _Pair) -> float:
    """Return by how many standard deviations the target is longer than usual."""
    if pair.lexicon is not None:
        return deviation(pair.source, pair.target, pair.lexicon)
    usual = _DENSE_LENGTH if scripts_of(pair.locale) & _DENSE else 1.0
    ratio = (measure_length(pair.target) + 3) / (measure_length(pair.source) * usual + 3)
    return math.log(ratio) / _SPREAD


def _words(pair: _Pair) -> Iterator[Sign]:
    """Ask whether words, names and numbers of the source are there in any form, all and in one part."""
    if pair.lexicon is None:
        return
    evidence = find_evidence(pair.source, pair.target, pair.lexicon)
    if len(evidence) >= _MIN_PIECES:
        strength = _rise(-weigh(evidence), 2.5, 1.0)
        yield Sign("words", strength, "hardly a known word of the source is in it")
    missing = _WORD_WEIGHT * min(worst_run(evidence).weight, _MAX_RUN)
    yield Sign("cut", _rise(missing - _deviation(pair), 3.6, 0.5), "a part of the source seems to be missing")


def _end(pair: _Pair) -> Iterator[Sign]:
    """See whether it breaks off: no end mark where the source has one, or a word that wants another."""
    if find_end_mark(pair.target) is not None:
        return
    if pair.lexicon is not None and not find_opening_at_end(pair.source, get_lexicon(ENGLISH)):
        word = find_opening_at_end(pair.target, pair.lexicon)
        if word is not None:
            yield Sign("end", _OPEN_END, f'it ends with "{word}"')
            return
    if find_end_mark(pair.source) is not None:
        yield Sign("end", _NO_END, "it has no end mark")


def _numbers(pair: _Pair) -> Iterator[Sign]:
    if pair.lexicon is None:
        return
    ours = find_numbers(pair.target, pair.lexicon)
    wanted = [one for one in find_numbers(pair.source, decimal=".") if one.kind is NumberKind.DIGITS]
    lost = [one.text for one in wanted if not any(one.agrees(other) for other in ours)]
    if lost:
        yield Sign("numbers", 1 - 0.5 ** len(lost), f"nothing stands for {', '.join(lost)}")


def _negation(pair: _Pair) -> Iterator[Sign]:
    if pair.lexicon is None or count_cues(pair.target, pair.lexicon, NEGATIONS):
        return
    if count_cues(pair.source, get_lexicon(ENGLISH), frozenset({CueKind.NEGATION})):
        yield Sign("negation", _NO_NEGATION, "the source negates, and nothing in it does")


def _unknown(pair: _Pair) -> Iterator[Sign]:
    if pair.unknown:
        share = min(1.0, pair.unknown / max(1, len(pair.source.split())))
        yield Sign("unknown", share, "")


def _similarity(pair: _Pair) -> Iterator[Sign]:
    found = find_similarity(pair.source, pair.target, pair.locale)
    if found is not None:
        yield Sign("similarity", _rise(-found, -0.45, 0.06), "it does not seem to be about the same thing")


_FINDERS: Final[tuple[Callable[[_Pair], Iterator[Sign]], ...]] = (
    _script,
    _language,
    _length,
    _words,
    _end,
    _numbers,
    _negation,
    _unknown,
    _similarity,
)
