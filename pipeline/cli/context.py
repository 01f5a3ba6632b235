"""What every command shares: the project, the languages in scope, today, the person, `--json`."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.cli.console import Output
from pipeline.errors import ConfigError
from pipeline.model.people import normal_address
from pipeline.workspace.git import find_email
from pipeline.workspace.project import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

F = TypeVar("F", bound=Callable[..., Any])


def with_output(command: F) -> F:
    """Give a command `--json` and its Output as first argument."""

    @click.option(
        "--json", "is_json", is_flag=True, help="One JSON object a line; messages to standard error."
    )
    @functools.wraps(command)
    def wrapped(*args: Any, is_json: bool, **kwargs: Any) -> Any:
        return command(Output(is_json=is_json), *args, **kwargs)

    return wrapped  # type: ignore[return-value] # click adds the argument that the wrapper takes out


def locale_option(command: F) -> F:
    """Give a command `-l LOCALE`, which may be repeated."""
    text = "Only this language; may be repeated. Default: all of the project."
    option: F = click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help=text)(command)
    return option


def as_of_option(command: F) -> F:
    """Give a command `--as-of DATE`."""
    text = "Today, as YYYY-MM-DD. Default: SOURCE_DATE_EPOCH, else the clock."
    option: F = click.option("--as-of", metavar="DATE", help=text)(command)
    return option


def named_values(pairs: Sequence[str]) -> dict[str, str]:
    """Return the values of an option that is given as NAME=VALUE, by name."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.rpartition("=")
        if not equals or not name.strip() or not value.strip():
            raise click.UsageError(f'"{pair}" is not NAME=VALUE')
        found[name.strip()] = value.strip()
    return found


def workspace() -> Workspace:
    """Return the project of the current folder."""
    return open_workspace(Path.cwd())


def chosen_locales(project: Workspace, codes: Sequence[str]) -> tuple[Locale, ...]:
    """Return the languages in scope; raises ConfigError for one that the project has not."""
    return tuple(project.config.get_locale(code) for code in codes) or project.config.locales


def today(as_of: str | None) -> str:
    """Return the date to record: `--as-of`, else SOURCE_DATE_EPOCH, else the clock."""
    if as_of:
        return _checked_date(as_of)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return _date_of_epoch(epoch) if epoch else datetime.now(UTC).date().isoformat()


def _date_of_epoch(epoch: str) -> str:
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        hint = "give seconds since 1970, or --as-of"
        raise ConfigError(f'SOURCE_DATE_EPOCH is "{epoch}"', hint=hint) from error


def _checked_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ConfigError(f'"{text}" is not a date', hint="write it as YYYY-MM-DD") from error


def acting_person(project: Workspace) -> str:
    """Return who acts on the command line: the address that git knows."""
    email = normal_address(find_email(project.root))
    if not email:
        raise ConfigError("git does not know who you are", hint="run `git config user.email you@example.org`")
    return email
