"""What is to be done with each element, after ITS 2.0: translated, part of a text, explained, left out.

The element's own markup wins over the profile's rules, a later rule over an earlier one, all of them over
what the element is by its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal
from xml.etree import ElementTree as ET

import cssselect2

from pipeline.errors import ConfigError, Location
from pipeline.formats.html_elements import BLOCKS, CODE, EMBEDDED, NOT_TRANSLATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config.project import MarkupRule
    from pipeline.formats.html_tree import Element, Tree
    from pipeline.model.locale import Locale

CONFIG: Final = "caveat.toml"
_DEEPEST: Final = 512
"""How deep selectors see; what is deeper counts as this deep, as in browsers."""
_YES_NO: Final = {"yes": True, "no": False, "": True}
_WITHIN: Final[dict[str, Within]] = {"yes": "yes", "no": "no", "nested": "nested"}

Within = Literal["yes", "no", "nested"]
"""Whether an element is part of the text around it, ends that text, or stands in it as one sign."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which locales have an element."""

    ranges: tuple[str, ...]
    """Language ranges, after BCP 47."""
    is_exclusion: bool = False
    """Whether the ranges are of those that don't have it."""

    def admits(self, locale: Locale) -> bool:
        """Return whether a locale has the element."""
        is_named = any(matches_range(locale.tag, one) for one in self.ranges)
        return is_named != self.is_exclusion

    @property
    def is_for_nobody(self) -> bool:
        """Whether no locale has it."""
        return not self.ranges and not self.is_exclusion


@dataclass(slots=True, kw_only=True)
class Traits:
    """What holds for one element."""

    is_translated: bool = True
    """Whether its own text is translated."""
    has_values: bool = True
    """Whether its attributes are: code is not translated, but a title that explains it is."""
    is_code: bool = False
    """Whether what is not translated in it is code."""
    within: Within = "no"
    notes: tuple[str, ...] = ()
    """What translators are told of it and of what is around it."""
    own_notes: tuple[str, ...] = ()
    """Those that are about this element."""
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What rules and markup say of one element; None where they say nothing."""

    translate: bool | None = None
    within: Within | None = None
    note: str | None = None
    filter: Filter | None = None


_NOTHING: Final = _Wishes()


def find_traits(tree: Tree, rules: Sequence[MarkupRule]) -> tuple[Traits, ...]:
    """Return the traits of each element of a tree; raises ConfigError for a selector that is none."""
    ruled = _apply(tree, rules) if rules else {}
    found: list[Traits] = []
    for element in tree.elements:
        around = found[element.parent.place] if element.parent else Traits()
        found.append(_traits(element, around, ruled.get(element.place, [])))
    return tuple(found)


def _traits(element: Element, around: Traits, rules: list[_Wishes]) -> Traits:
    local = _local(element) if element.attributes else _NOTHING
    said = [*rules, local]
    translate = next((one.translate for one in reversed(said) if one.translate is not None), None)
    within = next((one.within for one in reversed(said) if one.within is not None), None)
    notes = tuple(one.note for one in said if one.note)
    chosen = next((one.filter for one in reversed(said) if one.filter), None)
    translate = False if chosen and chosen.is_for_nobody else translate
    by_name = around.is_translated and element.name not in NOT_TRANSLATED
    is_translated = by_name if translate is None else translate
    return Traits(
        is_translated=is_translated,
        has_values=around.has_values if translate is None else translate,
        is_code=around.is_code or element.name in CODE,
        within=within or _within(element, is_translated=is_translated, around=around),
        notes=notes or around.notes,
        own_notes=notes,
        filter=chosen,
    )


def _within(element: Element, *, is_translated: bool, around: Traits) -> Within:
    """Return what an element is to the text around it; what is translated does not join what is not."""
    if element.name in EMBEDDED:
        return "nested"
    is_apart = is_translated and not around.is_translated and around.within == "no"
    return "no" if is_apart or element.name in BLOCKS else "yes"


def find_translate(element: Element) -> bool | None:
    """Return whether an element's own markup has it translated, or None where it says nothing of it."""
    translate = _YES_NO.get((_first(element, "translate", "its-translate", "its:translate") or "-").lower())
    if translate is None and "notranslate" in (element.get("class") or "").split():
        return False
    return translate


def _local(element: Element) -> _Wishes:
    get = element.get
    note = get("its-loc-note") or get("its:locnote")
    is_alert = (_first(element, "its-loc-note-type", "its:locnotetype") or "") == "alert"
    ranges = _first(element, "its-locale-filter-list", "its:localefilterlist")
    kind = _first(element, "its-locale-filter-type", "its:localefiltertype") or "include"
    return _Wishes(
        translate=find_translate(element),
        within=_WITHIN.get(_first(element, "its-within-text", "its:withintext") or ""),
        note=f"alert: {' '.join(note.split())}"
        if note and is_alert
        else " ".join((note or "").split()) or None,
        filter=None if ranges is None else Filter(_split(ranges), kind.lower() == "exclude"),
    )


def _first(element: Element, *names: str) -> str | None:
    return next((value for name in names if (value := element.get(name)) is not None), None)


def _split(ranges: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in ranges.split(",") if one.strip())


def matches_range(tag: str, language_range: str) -> bool:
    """Return whether a language range means a language tag (RFC 4647, extended filtering)."""
    wanted, parts = language_range.lower().split("-"), tag.lower().split("-")
    if wanted[0] not in ("*", parts[0]):
        return False
    place = 1
    for one in wanted[1:]:
        if one == "*":
            continue
        while place < len(parts) and parts[place] != one and len(parts[place]) > 1:
            place += 1
        if place == len(parts) or parts[place] != one:
            return False
        place += 1
    return True


@dataclass(frozen=True, slots=True)
class _Mirror:
    """The tree as selectors see it."""

    root: ET.Element
    places: dict[ET.Element, int] = field(default_factory=dict)


def _apply(tree: Tree, rules: Sequence[MarkupRule]) -> dict[int, list[_Wishes]]:
    """Return what rules say, by place of the element, the later rule last."""
    compiled = [(compile_selector(rule.selector), _ruled(rule)) for rule in rules]
    mirror = _mirror(tree)
    found: dict[int, list[_Wishes]] = {}
    for node in cssselect2.ElementWrapper.from_html_root(mirror.root).iter_subtree():
        place = mirror.places.get(node.etree_element)
        if place is not None:
            said = [wishes for selectors, wishes in compiled if _is_meant(node, selectors)]
            if said:
                found[place] = said
    return found


def _is_meant(node: Any, selectors: tuple[Any, ...]) -> bool:
    return any(one.test(node) for one in selectors)


def _ruled(rule: MarkupRule) -> _Wishes:
    within: dict[bool | None, Within | None] = {True: "yes", False: "no", None: None}
    return _Wishes(
        translate=rule.is_translated,
        within=within[rule.is_inline],
        note=rule.note,
        filter=None if rule.locales is None else Filter(tuple(one.replace("_", "-") for one in rule.locales)),
    )


def _mirror(tree: Tree) -> _Mirror:
    tops = [one for one in tree.elements if one.parent is None]
    mirror = _Mirror(ET.Element("html" if not tops else "caveat-fragment"))
    made: list[tuple[ET.Element, int]] = []
    for element in tree.elements:
        node = ET.Element(element.name, {name: one.value for name, one in element.attributes.items()})
        parent, depth = made[element.parent.place] if element.parent else (mirror.root, 0)
        parent.append(node)
        made.append((parent, depth) if depth == _DEEPEST else (node, depth + 1))
        mirror.places[node] = element.place
    is_document = len(tops) == 1 and tops[0].name == "html"
    return _Mirror(mirror.root[0], mirror.places) if is_document else mirror


@lru_cache(maxsize=256)
def compile_selector(selector: str) -> tuple[Any, ...]:
    """Return a CSS selector, ready to test elements; raises ConfigError where it is none."""
    hint = 'write CSS that finds elements, for instance "table.doses td"'
    try:
        compiled = tuple(cssselect2.compile_selector_list(selector))
    except cssselect2.SelectorError as error:
        reason = " ".join(str(one) for one in error.args if isinstance(one, str))
        message = f'the selector "{selector}" can\'t be read: {reason}'
        raise ConfigError(message, at=Location(CONFIG), hint=hint) from error
    if any(one.pseudo_element for one in compiled):
        message = f'the selector "{selector}" finds no element but a part of one'
        raise ConfigError(message, at=Location(CONFIG), hint=hint)
    return compiled
