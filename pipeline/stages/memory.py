"""memory: catalogs, ledgers and imported files to the memory; only what changed is read again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError
from pipeline.memory.pairs import pairs_of_catalog, pairs_of_ledger
from pipeline.memory.store import open_store
from pipeline.model.digest import digest_bytes, digest_fields
from pipeline.stages.gone import names_of_gone, source_of_gone
from pipeline.stages.memory_files import folder_of_memories, read_memory_file
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.sources import DISCLAIMERS, read_sources
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from pathlib import Path

    from pipeline.ledger.states import Signing
    from pipeline.memory.pairs import MemoryPair
    from pipeline.memory.store import Store
    from pipeline.model.locale import Locale
    from pipeline.stages.sources import CatalogSource, Sources
    from pipeline.workspace.project import Workspace

FOLDER = ".caveat"
"""What a machine keeps to be quick; it can be deleted at any time and is never committed."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One document, or one imported memory, in one locale, as the memory files it."""

    locale: Locale
    name: str
    fingerprint: str
    read: Callable[[], Iterable[MemoryPair]]


@contextmanager
def open_memory(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    sources: Sources | None = None,
    skips_broken: bool = False,
) -> Iterator[Store]:
    """Open the project's memory, brought up to its catalogs and ledgers.

    Whoever has read the sources already gives them. The disclaimers' catalog is left out: their wording is
    pinned, not looked up. Raises CaveatError, for a
    catalog or ledger that can't be read too, unless they are to be skipped.
    """
    folder = workspace.root / FOLDER
    write_if_changed(folder / ".gitignore", b"*\n")
    with open_store(folder / "memory.sqlite3") as store:
        english = sources or read_sources(workspace)
        _refresh(workspace, store, english, progress or Silent(), skips_broken=skips_broken)
        yield store


def _refresh(
    workspace: Workspace, store: Store, sources: Sources, progress: Progress, *, skips_broken: bool
) -> None:
    shelves = (*_shelves_of_catalogs(workspace, sources), *_shelves_of_files(workspace))
    wanted = {(shelf.locale.code, shelf.name): shelf for shelf in shelves}
    known = store.fingerprints()
    for name in known.keys() - wanted.keys():
        store.remove_shelf(*name)
    changed = [shelf for name, shelf in wanted.items() if known.get(name) != shelf.fingerprint]
    progress.start("memory", len(changed))
    for shelf in changed:
        _file(store, shelf, skips_broken=skips_broken)
        progress.advance(f"{shelf.locale} {shelf.name}")
    progress.finish()


def refresh_catalogs(
    workspace: Workspace, store: Store, catalogs: Iterable[tuple[Locale, CatalogSource]], signing: Signing
) -> None:
    """Bring an open memory up to some catalogs and their ledgers, where only these changed.

    One that can't be read is forgotten.
    """
    people = _people_of(workspace, signing)
    known = store.fingerprints()
    for locale, source in catalogs:
        if source.id != DISCLAIMERS:
            shelf = _shelf_of(workspace, source, locale, signing, people)
            if known.get((locale.code, source.id)) != shelf.fingerprint:
                _file(store, shelf, skips_broken=True)


def _file(store: Store, shelf: _Shelf, *, skips_broken: bool) -> None:
    try:
        store.replace_shelf(shelf.locale.code, shelf.name, shelf.fingerprint, shelf.read())
    except CaveatError:
        if not skips_broken:
            raise
        store.remove_shelf(shelf.locale.code, shelf.name)


def _shelves_of_catalogs(workspace: Workspace, sources: Sources) -> Iterator[_Shelf]:
    signing = read_signing(workspace)
    people = _people_of(workspace, signing)
    for source in sources.catalogs:
        for locale in workspace.config.locales if source.id != DISCLAIMERS else ():
            yield _shelf_of(workspace, source, locale, signing, people)
    yield from _shelves_of_gone(workspace, signing, {source.id for source in sources.catalogs})


def _shelves_of_gone(workspace: Workspace, signing: Signing, present: Container[str]) -> Iterator[_Shelf]:
    """Yield the catalogs and ledgers that no document is left for: what people signed stays signed."""
    people = _people_of(workspace, signing)
    for locale in workspace.config.locales:
        for name in names_of_gone(workspace, locale, present):
            files = (workspace.catalog(locale, name), workspace.ledger(locale, name))
            fingerprint = digest_fields(*people, "gone", *map(_digest, files))
            read = partial(_read_gone, workspace, name, locale, signing)
            yield _Shelf(locale, name, fingerprint, read)


def _people_of(workspace: Workspace, signing: Signing) -> tuple[str | None, str]:
    """Return digests of who may sign, and of what each risk class needs."""
    policy = digest_fields(*sorted(f"{risk.label} {need}" for risk, need in signing.policy.items()))
    return _digest(workspace.reviewers), policy


def _shelf_of(
    workspace: Workspace,
    source: CatalogSource,
    locale: Locale,
    signing: Signing,
    people: tuple[str | None, str],
) -> _Shelf:
    units = digest_fields(*(field for unit in source.units for field in (unit.key.id, unit.risk.label)))
    files = (workspace.catalog(locale, source.id), workspace.ledger(locale, source.id))
    fingerprint = digest_fields(*people, units, *map(_digest, files))
    return _Shelf(locale, source.id, fingerprint, partial(_read_catalog, workspace, source, locale, signing))


def _shelves_of_files(workspace: Workspace) -> Iterator[_Shelf]:
    for path in sorted(folder_of_memories(workspace).glob("*.tmx")):
        fingerprint = _digest(path) or ""
        for locale in workspace.config.locales:
            name = workspace.name_of(path)
            yield _Shelf(
                locale, f"memory/{path.stem}", fingerprint, partial(read_memory_file, path, name, locale)
            )


def _digest(path: Path) -> str | None:
    return digest_bytes(path.read_bytes()) if path.exists() else None


def _read_gone(workspace: Workspace, name: str, locale: Locale, signing: Signing) -> list[MemoryPair]:
    return _read_catalog(workspace, source_of_gone(workspace, name, locale), locale, signing)


def _read_catalog(
    workspace: Workspace, source: CatalogSource, locale: Locale, signing: Signing
) -> list[MemoryPair]:
    shelved = read_shelved(workspace, source, locale, signing)
    units = [(one.entry, one.standing) for one in shelved.units]
    present = list(pairs_of_catalog(source.id, locale.code, units))
    return [*present, *pairs_of_ledger(source.id, locale.code, shelved.ledger, signing, present)]
