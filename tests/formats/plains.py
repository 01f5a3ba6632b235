"""Short ways to parse plain text in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.project import Collection, Profile
from pipeline.formats.base import Edition, Reading, splice
from pipeline.formats.plain import PlainFormat
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Document, Occurrence

FORMAT = PlainFormat()
NO_PROFILE = Profile(name="")


def parse(
    text: str | bytes,
    profile: Profile = NO_PROFILE,
    *,
    segmentation: str = "sentence",
    disclaimers: tuple[Disclaimer, ...] = (),
    source: str = "en",
    has_title: bool = True,
) -> Document:
    """Return the plain text document in `text`."""
    collection = Collection(
        name="c", path="source", files=("*.text",), format="plain", profile=profile, segmentation=segmentation
    )
    reading = Reading(
        id="a",
        path="source/a.text",
        collection=collection,
        disclaimers=disclaimers,
        source_locale=Locale(source),
        has_title=has_title,
    )
    return FORMAT.parse(text if isinstance(text, bytes) else text.encode(), reading)


def shape(document: Document) -> list[tuple[str, int, list[str]]]:
    """Return each block's kind, level and units."""
    return [
        (block.kind.value, block.level, [unit.key.source for unit in block.occurrences])
        for block in document.blocks
    ]


def body(text: str, profile: Profile = NO_PROFILE) -> list[tuple[str, int, list[str]]]:
    """Return the shape of a text below a title."""
    return shape(parse(f"T\n\n{text}", profile))[1:]


def write(text: str, target: str, *, at: int = 0) -> str:
    """Return `text` with one unit translated."""
    document = parse(text)
    unit = list(document.occurrences())[at]
    return splice(document.data, [(unit.range, FORMAT.encode(document, unit, target))]).decode()


def edition(text_of: Callable[[Occurrence], str], locale: str = "es") -> Edition:
    """Return an edition that has a text for each unit and says nothing else."""
    return Edition(locale=Locale(locale), source_locale=Locale("en"), text_of=text_of)


def edition_of(targets: dict[str, str], locale: str = "es") -> Edition:
    """Return an edition with targets by source; what has none stays as it is."""
    return edition(lambda unit: targets.get(unit.key.source, unit.key.source), locale)
