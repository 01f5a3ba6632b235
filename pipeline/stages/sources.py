"""The English side of a project: documents, disclaimers and interface text, as units by catalog."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.build.interface import REFERENCE, read_interface
from pipeline.config.disclaimers import parse_disclaimers
from pipeline.config.project import Output
from pipeline.errors import CaveatError, ConfigError, Location
from pipeline.formats.base import Reading
from pipeline.formats.export_parts import split_parts
from pipeline.formats.registry import open_formats
from pipeline.model.finding import Finding, Severity
from pipeline.model.unit import Risk, Unit, UnitKey
from pipeline.stages.segmentation import read_own_rules
from pipeline.workspace.files import read_bytes, read_text
from pipeline.workspace.project import CONFIG_NAME, one_spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.formats.base import DocumentFormat
    from pipeline.language.segmentation_rules import Rule
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Block, Document
    from pipeline.workspace.project import SourceFile, Workspace

INTERFACE = "interface"
DISCLAIMERS = "disclaimers"
RESERVED = (INTERFACE, DISCLAIMERS)
"""Catalogs that belong to no document."""
INDEX: Final = "index"
"""The list of articles in each language's folder, whose place no page can take."""
_ID: Final = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f\x7f]{1,200}(?<![ .])")
"""What can name a file on any system, and lies in the folder it is put into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSource:
    """What one catalog is made from."""

    id: str
    units: tuple[Unit, ...]
    reference: str
    """The file the units come from, as catalogs cite it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything in English that can be read, and the problems of what can't."""

    documents: tuple[Document, ...]
    disclaimers: tuple[Disclaimer, ...]
    catalogs: tuple[CatalogSource, ...]
    problems: tuple[CaveatError, ...]
    findings: tuple[Finding, ...]

    def risks(self) -> dict[str, dict[UnitKey, Risk]]:
        """Return the risk of each unit, by catalog."""
        return {source.id: {unit.key: unit.risk for unit in source.units} for source in self.catalogs}

    def keys(self) -> dict[str, tuple[UnitKey, ...]]:
        """Return what the units of each catalog are known by."""
        return {source.id: tuple(unit.key for unit in source.units) for source in self.catalogs}


@dataclass(slots=True)
class Readings:
    """The documents as they were read before, for whoever reads the sources again and again.

    Law: what is read with them is what is read without.
    """

    _documents: dict[str, tuple[object, tuple[Document, ...]]] = field(default_factory=dict)
    """Behind everything that they were made of, by file."""
    _catalogs: dict[str, tuple[Document, CatalogSource]] = field(default_factory=dict)

    def documents(
        self, file: str, basis: object, read: Callable[[], Iterable[Document]]
    ) -> tuple[Document, ...]:
        """Return a file's documents, read where the file or how it is read is something else now."""
        known = self._documents.get(file)
        if known is None or known[0] != basis:
            known = self._documents[file] = basis, tuple(read())
        return known[1]

    def catalog(self, document: Document) -> CatalogSource:
        """Return what a document's catalog is made from."""
        known = self._catalogs.get(document.id)
        if known is None or known[0] is not document:
            known = self._catalogs[document.id] = document, _document_source(document)
        return known[1]


def read_sources(workspace: Workspace, known: Readings | None = None) -> Sources:
    """Read every source; a document that can't be read is a problem and the others go on.

    What is `known` is taken from there where it is still the same; it holds of one configuration alone.
    """
    known = known or Readings()
    disclaimers = read_disclaimers(workspace)
    rules = read_own_rules(workspace)
    formats, problems = _formats(workspace)
    documents: list[Document] = []
    for file in workspace.source_files():
        found = formats.get(file.collection.name)
        try:
            if found:
                reading = _reading(workspace, file, disclaimers, rules)
                documents += _read_documents(file, found, reading, known)
        except CaveatError as error:
            problems.append(error)
    documents, twins = _without_twins(documents)
    problems += twins
    catalogs = [known.catalog(document) for document in documents]
    return Sources(
        documents=tuple(documents),
        disclaimers=disclaimers,
        catalogs=(*catalogs, _disclaimer_source(disclaimers), _interface_source()),
        problems=tuple(problems),
        findings=(*_unclaimed(workspace), *_notices(documents)),
    )


def read_disclaimers(workspace: Workspace) -> tuple[Disclaimer, ...]:
    """Return the canonical disclaimers; none when the project has no such file."""
    path = workspace.disclaimers_source
    name = workspace.name_of(path)
    return parse_disclaimers(read_text(path, name), name) if path.exists() else ()


def _formats(workspace: Workspace) -> tuple[dict[str, DocumentFormat], list[CaveatError]]:
    """Return the format of each collection, and a problem for each that names none."""
    known = open_formats()
    formats: dict[str, DocumentFormat] = {}
    problems: list[CaveatError] = []
    for collection in workspace.config.collections:
        try:
            formats[collection.name] = known.get(collection.format)
        except ConfigError as error:
            message = f"[collections.{collection.name}] {error.message}"
            problems.append(ConfigError(message, at=Location(CONFIG_NAME), hint=error.hint))
    return formats, problems


def _reading(
    workspace: Workspace, file: SourceFile, disclaimers: tuple[Disclaimer, ...], rules: tuple[Rule, ...]
) -> Reading:
    taken = (*RESERVED, INDEX) if file.collection.output is Output.PAGES else RESERVED
    if file.id.casefold() in taken or not _ID.fullmatch(file.id):
        hint = f"give it another id under [collections.{file.collection.name}.ids]"
        raise ConfigError(f'a document can\'t have the id "{file.id}"', at=Location(file.name), hint=hint)
    return Reading(
        id=file.id,
        path=file.name,
        collection=file.collection,
        disclaimers=disclaimers,
        source_locale=workspace.config.source_locale,
        rules=rules,
    )


def _read_documents(
    file: SourceFile, found: DocumentFormat, reading: Reading, known: Readings
) -> tuple[Document, ...]:
    data = read_bytes(file.path, file.name)
    basis = (hashlib.sha256(data).digest(), reading)
    return known.documents(file.name, basis, lambda: split_parts(found.parse(data, reading)))


def _without_twins(documents: Iterable[Document]) -> tuple[list[Document], list[CaveatError]]:
    """Return the documents whose ids nobody else has, and a problem for each that comes too late.

    File names differ, but the keys of rows may not, nor a row's id and a file's.
    """
    found: dict[str, Document] = {}
    problems: list[CaveatError] = []
    for document in documents:
        other = found.setdefault(one_spelling(document.id), document)
        if other is not document:
            line = document.blocks[0].line if document.blocks else None
            message = f'two documents have the id "{document.id}": {other.path}'
            hint = "give one of the rows another key, or one of the files another id"
            problems.append(ConfigError(message, at=Location(document.path, line), hint=hint))
    return list(found.values()), problems


def _document_source(document: Document) -> CatalogSource:
    """Merge the occurrences of a unit: one entry, which takes their highest risk."""
    found: dict[UnitKey, list[Unit]] = defaultdict(list)
    for block in document.blocks:
        if block.disclaimer is None:
            for unit in _units_of(block):
                found[unit.key].append(unit)
    merged = tuple(_merged(units) for units in found.values())
    return CatalogSource(id=document.id, units=merged, reference=document.path)


def _units_of(block: Block) -> Iterator[Unit]:
    is_inside = block.section is not None and block.kind.value == "paragraph"
    notes = (f"section: {block.section}",) if is_inside else ()
    for occurrence in block.occurrences:
        tags = tuple(f"<{one.number}> {one.note}" for one in occurrence.codes)
        yield Unit(
            key=occurrence.key,
            risk=occurrence.risk,
            reasons=occurrence.reasons,
            notes=(*notes, *occurrence.notes, *tags),
        )


def _merged(units: Sequence[Unit]) -> Unit:
    return Unit(
        key=units[0].key,
        risk=max(unit.risk for unit in units),
        reasons=tuple(dict.fromkeys(reason for unit in units for reason in unit.reasons)),
        notes=tuple(dict.fromkeys(note for unit in units for note in unit.notes)),
    )


def _disclaimer_source(disclaimers: Iterable[Disclaimer]) -> CatalogSource:
    units = [
        Unit(key=key, risk=Risk.DISCLAIMER, notes=(f"version {one.version}; signed as a whole, then pinned",))
        for one in disclaimers
        for key in (one.heading_key, one.text_key)
    ]
    return CatalogSource(id=DISCLAIMERS, units=tuple(units), reference="source/disclaimers.toml")


def _interface_source() -> CatalogSource:
    units = tuple(text.unit for text in read_interface())
    return CatalogSource(id=INTERFACE, units=units, reference=REFERENCE)


def _unclaimed(workspace: Workspace) -> Iterator[Finding]:
    for name in workspace.unclaimed_files():
        yield Finding(
            file=name,
            check="source.unclaimed",
            severity=Severity.WARNING,
            message="no collection claims this file, so nothing translates it",
            hint="declare it in caveat.toml, or move it out of source/",
        )


def _notices(documents: Iterable[Document]) -> Iterator[Finding]:
    for document in documents:
        for notice in document.notices:
            yield Finding(
                file=document.path,
                line=notice.line,
                check=notice.rule,
                severity=Severity.NOTICE,
                message=notice.message,
                hint=notice.hint,
            )
