"""Registry: the built-in formats, engines and checks in order, then those of other distributions."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pipeline.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator


class Named(Protocol):
    """Anything that is looked up by its name."""

    @property
    def name(self) -> str:
        """The name in configuration and on the command line."""


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """Things of one kind by name; built-ins keep their order and can't be replaced."""

    def __init__(self, kind: str, builtins: tuple[T, ...]) -> None:
        self._kind = kind
        self._items = {item.name: item for item in builtins}

    def with_plugins(self, group: str) -> Registry[T]:
        """Return a registry that also holds what other distributions offer under `group`."""
        items = dict(self._items)
        for point in sorted(entry_points(group=group), key=lambda point: point.name):
            item = self._load(point)
            if item.name in items:
                raise ConfigError(f'two {self._kind}s are named "{item.name}"', hint="uninstall one of them")
            items[item.name] = item
        return Registry(self._kind, tuple(items.values()))

    def _load(self, point: EntryPoint) -> T:
        where = f'{self._kind} "{point.name}" ({point.group})'
        try:
            item: T = point.load()
        except (ImportError, AttributeError, SyntaxError) as error:
            raise ConfigError(f"{where} can't be loaded: {error}", hint="repair or uninstall it") from error
        if not isinstance(getattr(item, "name", None), str):
            raise ConfigError(f"{where} has no name", hint="its author must give it one; uninstall it")
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def get(self, name: str) -> T:
        """Return the item called `name`; raises ConfigError with the closest name."""
        if name not in self._items:
            raise ConfigError(f'no {self._kind} is named "{name}"', hint=did_you_mean(name, self._items))
        return self._items[name]
