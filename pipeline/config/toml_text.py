"""Values and keys as TOML writes them."""

from __future__ import annotations

import json
import re
from typing import Final

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


def render_value(value: str | bool | float | list[str]) -> str:  # noqa: FBT001 - a value, not an option
    """Return a value as TOML: JSON writes it the same, but for DEL, which TOML forbids."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def render_key(name: str) -> str:
    """Return a key, quoted where it has to be."""
    return name if _BARE_KEY.fullmatch(name) else render_value(name)
