"""Options of engines: one that nobody knows, or that is no number where one is needed, is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.errors import EngineError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_LEAST: Final = 1e-6
_MOST: Final = 1e9
"""No clock and no socket waits for longer, and nothing that is counted here is more."""


def check_options(
    engine: str, options: Mapping[str, str], known: Collection[str], per_locale: str = ""
) -> None:
    """Raise EngineError for an option that the engine doesn't have; `per_locale` takes a locale's code."""
    for name in options:
        if name not in known and not (per_locale and name.startswith(f"{per_locale}.")):
            choices = [*known, *([f"{per_locale}.LOCALE"] if per_locale else [])]
            raise EngineError(f'"{name}" is not an option of {engine}', hint=did_you_mean(name, choices))


def number_option(options: Mapping[str, str], name: str, default: float) -> float:
    """Return an option that must be a number, neither next to nothing nor endless; raises EngineError."""
    text = options.get(name, str(default))
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not _LEAST <= value <= _MOST:
        hint = f"set {name} to a number between a millionth and a billion, for instance {default:g}"
        raise EngineError(f'option "{name}" is "{text}"', hint=hint)
    return value
