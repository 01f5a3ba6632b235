"""Targets: the addresses that a text holds, wherever they stand; a translation brings in none of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale

_CHARACTERS: Final = r"[\w.~:/?#@!$&+,;=%-]"
_ADDRESS: Final = re.compile(
    rf"[a-z][a-z0-9+.-]{{0,20}}://{_CHARACTERS}+"
    rf"|(?:javascript|vbscript|mailto|sms|tel|callto):{_CHARACTERS}+"
    r"|data:[a-z]+/[\w.+-]+[;,][\w.~:/?#@!$&+,;=%-]*"
    rf"|(?<![\w.@/-])www\.{_CHARACTERS}+"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE | re.ASCII,
)
_DEFINITION: Final = re.compile(
    r"^(?:[ \t>]|[*+-][ \t]|\d{1,9}[.)][ \t])*\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*(?:\n[ \t>]*)?"
    r"(?:<(?P<bracketed>[^<>\n]*)>|(?P<bare>\S+))",
    re.MULTILINE,
)
_INLINE: Final = re.compile(r"\]\([ \t]*(?:<(?P<bracketed>[^<>\n]*)>|(?P<bare>[^\s()<>]+))")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
"""Markdown: a character that a backslash makes plain, as in `a\\_b`."""
_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?[^/?#]*", re.IGNORECASE)
_PUNCTUATION: Final = ".,;:!?'_~&=-/"
"""What may follow an address without being part of it."""


def find_targets(text: str, *, is_markdown: bool = False) -> dict[str, int]:
    """Return the addresses in a text, spelled alike, each with its first line."""
    found: dict[str, int] = {}
    plain = _ESCAPED.sub(r"\1", text) if is_markdown else text
    for number, line in enumerate(plain.split("\n"), 1):
        for match in _ADDRESS.finditer(line):
            found.setdefault(_normalize(match[0]), number)
    for pattern in (_DEFINITION, _INLINE) if is_markdown else ():
        for match in pattern.finditer(text):
            target = _normalize(_ESCAPED.sub(r"\1", match["bracketed"] or match["bare"] or ""))
            if target not in found:
                found[target] = text.count("\n", 0, match.start()) + 1
    return found


def _normalize(address: str) -> str:
    """Return an address as it is compared: capitals of a host and punctuation behind it don't count."""
    bare = address.strip().rstrip(_PUNCTUATION)
    if "@" in bare:
        return bare.casefold().removeprefix("mailto:")
    return _HOST.sub(lambda host: host[0].casefold(), bare, count=1)


def check_targets(
    built: str,
    source: Collection[str],
    allowed: Iterable[str],
    file: str,
    locale: Locale,
    *,
    is_markdown: bool = False,
) -> Iterator[Finding]:
    """Yield each address in a built text that neither `source` nor `allowed` has.

    `source` holds texts in the same format, `allowed` holds texts and bare targets.
    """
    known = {one for text in source for one in find_targets(text, is_markdown=is_markdown)}
    for text in allowed:
        known |= {_normalize(text), *find_targets(text)}
    for target, line in find_targets(built, is_markdown=is_markdown).items():
        if target and target not in known:
            message = f'"{target[:80]}" is an address that the source does not have'
            hint = "take it out of the translation, or declare it in the profile's `links` for this locale"
            yield problem("text.new-link", file, message, line=line, hint=hint, locale=locale.code)
