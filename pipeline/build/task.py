"""What a build is asked for and what comes back: one document in one locale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.build.assemble import Reason
    from pipeline.build.compose import Setting
    from pipeline.build.page import PageBlock, Standing
    from pipeline.build.targets import Shelf
    from pipeline.formats.base import DocumentFormat
    from pipeline.model.document import Document

Pair = tuple[str, str]
"""Document id and locale code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFormat:
    """What is needed to write a document in its own format."""

    format: DocumentFormat
    file: str
    """Its path inside its collection, which it keeps in the folder of each language."""
    links: Mapping[str, str]
    """Link targets that differ in the task's locale."""
    is_export: bool = False
    """The file is one for all rows and languages; its path leads out of the language's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document to be made in one locale."""

    document: Document
    setting: Setting
    shelf: Shelf
    own: OwnFormat | None = None
    """How the document is written in its own format; None makes pages."""

    @property
    def pair(self) -> Pair:
        """What is made."""
        return self.document.id, self.setting.locale.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The files of one document in one locale."""

    document: str
    locale: str
    files: Mapping[str, bytes]
    """Path relative to the output folder -> bytes."""
    title: PageBlock
    standing: Standing
    address: str
    """What lists link to, from the folder of the language."""
    refused: tuple[Reason, ...] = ()
    """Previews of documents: the texts that the format can't hold, so that their blocks fell back."""
    fields: Mapping[str, str] | None = None
    """Rows of exports: what the row fills in this language, column -> digest of the text."""

    @property
    def pair(self) -> Pair:
        """What was made."""
        return self.document, self.locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritable:
    """A document that can't be written in its own format, and why."""

    pair: Pair
    reasons: tuple[Reason, ...]
