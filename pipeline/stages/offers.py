"""What other documents have of sentences that are new here: shown in comments for a translator.

Law 7: nothing is filled in as text to accept. The memory is opened when the first such sentence comes up:
most updates have none.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from pipeline.catalogs.po import revise
from pipeline.catalogs.resegment import ELSEWHERE, MEMORY_SOURCE, MEMORY_TARGET
from pipeline.memory.passages import find_passages
from pipeline.stages.memory import open_memory
from pipeline.stages.sources import DISCLAIMERS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from pipeline.memory.pairs import MemoryPair
    from pipeline.memory.store import Store
    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.workspace.project import Workspace


class Offers:
    """The memory, opened when it is wanted and closed at the end."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stack = ExitStack()
        self._store: Store | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def added(self, catalog: Catalog, known: Container[UnitKey], document: str, locale: Locale) -> Catalog:
        """Return the catalog with comments at the units that are not `known` and that nothing is said of yet.

        Disclaimers get none: their wording is pinned, not looked up.
        """
        if document == DISCLAIMERS:
            return catalog
        made = {
            entry.key: self._offered(entry, locale) for entry in catalog.units() if _is_bare(entry, known)
        }
        return replace(catalog, entries=tuple(made.get(entry.key, entry) for entry in catalog.entries))

    def _offered(self, entry: Entry, locale: Locale) -> Entry:
        if self._store is None:
            # A broken catalog is told by the update itself; the others must not wait for its repair.
            opened = open_memory(self._workspace, skips_broken=True)
            self._store = self._stack.enter_context(opened)
        found = find_passages(self._store, entry.key.source, locale.code)
        return revise(entry, comments=tuple(_comments(found))) if found else entry


def _is_bare(entry: Entry, known: Container[UnitKey]) -> bool:
    return entry.is_empty and not entry.comments and entry.plural is None and entry.key not in known


def _comments(pairs: Sequence[MemoryPair]) -> Iterator[str]:
    yield ELSEWHERE + ", ".join(dict.fromkeys(f"{pair.document} ({pair.state.value})" for pair in pairs))
    for pair in pairs:
        yield " ".join(f"{MEMORY_SOURCE}{pair.source}".split())
        yield " ".join(f"{MEMORY_TARGET}{pair.target}".split())
