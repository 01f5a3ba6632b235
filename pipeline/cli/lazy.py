"""Commands that load when they are called: `caveat fmt` need not wait for what `caveat build` imports."""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import click


class LazyCommands(MutableMapping[str, "click.Command"]):
    """Commands by name; the module of one is imported when it is first asked for.

    `modules` names each module with the commands that its `COMMANDS` holds.
    """

    def __init__(self, modules: Mapping[str, Sequence[str]]) -> None:
        self._modules = {name: module for module, names in modules.items() for name in names}
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded and name in self._modules:
            module = import_module(self._modules[name])
            self._loaded |= {command.name: command for command in module.COMMANDS}
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        self._modules.pop(name, None)
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._modules, *self._loaded)))

    def __len__(self) -> int:
        return len(list(iter(self)))
