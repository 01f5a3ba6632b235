"""Spaces as a language's typography wants them, in what is built; catalogs stay as people wrote them.

Idempotent: what it made it leaves alone. Only white space changes, and none of it inside of tags, code,
placeholders, addresses, times and numbers.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from pipeline.language.inline import HIDDEN, TAG, hide_inline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pipeline.model.locale import Locale

    Edit = tuple[int, int, str]

_SPACES: Final = "[ \u00a0\u2009\u202f]"
_OPENING: Final = "(\\[{«‹“„¿¡"
_MARK: Final = re.compile(
    rf"(?<=[^\s{_OPENING};:!?])(?P<space>{_SPACES}*)(?P<mark>[;:!?])(?=[;:!?]*(?:[\s)\]»›”’\"{HIDDEN}]|\Z))"
)
_ANGLES: Final = ("«»", "‹›")
_NOT_MARKS: Final = re.compile(
    r"&#?\w{1,31};|(?<!\S):[\w+-]+:(?!\S)|(?<=[.…])[;:!?]|\S+@\S+|(?<=\s):(?=[-)(DP])"
)
"""Character references, `:name:` of an emoji, marks after an ellipsis, mail addresses, faces."""


@lru_cache(maxsize=1)
def _read_data() -> dict[str, Any]:
    text = resources.files("pipeline.language").joinpath("typography.toml").read_text("utf-8")
    return tomllib.loads(text)


def find_quotes(locale: Locale) -> tuple[str, ...] | None:
    """Return a locale's quotation marks (outer, inner; opening, closing), or None where none are known."""
    known = _read_data()["quotes"]
    return next((tuple(known[name]) for name in _names_of(locale) if name in known), None)


def _names_of(locale: Locale) -> tuple[str, ...]:
    """Return the names under which data can speak of a locale: its own, then more general ones."""
    parts = locale.code.split("_")
    return tuple("_".join(parts[:length]) for length in range(len(parts), 0, -1))


def apply_typography(text: str, locale: Locale, names: Collection[str], code: Collection[int] = ()) -> str:
    """Return the text with the spaces of the transformations in `names`; `code` are tags around code."""
    for name in _ORDER:
        options = _options(name, locale) if name in names else None
        if options is not None:
            text = _edited(text, _EDITS[name](_hide(text, code), options))
    return text


def _options(name: str, locale: Locale) -> dict[str, Any] | None:
    data = _read_data()
    tables = (data.get(one, {}) for one in (*_names_of(locale), "*"))
    options = next((table[name] for table in tables if name in table), None)
    quotes = find_quotes(locale)
    if options is not None and name == "guillemets" and quotes:
        pairs = quotes[0] + quotes[1], quotes[2] + quotes[3]
        return {**options, "pairs": tuple(pair for pair in pairs if pair in _ANGLES)}
    return options


def transformations_of(locale: Locale) -> tuple[str, ...]:
    """Return the transformations that are known for a locale."""
    return tuple(name for name in _ORDER if _options(name, locale) is not None)


def _hide(text: str, code: Collection[int]) -> str:
    hidden = hide_inline(text)
    for opening in TAG.finditer(text) if code else ():
        closing = text.find(f"</{opening[2]}>", opening.end())
        if not opening[1] and not opening[3] and int(opening[2]) in code and closing >= 0:
            inside = HIDDEN * (closing - opening.end())
            hidden = hidden[: opening.end()] + inside + hidden[closing:]
    return hidden


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    position = 0
    for start, stop, space in edits:
        parts += [text[position:start], space]
        position = stop
    return "".join([*parts, text[position:]])


def _edit_marks(hidden: str, options: dict[str, Any]) -> Iterator[Edit]:
    plain = _NOT_MARKS.sub(lambda found: HIDDEN * len(found[0]), hidden)
    for found in _MARK.finditer(plain):
        space = options[found["mark"]]
        if (
            space or hidden[found.start() - 1] != HIDDEN
        ):  # without a space the mark would belong to an address
            yield *found.span("space"), space


def _edit_guillemets(hidden: str, options: dict[str, Any]) -> Iterator[Edit]:
    for found in _inside(options["pairs"]).finditer(hidden):
        yield *found.span(), options["space"]


@lru_cache(maxsize=8)
def _inside(pairs: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the spaces inside of quotation marks; a reference there may be a space too."""
    opening, closing = ("".join(marks) for marks in zip(*pairs, strict=True))
    return re.compile(
        rf"(?<=[{opening}]){_SPACES}*(?=[^\s&{closing}])|(?<=[^\s;{opening}]){_SPACES}*(?=[{closing}])"
    )


def _edit_units(hidden: str, options: dict[str, Any]) -> Iterator[Edit]:
    symbols, inserted = tuple(options["symbols"]), tuple(options["inserted"])
    for found in _units(symbols).finditer(hidden):
        if found["space"] or found["unit"] in inserted:
            yield *found.span("space"), options["space"]


@lru_cache(maxsize=8)
def _units(symbols: tuple[str, ...]) -> re.Pattern[str]:
    choices = "|".join(map(re.escape, sorted(symbols, key=len, reverse=True)))
    return re.compile(rf"(?<=\d)(?P<space>{_SPACES}*)(?P<unit>{choices})(?![\w’'°%])")


_EDITS: Final[dict[str, Callable[[str, dict[str, Any]], Iterator[Edit]]]] = {
    "marks": _edit_marks,
    "guillemets": _edit_guillemets,
    "units": _edit_units,
}
_ORDER: Final = tuple(_EDITS)
