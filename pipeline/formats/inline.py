r"""Numbered tags in a unit: `<1>500 mg</1> of <2/>`, to parts and back.

A literal `<1>` is written `\<1>`, and backslashes before it or before a tag are doubled, so that every
text has exactly one reading.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TagKind = Literal["open", "close", "empty"]

_TAG: Final = re.compile(r"(?<!\\)(\\*)(<(/?)([1-9][0-9]{0,8})>|<([1-9][0-9]{0,8})/>)")
"""A tag, with every backslash before it. The look-behind keeps a long run of backslashes linear."""


@dataclass(frozen=True, slots=True)
class Tag:
    """`<1>`, `</1>` or `<1/>`."""

    number: int
    """From 1 up."""
    kind: TagKind

    def __str__(self) -> str:
        start, end = ("</" if self.kind == "close" else "<"), ("/>" if self.kind == "empty" else ">")
        return f"{start}{self.number}{end}"


Part = str | Tag
"""Text as a reader sees it, without any escape, or a tag."""


def parse_inline(text: str) -> tuple[Part, ...]:
    """Return the parts of a unit's text, in order; no text part is empty, no two stand side by side."""
    if "<" not in text:  # the usual case
        return (text,) if text else ()
    parts: list[Part] = []
    position = 0
    for found in _TAG.finditer(text):
        slashes = found[1]
        parts.append(text[position : found.start()] + slashes[: len(slashes) // 2])
        parts.append(found[2] if len(slashes) % 2 else _tag(found))
        position = found.end()
    return tuple(_joined([*parts, text[position:]]))


def _tag(found: re.Match[str]) -> Tag:
    if found[5]:
        return Tag(int(found[5]), "empty")
    return Tag(int(found[4]), "close" if found[3] else "open")


def render_inline(parts: Iterable[Part]) -> str:
    """Return the text of a unit; the inverse of `parse_inline`."""
    found = list(parts)
    texts = [part for part in found if isinstance(part, str)]
    if not any("<" in text or "\\" in text for text in texts):
        return texts[0] if len(found) == len(texts) == 1 else "".join(map(str, found))
    joined = list(_joined(found))
    return "".join(
        str(part) if isinstance(part, Tag) else _escape(part, is_before_tag=isinstance(after, Tag))
        for part, after in zip_longest(joined, joined[1:])
    )


def _escape(text: str, *, is_before_tag: bool) -> str:
    escaped = _TAG.sub(lambda found: f"{found[1] * 2}\\{found[2]}", text)
    if is_before_tag:
        escaped += "\\" * (len(text) - len(text.rstrip("\\")))
    return escaped


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts with neighbouring texts made one and empty ones left out."""
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            text = "".join(str(part) for part in group)
            if text:
                yield text
        else:
            yield from group


def find_tags(text: str) -> tuple[Tag, ...]:
    """Return the tags of a unit's text, in order."""
    return tuple(part for part in parse_inline(text) if isinstance(part, Tag))


def why_not(source: str, target: str) -> str | None:
    """Return the first problem, in words, that keeps the target's tags from standing for the source's.

    Order is free; every tag of the source must be there once, as a pair or empty as in the source, and
    pairs must not cross.
    """
    wanted, found = find_tags(source), find_tags(target)
    return (
        _find_unknown(wanted, found)
        or _find_wrong_kind(wanted, found)
        or _find_broken(found)
        or _find_miscounted(wanted, found)
    )


def _find_unknown(wanted: tuple[Tag, ...], found: tuple[Tag, ...]) -> str | None:
    known = {tag.number for tag in wanted}
    unknown = next((tag for tag in found if tag.number not in known), None)
    return f"{unknown} is not in the source" if unknown else None


def _find_wrong_kind(wanted: tuple[Tag, ...], found: tuple[Tag, ...]) -> str | None:
    is_empty = {tag.number: tag.kind == "empty" for tag in wanted}
    wrong = next((tag for tag in found if (tag.kind == "empty") != is_empty[tag.number]), None)
    if wrong is None:
        return None
    number = wrong.number
    right = f"<{number}/>" if is_empty[number] else f"<{number}>…</{number}>"
    return f"{wrong} must be {right}, as in the source"


def _find_broken(found: tuple[Tag, ...]) -> str | None:
    opened: list[Tag] = []
    for tag in found:
        if tag.kind == "open":
            opened.append(tag)
        elif tag.kind == "close":
            if not opened:
                return f"{tag} closes nothing"
            if opened.pop().number != tag.number:
                return f"{tag} crosses another tag"
    return f"{opened[-1]} is not closed" if opened else None


def _find_miscounted(wanted: tuple[Tag, ...], found: tuple[Tag, ...]) -> str | None:
    counts = Counter(found)
    missing = next((tag for tag in wanted if tag not in counts), None)
    if missing:
        return f"{missing} is missing"
    doubled = next((tag for tag in found if counts[tag] > 1), None)
    return f"{doubled} is there {counts[doubled]} times" if doubled else None
