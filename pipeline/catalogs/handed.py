"""What is known of one unit as it was handed out: enough to tell who changed what since.

A digest is enough for that, and gives nothing away. A job's file has one for each text, the id of a unit in a
file for another tool has one for all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.catalogs.exchange_rows import texts_mark
from pipeline.model.digest import digest_text

if TYPE_CHECKING:
    from pipeline.model.catalog import Entry
    from pipeline.model.job import JobUnit


class Handed(Protocol):
    """One unit as it was handed out."""

    def has_source(self, entry: Entry) -> bool:
        """Return whether an entry has the source that went out."""
        ...

    def has_target(self, entry: Entry) -> bool:
        """Return whether an entry has the target that went out."""
        ...

    def was_fuzzy(self, entry: Entry) -> bool:
        """Return whether the unit went out marked as unfinished, as far as an entry with its target tells."""
        ...


@dataclass(frozen=True, slots=True)
class HandedInJob:
    """A unit of a package, by what its job says."""

    unit: JobUnit

    def has_source(self, entry: Entry) -> bool:
        """See `Handed`."""
        return digest_text(entry.key.source) == self.unit.source

    def has_target(self, entry: Entry) -> bool:
        """See `Handed`."""
        return digest_text(entry.whole_target) == self.unit.target

    def was_fuzzy(self, _entry: Entry) -> bool:
        """See `Handed`."""
        return self.unit.is_fuzzy


@dataclass(frozen=True, slots=True)
class HandedInFile:
    """A unit of a file for another tool, by the digest in its id."""

    source: str
    """Proven to be the unit's: its id is a digest of it."""
    mark: str
    """See `texts_mark`."""

    def has_source(self, entry: Entry) -> bool:
        """See `Handed`."""
        return entry.key.source == self.source

    def has_target(self, entry: Entry) -> bool:
        """See `Handed`."""
        return self.was_fuzzy(entry) or texts_mark(self.source, entry.whole_target) == self.mark

    def was_fuzzy(self, entry: Entry) -> bool:
        """See `Handed`."""
        return texts_mark(self.source, entry.whole_target, is_fuzzy=True) == self.mark
