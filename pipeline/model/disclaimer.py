"""Disclaimers: the canonical English text, and the text pinned for a locale after approval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.model.digest import digest_fields
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Mapping


class Placement(Enum):
    """Where on a page a disclaimer must stand."""

    TOP = "top"
    """Before the first section of the article."""
    BOTTOM = "bottom"
    """After the last section of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer:
    """A canonical disclaimer, from `source/disclaimers.toml`."""

    id: str
    version: str
    heading: str
    text: str
    placement: Placement
    line: int = 0

    @property
    def role(self) -> str:
        """The msgctxt of its units."""
        return f"disclaimer:{self.id}"

    @property
    def heading_key(self) -> UnitKey:
        """The unit of the heading."""
        return UnitKey(self.role, self.heading)

    @property
    def text_key(self) -> UnitKey:
        """The unit of the text."""
        return UnitKey(self.role, self.text)

    @property
    def digest(self) -> str:
        """The digest of version, heading and text: what a pinned translation was made for."""
        return digest_fields(self.id, self.version, self.heading, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedDisclaimer:
    """A locale's approved wording, from `locales/<locale>/disclaimers.toml`."""

    id: str
    version: str
    source_digest: str
    """`Disclaimer.digest` of the English that was translated."""
    heading: str
    text: str
    seal: str
    """Digest of everything else that was pinned, so that an edit of the file is noticed."""
    approved_by: tuple[str, ...]
    jurisdiction: str | None = None
    expires: str | None = None
    """Last day of validity, as YYYY-MM-DD."""
    line: int = 0

    @staticmethod
    def seal_of(name: str, fields: Mapping[str, object]) -> str:
        """Return the seal of a pinned table: a digest of all its fields but the seal itself."""
        keys = sorted(key for key, value in fields.items() if key != "seal" and value is not None)
        said = (f"{key}={fields[key]!r}" for key in keys)
        return digest_fields("pinned/1", name, *said)
