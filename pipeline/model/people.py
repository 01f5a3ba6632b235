"""Reviewers and the review policy: who may sign what, and how many must."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = ("language", "clinical", "legal")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


def normal_address(email: str) -> str:
    """Return the one spelling of an address, so that a capital letter does not make two people of one."""
    return email.strip().casefold()


def is_address(text: str) -> bool:
    """Return whether a text can be an e-mail address."""
    return _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """A person listed in `locales/reviewers.toml`."""

    email: str
    name: str
    roles: frozenset[str]
    locales: frozenset[str]
    """Locale codes this person may sign for."""
    group: str = ""
    """People of one group are not independent of each other: an agency, one person's two addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What one risk class needs before a text counts as approved."""

    approvers: int
    """Distinct people, none of them an author of the text."""
    roles: frozenset[str] = frozenset()
    """Roles of which at least one approver each must hold."""
    approvers_of_draft: int = 1
    """Distinct people where the text is an untouched machine draft, so that no author is on record."""


DEFAULT_POLICY: Mapping[Risk, Requirement] = {
    Risk.STANDARD: Requirement(approvers=1),
    Risk.CRITICAL: Requirement(approvers=1, roles=frozenset({"clinical"}), approvers_of_draft=2),
    Risk.DISCLAIMER: Requirement(approvers=2, roles=frozenset({"legal"}), approvers_of_draft=2),
}
