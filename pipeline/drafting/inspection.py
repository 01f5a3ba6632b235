"""The look at each draft, whatever engine made it: what is damaged on its face is refused, with a reason."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.drafting.masking import PROTECTED, is_translatable
from pipeline.language.cues import NEGATIONS, CueKind, count_cues, find_cues
from pipeline.language.lexicon import ENGLISH, find_lexicon, get_lexicon
from pipeline.language.scripts import count_letters, scripts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.model.locale import Locale

_SERVICE_ERRORS = (
    "MYMEMORY WARNING",
    "QUERY LENGTH LIMIT",
    "INVALID LANGUAGE PAIR",
    "PLEASE SELECT TWO DISTINCT LANGUAGES",
    "NO QUERY SPECIFIED",
    "INVALID SOURCE LANGUAGE",
    "INVALID TARGET LANGUAGE",
    "<!DOCTYPE",
)
"""What services were seen to answer as if it were a text."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NUMBERED_TAG = re.compile(r"<(?P<closing>/?)(?P<number>\d+)(?P<empty>/?)>")
_NUMBER = re.compile(r"\d+(?:[.,٫٬'’\u00a0\u202f]\d+| \d{3}(?!\d))*")
_SEPARATOR = re.compile(r"[^\d]")
_DENSE = frozenset({"zh", "ja", "ko"})
"""Languages whose texts have far fewer characters than English."""
_RATIO, _DENSE_RATIO = (0.4, 2.5), (0.15, 1.2)
_DIGITS_FOR_WORDS = _DENSE
"""Languages that write months and small numbers in digits where English has words."""
_SLACK = 12
"""Characters a short text may have beyond the ratio: one word can weigh much in a heading."""
_POSSIBLE_NEGATIONS = NEGATIONS | {CueKind.AT_LEAST, CueKind.AT_MOST}
_OFTEN = 4
"""How often three words in a row make a loop, where the source does not repeat itself."""
_LONG_WORD = 30
"""Characters a word from which on a text has no spaces to speak of."""
_ENOUGH_LETTERS, _ENOUGH_WORDS = 8, 5
_ENGLISH_WORDS = frozenset(
    (
        "and",
        "are",
        "from",
        "have",
        "should",
        "that",
        "the",
        "these",
        "this",
        "when",
        "which",
        "with",
        "you",
        "your",
    )
)
"""Words that hardly any other language writes so, and of which an English sentence has one in five."""
_LETTERS = re.compile(r"[^\W\d_]+")
_ESCAPE = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|[a-z]+);", re.IGNORECASE)


def inspect_draft(source: str, target: str, locale: Locale) -> str | None:
    """Return why `target` can't be a draft of `source`, or None when nothing is wrong on its face."""
    reasons = (rule(source, target, locale) for rule in _RULES)
    return next((reason for reason in reasons if reason), None)


def _empty(source: str, target: str, _: Locale) -> str | None:
    return "the answer is empty" if source.strip() and not target.strip() else None


def _service_error(source: str, target: str, _: Locale) -> str | None:
    shown = target.upper()
    found = next((text for text in _SERVICE_ERRORS if text in shown and text not in source.upper()), None)
    return f'the answer is an error message: "{found}"' if found else None


def _damaged(source: str, target: str, _: Locale) -> str | None:
    if "\ufffd" in target and "\ufffd" not in source:
        return "the answer holds a replacement character (U+FFFD)"
    if set(_CONTROL.findall(target)) - set(_CONTROL.findall(source)):
        return "the answer holds a control character"
    return None


def _untranslated(source: str, target: str, _: Locale) -> str | None:
    same = source.strip() == target.strip()
    return "the answer is the source" if same and is_translatable(source) else None


def _codes(source: str, target: str, _: Locale) -> str | None:
    wanted, found = (Counter(PROTECTED.split(text)[1::2]) for text in (source, target))
    lost = _quoted((wanted - found).elements())
    extra = _quoted((found - wanted).elements())
    if lost:
        return f"the answer lost {lost}"
    return f"the answer holds {extra}, which the source does not" if extra else None


def _nesting(source: str, target: str, _: Locale) -> str | None:
    return None if is_nested_like(source, target) else "the answer's tags are not nested"


def is_nested_like(source: str, target: str) -> bool:
    """Return whether the target's tags are nested, or neither are the source's."""
    return _is_nested(target) or not _is_nested(source)


def _is_nested(text: str) -> bool:
    still_open: list[str] = []
    for tag in _NUMBERED_TAG.finditer(text):
        if tag["empty"]:
            continue
        if not tag["closing"]:
            still_open.append(tag["number"])
        elif not still_open or still_open.pop() != tag["number"]:
            return False
    return not still_open


def _numbers(source: str, target: str, locale: Locale) -> str | None:
    """Compare numbers by value: 1,000 may become 1.000 or 1 000, and 2.5 may become 2,5; 25 it may not."""
    left = [_readings(number) for number in _find_numbers(target)]
    for number in _find_numbers(source):
        match = next((reading for reading in left if reading & _readings(number)), None)
        if match is None:
            return f"the answer lost the number {number}"
        left.remove(match)
    if left and locale.language not in _DIGITS_FOR_WORDS:
        kept = Counter(_find_numbers(target)) - Counter(_find_numbers(source))
        return f"the answer holds a number that the source does not: {', '.join(kept.elements())}"
    return None


def _find_numbers(text: str) -> list[str]:
    return _NUMBER.findall("\n".join(PROTECTED.split(text)[::2]))


def _readings(number: str) -> frozenset[tuple[str, int]]:
    """Return the values a number may stand for, as digits and how many of them are decimals."""
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in number)
    groups = _SEPARATOR.split(plain)
    digits = "".join(groups)
    as_groups = all(len(group) == 3 for group in groups[1:])  # noqa: PLR2004 - thousands
    as_decimal = len(groups) > 1
    whole = {(digits, 0)} if as_groups else set()
    return frozenset(whole | ({(digits, len(groups[-1]))} if as_decimal else set()))


def _length(source: str, target: str, locale: Locale) -> str | None:
    low, high = _DENSE_RATIO if locale.language in _DENSE else _RATIO
    before, after = (len("".join(PROTECTED.split(text)[::2]).strip()) for text in (source, target))
    if after > before * high + _SLACK or after < before * low - _SLACK:
        return f"the answer's length is absurd: {after} characters for {before}"
    return None


def _negation(source: str, target: str, locale: Locale) -> str | None:
    """Ask what the check `negation.missing` asks, of the one direction in which a draft does harm."""
    lexicon = find_lexicon(locale)
    if lexicon is None or count_cues(target, lexicon, _POSSIBLE_NEGATIONS):
        return None
    cues = find_cues(source, get_lexicon(ENGLISH))
    lost = next((cue.text for cue in cues if CueKind.NEGATION in cue.kinds), None)
    return f'the answer lost the negation "{lost}"' if lost else None


def _repetition(source: str, target: str, _: Locale) -> str | None:
    most, words = max(((n, words) for words, n in _triples(target).items()), default=(0, ()))
    usual = max(_triples(source).values(), default=0)
    if most < _OFTEN or most < 2 * usual:
        return None
    return f'the answer says "{" ".join(words)}" {most} times'


def _triples(text: str) -> Counter[tuple[str, ...]]:
    """Return how often each three words stand in a row; of a text without spaces, each few characters."""
    words = text.casefold().split()
    if len(words) * _LONG_WORD < len(text):
        words = [text[at : at + 3] for at in range(0, len(text), 3)]
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _script(source: str, target: str, locale: Locale) -> str | None:
    """Compare the letters with the locale's scripts; words that the source has too may stay: names."""
    words = _prose(target)
    for word in set(_LETTERS.findall(source)):
        words = words.replace(word, " ")
    letters = count_letters(words)
    total, right = letters.total(), sum(letters[script] for script in scripts_of(locale))
    if total >= _ENOUGH_LETTERS and right * 2 < total:
        return f"the answer is not in the script of {locale}"
    return None


def _language(_: str, target: str, locale: Locale) -> str | None:
    """Count the commonest English words; an answer in another wrong language is not noticed."""
    words = _LETTERS.findall(_prose(target).casefold())
    english = sum(word in _ENGLISH_WORDS for word in words)
    if locale.language == ENGLISH or len(words) < _ENOUGH_WORDS or english * 5 < len(words):
        return None
    return "the answer is still English"


def _prose(text: str) -> str:
    return "".join(PROTECTED.split(text)[::2])


def without_escapes(source: str, target: str) -> str:
    """Return `target` with its HTML escapes read, where the source has none: services write `&#39;`."""
    if "&" not in target or _ESCAPE.search(source):
        return target
    return html.unescape(target)


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f'"{code}"' for code in codes)


_RULES: tuple[Callable[[str, str, Locale], str | None], ...] = (
    _empty,
    _service_error,
    _damaged,
    _codes,
    _nesting,
    _untranslated,
    _numbers,
    _length,
    _repetition,
    _script,
    _language,
    _negation,
)
"""In the order in which a person would want to hear of them."""
