"""Languages inside of a page: an element that says it is in the source's language says the target's instead.

That holds where its text is translated; code, what stays as it is, and other languages keep what they say.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from pipeline.formats.html_elements import NOT_TRANSLATED, PROTECTED
from pipeline.formats.html_its import find_translate
from pipeline.formats.html_places import find_owner, value_edit
from pipeline.formats.html_tokens import decode
from pipeline.language.names import direction
from pipeline.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.html_places import Edit, Page
    from pipeline.formats.html_tree import Element, Event

_NAMES: Final = ("lang", "xml:lang")
_CODE: Final = PROTECTED | {"pre", "textarea", "math"}
"""Elements whose direction is their own: code is written from left to right in every language."""
_SUBTAGS: Final = re.compile("[-_]")
_LETTER: Final = re.compile(r"[^\W\d_]")


def inner_edits(page: Page, top: Element | None) -> Iterator[Edit]:
    """Yield what makes the elements of translated texts name the target's language and direction.

    `top` speaks for the whole page, and is not among them.
    """
    source, target = page.edition.source_locale, page.edition.locale
    old, new = direction(source), direction(target)
    translated = _find_translated(page)
    is_source: list[bool] = []
    is_code: list[bool] = []
    for element in page.tree.elements:
        place = element.parent.place if element.parent else None
        tags = [element.attributes[name] for name in _NAMES if name in element.attributes]
        said = [] if element is top else tags
        around = place is None or is_source[place]
        is_source.append(all(_is_of_source(one.value, page) for one in said) if said else around)
        is_code.append(element.name in _CODE or (place is not None and is_code[place]))
        if element is top or element.place not in translated or not is_source[-1]:
            continue
        yield from (value_edit(one, target.tag) for one in tags if one.value != target.tag)
        way = element.attributes.get("dir")
        if way and way.value.lower() == old != new and not is_code[-1]:
            yield value_edit(way, new)


def _is_of_source(tag: str, page: Page) -> bool:
    """Return whether a tag is of the source's language, whatever its region."""
    return _SUBTAGS.split(tag.strip().lower())[0] == page.edition.source_locale.language.lower()


def _find_translated(page: Page) -> set[int]:
    """Return the places of the elements with a translated text, but for those that a fallback marks."""
    is_left = _find_left(page)
    found: set[int] = set()
    for speaker in _speakers(page):
        for one in speaker.up():
            if one.place in found or is_left[one.place]:
                break
            found.add(one.place)
    return found - _find_marked(page)


def _find_left(page: Page) -> list[bool]:
    """Return for each element whether its text stays, after its own markup and its name."""
    found: list[bool] = []
    for element in page.tree.elements:
        is_inherited = element.parent is not None and found[element.parent.place]
        wish = find_translate(element)
        found.append(is_inherited or element.name in NOT_TRANSLATED if wish is None else not wish)
    return found


def _find_marked(page: Page) -> set[int]:
    blocks = (page.document.blocks[place] for place in page.edition.fallback)
    owners = (find_owner(page, block) for block in blocks if block.kind is not BlockKind.VALUE)
    return {owner.place for owner in owners if owner}


def _speakers(page: Page) -> Iterator[Element]:
    """Yield the elements that translated texts stand in, and of those without content those with a value."""
    for event, is_translated in _read_texts(page):
        text = decode(page.tree.data[event.start : event.stop].decode(), is_value=False)
        if is_translated and event.element and _LETTER.search(text):
            yield event.element
    for element in page.tree.elements if page.values else ():
        places = (page.values.get(one.range.start) for one in element.attributes.values())
        is_empty = element.inner_start >= element.inner_stop
        if is_empty and any(one is not None and one not in page.edition.fallback for one in places):
            yield element


def _read_texts(page: Page) -> Iterator[tuple[Event, bool]]:
    """Yield the texts in units, and whether they are translated; the innermost unit decides."""
    events = [event for event in page.tree.events if event.kind == "text"]
    starts, stops = [event.start for event in events], [event.stop for event in events]
    units = [
        (unit.range, place not in page.edition.fallback)
        for place, block in enumerate(page.document.blocks)
        if block.kind is not BlockKind.VALUE
        for unit in block.occurrences
    ]
    found: dict[int, bool] = {}
    for where, is_translated in sorted(units, key=lambda one: (one[0].start, -one[0].stop)):
        inside = range(bisect_right(stops, where.start), bisect_left(starts, where.stop))
        found.update(dict.fromkeys(inside, is_translated))
    return ((events[number], is_translated) for number, is_translated in found.items())
