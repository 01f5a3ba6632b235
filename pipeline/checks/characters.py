"""Characters: nothing broken, hidden or borrowed from another script to look alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.names import direction, find_babel
from pipeline.language.scripts import CYRILLIC, GREEK, LATIN, script_of, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model.locale import Locale

_CATEGORY = "design-and-markup/character-encoding"


def _rule(name: str, severity: Severity, description: str, hint: str) -> Rule:
    return Rule(
        id=f"character.{name}", severity=severity, category=_CATEGORY, description=description, hint=hint
    )


REPLACEMENT = _rule(
    "replacement", Severity.ERROR, "U+FFFD stands where a character was lost.", "type the character again"
)
BIDI = _rule(
    "bidi-control",
    Severity.ERROR,
    "A control changes the direction of the text.",
    "remove it; pages set the direction",
)
INVISIBLE = _rule("invisible", Severity.ERROR, "A character that nobody sees stands in a word.", "remove it")
TAG = _rule("tag", Severity.ERROR, "Tag characters can hide text from a reader.", "remove them")
CONTROL = _rule("control", Severity.ERROR, "A control character is not part of any text.", "remove it")
MOJIBAKE = _rule(
    "mojibake", Severity.ERROR, "UTF-8 was read as an older encoding.", "save the text again as UTF-8"
)
NOT_NFC = _rule(
    "not-nfc", Severity.NOTICE, "The text is not in Unicode's composed form.", "normalise it to NFC"
)
MIXED = _rule(
    "mixed-script",
    Severity.ERROR,
    "One word has letters of two scripts that look alike.",
    "type the word in one script",
)

_REPLACEMENT = re.compile("\ufffd")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\u180e\u115f\u1160\u3164]")
_INVISIBLE_LEFT_TO_RIGHT = re.compile(f"{_INVISIBLE.pattern}|[\u200e\u200f\u061c]")
"""Marks of direction belong into right-to-left text only."""
_JOINERS = re.compile("[\u200c\u200d]")
_JOINING = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufeff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff]"
)
"""Scripts in which the zero-width joiner and non-joiner are spelling."""
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WESTERN = bytes(range(0x80, 0x100)).decode("cp1252", "ignore") + "".join(map(chr, range(0x80, 0x100)))
_WESTERN_RUN = re.compile(f"[{re.escape(_WESTERN)}]{{2,}}")
"""What the bytes of UTF-8 become in Windows-1252 and Latin-1; other letters may stand beside."""
_HIGH_RUN = re.compile("[\u0080-\uffff]{4,}")
"""Two letters at least: in a Cyrillic encoding they become what Russian is written with."""
_LEADS = "ÃÂÐÑØÙÎÏâàã"
"""What the first byte of a sequence becomes in Windows-1252, where no European text has it before a sign."""
_LETTERS = re.compile(r"[^\W\d_]+")
_GREEK_LOOKALIKES = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧορυνι")
"""Other Greek letters stand next to Latin ones on purpose (`TNFα`, `μg`)."""


class CharacterCheck:
    """Single characters."""

    name = "character"
    rules = (REPLACEMENT, BIDI, INVISIBLE, TAG, CONTROL, MOJIBAKE, NOT_NFC, MIXED)
    examples = (
        Example("es", "Take care.", "Cuídese «mañana» — ¡ya!"),
        Example("fr", "the café", "le «CAFÉ»", note="an accent before a quote is no mojibake"),
        Example("hi", "a kind of", "क्\u200dष और ड़", note="joiners and composition exclusions are spelling"),
        Example("fa", "is eating", "می \u200cخورد", note="Persian writes it beside a space too"),
        Example(
            "ar", "COVID-19", "\u200fCOVID-19\u200f مرض", note="marks of direction in a right-to-left text"
        ),
        Example("ar", "the WHO", "وWHO", note="a prefix glued to a name"),
        Example("ru", "TNFα", "белок TNFα и 5 μg", note="Greek letters in names"),
        Example("zh_Hans", "Water", "水"),
        Example("ru", "The sisters", "Сёстры", note="not mojibake"),
        Example("es", "a child", "un ni\ufffdo", frozenset({REPLACEMENT.id})),
        Example("de", "5 mg", "\u202e5 mg\u202c", frozenset({BIDI.id})),
        Example("ar", "5 mg", "\u202e٥ ملغ\u202c", frozenset({BIDI.id})),
        Example("zh_Hans", "Water", "水\u200b分", frozenset({INVISIBLE.id})),
        Example(
            "ar",
            "Water \u200bhere",
            "ما\u200bء",
            frozenset({INVISIBLE.id}),
            "the source has it between words",
        ),
        Example("es", "Water \u200bhere", "Agua \u200baquí", note="the source has it too"),
        Example("pt_BR", "Water", "á\u200dgua", frozenset({INVISIBLE.id}), "a joiner where none belongs"),
        Example("fr", "Water", "Eau\U000e0041", frozenset({TAG.id})),
        Example("hi", "Water", "पानी\x07", frozenset({CONTROL.id})),
        Example("es", "a child", "un niÃ±o", frozenset({MOJIBAKE.id})),
        Example("ru", "Hello", "РџСЂРёРІРµС‚", frozenset({MOJIBAKE.id})),
        Example("ar", "the", "Ø§Ù„Ù…", frozenset({MOJIBAKE.id})),
        Example("fa", "I know people", "اما من افØ±Ø§د", frozenset({MOJIBAKE.id}), "a part of a word"),
        Example("zh_Hans", "in 2020", "2020 å¹´", frozenset({MOJIBAKE.id}), "one character"),
        Example("es", "It is taboo.", "«ES TABÚ»…", note="no letter of the language comes of it"),
        Example("fr", "the café", "le cafe\u0301", frozenset({NOT_NFC.id})),
        Example("ru", "COVID", "\u0421OVID", frozenset({MIXED.id}), "a Cyrillic С"),
        Example("es", "water", "\u0430gua", frozenset({MIXED.id}), "a Cyrillic а"),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue a rule, at its first place."""
        text, source = subject.target, subject.source
        if text.isascii() and text.isprintable():
            return
        yield from _first(REPLACEMENT, _REPLACEMENT, text, source)
        yield from _first(BIDI, _BIDI, text, source, is_fixable=True)
        invisible = _INVISIBLE if _is_right_to_left(subject.locale) else _INVISIBLE_LEFT_TO_RIGHT
        yield from _first(INVISIBLE, invisible, text, source, is_fixable=True)
        yield from _stray_joiner(text)
        yield from _first(TAG, _TAGS, text, source, is_fixable=True)
        yield from _first(CONTROL, _CONTROL, text, source, is_fixable=True)
        yield from _mojibake(text, subject.locale)
        if not _is_composed(text):
            yield NOT_NFC.issue("the text is not in NFC", fix=unicodedata.normalize("NFC", text))
        yield from _mixed(text, source)


@lru_cache(maxsize=256)
def _is_right_to_left(locale: Locale) -> bool:
    """Return whether it is, or may be: a language that CLDR does not know is given the benefit."""
    return find_babel(locale) is None or direction(locale) == "rtl"


def _first(
    rule: Rule, pattern: re.Pattern[str], text: str, source: str, *, is_fixable: bool = False
) -> Iterator[Issue]:
    """Yield the issue of the first place; what nobody sees can be taken out without a look.

    What the source has too may stay: inside a word only where the source has it inside one.
    """
    if not pattern.search(text):
        return
    known = {(match[0], is_inside) for match in pattern.finditer(source) for is_inside in _places(match)}
    found = next(
        (match for match in pattern.finditer(text) if (match[0], _is_inside_word(match)) not in known), None
    )
    if found:
        yield _issue_at(rule, found, text if is_fixable else "")


def _places(found: re.Match[str]) -> tuple[bool, ...]:
    """Return whether a target may have what the source has here inside a word, and outside of one."""
    return (True, False) if _is_inside_word(found) else (False,)


def _is_inside_word(found: re.Match[str]) -> bool:
    text = found.string
    return (
        text[max(0, found.start() - 1) : found.start()].isalpha()
        and text[found.end() : found.end() + 1].isalpha()
    )


def _issue_at(rule: Rule, found: re.Match[str], text: str) -> Issue:
    code = f"U+{ord(found[0][0]):04X}"
    return rule.issue(
        f"{code} at character {found.start() + 1}",
        target_span=found.span(),
        found=code,
        fix=text[: found.start()] + text[found.end() :] or None,
    )


def _stray_joiner(text: str) -> Iterator[Issue]:
    for found in _JOINERS.finditer(text):
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        is_spelling = _JOINING.match(before) or _JOINING.match(after)  # Persian has it beside spaces too
        if not is_spelling and unicodedata.category(before or " ") != "So":
            yield _issue_at(INVISIBLE, found, text)
            return


def _mojibake(text: str, locale: Locale) -> Iterator[Issue]:
    western = (run for run in _WESTERN_RUN.finditer(text) if _is_misread_western(run[0], locale))
    found = next(western, None) or next(
        (run for run in _HIGH_RUN.finditer(text) if _decoded(run[0], "cp1251")), None
    )
    if found:
        yield MOJIBAKE.issue(f'"{found[0]}" is misread UTF-8', target_span=found.span(), found=found[0])


def _is_misread_western(run: str, locale: Locale) -> bool:
    """Return whether the characters, as bytes, are UTF-8: of anything, or of letters that the locale has."""
    text = _decoded(run, "cp1252")
    scripts = {script for script in map(script_of, text) if script}
    return bool(text) and (run[0] in _LEADS or (bool(scripts) and scripts <= scripts_of(locale) - {LATIN}))


def _decoded(run: str, encoding: str) -> str:
    """Return the text whose UTF-8 was read in an older encoding, or nothing where it was not."""
    data = b"".join(_byte(character, encoding) for character in run)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if len(text) < len(run) else ""


def _byte(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return bytes([ord(character)]) if ord(character) < 0x100 else b"\xff"  # noqa: PLR2004 - one byte


def _is_composed(text: str) -> bool:
    """Return whether NFC composes nothing; the order of Arabic marks and Hindi's exclusions don't count."""
    return len(unicodedata.normalize("NFC", text)) >= len(text)


def _mixed(text: str, source: str) -> Iterator[Issue]:
    for word in _LETTERS.finditer(text):
        if word[0].isascii() or word[0] in source:
            continue
        scripts = {script for script, _ in groupby(word[0], _script_for_mixing) if script}
        if LATIN in scripts and len(scripts) > 1:
            message = f'"{word[0]}" has letters of {" and ".join(sorted(scripts))}'
            yield MIXED.issue(message, target_span=word.span(), found=word[0])
            return


def _script_for_mixing(character: str) -> str | None:
    script = script_of(character)
    if script == GREEK:
        return GREEK if character in _GREEK_LOOKALIKES else None
    return script if script in {LATIN, CYRILLIC} else None


CHECK = CharacterCheck()
