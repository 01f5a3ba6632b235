"""Hiding: whether one CSS declaration can take a text out of a reader's sight or place. Pure.

Nothing is weighed against other rules: a declaration that could hide a disclaimer has no business on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.verify.stylesheet import Declaration

_VARIABLE: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)")
_NUMBER: Final = re.compile(r"(?<![\w.#-])([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%|[a-z]+)?(?![\w.])")
_FUNCTION: Final = re.compile(r"[\w-]+\([^()]*\)")
_PREFIX: Final = re.compile(r"^-(webkit|moz|ms|o)-")
_PIXELS: Final = {
    "px": 1,
    "pt": 4 / 3,
    "cm": 38,
    "mm": 3.8,
    "in": 96,
    "em": 16,
    "rem": 16,
    "ex": 8,
    "ch": 8,
    "lh": 20,
}
_FAR, _FAR_IN_FUNCTION = 500, 1500
_CRUSHING: Final = -2
"""Pixels between letters from which they stand on each other."""
_HALF_SEEN: Final = 128
"""Of 255; a colour below this opacity is too faint to be read."""
_MOST_EXPANSIONS: Final = 200

Predicate = Callable[[str], bool]


def read_variables(declarations: Iterable[Declaration]) -> dict[str, tuple[str, ...]]:
    """Return every value that each custom property is ever given."""
    found: dict[str, tuple[str, ...]] = {}
    for one in declarations:
        if one.name.startswith("--"):
            found[one.name] = tuple(dict.fromkeys((*found.get(one.name, ()), one.value)))
    return found


def expand(value: str, variables: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield what a value may come to, with every value its custom properties may have."""
    waiting, done = [value], 0
    while waiting and done < _MOST_EXPANSIONS:
        current = waiting.pop()
        found = _VARIABLE.search(current)
        if found is None:
            yield current
            done += 1
            continue
        choices = variables.get(found[1], ()) or ((found[2].strip(),) if found[2] is not None else ())
        waiting += [
            current[: found.start()] + one + current[found.end() :] for one in choices if found[1] not in one
        ]


def find_hiding(one: Declaration, variables: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the declaration, to show, when it can hide a text; else None."""
    test = _HIDING.get(_PREFIX.sub("", one.name))
    return _first(one, test, variables)


def find_displacing(one: Declaration, variables: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the declaration, to show, when it can change the order in which texts are seen; else None."""
    return _first(one, _DISPLACING.get(_PREFIX.sub("", one.name)), variables)


def is_clipping(one: Declaration, variables: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether what does not fit into the element is cut off."""
    test = _holds_any("hidden", "clip", "auto", "scroll")
    return (
        one.name.startswith("overflow") and one.name != "overflow-wrap" and bool(_first(one, test, variables))
    )


def is_squeezing(one: Declaration, variables: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether the element may be too small for its text."""
    return bool(_first(one, _SQUEEZING.get(one.name), variables))


def inserts_text(one: Declaration, variables: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a pseudo-element's declaration puts words on the page."""
    return one.name == "content" and any(
        re.search(r"\w", re.sub(r"\\[0-9a-f]{1,6}", "", value))
        and not _is_one_of("none", "normal", "inherit")(value)
        for value in expand(one.value, variables)
    )


def _first(one: Declaration, test: Predicate | None, variables: Mapping[str, tuple[str, ...]]) -> str | None:
    if test is None or not any(test(value) for value in expand(one.value, variables)):
        return None
    return f"{one.name}: {one.value}"


def _is_one_of(*words: str) -> Predicate:
    return lambda value: value in words


def _is_not(*words: str) -> Predicate:
    return lambda value: value not in (*words, "initial", "unset", "revert", "inherit")


def _holds_any(*words: str) -> Predicate:
    return lambda value: any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", value) for word in words)


def _any_of(*tests: Predicate) -> Predicate:
    return lambda value: any(test(value) for test in tests)


def _numbers(value: str) -> Iterator[tuple[float, str]]:
    for number, unit in _NUMBER.findall(value):
        yield float(number), unit


def _is_faint(value: str) -> bool:
    return any(number < (50 if unit == "%" else 0.5) for number, unit in _numbers(value))


def _is_tiny(value: str) -> bool:
    """Tell a size of nothing, or one that no eye can read."""
    numbers = list(_numbers(value))
    if any(number == 0 for number, _ in numbers):
        return True
    limits = {"%": 40, "em": 0.4, "rem": 0.4, "": 0.4}
    is_plain = len(numbers) == 1 and "(" not in value
    return is_plain and any(n < limits.get(unit, 6 / _PIXELS.get(unit, 1)) for n, unit in numbers)


def _is_tiny_font(value: str) -> bool:
    """`font` holds the size between weight and family, perhaps with a line height behind a slash."""
    sizes = re.findall(r"(?<![\w.])(\d*\.?\d+(?:%|[a-z]+)|0)(?=\s*/|\s)", value)
    return any(_is_tiny(size) for size in sizes)


def _is_far(value: str) -> bool:
    """Tell a length that can move a text out of the window."""
    plain = value
    while _FUNCTION.search(plain):
        plain = _FUNCTION.sub(" ", plain)
    return any(_magnitude(*one) >= _FAR for one in _numbers(plain)) or any(
        _magnitude(*one) >= _FAR_IN_FUNCTION for one in _numbers(value)
    )


def _magnitude(number: float, unit: str) -> float:
    share = 6 if unit == "%" or unit.startswith(("v", "sv", "lv", "dv", "cq")) else _PIXELS.get(unit, 1)
    return abs(number) * share


def _is_small(pixels: float) -> Predicate:
    return lambda value: any(
        number * _PIXELS.get(unit, 6 if unit.startswith("v") else 1) < pixels
        for number, unit in _numbers(value)
        if unit != "%" or number == 0
    )


def _is_negative(value: str) -> bool:
    return any(number < 0 for number, _ in _numbers(value))


def _is_crushing(value: str) -> bool:
    """Tell a spacing that puts letters on top of each other."""
    return any(number * _PIXELS.get(unit, 1) <= _CRUSHING for number, unit in _numbers(value))


def _is_see_through(value: str) -> bool:
    if value == "transparent":
        return True
    alpha = re.search(r"/\s*([\d.]+%?)\s*\)$", value) or re.search(
        r"^(?:rgb|hsl)a?\((?:[^,]+,){3}\s*([\d.]+%?)\s*\)$", value
    )
    short = re.fullmatch(r"#(?:[0-9a-f]{3}([0-9a-f])|[0-9a-f]{6}([0-9a-f]{2}))", value)
    if short:
        return int((short[1] or short[2]) * (2 if short[1] else 1), 16) < _HALF_SEEN
    return alpha is not None and _is_faint(alpha[1])


_NOT_NONE: Final = _is_not("none")
_NOT_AUTO: Final = _is_not("auto")
_HIDING: Final[Mapping[str, Predicate]] = {
    "display": _holds_any("none"),
    "visibility": _is_one_of("hidden", "collapse"),
    "content-visibility": _is_one_of("hidden"),
    "opacity": _is_faint,
    "font-size": _is_tiny,
    "font": _is_tiny_font,
    "line-height": lambda value: value != "normal" and _is_tiny(value),
    "letter-spacing": _is_crushing,
    "word-spacing": _is_crushing,
    "color": _is_see_through,
    "text-fill-color": _is_not("currentcolor"),
    "text-security": _NOT_NONE,
    "text-decoration": _holds_any("line-through"),
    "text-decoration-line": _holds_any("line-through"),
    "position": _is_one_of("absolute", "fixed"),
    "z-index": _is_negative,
    "clip": _NOT_AUTO,
    "clip-path": _NOT_NONE,
    "mask": _NOT_NONE,
    "mask-image": _NOT_NONE,
    "transform": _NOT_NONE,
    "scale": _NOT_NONE,
    "rotate": _NOT_NONE,
    "zoom": _is_not("1", "100%", "normal"),
    "offset": _NOT_NONE,
    "offset-path": _NOT_NONE,
    "perspective": _NOT_NONE,
    "filter": _NOT_NONE,
    "mix-blend-mode": _is_not("normal"),
    "animation": _NOT_NONE,
    "animation-name": _NOT_NONE,
    "line-clamp": _NOT_NONE,
    "max-lines": _NOT_NONE,
    "unicode-bidi": _holds_any("bidi-override", "isolate-override"),
    "background": lambda value: "url(" in value or "gradient(" in value or "image" in value,
    "background-image": _NOT_NONE,
    "contain": _holds_any("size", "strict", "inline-size"),
    "content": _is_not("normal", "none"),
    **dict.fromkeys(("text-indent", "translate", "inset", "top", "right", "bottom", "left"), _is_far),
    **dict.fromkeys(
        (f"{name}{side}" for name in ("margin", "padding", "inset") for side in (
            "", "-top", "-right", "-bottom", "-left", "-block", "-inline", "-block-start", "-block-end",
            "-inline-start", "-inline-end",
        )),
        _is_far,
    ),
}  # fmt: skip
_SQUEEZING: Final[Mapping[str, Predicate]] = {
    **dict.fromkeys(("height", "max-height", "block-size", "max-block-size"), _any_of(_is_small(400))),
    **dict.fromkeys(("width", "max-width", "inline-size", "max-inline-size"), _is_small(100)),
    "white-space": _holds_any("nowrap", "pre"),
    "text-wrap": _holds_any("nowrap"),
}
_DISPLACING: Final[Mapping[str, Predicate]] = {
    "order": lambda value: any(number != 0 for number, _ in _numbers(value)),
    "flex-direction": _holds_any("row-reverse", "column-reverse"),
    "flex-flow": _holds_any("row-reverse", "column-reverse"),
    "flex-wrap": _holds_any("wrap-reverse"),
    **dict.fromkeys(("grid-area", "grid-row", "grid-row-start", "grid-row-end"), _NOT_AUTO),
}
