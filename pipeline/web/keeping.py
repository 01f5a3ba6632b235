"""What was read and made of the project's files, kept until it rests on something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from pipeline.web.stamps import Stamps

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from pipeline.model.locale import Locale
    from pipeline.web.findings import Findings
    from pipeline.workspace.project import Workspace

T = TypeVar("T")
Stamp = tuple[str | None, ...]


@dataclass(slots=True)
class Keeper:
    """The memory of the page, shared by all sessions."""

    workspace: Workspace
    found: Findings
    stamps: Stamps = field(default_factory=Stamps)
    _lock: RLock = field(default_factory=RLock)
    _kept: dict[Hashable, tuple[object, object]] = field(default_factory=dict)

    def stamp_of(self, paths: Iterable[Path | str]) -> Stamp:
        """Return what is another one as soon as one of these files is."""
        return tuple(self.stamps.of(str(path)) for path in paths)

    def shelf_paths(self, locale: Locale, document: str) -> tuple[str, str]:
        """Return where a catalog and its ledger lie."""
        project = self.workspace
        return self.keep(
            ("paths", locale, document),
            None,
            lambda: (str(project.catalog(locale, document)), str(project.ledger(locale, document))),
        )

    def keep(self, name: Hashable, basis: object, read: Callable[[], T]) -> T:
        """Return what `read` gave for this name, until what it rests on is something else."""
        found = self._kept.get(name)
        if found is None or found[0] != basis:
            with self._lock:
                found = self._kept.get(name)
                if found is None or found[0] != basis:
                    found = (basis, read())
        self._kept[name] = (
            basis,
            found[1],
        )  # the newer of two equal ones is compared faster
        return found[1]  # type: ignore[return-value] # what is kept under a name comes from one `read`
