"""What a memory holds: sources with targets that a person wrote or signed, and where they come from.

A machine draft is never among them: a memory that offers drafts would pass one machine's guess to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.ledger.states import LedgerIndex, derive_standing
from pipeline.model.catalog import Entry
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.ledger.ledger_file import Ledger
    from pipeline.ledger.states import Signing, Standing
    from pipeline.model.event import Event, KeptPair

SERVED: Final = frozenset({State.APPROVED, State.REVIEWED, State.TRANSLATED, State.UNATTRIBUTED})
"""The states whose texts are worth offering: no drafts, nothing rejected, nothing that says the old thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPair:
    """A source and a target for it, in one locale."""

    source: str
    target: str
    locale: str
    document: str
    """The document, or the name of the imported memory."""
    context: str | None = None
    """The unit's context in its catalog."""
    state: State = State.UNATTRIBUTED
    by: str = ""
    """Who wrote or signed it: addresses, separated by commas."""
    before: str = ""
    """The source that stands before it in the document."""
    after: str = ""
    is_present: bool = True
    """It stands in a catalog today (its document may be gone); else only a ledger or an import has it."""


def pairs_of_catalog(
    document: str, locale: str, units: Sequence[tuple[Entry, Standing]]
) -> Iterator[MemoryPair]:
    """Yield the pairs of a catalog's entries, in document order, that are worth offering."""
    sources = ["", *(entry.key.source for entry, _ in units), ""]
    for number, (entry, standing) in enumerate(units):
        if standing.state in SERVED and entry.plural is None:
            yield MemoryPair(
                source=entry.key.source,
                target=entry.target,
                locale=locale,
                document=document,
                context=entry.key.context,
                state=standing.state,
                by=_people(standing),
                before=sources[number],
                after=sources[number + 2],
            )


def pairs_of_ledger(
    document: str, locale: str, ledger: Ledger, signing: Signing, present: Iterable[MemoryPair]
) -> Iterator[MemoryPair]:
    """Yield the pairs that only the ledger remembers: texts that people wrote or signed and that have left.

    Their risk is not known any more, so they count as approved only when they would be for critical text.
    """
    known = {(pair.context, pair.source, pair.target) for pair in present}
    index = LedgerIndex(ledger)
    for context, source, target in sorted(
        _remembered(ledger), key=lambda one: (one[1], one[2], one[0] or "")
    ):
        if (context, source, target) not in known and "\0" not in target:
            unit = UnitKey(context, source)
            standing = derive_standing(
                Entry(key=unit, targets=(target,)),
                locale=locale,
                document=document,
                risk=Risk.CRITICAL,
                index=index,
                signing=signing,
            )
            if standing.state in SERVED:
                yield MemoryPair(
                    source=source,
                    target=target,
                    locale=locale,
                    document=document,
                    context=context,
                    state=standing.state,
                    by=_people(standing),
                    is_present=False,
                )


def _people(standing: Standing) -> str:
    return ", ".join(dict.fromkeys((*standing.authors, *standing.approvers)))


def _remembered(ledger: Ledger) -> list[tuple[str | None, str, str]]:
    """Return the texts that events and kept pairs name, as far as the ledger holds them, in a fixed order."""
    records: tuple[Event | KeptPair, ...] = (*ledger.events, *ledger.kept)
    found = {(one.context, *_texts(ledger.texts, one.source, one.target)) for one in records}
    whole = [one for one in found if one[1] and one[2]]
    return sorted(whole, key=lambda one: (one[1], one[2], one[0] or ""))


def _texts(texts: Mapping[str, str], source: str, target: str) -> tuple[str, str]:
    return texts.get(source, ""), texts.get(target, "")
