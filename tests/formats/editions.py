"""Editions in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.formats.base import Edition
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.model.document import Document, Occurrence

EN, ES, AR = Locale("en"), Locale("es"), Locale("ar")


def source_of(unit: Occurrence) -> str:
    return unit.key.source


def make_edition(
    document: Document,
    *,
    text: Callable[[Occurrence], str] = source_of,
    fallback: Iterable[int] = (),
    locale: Locale = ES,
    **more: Any,
) -> Edition:
    """Return an edition; the blocks in `fallback` keep their source, the others get `text`."""
    places = frozenset(fallback)
    kept = {unit.range for place in places for unit in document.blocks[place].occurrences}
    return Edition(
        locale=locale,
        source_locale=EN,
        text_of=lambda unit: unit.key.source if unit.range in kept else text(unit),
        fallback=places,
        mark="[Inglés]",
        **more,
    )
