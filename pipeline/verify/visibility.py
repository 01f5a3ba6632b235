"""Visibility: every reason why an element of a page may not be seen, from its markup and its stylesheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.verify.colours import Cascade
from pipeline.verify.dom import Dom, lineage
from pipeline.verify.hiding import (
    find_displacing,
    find_hiding,
    inserts_text,
    is_clipping,
    is_squeezing,
    read_variables,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from pipeline.verify.stylesheet import Rule, Sheet

HIDING_ELEMENTS: Final = frozenset(
    [
        "audio",
        "canvas",
        "datalist",
        "del",
        "details",
        "dialog",
        "head",
        "iframe",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "picture",
        "rp",
        "s",
        "script",
        "select",
        "strike",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
"""Elements whose content a browser does not show, shows only on demand, or strikes out."""
_HIDING_ATTRIBUTES: Final = frozenset(
    {"hidden", "inert", "popover", "style", "color", "bgcolor", "text", "background"}
)
_OF_THE_TEXT_ITSELF: Final = frozenset({"", "first-line", "first-letter"})
_BESIDE_THE_TEXT: Final = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True)
class Sights:
    """What the stylesheets of one page do to which elements; built once a page."""

    hiding: dict[int, list[str]] = field(default_factory=dict)
    displacing: dict[int, list[str]] = field(default_factory=dict)
    inserting: dict[int, list[str]] = field(default_factory=dict)
    colours: Cascade = field(default_factory=lambda: Cascade(()))

    def why_hidden(self, node: LexborNode, *parts: LexborNode) -> tuple[str, ...]:
        """Return why an element or one of its `parts` may not be seen; empty when nothing speaks for it."""
        family = [*lineage(node), *parts]
        reasons = [
            reason for one in family for reason in (*_by_markup(one), *self.hiding.get(one.mem_id, ()))
        ]
        written = [one for one in (node, *parts) if _holds_text(one)]
        reasons += [reason for one in written for reason in self.colours.find_unreadable(one)]
        return tuple(dict.fromkeys(reasons))

    def why_hidden_block(self, node: LexborNode) -> str | None:
        """Return the first reason why a block of the article is not seen, colours aside; None for none."""
        reasons = (
            reason for one in lineage(node) for reason in (*_by_markup(one), *self.hiding.get(one.mem_id, ()))
        )
        return next(reasons, None)

    def why_displaced(self, node: LexborNode) -> tuple[str, ...]:
        """Return why an element may be seen elsewhere than it stands."""
        return tuple(dict.fromkeys(r for one in lineage(node) for r in self.displacing.get(one.mem_id, ())))

    def texts_inserted(self, *nodes: LexborNode) -> tuple[str, ...]:
        """Return what the stylesheets write before or after the text of the elements."""
        return tuple(dict.fromkeys(r for one in nodes for r in self.inserting.get(one.mem_id, ())))


def survey(dom: Dom, sheets: Iterable[Sheet]) -> Sights:
    """Return what the stylesheets do on one page."""
    matches = [
        (rule, frozenset(node.mem_id for node in dom.tree.css(rule.selector)))
        for sheet in sheets
        for rule in sheet.rules
    ]
    sights = Sights(colours=Cascade(matches))
    variables = read_variables(one for rule, _ in matches for one in rule.declarations)
    clipped: dict[int, str] = {}
    squeezed: dict[int, str] = {}
    for rule, elements in matches:
        for one in rule.declarations if elements else ():
            if rule.pseudo in _OF_THE_TEXT_ITSELF:
                _note(sights.hiding, elements, find_hiding(one, variables), rule)
                clipped |= dict.fromkeys(elements if is_clipping(one, variables) else (), one.name)
                squeezed |= dict.fromkeys(
                    elements if is_squeezing(one, variables) else (), f"{one.name}: {one.value}"
                )
            if not rule.pseudo:
                _note(sights.displacing, elements, find_displacing(one, variables), rule)
            elif rule.pseudo in _BESIDE_THE_TEXT and inserts_text(one, variables):
                _note(sights.inserting, elements, f"content: {one.value}", rule)
    for element in clipped.keys() & squeezed.keys():
        sights.hiding.setdefault(element, []).append(f"{squeezed[element]} with {clipped[element]}")
    return sights


def _note(table: dict[int, list[str]], elements: Iterable[int], reason: str | None, rule: Rule) -> None:
    if reason:
        shown = f"{{{reason}}} at {rule.where}{f' ({rule.medium})' if rule.medium else ''}"
        for element in elements:
            table.setdefault(element, []).append(shown)


def _holds_text(node: LexborNode) -> bool:
    return any(child.is_text_node and child.text().strip() for child in node.iter(include_text=True))


def _by_markup(node: LexborNode) -> Iterator[str]:
    if node.tag in HIDING_ELEMENTS:
        yield f"it stands in <{node.tag}>"
    for name in node.attributes:
        if name in _HIDING_ATTRIBUTES:
            yield f"<{node.tag}> has the attribute {name}"
    if (node.attributes.get("aria-hidden") or "false").strip().lower() != "false":
        yield f"<{node.tag}> has the attribute aria-hidden"
