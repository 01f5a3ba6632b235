r"""Regular expressions as SRX files spell them (ICU, Java) to those of the `regex` package.

What both spell alike is kept, what only they have is translated, and what would mean something else here is
refused. `\w`, `\d` and `\b` know all of Unicode, as ICU has it.
"""

from __future__ import annotations

import re
from typing import Any, Final

import regex

LONGEST: Final = 20_000
"""Characters of one expression."""
PROBE_SECONDS: Final = 0.1
"""Processor time that an expression may take on one probe."""
MOST_OWN: Final = 16
"""Characters of an expression itself that its probes are made of."""

_HORIZONTAL: Final = "\\t\\x20\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000"
_VERTICAL: Final = "\\n\\x0b\\f\\r\\x85\\u2028\\u2029"
_TRANSLATED: Final = {
    "h": f"[{_HORIZONTAL}]",
    "H": f"[^{_HORIZONTAL}]",
    "v": f"[{_VERTICAL}]",
    "V": f"[^{_VERTICAL}]",
    "z": r"\Z",
}
_KEPT: Final = frozenset("dDwWsSbBAZRXtnrfapPu123456789")
_TOKEN: Final = re.compile(
    r"\\Q(?P<literal>.*?)(?:\\E|\Z)"
    r"|\\x\{(?P<hex>[0-9A-Fa-f]{1,6})\}|(?P<byte>\\x[0-9A-Fa-f]{2})"
    r"|(?P<property>\\[pP]\{[\w=^ -]*\})|\\(?P<escape>.)"
    r"|\(\?(?P<flags>[a-zA-Z-]*)(?P<close>[:)])|(?P<group>\((?:\?(?:<?[=!]|>|<[A-Za-z]\w*>)|(?![?*])))"
    r"|(?P<quantifier>\{\d+(?:,\d*)?\})|(?P<other>.)",
    re.DOTALL,
)
_IN_SET: Final = ("--", "||", "~~")
"""Operators inside of [ ] here, plain characters in SRX files."""
_ALONE: Final = {"{": r'"{" without a number; write \{', "(": "a group of a kind that SRX does not have"}
_REPEAT: Final = re.compile(r"[*+{]")
_LAST: Final = 0x10FFFF


def compile_expression(expression: str, *, is_end: bool, window: int) -> Any:
    """Return the compiled expression, which must reach the end of the text if `is_end`.

    Raises ValueError with what can't be understood, and TimeoutError for an expression that takes too long on
    a hostile text as long as `window`.
    """
    translated = translate(expression)
    try:
        pattern = regex.compile(rf"(?:{translated})\Z" if is_end else translated, regex.VERSION1)
    except (regex.error, RecursionError, OverflowError) as error:
        what = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ValueError(what) from error
    if _REPEAT.search(expression):  # without a repetition nothing takes long
        for probe in _probes(expression, window):
            pattern.search(probe, timeout=PROBE_SECONDS)
    return pattern


def translate(expression: str) -> str:
    """Return the expression as `regex` spells it; raises ValueError with what it can't say."""
    if len(expression) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    parts: list[str] = []
    depth = 0
    for token in _TOKEN.finditer(expression):
        if depth and (token["group"] or token["close"] or token["quantifier"] or token[0] in "({"):
            parts.append(re.escape(token[0]))
            continue
        if depth and expression[token.start() : token.start() + 2] in _IN_SET:
            raise ValueError(f'"{token[0] * 2}" inside of [ ]; write \\{token[0]}')
        depth += (token["other"] == "[") - (token["other"] == "]" and depth > 0)
        parts.append(_translated(token))
    return "".join(parts)


def _translated(token: re.Match[str]) -> str:
    if token["literal"] is not None:
        return re.escape(token["literal"])
    if token["hex"]:
        return _character(int(token["hex"], 16))
    if token["escape"]:
        return _escape(token["escape"])
    if token["close"]:
        return _flags(token["flags"], token["close"])
    if token["other"] and token[0] in _ALONE:
        raise ValueError(_ALONE[token[0]])
    return token[0]


def _character(code: int) -> str:
    if code > _LAST:
        raise ValueError(f"\\x{{{code:x}}} is no character")
    return f"\\U{code:08x}"


def _escape(letter: str) -> str:
    if letter in _TRANSLATED:
        return _TRANSLATED[letter]
    if letter.isalnum() and letter not in _KEPT:
        raise ValueError(f"\\{letter} is not known")
    return f"\\{letter}"


def _flags(flags: str, close: str) -> str:
    """Return a group's flags. Those about Unicode go without saying."""
    wrong = set(flags) - set("imsuUdw-")
    if wrong:
        raise ValueError(f"the flag {min(wrong)} is not known")
    kept = re.sub("[uUdw]", "", flags).removesuffix("-")
    if close == ")" and not kept:
        return ""
    return f"(?{kept}{close}"


def _probes(expression: str, window: int) -> list[str]:
    """Return texts that make a bad expression try everything: one thing over and over, then no match."""
    own = list(dict.fromkeys(re.findall(r"[\w,;:'\"-]", expression)))[:MOST_OWN]
    pieces = ("a", "A", "1", " ", ".", "A. ", *own, *(f"a{mark}" for mark in own))
    ends = ("\0", f"{''.join(own)}\0", "")
    return [(piece * window)[: window - len(end)] + end for piece in pieces for end in ends]
