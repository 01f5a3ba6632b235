"""Languages in markup: what is said of a text's language and direction, and where a translation keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.verify.dom import attribute, classes, dir_of, lang_of, lineage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

LANGUAGE: Final = frozenset({"lang", "dir", "xml:lang"})
_CODE: Final = frozenset({"code", "kbd", "samp", "var"})
_LEFT_TO_RIGHT: Final = frozenset({"pre", "textarea", "math"})
"""Elements that keep the direction of code, though a translation may change words in them."""


def declared_texts(texts: Sequence[LexborNode], lang: str) -> tuple[str, ...]:
    """Return the texts in another language than the file's, but not those that stay as they are in a text."""
    others = [one for one in texts if _language(one, lang) != lang]
    is_whole = "".join(one.text() for one in others).split() == "".join(one.text() for one in texts).split()
    return tuple(one.text() for one in others if is_whole or one.parent is None or not is_own(one.parent))


def _language(text: LexborNode, lang: str) -> str:
    parent = text.parent
    return (tag_of(parent) if parent is not None else "") or lang


def tag_of(node: LexborNode) -> str:
    """Return the language in force; of an element that names two, the one that is not its neighbours'."""
    for one in lineage(node):
        tags = [attribute(one, name) for name in ("lang", "xml:lang") if name in one.attributes]
        if tags:
            around = lang_of(one.parent) if one.parent is not None else ""
            return next((tag for tag in tags if tag != around), tags[0])
    return ""


def is_other(tag: str | None, other: str | None) -> bool:
    """Return whether a tag is of another language than the one beside it."""
    return bool(tag and other) and str(tag).lower().split("-")[0] != str(other).lower().split("-")[0]


def is_own(node: LexborNode) -> bool:
    """Return whether a language or direction is said of what no translation changes."""
    owner = next((one for one in lineage(node) if one.attributes.keys() & LANGUAGE), None)
    if owner is None:
        return False
    family = list(lineage(owner))
    if any(is_kept(one) for one in family):
        return True
    is_code = any(one.tag in _LEFT_TO_RIGHT for one in family)
    return dir_of(owner) == "ltr" and (is_code or _is_silent(owner))


def is_kept(node: LexborNode) -> bool:
    """Return whether a translation leaves an element as it is, with its language and direction."""
    wish = attribute(node, "translate").lower()
    return wish == "no" or (wish != "yes" and (node.tag in _CODE or "notranslate" in classes(node)))


def _is_silent(node: LexborNode) -> bool:
    """Return whether there is no letter in an element, such as in the number of a telephone."""
    texts = (one for one in node.traverse(include_text=True) if one.is_text_node)
    return not any(letter.isalpha() for one in texts for letter in one.text())
