"""Dom: a page as a browser builds it, with the line where each element starts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.verify.page import Kind, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.locale import Locale

_TAG: Final = re.compile(r"<([a-zA-Z][^\s/>]*)")
_NOT_IN_THE_TREE: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(template|script|style|title|textarea)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)

_UNSEEN: Final = re.compile(r"<!--.*?-->|<![^>]*>|<\?(?!xml\s)[^>]*>", re.DOTALL)
_ENCODING: Final = re.compile(r"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([^\"'\s;]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Dom:
    """One HTML file."""

    text: str

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The tree, built by the rules browsers follow."""
        return LexborHTMLParser(self.text)

    @cached_property
    def _lines(self) -> dict[int, int]:
        """Line by element. The parser keeps none, so the n-th tag of a name is the n-th element of it."""
        seen = _NOT_IN_THE_TREE.sub(_keep_opening_and_lines, self.text)
        starts: dict[str, list[int]] = defaultdict(list)
        line, position = 1, 0
        for tag in _TAG.finditer(seen):
            line += seen.count("\n", position, tag.start())
            position = tag.start()
            starts[tag[1].lower()].append(line)
        found = {}
        upcoming = {name: iter(lines) for name, lines in starts.items()}
        for node in self.elements():
            following = next(upcoming.get(node.tag or "", iter(())), None)
            if following is not None:
                found[node.mem_id] = following
        return found

    def elements(self) -> Iterator[LexborNode]:
        """Yield every element in document order."""
        root = self.tree.root
        if root is not None:
            yield from (node for node in root.traverse() if node.is_element_node)

    def unseen(self) -> Iterator[str]:
        """Yield each comment, declaration and instruction: a reader's program may act on what nobody sees."""
        return (" ".join(found[0].split()) for found in _UNSEEN.finditer(self.text))

    def encodings(self) -> Iterator[str]:
        """Yield every encoding that the file says it is in."""
        declared = _ENCODING.match(self.text)
        if declared:
            yield declared[1].lower()
        for node in self.tree.css("meta"):
            yield from (
                value.lower() for name, value in node.attributes.items() if name == "charset" and value
            )
            named = _CHARSET.search(attribute(node, "content"))
            if named:
                yield named[1].lower()

    def line_of(self, node: LexborNode) -> int | None:
        """Return the line where an element starts, or None where it can't be told."""
        return self._lines.get(node.mem_id)

    def line_of_text(self, text: str) -> int | None:
        """Return the line of the first place where `text` stands in the file, or None."""
        at = self.text.find(text)
        return None if at < 0 else self.text.count("\n", 0, at) + 1

    def seen(self, node: LexborNode, kind: Kind, *, level: int = 0, hidden: str | None = None) -> Seen:
        """Return an element as a block."""
        return Seen(
            kind=kind,
            text=own_text(node),
            line=self.line_of(node),
            level=level,
            lang=lang_of(node),
            dir=dir_of(node),
            hidden=hidden,
        )


def _keep_opening_and_lines(found: re.Match[str]) -> str:
    opening = f"<{found[1]}>" if found[1] else ""
    return opening + "\n" * found[0].count("\n")


def lineage(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and then its ancestors."""
    current: LexborNode | None = node
    while current is not None and current.is_element_node:
        yield current
        current = current.parent


def own_text(node: LexborNode) -> str:
    """Return the text of an element, without the white space around it."""
    return node.text().strip(" \t\n\r\f")


def classes(node: LexborNode) -> frozenset[str]:
    """Return the class names of an element."""
    return frozenset((node.attributes.get("class") or "").split())


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute's value, empty when it is absent."""
    return node.attributes.get(name) or ""


def lang_of(node: LexborNode) -> str:
    """Return the language in force, empty when none is declared."""
    return next((attribute(one, "lang") for one in lineage(node) if "lang" in one.attributes), "")


def dir_of(node: LexborNode) -> str:
    """Return the direction in force, which is `ltr` when none is declared."""
    return next((attribute(one, "dir") for one in lineage(node) if "dir" in one.attributes), "ltr")


def find_main(dom: Dom) -> LexborNode | None:
    """Return the element that holds the article, or None."""
    return dom.tree.css_first("main")


def is_same_language(tag: str, locale: Locale) -> bool:
    """Return whether a `lang` value is the locale's."""
    return tag.lower() == locale.tag.lower()
