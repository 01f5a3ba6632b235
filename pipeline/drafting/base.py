"""What an engine is: something that turns a unit's source into a draft, or says why it can't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import CaveatError, EngineError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an engine is opened for."""

    source: Locale
    target: Locale
    options: Mapping[str, str]
    """The engine's table under `[drafting.options]`."""
    folder: Path
    """Where relative paths in the options start: the project's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether an engine works for a setting, tried rather than guessed."""

    works: bool
    route: str = ""
    """How it gets there, for instance `eng-cat>cat-fra`; empty when it doesn't."""
    reason: str = ""
    """Why it doesn't work; empty when it does."""
    hint: str = ""
    """The command to run or the option to set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One unit to draft."""

    key: UnitKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An engine's answer: a text, or the reason why there is none."""

    text: str | None = None
    reason: str = ""
    engine: str = ""
    """Name and version without spaces, as the origin comment records it: `apertium/eng-spa@0.8.1`."""
    note: str = ""
    """What a translator should know, for instance how many words were unknown."""
    is_vouched: bool = False
    """Somebody wrote this answer for this unit: one equal to its source is meant, French "Acupuncture"."""


class Session(Protocol):
    """An engine that is open for one locale."""

    @property
    def route(self) -> str:
        """How the engine gets to the target language."""

    def draft(self, request: Request) -> Draft:
        """Return a draft, or a reason; raises EngineError only when no further unit can be drafted."""


class Engine(Protocol):
    """A way to make drafts."""

    @property
    def name(self) -> str:
        """The name in configuration and on the command line: lower-case letters, digits, hyphens."""

    @property
    def is_offline(self) -> bool:
        """Whether the text stays on this machine."""

    @property
    def uses_context(self) -> bool:
        """Whether a unit's context may change its draft; if not, a source is drafted once in a run."""

    def probe(self, setting: Setting) -> Health:
        """Return whether the engine works for this setting; never raises."""

    def open(self, setting: Setting) -> AbstractContextManager[Session]:
        """Return a session; entering it raises CaveatError where `probe` says that it doesn't work."""


def probe_by_opening(engine: Engine, setting: Setting) -> Health:
    """Return the health that opening the engine shows: what is tried here is what a run does."""
    try:
        with engine.open(setting) as session:
            return Health(works=True, route=session.route)
    except CaveatError as error:
        return failed_health(error)


def failed_health(error: CaveatError) -> Health:
    """Return the health of an engine that could not be opened, or died."""
    where = f"{error.at}: " if error.at else ""
    return Health(works=False, reason=f"{where}{error.message}", hint=error.hint or "")


def check_options(
    engine: str, options: Mapping[str, str], known: Collection[str], per_locale: str = ""
) -> None:
    """Raise EngineError for an option that the engine doesn't have; `per_locale` takes a locale's code."""
    for name in options:
        if name not in known and not (per_locale and name.startswith(f"{per_locale}.")):
            choices = [*known, *([f"{per_locale}.LOCALE"] if per_locale else [])]
            raise EngineError(f'"{name}" is not an option of {engine}', hint=did_you_mean(name, choices))


def number_option(options: Mapping[str, str], name: str, default: float) -> float:
    """Return an option that must be a number above zero; raises EngineError."""
    text = options.get(name, str(default))
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        hint = f"set {name} to a number above 0, for instance {default:g}"
        raise EngineError(f'option "{name}" is "{text}"', hint=hint)
    return value


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun, for instance `2 unknown words`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def join_reasons(reasons: Iterable[str]) -> str:
    """Return the different reasons in order, as one clause."""
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))
