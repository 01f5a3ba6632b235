"""Short ways to parse and localize exports in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.project import Collection, Profile
from pipeline.formats.base import Edition, Reading
from pipeline.formats.export_document import Export, get_export
from pipeline.formats.registry import open_formats
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.document import Document, Occurrence

ENGLISH, SPANISH, FRENCH = Locale("en"), Locale("es"), Locale("fr")
FIELDS = {"Title": "text", "Body": "record"}


def make_reading(  # noqa: PLR0913 - each is a key of a collection
    kind: str = "csv",
    fields: Mapping[str, str] = FIELDS,
    *,
    profile: Profile | None = None,
    key: str | None = "id",
    source: Locale = ENGLISH,
    segmentation: str = "sentence",
    sheet: str | None = None,
) -> Reading:
    collection = Collection(
        name="c",
        path="s",
        files=(),
        format=kind,
        profile=profile or Profile(name=""),
        key=key,
        fields=fields,
        segmentation=segmentation,
        sheet=sheet,
    )
    return Reading(id="doc", path="s/doc", collection=collection, source_locale=source)


def parse(data: str | bytes, kind: str = "csv", reading: Reading | None = None) -> Export:
    raw = data if isinstance(data, bytes) else data.encode()
    return get_export(open_formats().get(kind).parse(raw, reading or make_reading(kind)))


def make_edition(
    text_of: Callable[[str], str] | Mapping[str, str],
    locale: Locale = SPANISH,
    fallback: frozenset[int] = frozenset(),
) -> Edition:
    def find(unit: Occurrence) -> str:
        source = unit.key.source
        return text_of(source) if callable(text_of) else text_of.get(source, source)

    return Edition(locale=locale, source_locale=ENGLISH, text_of=find, fallback=fallback)


def units(document: Document) -> list[tuple[str | None, str]]:
    return [(unit.key.context, unit.key.source) for unit in document.occurrences()]
