"""What a service calls a language: its own list decides, nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.drafting.base import Setting
    from pipeline.model.locale import Locale


def find_code(locale: Locale, known: Collection[str]) -> str | None:
    """Return the code of `known` that means the locale: `pt-BR` or, where it has none, `pt`; else None."""
    by_name = {code.casefold(): code for code in sorted(known)}
    wanted = (locale.tag.casefold(), locale.language)
    return next((by_name[name] for name in wanted if name in by_name), None)


def get_source_code(setting: Setting, known: Collection[str]) -> str:
    """Return the service's code of the project's language; raises EngineError."""
    code = find_code(setting.source, known)
    if code is None:
        raise EngineError(f"it does not translate from {setting.source}", hint="list another engine")
    return code


def get_target_code(setting: Setting, known: Collection[str]) -> str:
    """Return the service's code of the locale, or the one that the options give; raises EngineError."""
    given = setting.options.get(f"code.{setting.target}")
    code = find_code(setting.target, known) if given is None else given
    if code is None or code not in known:
        named = ", ".join(sorted(known)) or "nothing"
        hint = f'set "code.{setting.target}" to one of {named}, or list another engine'
        raise EngineError(f"it does not translate into {given or setting.target}", hint=hint)
    return code
