"""What a reader sees in a document in its own format, in reading order; the rules see only this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FIXED_KINDS = frozenset({"script", "style"})
"""Blocks whose text is for machines."""
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_UNSEEN: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
FRONT_MATTER: Final = "front matter"
"""What the names of values above a text start with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeBlock:
    """A run of text, or a thing without text, with what stands around it."""

    kind: str
    """What it is, for instance `h2`, `td` or `line`; no two readers need to agree."""
    text: str
    """With its white space folded."""
    line: int | None
    fixed: str = ""
    """The part of the text that no translation touches, such as code."""
    around: tuple[str, ...] = ()
    """The containers it stands in, outermost first."""
    opened: tuple[str, ...] = ()
    """The containers that start since the block before it."""
    marks: tuple[str, ...] = ()
    """Its inline markup, sorted: a translation may put it in another order."""
    declared: tuple[str, ...] = ()
    """The pieces of its text that are declared to be in another language than the file."""
    languages: tuple[tuple[str, str], ...] = ()
    """Every language that is declared in or around it, each with its direction."""
    hidden: tuple[str, ...] = ()
    """Every reason why it may not be seen."""
    is_aside: bool = False
    """It looks like what a build inserts: a banner or a notice."""

    @property
    def is_declared(self) -> bool:
        """Whether all of its text is declared to be in another language."""
        return bool(self.declared) and "".join(self.declared).split() == self.text.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeFile:
    """One file, read."""

    blocks: tuple[NativeBlock, ...]
    values: tuple[tuple[str, str], ...] = ()
    """Texts beside the running text, in order: what each is, such as `title` or `@alt`, and what it says."""
    top: int = 0
    """How many blocks stand before the place where a file says what it is."""
    root: Mapping[str, str] = field(default_factory=dict)
    """What the file says of itself: its language and direction, and to search engines."""
    raw: str = ""
    """All that it says with its white space as it is, where that is more than markup."""
    is_searched: bool = False
    """Whether search engines read such files as pages of their own."""


class UnreadableError(ValueError):
    """A file is not of its format; the text says why."""


def fold_space(text: str) -> str:
    """Return a text with its ordinary white space folded: no other is the same to a reader."""
    return _SPACE.sub(" ", text).strip()


def fold_unseen(text: str) -> str:
    """Return a text with all white space folded, and what has no width: to find one, not to judge it."""
    return _UNSEEN.sub(" ", text).strip()
