"""What a built document is laid beside: its source, read again, with everything that it must keep to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.formats.base import finish, splice
from pipeline.formats.html_its import Filter
from pipeline.model.document import BlockKind
from pipeline.verify.native import fold_space
from pipeline.verify.native_inspection import NativeTask
from pipeline.verify.native_rules import Terms
from pipeline.verify.outline import Outline, plain_text

if TYPE_CHECKING:
    from pipeline.config.project import Collection, Config
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Document
    from pipeline.model.locale import Locale
    from pipeline.verify.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a built document stands."""

    file: str
    """The path to show."""
    locale: Locale
    is_release: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A source document, or the document in a cell of an export."""

    document: Document
    outline: Outline
    collection: Collection


def make_native_task(
    place: Place,
    original: Original,
    config: Config,
    disclaimers: tuple[Disclaimer, ...],
    wordings: tuple[Wording, ...],
) -> NativeTask:
    """Return what is to be inspected, without the built bytes."""
    document, profile = original.document, original.collection.profile
    values = (block for block in document.blocks if block.kind is BlockKind.VALUE)
    terms = Terms(
        file=place.file,
        locale=place.locale,
        source=config.source_locale,
        is_release=place.is_release,
        outline=original.outline,
        fallback=config.fallback,
        risks={fold_space(plain_text(unit.key.source)): unit.risk for unit in document.occurrences()},
        values=frozenset(plain_text(unit.key.source) for block in values for unit in block.occurrences),
        links=profile.links.get(place.locale.code, {}),
        canonical=frozenset(fold_space(text) for d in disclaimers for text in (d.heading, d.text)),
    )
    return NativeTask(
        format=original.collection.format,
        data=None,
        source=_source_for(document, place.locale, config.source_locale),
        terms=terms,
        disclaimers=disclaimers,
        wordings=wordings,
        junk=profile.junk,
        has_definition_lists=profile.has_definition_lists,
    )


def _source_for(document: Document, locale: Locale, source: Locale) -> bytes:
    """Return a source file as a locale is to have it: without junk, and without what it does not have."""
    cuts = [junk.range for junk in document.junk]
    for one in () if locale == source else document.restricted:
        is_inner = any(cut.start <= one.range.start and one.range.stop <= cut.stop for cut in cuts)
        if not is_inner and not Filter(one.languages, one.is_exclusion).admits(locale):
            cuts.append(one.range)
    data = splice(document.data, [(cut, b"") for cut in cuts])
    return finish(document, data) if document.package else data
