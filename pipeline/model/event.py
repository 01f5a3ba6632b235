"""Event: what a person did, bound to the exact texts by digest. The ledger is made of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.model.digest import digest_fields, digest_text

if TYPE_CHECKING:
    from pipeline.model.unit import UnitKey


class EventKind(Enum):
    """The kinds of human event."""

    TRANSLATE = "translate"
    CLAIM = "claim"
    APPROVE = "approve"
    REJECT = "reject"
    REVOKE = "revoke"
    COMMENT = "comment"
    CARRY = "carry"


def pair_key(locale: str, document: str, unit: UnitKey, target: str) -> str:
    """Return the digest that names one target for one unit of one document in one locale."""
    return digest_fields(
        "pair/1", locale, document, unit.context, digest_text(unit.source), digest_text(target)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One human event. Equality is full equality; `id` names it for `after`."""

    kind: EventKind
    key: str
    """The pair that the event is about, see `pair_key`."""
    by: str
    """The person's e-mail address."""
    on: str
    """The day, as YYYY-MM-DD."""
    context: str | None = None
    source: str = ""
    """Digest of the source that was read."""
    target: str = ""
    """Digest of the target that was read."""
    draft: str | None = None
    """Approve: the origin, when the text was an untouched machine draft."""
    after: tuple[str, ...] = ()
    """Ids of the events that the person had in view: what a revoke takes back, what an approval answers."""
    carried_from: str | None = None
    """Carry: the pair whose events count for this one too."""
    text: str | None = None
    """The person's words."""
    brought_by: str | None = None
    """Who put on record what the person had signed elsewhere; None where they did so themselves."""

    @property
    def id(self) -> str:
        """The digest of the whole event."""
        brought = () if self.brought_by is None else (self.brought_by,)
        return digest_fields(
            "event/1", self.kind.value, self.key, self.by, self.on, self.context, self.source, self.target,
            self.draft, str(len(self.after)), *self.after, self.carried_from, self.text, *brought,
        )  # fmt: skip

    @property
    def bringer(self) -> str:
        """Who put the event on record."""
        return self.brought_by or self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One target for one unit of one document in one locale: what a person reads and decides on."""

    locale: str
    document: str
    unit: UnitKey
    target: str
    """Every plural form, see `Entry.whole_target`."""

    @property
    def key(self) -> str:
        """The digest that names the pair in the ledger."""
        return pair_key(self.locale, self.document, self.unit, self.target)

    def is_of(self, event: Event) -> bool:
        """Return whether the event was about exactly this pair; key and texts must agree."""
        return (event.key, event.context, event.source, event.target) == (
            self.key,
            self.unit.context,
            digest_text(self.unit.source),
            digest_text(self.target),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPair:
    """A text that left the catalog and is kept, so that nothing a person wrote is lost."""

    key: str
    context: str | None
    source: str
    target: str
    """Digests; the texts themselves stand in the ledger's texts."""
