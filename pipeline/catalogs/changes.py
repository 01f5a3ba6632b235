"""A changed text with the change marked word by word, for comments that any PO editor shows."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def mark_changes(old: str, new: str) -> str:
    """Return both texts in one, on one line: `[-gone-]` is in the old one alone, `{+come+}` in the new."""
    return " ".join("".join(_marked(_WORD.findall(old), _WORD.findall(new))).split())


def _marked(old: list[str], new: list[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":
            yield from old[start:stop]
            continue
        gone, come = "".join(old[start:stop]), "".join(new[new_start:new_stop])
        yield f"[-{gone}-]" if gone else ""
        yield f"{{+{come}+}}" if come else ""
