"""Who is meant: a person named by their address, or as the project lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.model.people import is_address, normal_address
from pipeline.stages.standings import read_signing

if TYPE_CHECKING:
    from pipeline.model.people import Reviewer
    from pipeline.workspace.project import Workspace

_SHOWN = 5
"""Addresses in a hint."""


def get_address(workspace: Workspace, who: str) -> str:
    """Return a person's address.

    They are named by it, or are the one person in `locales/reviewers.toml` with this before the @ of their
    address, as first name or as whole name. Raises ConfigError for nobody, and for one of several.
    """
    if is_address(who.strip()):
        return normal_address(who)
    listed = read_signing(workspace).reviewers
    found = [one for one in listed if " ".join(who.casefold().split()) in _names(one)]
    if len(found) == 1:
        return found[0].email
    if found:
        raise ConfigError(f'"{who}" is {len(found)} people', hint=f"say which: {_addresses(found)}")
    message = f'"{who}" is not an e-mail address, and nobody of this name is in locales/reviewers.toml'
    known = f"; listed are {_addresses(listed)}" if listed else ""
    raise ConfigError(message, hint=f"write it as ana@example.org{known}")


def _names(one: Reviewer) -> set[str]:
    words = one.name.casefold().split()
    return {one.email.partition("@")[0], " ".join(words), *words[:1]} - {""}


def _addresses(people: list[Reviewer] | tuple[Reviewer, ...]) -> str:
    shown = ", ".join(one.email for one in people[:_SHOWN])
    return f"{shown} and {len(people) - _SHOWN} more" if len(people) > _SHOWN else shown
