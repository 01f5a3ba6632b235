"""Problems a person can act on: what is wrong, where, and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LONGEST_LIST = 40
"""Names that a hint lists before it gives examples only."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an input file; `line` counts from 1."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class CaveatError(Exception):
    """A problem the user can act on; `exit_code` is what the command line returns for it."""

    exit_code: int = 3

    def __init__(self, message: str, *, at: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}{self.message}{hint}"


class ConfigError(CaveatError):
    """`caveat.toml`, a file it governs, or the command line asks for something that can't be."""

    exit_code = 2


class DocumentError(CaveatError):
    """A source document can't be read as its collection's format."""


class CatalogError(CaveatError):
    """A gettext catalog is not what it must be."""


class LedgerError(CaveatError):
    """A review ledger is not what it must be."""


class EngineError(CaveatError):
    """A drafting engine can't do its work."""


class ReviewError(CaveatError):
    """A person asked for a decision that the review policy does not allow."""

    exit_code = 1


class LockError(CaveatError):
    """Somebody else is writing in the project, and did not finish in time."""


class LossError(CaveatError):
    """A stage would have lost a person's text, so it stopped before writing."""


class RaisedError(CaveatError):
    """A stage would have raised a state that no person decided on, so it stopped before writing."""


class MeaningError(CaveatError):
    """A stage would have offered a target for a source that says something else, so it stopped."""


class ManyErrors(CaveatError):  # noqa: N818 - a bundle of errors, not one of them
    """Several problems found in one go; exits with the highest of their codes."""

    def __init__(self, errors: Iterable[CaveatError]) -> None:
        self.errors = tuple(_flat(errors))
        self.exit_code = max((error.exit_code for error in self.errors), default=CaveatError.exit_code)
        super().__init__("\n".join(str(error) for error in self.errors))

    def __str__(self) -> str:
        return self.message


def _flat(errors: Iterable[CaveatError]) -> Iterator[CaveatError]:
    """Yield the errors, those inside a bundle one by one."""
    for error in errors:
        if isinstance(error, ManyErrors):
            yield from error.errors
        else:
            yield error


def raise_all(problems: Iterable[CaveatError]) -> None:
    """Raise the problems together, or the only one alone; do nothing when there is none.

    A problem that many catalogs ran into, such as a bad key in the configuration, is told once.
    """
    found = tuple({str(one): one for one in _flat(problems)}.values())
    if len(found) == 1:
        raise found[0]
    if found:
        raise ManyErrors(found)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint for a name that is not in `known`: the closest one, else the list, unless it is long."""
    choices = sorted(known)
    close = get_close_matches(name, choices, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if len(choices) > LONGEST_LIST:
        return f"{len(choices)} are known, for instance {', '.join(choices[:: len(choices) // 5][:5])}"
    return f"known: {', '.join(choices)}" if choices else "none is known here"
