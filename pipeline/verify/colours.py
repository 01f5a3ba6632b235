"""Colours: the ink and the paper that a text ends up with, by CSS's own rules of precedence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tinycss2.color4 import Color, parse_color

from pipeline.verify.dom import lineage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from pipeline.verify.stylesheet import Rule

LEAST_CONTRAST: Final = 1.5
"""Below this nobody reads a text; how well it reads above is for the designer's own checks."""
_VARIABLE: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_WORDS: Final = re.compile(r"[\w-]+\([^()]*\)|#[0-9a-f]+|[\w-]+")
_SYSTEM: Final = {"canvas": "#ffffff", "canvastext": "#000000"}
_SPACES: Final = frozenset({"srgb", "hsl", "hwb"})
_PASSED_ON: Final = frozenset({"inherit", "currentcolor", "unset", "initial", "revert"})
_UNCOMPUTABLE: Final = ("light-dark(", "color-mix(", "color(", "lab(", "lch(", "oklab(", "oklch(")
_LINEAR: Final = 0.04045
"""Up to this share sRGB is linear (IEC 61966-2-1)."""
_DEPTH: Final = 8
_MOSTLY: Final = 0.5
"""A paper with less cover than this shows what lies under it."""

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cascade:
    """The rules of a page with the elements each matches."""

    matches: Sequence[tuple[Rule, frozenset[int]]]

    def contexts(self) -> list[str]:
        """Return the conditions under which colours may differ, the plain case first."""
        found = dict.fromkeys([""])
        for rule, _ in self.matches:
            if any(_is_colour(one.name) for one in rule.declarations):
                found[rule.medium] = None
        return list(found)

    def find_unreadable(self, node: LexborNode) -> Iterator[str]:
        """Yield each condition under which an element's text may not stand out from its background."""
        for context in self.contexts():
            ink = self._inherited(node, ("color",), context) or "#000000"
            paper = self._inherited(node, ("background-color", "background"), context) or "#ffffff"
            first, second = parse_rgb(ink), parse_rgb(paper)
            if first is None or second is None or contrast(first, second) < LEAST_CONTRAST:
                yield f"color {ink} on {paper}{f' ({context})' if context else ''}"

    def _inherited(self, node: LexborNode, names: tuple[str, ...], context: str) -> str | None:
        for one in lineage(node):
            value = self._winner(one, names, context)
            colour = (
                find_colour(self._resolved(value, one, context), is_ink=names == ("color",))
                if value
                else None
            )
            if colour:
                return colour
        return None

    def _winner(self, node: LexborNode, names: tuple[str, ...], context: str) -> str | None:
        """Return the value that wins for one element: importance, then specificity, then order."""
        best: tuple[tuple[bool, tuple[int, int, int]], str] | None = None
        for rule, elements in self.matches:
            if rule.pseudo or rule.medium not in ("", context) or node.mem_id not in elements:
                continue
            for one in rule.declarations:
                rank = (one.is_important, rule.weight)
                if one.name in names and (best is None or rank >= best[0]):
                    best = rank, one.value
        return best[1] if best else None

    def _resolved(self, value: str, node: LexborNode, context: str) -> str:
        for _ in range(_DEPTH):
            found = _VARIABLE.search(value)
            if found is None:
                break
            given = next((v for one in lineage(node) if (v := self._winner(one, (found[1],), context))), None)
            value = value[: found.start()] + (given or (found[2] or "").strip()) + value[found.end() :]
        return value


def _is_colour(name: str) -> bool:
    return name in ("color", "background", "background-color") or name.startswith("--")


def find_colour(value: str, *, is_ink: bool) -> str | None:
    """Return the colour that a value names, or None where it lets another one through.

    A colour in a notation that can't be computed is returned as it is, and then counts as unreadable.
    """
    if is_ink:
        return None if value in _PASSED_ON else value
    for word in _WORDS.findall(value):
        colour = parse_color(_SYSTEM.get(word, word))
        if isinstance(colour, Color):
            return word if colour.alpha >= _MOSTLY else None
        if word.startswith(_UNCOMPUTABLE):
            return str(word)
    return None


def parse_rgb(value: str) -> Rgb | None:
    """Return a colour as shares of red, green and blue, or None for one that can't be computed."""
    colour = parse_color(_SYSTEM.get(value, value))
    if not isinstance(colour, Color) or colour.space not in _SPACES:
        return None
    red, green, blue = colour.to("srgb").coordinates[:3]
    return float(red or 0), float(green or 0), float(blue or 0)


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
