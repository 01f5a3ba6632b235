"""What other documents have of sentences that are new here: shown in comments for a translator.

Law 7: nothing is filled in as text to accept. Whole sentences are shown where their document is gone. The
memory is opened when the first such sentence comes up: most updates have none.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from pipeline.catalogs.po import revise
from pipeline.catalogs.resegment import ELSEWHERE, GONE, MEMORY_SOURCE, MEMORY_TARGET
from pipeline.memory.matching import Question, find_same
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
        source = entry.key.source
        parts = find_passages(self._store, source, locale.code)
        whole = () if parts else self._of_gone(self._store, source, locale)
        shown = (*_comments(ELSEWHERE, parts), *_comments(GONE, whole))
        return revise(entry, comments=shown) if shown else entry

    def _of_gone(self, store: Store, source: str, locale: Locale) -> tuple[MemoryPair, ...]:
        """Return what documents that are gone have of the whole text, the best state first; a target once.

        What the present documents have of it is not shown: a look at them or the memory tells it any time.
        """
        best: dict[str, MemoryPair] = {}
        for match in find_same(store, Question(source=source, locale=locale.code)):
            if self._is_gone(match.pair.document):
                best.setdefault(match.pair.target, match.pair)
        return tuple(best.values())

    def _is_gone(self, document: str) -> bool:
        is_imported = "/" in document
        return not is_imported and not self._workspace.template(document).exists()


def _is_bare(entry: Entry, known: Container[UnitKey]) -> bool:
    return entry.is_empty and not entry.comments and entry.plural is None and entry.key not in known


def _comments(start: str, pairs: Sequence[MemoryPair]) -> Iterator[str]:
    if pairs:
        yield start + ", ".join(dict.fromkeys(f"{pair.document} ({pair.state.value})" for pair in pairs))
    for pair in pairs:
        yield " ".join(f"{MEMORY_SOURCE}{pair.source}".split())
        yield " ".join(f"{MEMORY_TARGET}{pair.target}".split())
