"""Errors that a reader may not see: look-alikes, broken encodings, invisible characters."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import pick

if TYPE_CHECKING:
    from random import Random

    from pipeline.planting.base import Plot

_LATIN_LIKE: Final = dict(zip("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ", strict=True))
_CYRILLIC_LIKE: Final = {cyrillic: latin for latin, cyrillic in _LATIN_LIKE.items()}
_WORD: Final = regex.compile(r"[\p{Latin}]{3,}|[\p{Cyrillic}]{3,}")
_LETTERS: Final = regex.compile(r"[\p{L}\p{M}]{2,}")
_BIDI: Final = ("\u202e", "\u202d", "\u2066", "\u2067")
_INVISIBLE: Final = ("\u200b", "\u2060", "\ufeff")
_CONTROLS: Final = ("\u0007", "\u0008", "\u001b", "\u0085")
_FIRST_TAG: Final = 0xE0000


def _look_alike(plot: Plot, random: Random) -> str | None:
    """Put one letter of another script into a word."""
    texts = []
    for match in _WORD.finditer(plot.target):
        for at in range(match.start(), match.end()):
            other = _LATIN_LIKE.get(plot.target[at]) or _CYRILLIC_LIKE.get(plot.target[at])
            if other:
                texts.append(plot.target[:at] + other + plot.target[at + 1 :])
    return pick(texts, random, but=plot.target)


def _garble(plot: Plot, random: Random) -> str | None:
    """Read the bytes of the text, or of one word of it, as if they were Latin-1 or Windows-1252."""
    words = [word for word in plot.target.split(" ") if not word.isascii()]
    if not words:
        return None
    encoding = random.choice(("latin-1", "cp1252"))
    if random.random() < 0.5:  # noqa: PLR2004 - half of the time the whole text, as a file read wrongly has it
        return plot.target.encode().decode(encoding, "replace")
    word = random.choice(words)
    return plot.target.replace(word, word.encode().decode(encoding, "replace"), 1)


def _insert(plot: Plot, random: Random, what: str) -> str | None:
    """Put characters inside a word."""
    words = list(_LETTERS.finditer(plot.target))
    if not words:
        return None
    match = random.choice(words)
    at = random.randrange(match.start() + 1, match.end())
    return plot.target[:at] + what + plot.target[at:]


def _replace_letter(plot: Plot, random: Random) -> str | None:
    places = [at for at, one in enumerate(plot.target) if one.isalpha()]
    if not places:
        return None
    at = random.choice(places)
    return f"{plot.target[:at]}\ufffd{plot.target[at + 1 :]}"


def _override_direction(plot: Plot, random: Random) -> str | None:
    return _insert(plot, random, random.choice(_BIDI))


def _hide_space(plot: Plot, random: Random) -> str | None:
    return _insert(plot, random, random.choice(_INVISIBLE))


def _hide_tags(plot: Plot, random: Random) -> str | None:
    word = random.choice(("take", "more", "pay"))
    return _insert(plot, random, "".join(chr(_FIRST_TAG + ord(one)) for one in word))


def _control(plot: Plot, random: Random) -> str | None:
    return _insert(plot, random, random.choice(_CONTROLS))


def _decompose(plot: Plot, _: Random) -> str | None:
    text = unicodedata.normalize("NFD", plot.target)
    return text if text not in (plot.target, unicodedata.normalize("NFC", text)) else None


OPERATIONS: Final = (
    Operation(name="look-alike", description="a letter of another script", plant=_look_alike),
    Operation(name="mojibake", description="text read in a wrong encoding", plant=_garble),
    Operation(name="replacement-character", description="U+FFFD for a letter", plant=_replace_letter),
    Operation(name="bidi-control", description="an invisible change of direction", plant=_override_direction),
    Operation(name="zero-width", description="an invisible character inside a word", plant=_hide_space),
    Operation(name="tag-characters", description="invisible tag characters", plant=_hide_tags),
    Operation(name="control-character", description="a control character", plant=_control),
    Operation(name="not-nfc", description="letters and their accents apart", plant=_decompose),
)
