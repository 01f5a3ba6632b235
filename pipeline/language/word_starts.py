"""Where in a text one of many forms may start: looked up word by word, as most words start none.

A pattern of hundreds of forms takes long at every place where it fails. Whether a form can start with a word
depends on that word alone, so it is found out once a word; the pattern then looks at the few places left.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pipeline.language.inline import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_WORD: Final = re.compile(r"\w+")
_FOREIGN: Final = re.compile(rf"[^\x00-\x7f‘’“”–—…\u00a0{HIDDEN}]")
"""What can be another spelling of an ASCII letter, or a part of a word that is no `\\w`."""
_HEAD: Final = re.compile(r"[\w*\u200c]+")
"""The part of a form that must stand in one word."""
_MOST_KNOWN: Final = 1 << 16
"""Words to remember; texts may hold any number of different ones."""


class WordStarts:
    """The words at which one of some forms may start, in texts of plain letters."""

    def __init__(self, forms: Iterable[str], pattern_of: Callable[[str], str]) -> None:
        """Every form starts with a letter or a star; `pattern_of` gives the pattern of a part of one."""
        heads: dict[str, None] = {}
        self._joints: set[str] = set()
        """What may stand behind a word that starts a form and is no space: the apostrophe of "don't"."""
        for form in forms:
            head = "".join(_HEAD.findall(form)[:1])
            behind = form[len(head) : len(head) + 1]
            if behind and behind != " ":
                self._joints |= {behind, "’"} if behind == "'" else {behind}
            else:  # a form that ends with a digit may stand at the start of a longer word
                heads[head if behind or head[-1].isalpha() else f"{head}*"] = None
        self._pattern = "|".join(map(pattern_of, heads)) or r"(?!)"
        self._cold: set[str] = set()
        """Words at which no form starts, as far as they were met."""
        self._warm: set[str] = set()

    def find(self, text: str) -> Iterable[int] | None:
        """Return the places where a form may start, in order; None for a text that must be read in full."""
        if _FOREIGN.search(text):
            return None
        is_cold = self._cold.issuperset(_WORD.findall(text)) and not any(map(text.__contains__, self._joints))
        return () if is_cold else self._find(text)

    def _find(self, text: str) -> Iterator[int]:
        for word in _WORD.finditer(text):
            if self._may_start(word[0]) or text[word.end() : word.end() + 1] in self._joints:
                yield word.start()

    def _may_start(self, word: str) -> bool:
        if word in self._cold or word in self._warm:
            return word in self._warm
        may_start = self._heads.fullmatch(word) is not None
        known = self._warm if may_start else self._cold
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known.add(word)
        return may_start

    @cached_property
    def _heads(self) -> re.Pattern[str]:
        """Made when the first text of plain letters comes: most languages have none."""
        return re.compile(self._pattern, re.IGNORECASE)
