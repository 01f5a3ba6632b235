"""Attributes that readers see or hear: alternative texts, titles, labels, a page's description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.html_tokens import Attribute
    from pipeline.formats.html_tree import Element

_ANYWHERE: Final = frozenset({"alt", "title", "aria-label", "placeholder"})
_LABELED: Final = frozenset({"option", "optgroup", "track", "menuitem"})
_WITHOUT_TITLE: Final = frozenset({"link", "style", "meta", "base", "script"})
"""Elements whose `title` names a style sheet or nothing that is shown."""
_BUTTONS: Final = frozenset({"submit", "button", "reset"})
_META: Final = re.compile(
    r"description|keywords|og:title|og:description|og:image:alt"
    r"|twitter:(?:title|description|image:alt|label\d|data\d)"
)
"""Metadata that is shown in lists of results and where a page is shared; the rest of it is for programs."""


class Value(NamedTuple):
    """An attribute with words in it."""

    attribute: Attribute
    is_text: bool
    """Whether it is for readers; otherwise it is metadata for programs."""
    notes: tuple[str, ...] = ()


def find_values(element: Element) -> Iterator[Value]:
    """Yield the attributes of an element that hold words, in the order of the file."""
    if element.name == "meta":
        yield from _meta(element)
        return
    for name, attribute in element.attributes.items():
        if attribute.value.strip() and _is_text(element, name):
            yield Value(attribute, is_text=True)


def _is_text(element: Element, name: str) -> bool:
    if name in _ANYWHERE:
        return name != "title" or element.name not in _WITHOUT_TITLE
    if name == "label":
        return element.name in _LABELED
    is_button = element.name == "input" and (element.get("type") or "").lower() in _BUTTONS
    return name == "value" and is_button


def _meta(element: Element) -> Iterator[Value]:
    content = element.attributes.get("content")
    name = (element.get("name") or element.get("property") or "").lower()
    if content and content.value.strip() and name:
        yield Value(content, is_text=_META.fullmatch(name) is not None, notes=(f"meta {name}",))
